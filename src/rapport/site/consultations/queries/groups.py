"""What falls to groups of providers and clients under a night's prices, as rows; nothing of a few."""

from collections.abc import Iterator, Sequence
from typing import Any

from rapport.learning.proof.equity import Compared
from rapport.learning.proof.fairness import RateFigures
from rapport.matching.allocation.groups import FEW_SESSIONS as FEW_SESSIONS
from rapport.site.matches.models import PriceGroup, PriceNight


def price_groups(night: PriceNight, found: Sequence[Compared]) -> Iterator[PriceGroup]:
    """Rows not yet saved; groups of fewer than eleven have none."""
    for each in found:
        if each.priced.people is not None:
            yield PriceGroup(
                night=night,
                kind=each.kind,
                by=each.by,
                group=each.priced.group,
                people=each.priced.people,
                priced=each.priced.rate,
                alarm=each.priced.alarm,
                **dict(zip(("ratio", "low", "high"), each.priced.ratio or (None,) * 3, strict=True)),
                **_free(each.free),
            )


def _free(found: RateFigures | None) -> dict[str, Any]:
    if found is None:
        return {"free_alarm": ""}
    names = ("free_ratio", "free_low", "free_high")
    ratio = dict(zip(names, found.ratio or (None,) * 3, strict=True))
    return {"free": found.rate, "free_alarm": found.alarm, **ratio}
