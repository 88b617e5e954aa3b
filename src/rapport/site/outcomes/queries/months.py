"""The service month by month: counts alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Final

from rapport.site.consultations.choices import BookingState, RequestState
from rapport.site.consultations.models import Booking, Course, Request
from rapport.site.foundation.replica import may_come_from_replica
from rapport.site.matches.models import SLATE, Shortlist

MONTHS: Final = 12
MONTHS_A_YEAR: Final = 12
DAY_SECONDS: Final = 86_400


@dataclass(frozen=True, slots=True)
class Month:
    """One month: sets of three asked for, of these short of three; requests and what came of them."""

    first: date
    asked: int
    short: int
    requests: int
    offered: int
    declined: int
    silent: int
    days_to_offer: float | None
    talks: int
    began: int


@may_come_from_replica
def months(*, at: datetime) -> list[Month]:
    """The last twelve, the newest first. Four queries."""
    firsts = _firsts(at)
    lists = list(Shortlist.objects.filter(issued_at__gte=firsts[-1]).values_list("issued_at", "found"))
    sent = list(
        Request.objects.filter(sent_at__gte=firsts[-1]).values_list("sent_at", "state", "answered_at")
    )
    held = Booking.objects.filter(state=BookingState.TOOK_PLACE, changed_at__gte=firsts[-1])
    talks = Counter(_first_of(each) for each in held.values_list("changed_at", flat=True))
    begun = Course.objects.filter(opened_at__gte=firsts[-1]).values_list("opened_at", flat=True)
    began = Counter(_first_of(each) for each in begun)
    return [
        Month(
            first=first.date(),
            asked=sum(_first_of(when) == first for when, _ in lists),
            short=sum(_first_of(when) == first and found < SLATE for when, found in lists),
            **_of_requests([row for row in sent if _first_of(row[0]) == first]),
            talks=talks[first],
            began=began[first],
        )
        for first in firsts
    ]


def _of_requests(rows: Sequence[tuple[datetime, str, datetime | None]]) -> dict[str, int | float | None]:
    days = [
        (answered - sent).total_seconds() / DAY_SECONDS
        for sent, state, answered in rows
        if answered is not None and state != RequestState.DECLINED
    ]
    states = Counter(state for _, state, _ in rows)
    return {
        "requests": len(rows),
        "offered": len(days),
        "declined": states[RequestState.DECLINED],
        "silent": states[RequestState.SILENT],
        "days_to_offer": median(days) if days else None,
    }


def _firsts(at: datetime) -> list[datetime]:
    first = _first_of(at)
    count = first.year * MONTHS_A_YEAR + first.month - 1
    return [
        first.replace(year=(count - back) // MONTHS_A_YEAR, month=(count - back) % MONTHS_A_YEAR + 1)
        for back in range(MONTHS)
    ]


def _first_of(when: datetime) -> datetime:
    return when.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
