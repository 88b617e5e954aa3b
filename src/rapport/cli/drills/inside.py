"""What a drill does inside its scratch installation: fill it, look at it, take its constraints away.

Runs in a process of its own (`insider`), which alone has Django set up for that installation: a JSON value
comes in, another goes out.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from rapport.cli.drills import (
    inside_answers,
    inside_bookings,
    inside_capacity,
    inside_cast,
    inside_checkins,
    inside_consent,
)
from rapport.cli.drills.inside_constraints import drop_constraints_of
from rapport.cli.drills.inside_practice import ANSWERS, SLATE, begin_visit

# Answering this page alone opens a client who has not finished.
FIRST_PAGE = {"slug": "concerns", "value": ["anxiety"]}


def directory(providers: int) -> int:
    """Put so many invented providers into the directory; how many are listed."""
    from rapport.cli.demo import fill
    from rapport.site.directory.models import Provider

    fill(providers=providers, clients=0, seed=7, until="directory")
    return Provider.objects.count()


def clients(asked: dict[str, Any]) -> list[str]:
    """Open so many clients who are `begun`, `finished` or `issued`; the session key of each."""
    from django.utils import timezone

    from rapport.cli.demo_life.questionnaire import answer_questionnaire
    from rapport.site.intake.actions import Sent, save_page
    from rapport.site.matches.actions import issue
    from rapport.site.people import sessions

    now, keys = timezone.now(), []
    for _ in range(asked["count"]):
        if asked["stage"] == "begun":
            sent = Sent(state="said", seen=0, **FIRST_PAGE)
            client = save_page(sent, by=None, language="en", at=now).client
        else:
            client = answer_questionnaire(ANSWERS, at=now)
        if asked["stage"] == "issued":
            issue(by=client, at=now)
        keys.append(begin_visit({sessions.CLIENT: client.pk, sessions.SEEN: now.isoformat()}))
    return keys


def trial(_: object) -> int:
    """Begin a comparison, so that clients are asked before their first three; its number."""
    from django.utils import timezone

    from rapport.learning.proof.trial_design import TrialDesign
    from rapport.site.matches.trial_actions import start

    design = TrialDesign(planned=60, assumed_d=0.5)
    begun = start(by="drill", at=timezone.now(), design=design, text="We compare ways to choose.")
    number: int = begun.number
    return number


def staff(_: object) -> str:
    """A coordinator, signed in; the session key."""
    from django.utils import timezone

    from rapport.cli.drills import cast
    from rapport.site.people.choices import AccountKind

    now = timezone.now()
    return begin_visit(cast.visit_of(cast.joined(AccountKind.COORDINATOR, at=now), at=now))


def addresses(session: str) -> list[str]:
    """Every address of the site with an example of each of its parts, as the client of a visit has them.

    A new page is in the list as soon as it is in the table of addresses; one that `who_may` does not know
    raises, so that no page is left out silently.
    """
    from rapport.cli.drills import who_may

    things = _things(session)
    found = {each for route in who_may.routes() for each in who_may.addresses(route, things)}
    return sorted(found)


def _things(session: str) -> Any:
    from rapport.cli.drills import who_may
    from rapport.site.directory.models import Provider
    from rapport.site.matches.models import Match
    from rapport.site.people.models import Client, Session

    row = Session.objects.filter(pk=session).first()
    client = Client.objects.filter(pk=row.client_id).first() if row else None
    match = Match.objects.select_related("provider").filter(client=client).order_by("position").first()
    provider = match.provider if match else Provider.objects.order_by("provider_id")[0]
    return who_may.Things(client=client, match=match, provider=provider)


def drop_constraints(_: object) -> int:
    """Take away what the database itself promises of shortlists; how many constraints went."""
    from rapport.site.matches.models import Match, Shortlist

    return drop_constraints_of((Shortlist, Match))


def shortlists(acknowledged: list[str]) -> dict[str, Any]:
    """Every broken promise about shortlists, by kind; `acknowledged` are visits that were told "done"."""
    from rapport.site.foundation import audit
    from rapport.site.foundation.models import AuditEvent
    from rapport.site.matches.models import Shortlist
    from rapport.site.people.models import Session

    rows = list(
        Shortlist.objects.select_related("client__key").prefetch_related("matches").order_by("number")
    )
    of_client: dict[str, list[Any]] = {}
    for each in rows:
        of_client.setdefault(each.client_id, []).append(each)
    broken: Counter[str] = Counter()
    for each in rows:
        broken.update(_faults_of_one(each))
    for theirs in of_client.values():
        broken.update(_faults_of_client(theirs))
    told = Session.objects.filter(pk__in=acknowledged).values_list("client_id", flat=True)
    broken["acknowledged and gone"] += len(set(told) - set(of_client))
    broken["trail broken"] += len(audit.broken_links())
    broken["issued without a trace, or traced without being issued"] += abs(
        AuditEvent.objects.filter(verb="issued").count() - len(rows)
    )
    found = {kind: count for kind, count in sorted(broken.items()) if count}
    return {"shortlists": len(rows), "matches": sum(each.found for each in rows), "broken": found}


def _faults_of_one(shortlist: Any) -> Iterable[str]:
    """What is wrong in one shortlist: half issued, wrong places, somebody twice, sealed and lost."""
    matches = list(shortlist.matches.all())
    if sorted(each.position for each in matches) != list(range(1, shortlist.found + 1)):
        yield "half issued: positions are not 1 to the number found"
    if len({each.provider_id for each in matches}) != len(matches):
        yield "somebody twice in a shortlist"
    if {each.is_open for each in matches} - {shortlist.closed_at is None}:
        yield "a match open in a closed shortlist, or the other way round"
    if {each.client_id for each in matches} - {shortlist.client_id}:
        yield "a match of another client"
    for each in matches:
        each.client = shortlist.client
    if not _opens(shortlist, matches):
        yield "something sealed does not open"
    elif bool(shortlist.unseal("record")["shortfall"]) != (shortlist.found < SLATE):
        yield "fewer than three without a named shortfall"


def _opens(shortlist: Any, matches: list[Any]) -> bool:
    from rapport.site.foundation.keys import KeyProblem

    try:
        shortlist.unseal("missing")
        return bool(shortlist.unseal("record")["log"]) and all(
            each.unseal("detail")["forecast"] for each in matches
        )
    except KeyProblem:
        return False


def _faults_of_client(theirs: list[Any]) -> Iterable[str]:
    """What is wrong across all shortlists of one client."""
    standing = [each for each in theirs if each.closed_at is None]
    providers = [match.provider_id for each in theirs for match in each.matches.all() if match.is_open]
    if len(standing) != 1:
        yield "more than one open shortlist" if standing else "no open shortlist"
    if len(providers) > SLATE:
        yield "more than three open matches"
    if len(set(providers)) != len(providers):
        yield "somebody open twice"
    if sorted(each.number for each in theirs) != list(range(1, len(theirs) + 1)):
        yield "numbers with a gap, or twice"


TASKS: dict[str, Callable[[Any], Any]] = (
    {
        task.__name__: task
        for task in (directory, clients, trial, staff, addresses, drop_constraints, shortlists)
    }
    | inside_answers.TASKS
    | inside_bookings.TASKS
    | inside_capacity.TASKS
    | inside_cast.TASKS
    | inside_checkins.TASKS
    | inside_consent.TASKS
)
