"""Who was met, and what was said about it afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import get_language

from rapport.alliance.comfort import QUESTIONS, SIGNS, Comfort, FirstConsultation, after_first_consultation
from rapport.measures.catalogue import instrument, languages
from rapport.measures.instrument import Instrument
from rapport.measures.scoring import score
from rapport.site.consultations.booking_models import EPOCH, HALF_HOUR
from rapport.site.consultations.choices import BookingState
from rapport.site.consultations.models import Booking, Request
from rapport.site.directory.models import Provider
from rapport.site.matches.models import Match
from rapport.site.people.models import Client
from rapport.vocabulary import PARTS

# The short form of our own item bank: one item for goals, tasks, bond and empathy.
FIRST_TALK: Final = "rapport-check-short"
BALANCE: Final = "rapport-balance"
Said = Mapping[str, Any]


def asked_items() -> Instrument:
    """The items on how it went, in the language of the moment where they are translated."""
    return in_language(FIRST_TALK)


def balance_item() -> Instrument:
    """The item on support and challenge."""
    return in_language(BALANCE)


def in_language(name: str) -> Instrument:
    """An instrument of the catalogue, in the language of the moment where it is translated."""
    return instrument(name, _language() if is_in_language(name) else "en")


def is_in_language(name: str) -> bool:
    """Whether an instrument of the catalogue is translated into the language of the moment."""
    return _language() in languages(name)


def _language() -> str:
    return (get_language() or "en").partition("-")[0]


def ratings_of(answers: Mapping[str, int | None]) -> dict[str, float]:
    """Goals, tasks and bond of 0 to 100, as far as answered."""
    items = instrument(FIRST_TALK)
    scored = score(items, [answers.get(item.code) for item in items.items])
    found = {part: scored.scale(part).score for part in PARTS}
    return {part: rating for part, rating in found.items() if rating is not None}


def took_place(bookings: "QuerySet[Booking]", at: datetime) -> "QuerySet[Booking]":
    """Conversations that were held: said so, or past their end with nobody saying otherwise."""
    now = (at - EPOCH) // HALF_HOUR
    held = bookings.filter(state=BookingState.TOOK_PLACE)
    return held | bookings.filter(state=BookingState.BOOKED, half_hour__lt=now)


@dataclass(frozen=True, slots=True)
class Met:
    """One person the client has met: the last request, and every conversation with what was said of it.

    `said` has the newest first, of those conversations that were reflected on.
    """

    request: Request
    match: Match
    provider: Provider
    told: Mapping[str, Any]
    bookings: tuple[Booking, ...]
    said: tuple[Said, ...]

    @property
    def ratings(self) -> dict[str, float]:
        """By part, the mean over the conversations in which it was rated."""
        given = {
            part: [each["ratings"][part] for each in self.said if part in each["ratings"]] for part in PARTS
        }
        return {part: sum(found) / len(found) for part, found in given.items() if found}

    @property
    def comfort(self) -> Comfort:
        """Signs of the friendship trap in what was said last."""
        return comfort_of(self.said[0]) if self.said else Comfort((), ())

    @property
    def unsaid(self) -> Booking | None:
        """The newest conversation that was not reflected on."""
        open_ones = [each for each in self.bookings if not hasattr(each, "reflection")]
        return open_ones[0] if open_ones else None


def met_by(client: Client, at: datetime) -> list[Met]:
    """Everyone the client has met, first met first. One query, however many."""
    rows = took_place(Booking.objects.filter(client_id=client.pk), at)
    rows = rows.select_related("request__match", "provider", "reflection").order_by("half_hour")
    by_provider: dict[str, list[Booking]] = {}
    for row in rows:
        by_provider.setdefault(row.provider_id, []).append(row)
    return [_met(client, found) for found in by_provider.values()]


def _met(client: Client, bookings: Sequence[Booking]) -> Met:
    newest = list(reversed(bookings))
    last = newest[0]
    last.request.match.client = client
    return Met(
        request=last.request,
        match=last.request.match,
        provider=last.provider,
        told=last.request.match.unseal("detail"),
        bookings=tuple(newest),
        said=tuple(_said(client, newest)),
    )


def _said(client: Client, bookings: Iterable[Booking]) -> Iterable[Said]:
    for booking in bookings:
        if hasattr(booking, "reflection"):
            booking.reflection.client = client
            yield booking.reflection.unseal("said") | {"written_at": booking.reflection.written_at}


def said_of(booking: Booking) -> Said | None:
    """What the client said of one conversation, None before they did. One query unless it is at hand."""
    if not hasattr(booking, "reflection"):
        return None
    booking.reflection.client = booking.client
    found: Said = booking.reflection.unseal("said")
    return found


def comfort_of(said: Said) -> Comfort:
    """Signs of the friendship trap in one reflection."""
    return after_first_consultation(
        FirstConsultation(
            bond=said["ratings"].get("bond"),
            goals=said["ratings"].get("goals"),
            support_challenge=said["support_challenge"],
            asked=said["asked"] or None,
            reasons=frozenset(said["reasons"]),
        )
    )


def words_of(comfort: Comfort) -> tuple[list[str], list[str]]:
    """Signs and questions as the library words them, to be translated."""
    return [SIGNS[each] for each in comfort.signs], [QUESTIONS[each] for each in comfort.questions]


def booking_of(booking_id: str) -> Booking | None:
    """A booking by its id, with what a reflection needs; ask the policy before showing it. One query."""
    found = Booking.objects.select_related(
        "client__key", "provider", "request__match", "reflection", "provider_note"
    )
    return found.filter(pk=booking_id).first()


def is_over(booking: Booking, at: datetime) -> bool:
    """Whether this conversation was held."""
    if booking.state == BookingState.TOOK_PLACE:
        return True
    return booking.state == BookingState.BOOKED and booking.ends_at <= at
