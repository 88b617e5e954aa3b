"""How those did whom coordinators put among the three by hand, beside whom the model would have drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from rapport.learning.proof.means import mean_of
from rapport.learning.proof.publish import SMALLEST_CELL
from rapport.site.checkins.queries.sessions import LEARNING, rated
from rapport.site.consultations.models import Course, Request
from rapport.site.foundation import consent
from rapport.site.foundation.replica import may_come_from_replica
from rapport.site.matches.models import HandOffer


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean with its 95% interval and how many stand behind it; None while they are too few."""

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class ByHandReport:
    """Counts of all offers by hand; figures of clients who say yes to learning.

    `chosen`, `would`: the overall forecasts of both, in rating points; `difference`: pair by pair;
    `gained`: the rating of the first session less what was forecast for the model's. Nobody met the model's,
    so the last is no proof: who was put there by hand and chosen is no random draw.
    """

    offers: int
    asked: int
    began: int
    chosen: Figure
    would: Figure
    difference: Figure
    gained: Figure


@may_come_from_replica
def by_hand_report(*, at: datetime) -> ByHandReport:
    """The report. Five queries, however many."""
    matches = HandOffer.objects.values("match_id")
    rows = [row for row in _told() if row["would"]["overall"] is not None]
    own = [row["would"]["own"]["mean"] for row in rows]
    would = [row["would"]["overall"]["mean"] for row in rows]
    put_there = Q(number=1, match_id__in=matches)
    first = {each.match: each.overall for each in rated(at, purpose=LEARNING, only=put_there)}
    gained = [first[row["match"]] - row["would"]["overall"]["mean"] for row in rows if row["match"] in first]
    return ByHandReport(
        offers=HandOffer.objects.count(),
        asked=Request.objects.filter(match_id__in=matches).values("match_id").distinct().count(),
        began=Course.objects.filter(match_id__in=matches).count(),
        chosen=_figure(own),
        would=_figure(would),
        difference=_figure([one - other for one, other in zip(own, would, strict=True)]),
        gained=_figure(gained),
    )


def _told() -> list[dict[str, object]]:
    found = HandOffer.objects.filter(client_id__in=consent.holders(LEARNING)).select_related("client__key")
    return [{"match": row.match_id, "would": row.unseal("would")} for row in found]


def _figure(values: Sequence[float]) -> Figure:
    if len(values) < SMALLEST_CELL:
        return Figure(len(values))
    return Figure(len(values), *mean_of(values))
