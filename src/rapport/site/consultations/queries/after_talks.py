"""After first conversations, a provider: what to note, who chose them, and what was written to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from rapport.site.consultations.booking_models import EPOCH, HALF_HOUR
from rapport.site.consultations.models import Booking, Course, Farewell, ProviderNote
from rapport.site.consultations.queries.bookings import bookings_of_provider, identity_of
from rapport.site.consultations.queries.reflections import is_over, took_place
from rapport.site.directory.models import Provider

GOES_BACK: Final = timedelta(days=90)
# Whoever chose them earlier is found on their caseload.
CHOSEN_LATELY: Final = timedelta(days=28)
MOST_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class AfterTalks:
    """`called` is how each client is called, by their id, as far as they show it.

    `closings` are notes with their writer's id, newest first. `lines` came without a name: only those
    of months that are over, in the order of the alphabet, so that neither day nor order tells whose they are.
    """

    open_talks: tuple[Booking, ...]
    noted: tuple[Booking, ...]
    courses: tuple[Course, ...]
    closings: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]
    called: Mapping[str, str]


def after_talks(provider: Provider, *, at: datetime) -> AfterTalks:
    """All of it, of the last three months, and who chose them lately. Four queries, however much there is."""
    booked = bookings_of_provider(provider, first=at - GOES_BACK, last=at)
    talks = [each for each in reversed(booked) if is_over(each, at)]
    noted = set(ProviderNote.objects.filter(provider=provider).values_list("booking_id", flat=True))
    begun = Course.objects.filter(provider=provider, ended_at__isnull=True, opened_at__gte=at - CHOSEN_LATELY)
    courses = begun.order_by("-opened_at", "id")
    closings, lines = _written_to(provider, at=at)
    named = ((each.client_id, identity_of(each)) for each in talks)
    return AfterTalks(
        open_talks=tuple(each for each in talks if each.pk not in noted),
        noted=tuple(each for each in talks if each.pk in noted),
        courses=tuple(courses[:MOST_SHOWN]),
        closings=closings,
        lines=lines,
        called={client: told["called"] for client, told in named if told},
    )


def talks_to_note(provider: Provider, *, at: datetime) -> int:
    """How many conversations of the last three months wait for the provider's note. One query."""
    since = (at - GOES_BACK - EPOCH) // HALF_HOUR
    own = Booking.objects.filter(provider=provider, half_hour__gte=since, provider_note__isnull=True)
    return took_place(own, at).count()


def _written_to(provider: Provider, *, at: datetime) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    rows = Farewell.objects.filter(request__provider=provider).select_related("client__key")
    shown = list(rows.order_by("-written_at", "id")[:MOST_SHOWN])
    month = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    closings = ((each.client_id, each.unseal("closing")) for each in shown)
    lines = (each.unseal("feedback") for each in shown if each.written_at < month)
    return tuple((who, text) for who, text in closings if text), tuple(sorted(line for line in lines if line))


def note_of(booking: Booking) -> Mapping[str, Any] | None:
    """What the provider noted of one conversation, None before they did. One query."""
    found = ProviderNote.objects.filter(booking_id=booking.pk).first()
    if found is None:
        return None
    found.client = booking.client
    noted: Mapping[str, Any] = found.unseal("said")
    return noted
