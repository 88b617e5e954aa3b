"""What does a first consultation tell, and what is forecast after it?

Bayes for a normal fit and a normal signal. All figures are in standard deviations (SD) of true fit among
those a client could meet; `RatingScale` leads from ratings of 0 to 100 to these and back.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from rapport.errors import BadInput, Problem

# Share of the differences between ratings of one session that stays when sessions differ: generalizability
# of a single session, PMC3111943 (read there). Of therapy sessions; for first
# consultations none is known.
RELIABILITY: Final = 0.77
# Correlation of what one consultation told with true fit. Ours, assumed until a service has its own; its
# ceiling, if a first impression were all there is to know, would be √RELIABILITY = .88.
VALIDITY: Final = 0.5
# Correlation between the ratings of two parts: the middle of .83 to .91 in real ratings.
BETWEEN_PARTS: Final = 0.87
# Half the width of a central 80% interval of a normal, in standard deviations.
Z80: Final = 1.2815515655446004
LOWEST, HIGHEST = 0.0, 100.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is forecast of the fit with one provider before they are met; `sd` is of the true fit."""

    provider_id: str
    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Told:
    """What was told, as ratings standardised among first consultations (mean 0, SD 1).

    Any part may be missing; with none the forecast stands as it was. After `consultations` with the same
    person each part is the mean of their ratings.
    """

    goals: float | None = None
    tasks: float | None = None
    bond: float | None = None
    consultations: int = 1


@dataclass(frozen=True, slots=True)
class RatingScale:
    """How ratings of 0 to 100 stand to fit: `typical` by part, and the points that one SD of fit makes.

    Cutting at 100 hides how wide an interval is there, so its longer half counts.
    """

    typical: Mapping[str, float]
    spread: float

    @property
    def middle(self) -> float:
        """The rating of a typical fit: the mean of the parts."""
        return sum(self.typical.values()) / len(self.typical)

    def forecast(self, provider_id: str, mean: float, low: float, high: float) -> Forecast:
        """A told forecast (80% interval, 0–100) as fit; never wider than fits differ at all."""
        half = max(mean - low, high - mean)
        return Forecast(provider_id, (mean - self.middle) / self.spread, min(1.0, half / Z80 / self.spread))

    def told(self, ratings: Mapping[str, float], consultations: int = 1) -> Told:
        """Ratings of goals, tasks and bond (0–100), as far as given, against typical ones."""
        given = {part: (ratings[part] - self.typical[part]) / self.spread for part in ratings}
        return Told(**given, consultations=consultations)

    def interval(self, forecast: Forecast) -> tuple[float, float, float]:
        """Mean, low and high (80%, 0–100) of a forecast of fit, cut to the scale."""
        mean = self.middle + self.spread * forecast.mean
        half = Z80 * self.spread * forecast.sd
        low, mean, high = (min(max(each, LOWEST), HIGHEST) for each in (mean - half, mean, mean + half))
        return mean, low, high


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

    The mean of the parts that were rated is one signal. Fewer parts make a slightly weaker one (a common
    factor with correlation `BETWEEN_PARTS` between the ratings), a second consultation a slightly stronger
    one (Spearman and Brown, from `RELIABILITY`).

    Args:
        forecast: before the consultation.
        told: what it told; `validity` is the correlation of all three parts' mean, after one consultation,
            with true fit.

    Missing data: a missing part is left out; with none the forecast is returned as it is.

    Raises:
        BadInput: a value out of its range.

    Source: conjugate normal updating. Compared with: integration on a grid in tests/library.
    """
    check_forecast(forecast)
    _check(0 <= validity < 1, "0 up to below 1", validity, "validity")
    rated = [each for each in (told.goals, told.tasks, told.bond) if each is not None]
    _check(all(map(math.isfinite, rated)), "finite ratings", rated, "told")
    _check(told.consultations >= 1, "1 or more", told.consultations, "consultations")
    ceiling = 1.0 if told.consultations == 1 else RELIABILITY
    _check(validity**2 < ceiling, "below what RELIABILITY allows", validity, "validity")
    if not rated or forecast.sd == 0:
        return forecast
    # The mean of several consultations varies less than one: less of it is chance.
    steadier = _reliability(told.consultations) / RELIABILITY
    signal_sd = math.sqrt(_variance_of_mean(len(rated)) / steadier)
    r = validity * math.sqrt(_variance_of_mean(3) * steadier) / math.sqrt(_variance_of_mean(len(rated)))
    signal = sum(rated) / len(rated) / signal_sd
    precision = 1 / forecast.sd**2 + r * r / (1 - r * r)
    mean = (forecast.mean / forecast.sd**2 + signal * r / (1 - r * r)) / precision
    return Forecast(forecast.provider_id, mean, 1 / math.sqrt(precision))


def _reliability(consultations: int) -> float:
    return consultations * RELIABILITY / (1 + (consultations - 1) * RELIABILITY)


def _variance_of_mean(parts: int) -> float:
    return (1 + (parts - 1) * BETWEEN_PARTS) / parts


def chance_of_better(unmet: Forecast, best: float, validity: float = VALIDITY) -> float:
    """How likely does a consultation with someone not yet met lift them above the best one held?

    Args:
        unmet: their forecast. best: mean of the best held, in SD of fit. validity: as in `spread_told`.

    Missing data: none can be missing.

    Raises:
        BadInput: a value out of its range.

    >>> round(chance_of_better(Forecast("b", 0.0, 1.0), best=0.5), 3)
    0.159

    Source: the normal that `spread_told` describes. Compared with: simulation in tests/library.
    """
    check_forecast(unmet)
    spread = float(spread_told(unmet.sd, validity))
    if spread == 0:
        return float(unmet.mean > best)
    return float(ndtr((unmet.mean - best) / spread))


def check_forecast(forecast: Forecast) -> None:
    """Refuse a forecast that is none.

    Raises:
        BadInput: a mean that is not finite, a standard deviation below 0.
    """
    _check(math.isfinite(forecast.mean), "a finite mean", forecast.mean, "mean")
    _check(0 <= forecast.sd < math.inf, "a standard deviation of 0 or more", forecast.sd, "sd")


def _check(holds: bool, expected: str, arrived: object, column: str) -> None:
    if not holds:
        raise BadInput(Problem(expected=expected, arrived=str(arrived), column=column))
