"""Every route × everybody × every method, generated from the table of addresses; default no.

Who may open what stands in `rapport.cli.drills.who_may`, one line a route. A route without a line fails.
"""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from django.conf import settings
from django.db import connection, reset_queries, transaction
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.cli.drills import cast as drill_cast
from rapport.cli.drills import who_may
from rapport.cli.drills.who_may import CAST, ROUTES
from rapport.site.people import policy
from support import practice

READING = ("get", "head")
# A page has no other way to be used than these; whatever else is asked for is refused.
NEVER = ("put", "patch", "delete", "options")
METHODS = (*READING, "post", *NEVER)
# Where somebody is sent who may not open a page: to find their own way in.
ENTRANCES = ("/return/", "/questionnaire/", "/sign-in/", "/account/")
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')
# What being refused writes, whoever is refused: the visit itself, the note of it, the count of tries.
HOUSEKEEPING = {
    "people_session", "foundation_auditevent", "foundation_audithead", "foundation_limitcount",
}  # fmt: skip


@pytest.fixture
def cast(db):
    practice.providers(5)
    return drill_cast.make(practice.ANSWERS, at=timezone.now())


def visits(cast) -> dict[str, str]:
    """The cookie of everybody's visit."""
    found = {}
    for who in CAST:
        session = Browser().session
        session.update(drill_cast.visit_of(cast.people.get(who), at=timezone.now()))
        session.save()
        found[who] = session.session_key
    return found


def asked(visit, method, address):
    """One answer, and the tables it wrote to; whatever was changed is as it was before."""
    browser = Browser(raise_request_exception=False)
    browser.cookies[settings.SESSION_COOKIE_NAME] = visit
    reset_queries()  # Django keeps only so many.
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        answer = getattr(browser, method)(address)
        transaction.set_rollback(True)
    return answer, {found[1] for each in queries if (found := WRITES.match(each["sql"]))} - HOUSEKEEPING


def violations(cast, *, methods=METHODS) -> Iterator[str]:
    """Everything that is not as its line says."""
    everybody = visits(cast)
    for route in who_may.routes():
        # One example is enough here; the drills open all.
        address = who_may.addresses(route, cast.things)[0]
        for who, method in product(CAST, methods):
            answer, written = asked(everybody[who], method, address)
            found = [*faults(cast, route, who, method, answer)]
            if written and who not in ROUTES[route].who:
                found.append(f"expected nothing to change, wrote to {', '.join(sorted(written))}")
            yield from (f"{who}, {method} {address}: {fault}" for fault in found)


def faults(cast, route, who, method, answer) -> Iterator[str]:
    """What is wrong with one answer."""
    may, status = who in ROUTES[route].who, answer.status_code
    if status >= 500:
        yield f"failed with {status}"
    if status < 300 and method in NEVER:
        yield f"expected to be refused, got {status}"
    if status < 300 and not may:
        yield f"expected nothing, got {status}"
    if 300 <= status < 400 and not may and not answer["Location"].startswith(ENTRANCES):
        yield f"expected the way in, was sent to {answer['Location']}"
    if may and method in READING and status >= 400 and status != 405:
        yield f"expected the page, got {status}"
    if who != who_may.CLIENT and any(secret in answer.content.decode() for secret in cast.secrets):
        yield "shows what is the first client's alone"


def test_nobody_opens_what_is_not_theirs_by_any_method(cast):
    found = list(violations(cast))

    assert found == [], "\n".join(found)


def test_without_the_policy_it_is_noticed(cast, monkeypatch):
    monkeypatch.setattr(policy, "may", lambda viewer, verb, thing: True)

    found = list(violations(cast, methods=("get",)))

    assert [each for each in found if "expected nothing, got 200" in each]
