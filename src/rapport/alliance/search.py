"""When is it time to stop looking for a therapist, and whom to meet next if it is not?

Weitzman, M. L. (1979). Optimal search for the best alternative. Econometrica, 47, 641–654,
doi 10.2307/1910412 (from memory, unverified). Every consultation not yet held has a reservation
value z, at which meeting and not meeting are worth the same: `E[(X − z)⁺] = c`. Meet the highest
first; stop when the best one held beats them all. People met earlier can still be chosen.

All figures are in standard deviations (SD) of true fit among those a client could meet. What comes
out is advice and never a lock.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from rapport.alliance.consultation import (
    VALIDITY,
    Floats,
    Forecast,
    Told,
    check_forecast,
    spread_told,
    updated,
)
from rapport.errors import BadInput, Problem

# What one more consultation costs an ordinary client. Ours: at this cost three are the best fixed number.
# Nobody has measured it; docs/researcher/search.md shows what other costs would advise.
COST: Final = 0.1
# How much dearer waiting is. Ours; no study gives it. With equal forecasts, "soon" stops at an average
# first consultation and "now" at any but the worst quarter (tested): in a crisis nobody must go on
# shopping for the perfect match.
URGENCY: Final = {"can_wait": 1.0, "soon": 2.0, "now": 4.0}
# The cost at full distress, in costs at none. Ours, as little measured: a week unhelped costs those who
# suffer more.
DISTRESS: Final = 2.0
# From this lead on, in SD of fit, one is said to stand out. Ours: half an SD, a middling effect.
STANDS_OUT: Final = 0.5
# Above this share of the spread the cost exceeds all that could be hoped for: z = mean − cost in doubles.
_FLAT: Final = 40.0
_STEPS: Final = 200

Reason = Literal[
    "nobody_met_yet",
    "worth_one_more",
    "nobody_left",
    "too_costly_to_wait",
    "one_stands_out",
    "best_beats_all",
]


@dataclass(frozen=True, slots=True)
class Advice:
    """Stop or go on, as advice.

    `next_id` is the one worth meeting next, None when it is time to stop; `best_id` the best held so far.
    `margin`: by how many SD the best held lies above the highest reservation value; None without either.
    `reservation_values` and `held` have the best first; `held` are forecasts after their consultation.
    """

    stop: bool
    next_id: str | None
    best_id: str | None
    margin: float | None
    reason: Reason
    reservation_values: tuple[tuple[str, float], ...]
    held: tuple[Forecast, ...]


def cost_of_waiting(urgency: str = "can_wait", distress: float = 0.0, base: float = COST) -> float:
    """What does one more consultation cost this client, in SD of fit?

    Args:
        urgency: a code of `URGENCY`.
        distress: 0 (none) to 1 (the top of the scale of whatever instrument was filled in).
        base: the cost to a client who can wait and is not distressed, above 0; calibrate it.

    Missing data: who did not say can wait and has no distress.

    Raises:
        BadInput: an unknown code, or a value out of its range.

    >>> round(cost_of_waiting("soon", distress=0.5), 3)
    0.3

    Source: ours; no study gives it. Compared with: hand calculation in tests/library.
    """
    _check(urgency in URGENCY, "one of " + ", ".join(URGENCY), urgency, "urgency")
    _check(0 <= distress <= 1, "0 to 1", distress, "distress")
    _check(0 < base < math.inf, "a cost above 0", base, "base")
    return base * URGENCY[urgency] * (1 + (DISTRESS - 1) * distress)


def reservation_values(mean: ArrayLike, spread: ArrayLike, cost: ArrayLike) -> Floats:
    """At which best so far is one more consultation worth exactly its cost?

    Solves `E[(X − z)⁺] = cost` for X normal, by Newton steps that rise to the root, to 1e-10.

    Args:
        mean: of X, what the consultation would make of the forecast, in SD of fit.
        spread: standard deviation of X, at least 0 (`spread_told`).
        cost: above 0; the three broadcast against each other.

    Missing data: none can be missing.

    Raises:
        BadInput: a value out of its range.

    >>> (reservation_values(0, 0.5, [0.05, 0.1, 0.2]) / 0.5).round(2).tolist()
    [0.9, 0.49, -0.0]

    Source: Weitzman (1979). Compared with: quadrature and bisection, and dynamic programming.
    """
    mean, spread, cost = np.broadcast_arrays(
        *(np.asarray(each, dtype=float) for each in (mean, spread, cost))
    )
    _check(bool(np.isfinite(mean).all()), "finite means", mean, "mean")
    _check(bool((np.isfinite(spread) & (spread >= 0)).all()), "spreads of 0 or more", spread, "spread")
    _check(bool((np.isfinite(cost) & (cost > 0)).all()), "costs above 0", cost, "cost")
    flat = cost >= _FLAT * spread
    share = np.where(flat, _FLAT, cost / np.where(flat, 1.0, spread))
    values: Floats = np.where(flat, mean - cost, mean + spread * _standard(share))
    return values


def _standard(share: Floats) -> Floats:
    """Root u of `φ(u) − u·Φ(−u) = share`: convex and falling, so Newton from below never passes it."""
    u: Floats = -share
    for _ in range(_STEPS):
        gain = np.exp(-u * u / 2) / math.sqrt(2 * math.pi) - u * ndtr(-u)
        step = (gain - share) / ndtr(-u)
        u = u + step
        if not (np.abs(step) > 1e-13 * (1 + np.abs(u))).any():
            break
    return u


def when_to_stop(
    unmet: Sequence[Forecast],
    met: Iterable[tuple[Forecast, Told]],
    *,
    cost: float = COST,
    unhurried_cost: float | None = None,
    validity: float = VALIDITY,
) -> Advice:
    """Is it time to stop searching, and if not, who is most worth meeting next?

    Args:
        unmet: forecasts of those not yet met; order never matters, equals go by their id.
        met: of each consultation held, the forecast before it and what it told.
        cost: of one more consultation, in SD of fit, above 0 (`cost_of_waiting`).
        unhurried_cost: what it would cost without urgency and distress, so that the reason can say when
            these decide; `cost` itself when not given.
        validity: the correlation of what a consultation tells with true fit.

    Missing data: a consultation without ratings leaves its forecast as it was. With nobody met the
    advice is to meet the first: nobody is to be chosen unseen.

    Raises:
        BadInput: a value out of its range, or a provider who stands there twice.

    Source: Weitzman (1979). Compared with: dynamic programming in tests/library.
    """
    met = list(met)
    _check_ids([*unmet, *(forecast for forecast, _ in met)])
    held = sorted((updated(*each, validity) for each in met), key=lambda one: (-one.mean, one.provider_id))
    values = _ranked(unmet, cost, validity)
    best = held[0].mean if held else -math.inf
    highest = values[0][1] if values else -math.inf
    stop = best >= highest
    easy = _ranked(unmet, cost if unhurried_cost is None else unhurried_cost, validity)
    return Advice(
        stop=stop,
        next_id=None if stop else values[0][0],
        best_id=held[0].provider_id if held else None,
        margin=best - highest if held and values else None,
        reason=_reason(best, highest, easy[0][1] if easy else -math.inf),
        reservation_values=tuple(values),
        held=tuple(held),
    )


def _ranked(unmet: Sequence[Forecast], cost: float, validity: float) -> list[tuple[str, float]]:
    for each in unmet:
        check_forecast(each)
    spread = spread_told([each.sd for each in unmet], validity)
    values = reservation_values([each.mean for each in unmet], spread, cost).tolist()
    ids = (each.provider_id for each in unmet)
    return sorted(zip(ids, values, strict=True), key=lambda one: (-one[1], one[0]))


def _reason(best: float, highest: float, unhurried: float) -> Reason:
    if highest == -math.inf:
        return "nobody_left"
    if best == -math.inf:
        return "nobody_met_yet"
    if best < highest:
        return "worth_one_more"
    if best < unhurried:
        return "too_costly_to_wait"
    return "one_stands_out" if best - highest >= STANDS_OUT else "best_beats_all"


def _check_ids(forecasts: Sequence[Forecast]) -> None:
    seen: set[str] = set()
    for each in forecasts:
        _check(each.provider_id not in seen, "each provider once", each.provider_id, "provider_id")
        seen.add(each.provider_id)


def _check(holds: bool, expected: str, arrived: object, column: str) -> None:
    if not holds:
        raise BadInput(Problem(expected=expected, arrived=str(arrived), column=column))
