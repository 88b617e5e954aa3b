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
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from rapport.errors import BadInput, Problem

# What one more consultation costs an ordinary client: two of the three free consultations pay, and a
# fourth hardly does. Ours; docs/researcher/search.md shows what other costs would advise.
COST: Final = 0.1
# Correlation of what a consultation told with true fit. Ours, assumed until a service has its own.
VALIDITY: Final = 0.5
# How much dearer waiting is. Ours: "soon" makes two consultations enough, "now" makes one enough,
# because someone in crisis must not go on shopping for the perfect match.
URGENCY: Final = {"can_wait": 1.0, "soon": 2.0, "now": 4.0}
# The cost at full distress, in costs at none. Ours: each week unhelped costs those who suffer more.
DISTRESS: Final = 2.0
# Correlation between the ratings of two parts: the middle of .83 to .91 in real ratings.
BETWEEN_PARTS: Final = 0.87
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
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is forecast of the fit with one provider before they are met; `sd` is of the true fit."""

    provider_id: str
    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Told:
    """What a consultation told, as ratings standardised among first consultations (mean 0, SD 1).

    Any part may be missing; with none the forecast stands as it was.
    """

    goals: float | None = None
    tasks: float | None = None
    bond: float | None = None


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


def spread_told(sd: ArrayLike, validity: float = VALIDITY) -> Floats:
    """How far can a consultation be expected to move a forecast, in SD of fit?

    The standard deviation of the forecast after the consultation, seen from before it:
    `sd² / √(sd² + noise)`, with noise `(1 − r²) / r²`; r itself when sd is 1, nothing when r is 0.

    Args:
        sd: of the true fit around its forecast, at least 0.
        validity: r, the correlation of what a consultation tells with true fit, 0 up to below 1.

    Missing data: none can be missing.

    Raises:
        BadInput: a value out of its range.

    Source: conjugate normal updating. Compared with: simulation in tests/library.
    """
    sd = np.asarray(sd, dtype=float)
    _check(0 <= validity < 1, "0 up to below 1", validity, "validity")
    _check(bool((np.isfinite(sd) & (sd >= 0)).all()), "standard deviations of 0 or more", sd, "sd")
    spread: Floats = sd * sd * validity / np.sqrt(sd * sd * validity**2 + 1 - validity**2)
    return spread


def updated(forecast: Forecast, told: Told, validity: float = VALIDITY) -> Forecast:
    """What is forecast of the fit after a consultation?

    The mean of the parts that were rated is one signal; fewer parts make a slightly weaker one
    (a common factor with correlation `BETWEEN_PARTS` between the ratings).

    Args:
        forecast: before the consultation.
        told: what it told; `validity` is the correlation of all three parts' mean with true fit.

    Missing data: a missing part is left out; with none the forecast is returned as it is.

    Raises:
        BadInput: a value out of its range.

    Source: conjugate normal updating. Compared with: integration on a grid in tests/library.
    """
    _check_forecast(forecast)
    _check(0 <= validity < 1, "0 up to below 1", validity, "validity")
    rated = [each for each in (told.goals, told.tasks, told.bond) if each is not None]
    _check(all(map(math.isfinite, rated)), "finite ratings", rated, "told")
    if not rated or forecast.sd == 0:
        return forecast
    signal_sd = math.sqrt(_variance_of_mean(len(rated)))
    r = validity * math.sqrt(_variance_of_mean(3)) / signal_sd
    signal = sum(rated) / len(rated) / signal_sd
    precision = 1 / forecast.sd**2 + r * r / (1 - r * r)
    mean = (forecast.mean / forecast.sd**2 + signal * r / (1 - r * r)) / precision
    return Forecast(forecast.provider_id, mean, 1 / math.sqrt(precision))


def _variance_of_mean(parts: int) -> float:
    return (1 + (parts - 1) * BETWEEN_PARTS) / parts


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
        _check_forecast(each)
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


def _check_forecast(forecast: Forecast) -> None:
    _check(math.isfinite(forecast.mean), "a finite mean", forecast.mean, "mean")
    _check(0 <= forecast.sd < math.inf, "a standard deviation of 0 or more", forecast.sd, "sd")


def _check(holds: bool, expected: str, arrived: object, column: str) -> None:
    if not holds:
        raise BadInput(Problem(expected=expected, arrived=str(arrived), column=column))
