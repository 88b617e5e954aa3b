"""Many processes at once: a request is sent once, a place is filled once, and never more than three stand.

What meets: two that ask, a provider who declines while the client takes it back, several workers that close
silent ones, and refills while the client asks for three others. The control has neither lock nor transaction
nor constraint, takes no notice of what an update hit, and must fail.
"""

import json

import pytest

from faults.scratch_site import new_site
from faults.together import MEET, TESTS, run_together

WORKERS, CLIENTS = 3, 3
PREPARE = f"""
import json
from datetime import timedelta
from rapport.matching.columns import COLUMNS
from support import asked, practice
practice.providers(60)
for _ in range({CLIENTS}):
    client = asked.person()
    asked.ask(client, 1)
    asked.ask(client, 2)
"""
# What is taken back waits to be declined, three others are asked for, the time of the rest is over.
STORM = """
import random
from django.db import DatabaseError
from rapport.site.consultations.actions import renewing, requests, silence
from rapport.site.consultations.actions.once import Refused
from rapport.site.consultations.choices import Declined
from rapport.site.consultations.models import Request
from rapport.site.matches.models import Match
from rapport.site.people.models import Client
from support import asked
MISSING = {"codes": [], "note": ""}
def ask(client):
    for match in Match.objects.filter(client=client, is_open=True).select_related("provider", "shortlist"):
        match.client = client
        requests.request(by=client, match=match, at=asked.SENT)
def decline(client):
    for each in Request.objects.filter(client=client).select_related("provider"):
        requests.decline(by=each.provider, request=each, reason=Declined.TIMES, at=asked.SENT)
def withdraw(client):
    for each in Request.objects.filter(client=client):
        requests.withdraw(by=client, request=each, at=asked.SENT)
def others(client):
    renewing.issue(by=client, at=asked.SENT, missing=MISSING)
rng, failed = random.Random(NUMBER), 0
for round in range(2):
    for client in Client.objects.select_related("key").order_by("id"):
        for act in rng.sample((ask, ask, decline, withdraw, others), 5):
            try:
                act(client)
            except (Refused, Match.DoesNotExist):
                pass
            except DatabaseError:
                failed += 1
    try:
        silence.expire_silent(asked.LATER)
    except DatabaseError:
        failed += 1
print(failed)
"""
SILENCE = """
from rapport.site.consultations.actions import silence
from support import asked
print(silence.expire_silent(asked.LATER))
"""
STATE = """
import json
from collections import Counter
from rapport.site.consultations.choices import LIVE
from rapport.site.consultations.models import Request
from rapport.site.foundation import audit
from rapport.site.matches.models import Match
places = Counter(Match.objects.filter(is_open=True).values_list("client_id", "position"))
people = Counter(Match.objects.filter(is_open=True).values_list("client_id", "provider_id"))
clients = Counter(client for client, _ in places)
live = Counter(Request.objects.filter(state__in=LIVE).values_list("client_id", "provider_id"))
refills = Counter(Match.objects.exclude(refill_of=None).values_list("refill_of", flat=True))
astray = Request.objects.filter(state__in=LIVE, match__is_open=False).count()
print(json.dumps({
    "most at a place": max(places.values()), "most of a person": max(people.values()),
    "three each": sorted(set(clients.values())), "clients": len(clients),
    "most live to one": max(live.values(), default=1),
    "most refills of one": max(refills.values(), default=1),
    "live to someone gone": astray,
    "broken links": len(audit.broken_links()),
    "refills": sum(refills.values()),
}))
"""
WHOLE = {
    "most at a place": 1, "most of a person": 1, "three each": [3], "clients": CLIENTS,
    "most live to one": 1, "most refills of one": 1, "live to someone gone": 0, "broken links": 0,
}  # fmt: skip
WITHOUT_GUARDS = """
from contextlib import nullcontext
from types import SimpleNamespace
from django.db.models import QuerySet
from rapport.site.consultations.actions import renewing, requests, silence
from rapport.site.matches import actions, refill_actions
QuerySet.select_for_update = lambda self, **how: self
update = QuerySet.update
QuerySet.update = lambda self, **values: max(update(self, **values), 1)
for module in (renewing, requests, silence, actions):
    module.transaction = SimpleNamespace(atomic=nullcontext)
from rapport.site.foundation import outbox
requests.outbox = SimpleNamespace(put=lambda **mail: None, cancel=lambda key: 0, to_client=str)
# The trail, unlocked, would turn all but one away before they come to what is tried here.
requests.audit = refill_actions.audit = SimpleNamespace(record=lambda **told: None)
drawn = refill_actions._drawn
def slowly(*given):
    found = drawn(*given)
    meet("drawn")
    return found
refill_actions._drawn = slowly
silence.hold_revision = lambda: meet("waiting")
"""
DROP = """
from django.db import connection, models
from rapport.site.consultations.models import Request
from rapport.site.matches.models import Match, Shortlist
connection.disable_constraint_checking()
with connection.schema_editor() as editor:
    for model in (Request, Match, Shortlist):
        for constraint in list(model._meta.constraints):
            model._meta.constraints = [each for each in model._meta.constraints if each is not constraint]
            editor.remove_constraint(model, constraint)
    field = Match._meta.get_field("refill_of")
    loose = models.ForeignKey(Match, null=True, on_delete=models.CASCADE)
    loose.set_attributes_from_name("refill_of")
    loose.model = Match
    editor.alter_field(Match, field, loose)
"""


@pytest.fixture
def site(tmp_path):
    return new_site(tmp_path)


def test_requests_refills_and_other_threes_at_once_keep_every_promise(site):
    site.python(TESTS + PREPARE)

    failed = run_together(site, STORM, WORKERS)

    assert failed == ["0"] * WORKERS
    found = json.loads(site.python(STATE))
    assert found.pop("refills") > 0
    assert found == WHOLE


def test_workers_close_each_silent_request_once(site):
    site.python(TESTS + PREPARE)

    closed = run_together(site, SILENCE, WORKERS)

    assert sum(map(int, closed)) == 2 * CLIENTS
    found = json.loads(site.python(STATE))
    assert found.pop("refills") == 2 * CLIENTS
    assert found == WHOLE


def test_without_the_guards_promises_are_broken(site):
    """The control of both."""
    site.python(TESTS + PREPARE)
    site.python(DROP)

    run_together(site, MEET + WITHOUT_GUARDS + SILENCE, WORKERS)

    found = json.loads(site.python(STATE))
    assert {name: found[name] for name in WHOLE} != WHOLE
    assert max(found["most at a place"], found["most refills of one"]) > 1
