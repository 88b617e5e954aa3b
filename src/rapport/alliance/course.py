"""How an alliance goes: what is usual for people like this, a pair's own line, and what of it is trait or
state.

The true alliance at session t is level + growth · log(t) + swing_t, a rating that plus error. Level and
growth belong to the pair (between persons: the trait), the swing to the session (within persons: the state;
Zilcha-Mano keeps them apart, unverified). All are Gaussian, so that everything here is one conditioning.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from rapport.alliance.pools import MEMORY, Sums, pools_at_last, sums_of
from rapport.alliance.strain_filter import GROWTH_SD
from rapport.alliance.trajectory import CheckIns, Floats, lay_out
from rapport.errors import BadInput, Problem
from rapport.vocabulary import PARTS

LOWEST, HIGHEST = 0.0, 100.0
# Half the width of a central 80% interval of a normal, in standard deviations.
Z80: Final = 1.2815515655446004
PARTS_OF_A_MEAN: Final = 3
Covariance = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True, slots=True)
class CommonCourse:
    """What pairs have in common, in points of 0 to 100: of level and growth, of swing and error."""

    level: float
    level_sd: float
    growth: float
    swing_sd: float
    error_sd: float
    growth_sd: float = GROWTH_SD


@dataclass(frozen=True, slots=True)
class Band:
    """A mean and its 80% interval at each session, cut to 0 and 100; shape (sessions,)."""

    mean: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class OwnCourse:
    """Of one pair at sessions 1, 2, …: what is usual, the line itself, and its two parts.

    usual: the true alliance of pairs like this one, before any of its ratings. line: this pair's true
    alliance as far as the ratings tell, the band being what measurement leaves open. trait: its level and
    growth. state: the line less the trait, in points about 0.
    """

    usual: Band
    line: Band
    trait: Band
    state: Floats


def common_course(checkins: CheckIns) -> CommonCourse:
    """What all these pairs have in common, shrunken to typical values while they are few.

    Missing data: sessions without a check-in count for nothing.

    Raises:
        BadInput: no check-in at all.
    """
    if not len(checkins.session):
        raise BadInput(Problem(expected="one check-in or more", arrived="none", column="checkins"))
    return common_of_parts(sums_of(lay_out(checkins)))["overall"]


def common_of_parts(sums: Sums | None) -> dict[str, CommonCourse]:
    """What pairs have in common, by part and "overall", of kept sums; the typical values without any.

    A part lies above or below the mean of the parts as it does on average, and differs more between pairs.
    """
    pools, apart = pools_at_last(sums)
    error = float(pools.error)
    overall = CommonCourse(
        level=float(pools.level),
        level_sd=float(pools.level_sd),
        growth=float(pools.growth),
        swing_sd=float(pools.state),
        error_sd=error / np.sqrt(PARTS_OF_A_MEAN),
    )
    spread = float(np.hypot(pools.level_sd, pools.offset_sd))
    return {"overall": overall} | {
        part: replace(overall, level=overall.level + above, level_sd=spread, error_sd=error)
        for part, above in zip(PARTS, apart.tolist(), strict=True)
    }


def own_course(
    sessions: Floats, ratings: Floats, common: CommonCourse, *, until: int, so_far: bool = False
) -> OwnCourse:
    """Where does this pair stand at each session up to `until`, later ones being a forecast?

    Args:
        sessions: shape (n,), numbers from 1, each once; ratings: shape (n,), mean of the parts, 0 to 100.
        common: from `common_course`.
        until: the last session of the picture, 1 or more.
        so_far: tell each session from the ratings up to it alone, so that later ones move nothing.

    Missing data: sessions without a rating are filled in, with a wider band.

    Raises:
        BadInput: sessions below 1 or twice, ratings out of range, lengths that differ.

    Source: Gaussian conditioning; generalizability of one session is .77 (PMC3111943; read), so that one
    rating alone moves the line only so far. Compared with: a Kalman filter and smoother, session by
    session, in tests/library.
    """
    _check(sessions, ratings, until)
    shown = np.arange(1, until + 1, dtype=np.float64)
    order = np.argsort(sessions)
    sessions, ratings = sessions[order], ratings[order]
    trait, state = _trait_covariance(common), _state_covariance(common)
    seen = trait(sessions, sessions) + state(sessions, sessions) + common.error_sd**2 * np.eye(len(sessions))
    # Taken one by one, what each rating adds to those before it.
    root = np.linalg.inv(np.linalg.cholesky(seen))
    news = root @ (ratings - _usual(common, sessions))
    counts = (sessions[:, None] <= shown) if so_far else np.ones((len(sessions), len(shown)), dtype=bool)

    def told(*kinds: Covariance) -> tuple[Floats, Floats]:
        """Mean about the usual, and SD, of the sum of these kinds given the ratings."""
        across = root @ np.sum([kind(sessions, shown) for kind in kinds], axis=0) * counts
        own = np.diag(np.sum([kind(shown, shown) for kind in kinds], axis=0))
        return across.T @ news, np.sqrt(np.maximum(own - (across**2).sum(axis=0), 0.0))

    usual, apart = _usual(common, shown), np.sqrt(np.diag(trait(shown, shown) + state(shown, shown)))
    line, line_sd = told(trait, state)
    steady, steady_sd = told(trait)
    return OwnCourse(
        usual=_band(usual, apart),
        line=_band(usual + line, line_sd),
        trait=_band(usual + steady, steady_sd),
        state=line - steady,
    )


def _usual(common: CommonCourse, sessions: Floats) -> Floats:
    return np.asarray(common.level + common.growth * np.log(sessions))


def _trait_covariance(common: CommonCourse) -> Covariance:
    def between(these: Floats, those: Floats) -> Floats:
        logs = np.multiply.outer(np.log(these), np.log(those))
        return np.asarray(common.level_sd**2 + common.growth_sd**2 * logs)

    return between


def _state_covariance(common: CommonCourse) -> Covariance:
    def between(these: Floats, those: Floats) -> Floats:
        return np.asarray(common.swing_sd**2 * MEMORY ** np.abs(np.subtract.outer(these, those)))

    return between


def _band(mean: Floats, sd: Floats) -> Band:
    low, high = mean - Z80 * sd, mean + Z80 * sd
    return Band(*(np.clip(each, LOWEST, HIGHEST) for each in (mean, low, high)))


def _check(sessions: Floats, ratings: Floats, until: int) -> None:
    if len(sessions) != len(ratings):
        raise BadInput(
            Problem(expected=f"{len(sessions)} ratings", arrived=str(len(ratings)), column="ratings")
        )
    if until < 1 or (len(sessions) and (sessions.min() < 1 or len(np.unique(sessions)) < len(sessions))):
        raise BadInput(Problem(expected="sessions from 1, each once", arrived="others", column="sessions"))
    if not (np.isfinite(ratings).all() and (ratings >= LOWEST).all() and (ratings <= HIGHEST).all()):
        raise BadInput(Problem(expected="ratings from 0 to 100", arrived="others", column="ratings"))
