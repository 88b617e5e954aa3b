"""A check-in as it was sent: one transaction, one row a key. What is acknowledged is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from rapport.errors import BadInput, Problem
from rapport.site.checkins.actions.reminding import move_on
from rapport.site.checkins.actions.safety import keep_safety_answer
from rapport.site.checkins.actions.sessions import AlreadyRated, NotTheirs, check, check_time
from rapport.site.checkins.choices import LONGEST_LINE, MOST_REACHED, CheckForm, SafetySource
from rapport.site.checkins.models import Goal, GoalRating, RatedSession, Responses, SafetyAnswer
from rapport.site.checkins.queries.asking import hears_crisis, rapport_check, ratings_of
from rapport.site.consultations.actions.reflections import locked
from rapport.site.consultations.models import Course
from rapport.site.foundation import audit, looking
from rapport.site.people.models import Client


class Over(Exception):
    """The course of therapy has ended."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a client said of one session; whatever was left out is None, empty or not there.

    `answers` by item of the form; `balance` -3 to 3; `goals` 0 to 10 by goal; `wants`: questionnaires they
    asked for besides.
    """

    form: CheckForm
    number: int
    held_at: datetime
    answers: Mapping[str, int | None]
    balance: int | None = None
    line: str = ""
    goals: Mapping[str, int] = field(default_factory=dict)
    wants: Sequence[str] = ()
    is_not_safe: bool = False


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """What was kept. `needs_help`: help is shown before anything else."""

    session: RatedSession | None
    safety: SafetyAnswer | None
    needs_help: bool


def check_in(
    *, by: Client, at: datetime, course: Course, entry: Entry, key: str, actor: str = ""
) -> CheckedIn:
    """Keep a check-in; sent again under its key it is the same one, with what it says now.

    An answer about safety alone is kept too, without a session.

    Args:
        by: the client, whose course it is.
        key: made once for this form by whoever shows it.
        actor: how the audit trail names who sent it, where that is not the client's own visit.

    Raises:
        BadInput: a value out of bounds, or nothing answered.
        NotTheirs, Over: the course is another client's, or has ended.
        AlreadyRated: another form has filled in this session.
    """
    if course.client_id != by.pk:
        raise NotTheirs
    ratings = ratings_of(entry.form, entry.answers)
    _check(entry, ratings, key)
    with transaction.atomic():
        client = locked(by)
        standing = Course.objects.select_related("provider", "match__shortlist").get(pk=course.pk)
        if standing.ended_at is not None:
            raise Over
        standing.client = client
        safety = _safety(standing, entry, key, at)
        session = _kept(standing, entry, ratings, key, at) if ratings else None
        if session is not None:
            move_on(standing, after=session.held_at)
            looking.again(client.pk, at=at)
            detail = {"number": session.number}
            audit.record(actor=actor or client.pk, verb="rated", subject=client.pk, at=at, detail=detail)
    return CheckedIn(session, safety, needs_help=safety is not None or hears_crisis(entry.line))


def _check(entry: Entry, ratings: Mapping[str, float], key: str) -> None:
    if not ratings and not entry.is_not_safe:
        _refuse("answers", "an answer to one question at least")
    # Nothing was rated where only safety was answered: the bounds of number and key hold all the same.
    check(number=entry.number, key=key, ratings=ratings or {"overall": 0.0})
    known = {item.code for item in rapport_check(entry.form).items}
    if set(entry.answers) - known:
        _refuse("answers", "items of the form")
    if entry.balance is not None and not -3 <= entry.balance <= 3:
        _refuse("balance", "-3 to 3")
    if len(entry.line) > LONGEST_LINE:
        _refuse("line", f"at most {LONGEST_LINE} letters")
    if any(not 0 <= reached <= MOST_REACHED for reached in entry.goals.values()):
        _refuse("goals", f"0 to {MOST_REACHED}")


def _safety(course: Course, entry: Entry, key: str, at: datetime) -> SafetyAnswer | None:
    if not entry.is_not_safe:
        return None
    return keep_safety_answer(course, source=SafetySource.NOT_SAFE, answer=1, key=key, at=at)


def _kept(course: Course, entry: Entry, ratings: Mapping[str, float], key: str, at: datetime) -> RatedSession:
    pair = {"client": course.client, "provider": course.provider}
    session = RatedSession.objects.filter(client_id=course.client_id, entry_key=key).first()
    if session is not None and session.provider_id != course.provider_id:
        raise AlreadyRated
    is_new = session is None
    session = session or RatedSession(**pair, match=course.match, entry_key=key)
    session.client = course.client
    check_time(course.match, entry.number, entry.held_at, at, besides=session.pk)
    rated = RatedSession.objects.filter(**pair, number=entry.number)
    if rated.exclude(pk=session.pk).exists():
        raise AlreadyRated
    session.number, session.held_at, session.recorded_at = entry.number, entry.held_at, at
    session.seal("ratings", ratings)
    session.save(force_insert=is_new)
    _keep_responses(session, entry)
    _keep_goals(session, entry, at)
    return session


def _keep_responses(session: RatedSession, entry: Entry) -> None:
    items = rapport_check(entry.form)
    responses = Responses.objects.filter(session=session).first() or Responses(session=session)
    responses.client = session.client
    responses.instrument, responses.version = entry.form.value, items.version
    given = {item.code: entry.answers.get(item.code) for item in items.items}
    wants = sorted(set(entry.wants))
    responses.seal("answers", {"items": given, "balance": entry.balance, "wants": wants})
    responses.seal("said", entry.line or None)
    responses.save()


def _keep_goals(session: RatedSession, entry: Entry, at: datetime) -> None:
    own = Goal.objects.filter(client_id=session.client_id, provider_id=session.provider_id)
    goals = {goal.pk: goal for goal in own.filter(pk__in=entry.goals)}
    if set(entry.goals) != set(goals):
        _refuse("goals", "goals of this client")
    found = {each.goal_id: each for each in GoalRating.objects.filter(session=session)}
    for goal_id, reached in entry.goals.items():
        rating = found.get(goal_id) or GoalRating(goal=goals[goal_id], session=session)
        rating.client, rating.rated_at = session.client, at
        rating.seal("reached", reached)
        rating.save()


def _refuse(column: str, expected: str) -> None:
    # What arrived is a client's own and stands in no message.
    raise BadInput(Problem(expected=expected, arrived="something else", column=column))
