"""Clients who have met some of their three, for tests of what comes after a first conversation."""

from datetime import UTC, datetime, timedelta

from rapport.site.consultations.actions import reflections
from rapport.site.consultations.booking_models import half_hour_of
from rapport.site.consultations.choices import BookingState, RequestState
from rapport.site.consultations.models import Booking, Reflection, Request
from rapport.site.matches.models import Match
from rapport.site.people.models import Client
from support.rated import matched

# The last full hour: the pages read the clock, and what was said stands in the past for them.
NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
# Of the short form: 0 to 6 an item.
WARM = {"goals1": 5, "tasks1": 5, "bond1": 6, "empathy": 6}
COOL = {"goals1": 2, "tasks1": 2, "bond1": 2, "empathy": 2}


def three(client: Client | None = None) -> list[Match]:
    """The three of a client, who is made when there is none."""
    return list(matched(client, at=NOW - timedelta(days=9)).matches.select_related("client__key", "provider"))


def requested(match: Match, state: RequestState = RequestState.OFFERED) -> Request:
    """The client asked, and a first conversation was offered."""
    return Request.objects.create(
        client=match.client,
        provider=match.provider,
        match=match,
        position=match.position,
        state=state,
        sent_at=NOW - timedelta(days=8),
        due_at=NOW - timedelta(days=6),
        answered_at=NOW - timedelta(days=7) if state != RequestState.WAITING else None,
    )


def met(match: Match, *, days_ago: int = 2, state: BookingState = BookingState.TOOK_PLACE) -> Booking:
    """The two have met; matches of one client at different hours."""
    request = Request.objects.filter(match=match).first() or requested(match)
    starts = NOW - timedelta(days=days_ago, hours=match.position)
    return Booking.objects.create(
        request=request,
        client=match.client,
        provider=match.provider,
        half_hour=half_hour_of(starts),
        state=state,
        made_at=starts - timedelta(days=1),
        changed_at=starts,
    )


def reflected(
    booking: Booking, answers: dict[str, int] | None = None, saying: reflections.Saying | None = None
) -> Reflection:
    """What the client said of it."""
    return reflections.reflect(
        by=booking.client, at=NOW, booking=booking, saying=saying or reflections.Saying(answers or WARM)
    )
