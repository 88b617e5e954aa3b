"""Stages "bookings", "consultations" and "courses": a time, a first talk, and beginning with somebody."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from rapport.cli.demo_life.people import Person
from rapport.site.consultations.actions import bookings, choosing, reflections
from rapport.site.consultations.actions.bookings import Identity
from rapport.site.consultations.booking_models import LONGEST_MINUTES
from rapport.site.consultations.choices import RequestState
from rapport.site.consultations.models import Request
from rapport.site.consultations.queries.slots import offered_starts
from rapport.site.consultations.reflection_choices import Agreed, Suited

# Of the times on offer, counted from the first.
TIMES: Final = 8
SOONEST: Final = timedelta(hours=5)
WARM_REASONS: Final = frozenset({"felt_at_ease", "likeable", "like_me"})
GOOD_REASONS: Final = (
    {"goals_agree", "tasks_agree"}, {"challenged_me", "knows_my_concern"}, {"tasks_agree", "practical"},
    {"goals_agree", "felt_at_ease"},
)  # fmt: skip
CLIENTS_WORDS: Final = (
    "I could say what I came to say, and they asked the question I had avoided.",
    "Clear about how we would begin. I felt taken seriously.",
    "A bit quick at first, then it settled.",
    "",
)
CLOSING: Final = (
    "Thank you for your time. I have begun with somebody else, and what you said about small steps comes "
    "along."
)
FEEDBACK: Final = "I would have liked you to ask me more, and to hear sooner how you would go about it."
PROVIDERS_WORDS: Final = ("We named a first goal.", "Would like to know more about work.", "")


def book(person: Person) -> Iterator[datetime]:
    """Hold one of the times on offer, and book it under a name and with a way to be called."""
    assert person.request is not None, "expected somebody who offered a talk, found nobody"
    rng = person.rng
    yield person.later(hours=rng.uniform(0.3, 3))
    starts = offered_starts(person.request, at=person.at)
    if person.plot.until == "bookings":
        # Whoever waits for their talk does so today.
        starts = [each for each in starts if each > person.scene.now + SOONEST]
    if not starts:
        yield person.no_more()
    made = bookings.hold(
        by=person.client,
        at=person.at,
        request=person.request,
        starts_at=rng.choice(starts[:TIMES]),
        key=person.key("hold", person.request.pk),
    )
    person.booking = made.booking
    identity = Identity(called=person.called, contact=f"555 01{person.place:02d}", shares=True)
    bookings.book(
        by=person.client,
        at=person.at,
        booking=made.booking,
        identity=identity,
        key=person.key("book", made.booking.pk),
    )


def talk(person: Person) -> Iterator[datetime]:
    """The talk takes place, and both say what they make of it."""
    assert person.booking is not None, "expected a booking, found none"
    over = person.booking.starts_at + timedelta(minutes=LONGEST_MINUTES)
    person.at = max(person.at, over)
    yield person.later(hours=1)
    provider = person.booking.provider
    bookings.took_place(
        by=provider, at=person.at, booking=person.booking, key=person.key("held", person.booking.pk)
    )
    rng = person.rng
    if person.plot.until != "consultations":
        noting = reflections.Noting(
            Agreed.LARGELY, Agreed.PARTLY, Agreed.LARGELY, Suited.YES, rng.choice(PROVIDERS_WORDS)
        )
        reflections.note(by=provider, at=person.at, booking=person.booking, noting=noting)
    yield person.later(hours=rng.uniform(1, 5))
    reflections.reflect(by=person.client, at=person.at, booking=person.booking, saying=_saying(person))


def _saying(person: Person) -> reflections.Saying:
    rng = person.rng
    if person.does("comfort"):
        return reflections.Saying(
            answers={"goals1": 3, "tasks1": 3, "bond1": 6, "empathy": 6},
            support_challenge=-2,
            asked="avoided",
            reasons=WARM_REASONS,
            urgency="soon",
            distress=6,
            words="So easy to talk to. It felt like meeting an old friend.",
        )
    return reflections.Saying(
        answers={"goals1": rng.choice((4, 5)), "tasks1": rng.choice((4, 5)), "bond1": 5, "empathy": 5},
        support_challenge=rng.choice((-1, 0, 0, 1)),
        asked=rng.choice(("jumped_at_it_kindly", "answered_politely", "not_asked")),
        reasons=frozenset(rng.choice(GOOD_REASONS)),
        urgency=rng.choice(("soon", "can_wait")),
        distress=rng.randint(4, 8),
        words=rng.choice(CLIENTS_WORDS),
    )


def begin(person: Person) -> Iterator[datetime]:
    """Choose the person met; the others are told."""
    assert person.request is not None, "expected a request, found none"
    if person.does("says_no"):
        yield from _meet_another(person)
    yield person.later(hours=person.rng.uniform(5, 20))
    person.course = choosing.choose(by=person.client, at=person.at, request=person.request).course
    if person.course is None:
        yield person.no_more()
    closed = Request.objects.filter(client=person.client, state=RequestState.CLOSED)
    for request in closed.select_related("provider")[: person.place % 2 or person.does("says_no")]:
        feedback = FEEDBACK if person.does("says_no") else ""
        reflections.say_farewell(
            by=person.client, at=person.at, request=request, closing=CLOSING, feedback=feedback
        )


def _meet_another(person: Person) -> Iterator[datetime]:
    """Somebody else of the three who offered a talk, where there is one."""
    offered = Request.objects.filter(client=person.client, state=RequestState.OFFERED)
    other = offered.exclude(pk=person.request.pk if person.request else "").select_related(
        "provider", "match"
    )
    found = other.order_by("answered_at").first()
    if found is not None:
        person.request = found
        for stage in (book, talk):
            yield from stage(person)
