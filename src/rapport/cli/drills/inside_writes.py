"""What people do on the site, each as one thing to do: for whoever asks which queries it takes.

Every one begins with what the cast of the access tests has, and leaves it for its own transaction to undo.
Imported only where Django is set up.
"""

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from rapport.cli.demo_life.questionnaire import answer_questionnaire
from rapport.cli.drills import who_may
from rapport.cli.drills.cast import Cast, took_place
from rapport.site.checkins.actions.checking_in import Entry, check_in
from rapport.site.checkins.actions.goals import set_goals
from rapport.site.checkins.actions.raising import Raising, raise_shift
from rapport.site.checkins.queries.asking import form_at, rapport_check
from rapport.site.consultations.actions import bookings, requests
from rapport.site.consultations.actions.choosing import choose
from rapport.site.consultations.actions.ending import end_course
from rapport.site.consultations.choices import CourseEnded, Declined
from rapport.site.consultations.models import Request
from rapport.site.consultations.queries.slots import offered_starts
from rapport.site.directory.actions import hours, places, verification
from rapport.site.directory.choices import PauseReason, Verdict
from rapport.site.matches.actions import issue
from rapport.site.newsletter.actions import joining
from rapport.site.people.actions import erase_client
from rapport.site.referrals.actions import referring
from rapport.site.steps import actions as steps
from rapport.vocabulary import PARTS

Write = tuple[str, Callable[[], object]]
SECOND_SESSION: Final = 2
LAST_QUESTION: Final = "/questionnaire/style/"


def writes(cast: Cast, answers: dict[str, Any], *, at: datetime) -> Iterator[Write]:
    """Each by name; `answers` are what a new client says."""
    things, people = cast.things, cast.people
    coordinator = people[who_may.COORDINATOR].pk
    yield "answering and asking for three", lambda: issue(by=answer_questionnaire(answers, at=at), at=at)
    other = partial(_asked, people[who_may.OTHER_CLIENT], at)
    yield "asking for a talk, and taking it back", lambda: _taken_back(other(), at)
    yield "declining a request", lambda: _declined(other(), at)
    yield "booking, moving and cancelling", lambda: _booked(other(), at)
    yield "choosing", lambda: _chosen(other(), at)
    yield "checking in", lambda: _checked_in(things, at)
    yield "raising a shift", lambda: _raised(things, at)
    yield (
        "setting goals",
        lambda: set_goals(by=things.client, at=at, course=things.course, words={1: "Sleep"}),
    )
    yield "asking to go elsewhere", lambda: referring.ask(by=things.client, at=at, course=things.course)
    yield "ending a course", lambda: _ended(things, at)
    yield (
        "taking a step back",
        lambda: steps.take_back_step(things.change, by=people[who_may.COORDINATOR], at=at),
    )
    decided = {"verdict": Verdict.ACCEPT, "reason": "", "by": coordinator, "at": at}
    yield "deciding about a provider", lambda: verification.decide(things.case, **decided)
    yield "setting places", lambda: places.set_places(things.provider, capacity=9, by=coordinator, at=at)
    yield "pausing", lambda: _paused(things.provider, at)
    yield (
        "setting hours",
        lambda: hours.set_hours(things.provider, hours=(), zone="UTC", by=coordinator, at=at),
    )
    yield "asking for the letter", lambda: joining.ask(f"{secrets.token_hex(8)}@drill.example", "en", at=at)
    yield "erasing a client", lambda: erase_client(things.client, by=things.client.pk, at=at)


def _asked(client: Any, at: datetime) -> Request:
    match = issue(by=client, at=at).matches.select_related("provider").order_by("position")[0]
    return requests.request(by=client, match=match, at=at)


def _taken_back(request: Request, at: datetime) -> None:
    requests.withdraw(by=request.client, request=request, at=at)


def _declined(request: Request, at: datetime) -> None:
    requests.decline(by=request.provider, request=request, reason=Declined.FULL, at=at)


def _booked(request: Request, at: datetime) -> None:
    offered = requests.offer(by=request.provider, request=request, words="Gladly.", at=at)
    client, (first, second) = offered.client, offered_starts(offered, at=at)[:2]
    keys = (secrets.token_hex() for _ in range(4))
    held = bookings.hold(by=client, at=at, request=offered, starts_at=first, key=next(keys)).booking
    identity = bookings.Identity(called="Robin", contact="555 0100", shares=True)
    bookings.book(by=client, at=at, booking=held, identity=identity, key=next(keys))
    bookings.move(by=client, at=at, booking=held, starts_at=second, key=next(keys))
    bookings.cancel(by=client, at=at, booking=held, key=next(keys))


def _chosen(request: Request, at: datetime) -> None:
    offered = requests.offer(by=request.provider, request=request, words="Gladly.", at=at)
    took_place(offered, at=at - timedelta(days=1))
    choose(by=offered.client, at=at, request=offered)


def _checked_in(things: who_may.Things, at: datetime) -> None:
    form = form_at(SECOND_SESSION)
    answers = {item.code: 4 for item in rapport_check(form).items}
    entry = Entry(form=form, number=SECOND_SESSION, held_at=at, answers=answers, is_not_safe=True)
    check_in(by=things.client, at=at, course=things.course, entry=entry, key=secrets.token_hex())


def _raised(things: who_may.Things, at: datetime) -> None:
    raising = Raising("self", words=PARTS[0])
    raise_shift(by=things.client, at=at, course=things.course, raising=raising, key=secrets.token_hex())


def _ended(things: who_may.Things, at: datetime) -> None:
    end_course(by=things.client, at=at, course=things.course, because=CourseEnded.LEFT)


def _paused(provider: Any, at: datetime) -> None:
    back_on = at.date() + timedelta(days=7)
    places.pause(provider, back_on=back_on, because=PauseReason.HOLIDAY, by=provider.pk, at=at)
    places.end_pause(provider, by=provider.pk, at=at)
