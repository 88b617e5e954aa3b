"""What the made practice of `rapport bench plans` has beyond the demo.

An account and hours for every provider, an open visit for every client, and as many sessions as asked for.
"""

import secrets
from datetime import timedelta
from typing import Any, Final

from benchmarks.plans import PRACTICE, SEED
from django.utils import timezone

from rapport.cli import demo
from rapport.cli.drills.cast import visit_of
from rapport.site.checkins.models import RatedSession, Responses
from rapport.site.consultations.models import Course
from rapport.site.directory.models import Provider, WeeklyHours
from rapport.site.foundation.ids import new_id
from rapport.site.foundation.models import DataKey
from rapport.site.people.choices import AccountKind
from rapport.site.people.models import Account, Client
from rapport.site.people.session_store import SessionStore

# Monday to Wednesday at ten and at three, in minutes of the day.
WEEK: Final = tuple((weekday, starts) for weekday in range(3) for starts in (600, 900))
SOONEST: Final = timedelta(minutes=5)


def make(sessions: int) -> None:
    """The demo's practice with so many sessions, in an empty database."""
    demo.fill(**PRACTICE, seed=SEED, until=demo.STAGES[-1])
    _join()
    _keep_hours()
    for client in Client.objects.all():
        store = SessionStore()
        store.update(visit_of(client, at=timezone.now()))
        store.create()
    _meet(sessions)


def _join() -> None:
    for provider in Provider.objects.filter(account=None):
        account = Account(kind=AccountKind.PROVIDER, key=DataKey.make(), created_at=provider.changed_at)
        account.joined_at, account.sign_in_digest = provider.changed_at, secrets.token_hex(32)
        account.seal("address", f"{provider.provider_id}@practice.example")
        account.set_unusable_password()
        account.save()
        Provider.objects.filter(pk=provider.pk).update(account=account)


def _keep_hours() -> None:
    without = Provider.objects.filter(weekly_hours=None)
    WeeklyHours.objects.bulk_create(
        WeeklyHours(provider=provider, weekday=weekday, starts=starts)
        for provider in without
        for weekday, starts in WEEK
    )


def _meet(sessions: int) -> None:
    """Further sessions after the last of each course, each with its form, until there are so many."""
    rated = RatedSession.objects.values("match_id")
    courses = list(Course.objects.filter(match_id__in=rated).select_related("client__key"))
    lacking = sessions - RatedSession.objects.count()
    for place, course in enumerate(courses):
        _go_on(course, lacking // len(courses) + (place < lacking % len(courses)))


def _go_on(course: Course, many: int) -> None:
    last = RatedSession.objects.filter(match_id=course.match_id).order_by("number").last()
    assert last is not None, "expected a course with sessions"
    last.client = course.client
    form = Responses.objects.filter(session=last).first()
    until = course.ended_at or timezone.now()
    apart = max((until - last.recorded_at) / (many + 1), timedelta(seconds=1))
    ratings, answers = last.unseal("ratings"), _unsealed(form, course.client)
    for number in range(1, many + 1):
        at = min(last.recorded_at + number * apart, timezone.now())
        session = _again(last, number=last.number + number, held_at=at, recorded_at=at, entry_key=new_id())
        session.seal("ratings", ratings)
        session.save(force_insert=True)
        if form is not None:
            again = _again(form, session=session)
            again.seal("answers", answers)
            again.said = None
            again.save(force_insert=True)


def _unsealed(form: Responses | None, client: Client) -> Any:
    if form is None:
        return None
    form.client = client
    return form.unseal("answers")


def _again(row: Any, **but: Any) -> Any:
    """The same row with another id and what is said."""
    values = {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields}
    found = type(row)(**{**values, "id": new_id()})
    found.client = row.client
    for name, value in but.items():
        setattr(found, name, value)
    return found
