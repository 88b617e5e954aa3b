"""What places cost now: the newest night's prices, moved with time and places left.

Read once in a process for each night and roster; between nights one small query.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any, Final

import numpy as np

from rapport.matching.allocation.candidates import places_of
from rapport.matching.allocation.market import Counts, Floats
from rapport.matching.allocation.pacing import paced
from rapport.matching.propensity import NO_PRICES
from rapport.matching.roster import Roster
from rapport.site.matches.models import Price, PriceNight

A_NIGHT: Final = timedelta(days=1)
# A worker that stands still must not hold back for long what was scarce once.
VALID: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Prices:
    """`points`, shape (roster,): what a place costs; None where there is room everywhere."""

    version: str
    points: Floats | None


NONE: Final = Prices(NO_PRICES, None)


@dataclass(frozen=True, slots=True)
class _Table:
    """A night's rows as arrays: positions in the roster, prices, places open that night."""

    positions: Counts
    prices: Floats
    places: Floats


class _Kept:
    """What this process read last, by night and roster."""

    lock = Lock()
    asked: tuple[Any, ...] | None = None
    table: _Table | None = None


def newest_night() -> PriceNight | None:
    """The night whose prices are in use, however old. One query."""
    return PriceNight.objects.order_by("-night").first()


def is_priced(night: date) -> bool:
    """Whether this night's prices were found. One query."""
    return PriceNight.objects.filter(pk=night).exists()


def prices_now(roster: Roster, at: datetime) -> Prices:
    """What places of this roster cost at this time. One small query unless a night passed."""
    night = newest_night()
    if night is None or at - night.made_at > VALID:
        return NONE
    table = _table(night, roster)
    left = places_of(roster)[table.positions] / table.places
    time_left = max(0.0, 1 - (at - night.made_at) / A_NIGHT)
    now = paced(table.prices, time_left, left, night.worth)
    if not now.any():
        return Prices(night.version, None)
    points = np.zeros(len(roster))
    points[table.positions] = now
    return Prices(night.version, points)


def _table(night: PriceNight, roster: Roster) -> _Table:
    asked = (night.pk, night.made_at, id(roster))
    with _Kept.lock:
        if _Kept.table is None or _Kept.asked != asked:
            _Kept.asked, _Kept.table = asked, _read(night, roster)
        return _Kept.table


def _read(night: PriceNight, roster: Roster) -> _Table:
    rows = Price.objects.filter(night=night).values_list("provider__provider_id", "price", "places")
    known = [(place, *rest) for name, *rest in rows if (place := roster.position(name)) is not None]
    positions, prices, places = np.array(known, dtype=np.float64).reshape(-1, 3).T
    return _Table(positions.astype(np.int64), prices, places)
