"""People made inside a scratch installation: providers all alike, clients with their three, visits."""

from datetime import timedelta
from typing import Any

ANSWERS: dict[str, Any] = {
    "state": "CA", "zip": "94110", "max_miles": 25, "timezone": "America/Los_Angeles", "age_group": "adult",
    "service": "individual", "languages": ["en"], "formats": ["video"], "style": {"challenge": 1},
    "concerns": [{"code": "anxiety", "importance": 3}], "goals": [{"code": "cope", "importance": 2}],
    "tasks": [{"code": "skills", "wanted": 2}], "text": "I worry a lot.", "safe_now": True,
}  # fmt: skip
# Few half hours for many people: that is what makes them meet.
HOURS = "mon-09;tue-10;wed-11;thu-13;fri-14;sat-09;sun-15"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY_HOUR = ";".join(f"{day}-{hour:02}" for day in DAYS for hour in range(24))
PROVIDERS, PAST_OF_EACH = 8, 3
SLATE = 3


def make_providers(hours: str = HOURS) -> list[Any]:
    """All alike, so that everybody can be offered everybody; each is there in the same hours."""
    from datetime import date

    from django.utils import timezone

    from rapport.matching.columns import COLUMNS
    from rapport.matching.reading import read_roster
    from rapport.simulation.practice import make_practice
    from rapport.site.directory.actions import import_roster
    from rapport.site.directory.models import Provider

    row = make_practice(providers=1, clients=0, seed=7, on=date(2026, 11, 23)).roster_rows[0]
    alike = row | {
        "kind": "therapist", "licences": "CA", "licence_expires": "2099-01-01", "languages": "en",
        "formats": "video", "services": "individual", "age_groups": "adult", "concerns": "anxiety",
        "slots": hours, "timezone": "America/Los_Angeles", "capacity": "50", "accepting": "yes", "npi": "",
    }  # fmt: skip
    rows = [alike | {"provider_id": f"p{place}", "name": f"Person {place}"} for place in range(PROVIDERS)]
    table = [[each.get(name, "") for name in COLUMNS] for each in rows]
    import_roster(read_roster(tuple(COLUMNS), table), by="drill", at=timezone.now())
    return list(Provider.objects.order_by("provider_id"))


def join(providers: list[Any], now: Any) -> dict[str, str]:
    """Give each provider an account; a signed-in visit of each, by their key."""
    from rapport.cli.drills import cast
    from rapport.site.directory.actions.verification import link_account
    from rapport.site.people.choices import AccountKind

    visits = {}
    for provider in providers:
        account = cast.joined(AccountKind.PROVIDER, at=now)
        link_account(provider, account, by="drill", at=now)
        visits[provider.pk] = begin_visit(cast.visit_of(account, at=now))
    return visits


def make_client(number: int, now: Any, *, past: bool = True) -> dict[str, Any]:
    """A client with an offer of each of their three, conversations whose time is `past`, and a visit."""
    from rapport.cli.demo_life.questionnaire import answer_questionnaire
    from rapport.site.matches.actions import issue
    from rapport.site.people import sessions

    client = answer_questionnaire(ANSWERS, at=now)
    matches = list(issue(by=client, at=now).matches.select_related("provider").order_by("position"))
    requests = [_request(match, now) for match in matches]
    over = [
        _past(matches[place % SLATE], number * PAST_OF_EACH + place, now)
        for place in range(PAST_OF_EACH if past else 0)
    ]
    session = begin_visit({sessions.CLIENT: client.pk, sessions.SEEN: now.isoformat()})
    return {"session": session, "requests": requests, "past": over}


def _request(match: Any, now: Any, **changes: Any) -> Any:
    from rapport.site.consultations.choices import RequestState
    from rapport.site.consultations.models import Request

    columns = {"state": RequestState.OFFERED, "answered_at": now} | changes
    return Request.objects.create(
        client=match.client, provider=match.provider, match=match, position=match.position, sent_at=now,
        due_at=now + timedelta(days=2), **columns,
    )  # fmt: skip


def _past(match: Any, number: int, now: Any) -> Any:
    """A conversation on a request that has ended, so long ago that either side may say what became of it."""
    from rapport.site.consultations.choices import BookingState, RequestState
    from rapport.site.consultations.models import Booking

    ended = _request(match, now, state=RequestState.WITHDRAWN, ended_at=now)
    return Booking.objects.create(
        request=ended, client=match.client, provider=match.provider, half_hour=half_hour_of(now) - 3 - number,
        state=BookingState.BOOKED, made_at=now, changed_at=now,
    )  # fmt: skip


def half_hour_of(moment: Any) -> int:
    """The number of the half hour in which a moment lies."""
    from rapport.site.consultations.booking_models import EPOCH, HALF_HOUR

    return int((moment - EPOCH) // HALF_HOUR)


def begin_visit(told: dict[str, str]) -> str:
    """A visit that holds what is told; its session key."""
    from rapport.site.people.session_store import SessionStore

    store = SessionStore()
    store.update(told)
    store.create()
    key: str = store.session_key
    return key
