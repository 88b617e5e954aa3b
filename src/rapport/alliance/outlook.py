"""How will it go on, and how with somebody else? A forecast that gives way to what the client has rated.

A forecast of people who have not met is mostly doubt, and most of that doubt is about the client: some rate
everybody high. The first rating therefore says two things at once, how this pair gets on and how this client
rates, and so it moves the outlook of everybody else as well. All is Gaussian and one conditioning.

    common = common_course(checkins)                        # or typical_course() while there are none
    told = {match.provider_id: foretold(*interval, common) for …}     # each match's overall, 80% interval
    found = outlooks(told, [Rating("p7", 1, 81.0), …], common)        # every session this client has rated
    found.of["p7"], found.of["p3"], found.shared("p7", "p3")          # what `referral.propose` takes
    found.coming["p7"], found.measured["p7"]                          # what a page shows
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from rapport.alliance import pools
from rapport.alliance.course import HIGHEST, LOWEST, PARTS_OF_A_MEAN, Z80, CommonCourse
from rapport.alliance.pools import MEMORY
from rapport.alliance.referral import HORIZON, Outlook
from rapport.alliance.trajectory import Floats, Ints
from rapport.errors import BadInput, Problem

# Of what is open about an alliance before two meet, the share that is the client's own leniency: .60 of
# .60 + .06 + .10, the variances that learning begins with (client, provider, pair; ours after science.md).
LENIENCY: Final = 0.79
# A forecast is never surer of the true alliance than this, in points: ours.
SMALLEST_SD: Final = 2.0


@dataclass(frozen=True, slots=True)
class Rating:
    """One rated session with a provider: `session` from 1, `value` the mean of the parts, 0 to 100."""

    provider_id: str
    session: int
    value: float


@dataclass(frozen=True, slots=True)
class Coming:
    """The alliance of the sessions to come with its 80% interval, cut to 0 and 100."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Outlooks:
    """What is to be expected with each provider, by id, now that these sessions were rated.

    of: the mean alliance of the next `HORIZON` sessions on the scale of a first meeting, the usual growth
    taken out, as `referral.propose` takes it. coming: the same sessions with that growth in, to be shown.
    measured: share of the forecast's doubt that ratings have taken away, 0 (forecast alone) to 1.
    sessions: how many of this client's sessions with them were rated.
    leniency: points that this client seems to rate above (or below) what was foreseen with anybody.
    """

    of: Mapping[str, Outlook]
    coming: Mapping[str, Coming]
    measured: Mapping[str, float]
    sessions: Mapping[str, int]
    leniency: float
    correlations: Mapping[str, Mapping[str, float]]

    def shared(self, one: str, other: str) -> float:
        """Correlation of what is still open about these two: the client's leniency is in both."""
        return self.correlations[one][other]


def typical_course() -> CommonCourse:
    """What pairs have in common before any check-in: the typical values that pools are shrunken to."""
    error = pools.ERROR_SD**2 / PARTS_OF_A_MEAN
    swing_sd, error_sd = np.sqrt((pools.STATE_SD**2 - error) / (1 - MEMORY)), np.sqrt(error)
    return CommonCourse(pools.LEVEL, pools.LEVEL_SD, 0.0, float(swing_sd), float(error_sd))


def foretold(mean: float, low: float, high: float, common: CommonCourse) -> Outlook:
    """A told forecast of a first rating (80%, 0 to 100) as an outlook on the true alliance.

    The interval told is of a rating, so that a session's swing and error are taken out. Its longer half
    counts, because cutting at 100 hides how wide it is there.

    Raises:
        BadInput: a mean outside its interval, or values outside 0 to 100.
    """
    if not LOWEST <= low <= mean <= high <= HIGHEST:
        arrived = f"{low:g}, {mean:g}, {high:g}"
        raise BadInput(Problem(expected="low, mean, high in order", arrived=arrived, column="forecast"))
    rated = max(mean - low, high - mean) / Z80
    variance = rated**2 - common.swing_sd**2 - common.error_sd**2
    return Outlook(mean, float(np.sqrt(max(variance, SMALLEST_SD**2))))


def of_pairs_like(told: Outlook, common: CommonCourse) -> CommonCourse:
    """What is usual of pairs of whom the same was forecast: that level and its doubt, everybody's growth.

    >>> like = of_pairs_like(foretold(80.0, 60.0, 95.0, typical_course()), typical_course())
    >>> (like.level, like.growth == typical_course().growth)
    (80.0, True)
    """
    return replace(common, level=told.mean, level_sd=told.sd)


def outlooks(
    forecasts: Mapping[str, Outlook],
    ratings: Sequence[Rating],
    common: CommonCourse,
    *,
    leniency: float = LENIENCY,
) -> Outlooks:
    """What is to be expected with each of these providers, given every session this client has rated?

    1. Before any rating two providers' levels share `leniency` of what is open about them.
    2. A rating is level + growth · log(session) + swing + error, as in `course`.
    3. Condition on all ratings at once, those with former providers too.

    Args:
        forecasts: by provider id, of the true alliance at a first meeting (`foretold`); whoever was rated
            must stand there.
        ratings: of this client, in any order, no session of a pair twice.
        common: from `course.common_course`, or `typical_course`.
        leniency: share of what is open that is the client's own, 0 up to below 1.

    Missing data: sessions without a rating count for nothing; without any rating the forecasts stand. That
    forms are skipped when it goes badly is left to `rupture`.

    Raises:
        BadInput: nobody to look at, someone rated who was not forecast, a session twice, values out of range.

    Source: conjugate normal updating; generalizability of one session .77 (PMC3111943; read), so that one
    rating moves an outlook but does not settle it. Compared with: a Kalman filter that takes one rating at a
    time, and drawn clients whose ratings agree, in tests/library.
    """
    _check(forecasts, ratings, leniency)
    seen = _Seen.of(list(forecasts), ratings)
    mean, sd = (np.array([getattr(one, name) for one in forecasts.values()]) for name in ("mean", "sd"))
    shared = np.outer(sd, sd) * (leniency + (1 - leniency) * np.eye(len(sd)))
    before, across = _ahead(shared, seen, common)
    surprise = seen.value - mean[seen.who] - common.growth * np.log(seen.session)
    of_client = leniency * sd.mean() * sd[seen.who]  # the client's own part with each rating
    weights = np.linalg.solve(_spread_of_ratings(shared, seen, common), np.vstack([across, of_client]).T).T
    moved = weights @ surprise
    after = before - weights[:-1] @ across.T
    return _told(forecasts, mean + moved[:-1], (before, after), seen, common.growth, float(moved[-1]))


@dataclass(frozen=True)
class _Seen:
    """Ratings as arrays: whose (place among the forecasts), which session, what value; `held`: the latest
    session rated with each provider, 0 for none."""

    who: Ints
    session: Floats
    value: Floats
    held: Floats

    @classmethod
    def of(cls, ids: list[str], ratings: Sequence[Rating]) -> "_Seen":
        """In the order of the ratings."""
        who = np.array([ids.index(each.provider_id) for each in ratings], dtype=np.int64)
        session = np.array([each.session for each in ratings], dtype=np.float64)
        value = np.array([each.value for each in ratings], dtype=np.float64)
        held = np.array([session[who == place].max(initial=0.0) for place in range(len(ids))])
        return cls(who, session, value, held)


def _spread_of_ratings(shared: Floats, seen: _Seen, common: CommonCourse) -> Floats:
    """Covariance of the ratings, shape (n, n)."""
    same = seen.who[:, None] == seen.who
    logs = np.multiply.outer(np.log(seen.session), np.log(seen.session))
    apart = np.abs(np.subtract.outer(seen.session, seen.session))
    own = common.growth_sd**2 * logs + common.swing_sd**2 * MEMORY**apart
    found = shared[np.ix_(seen.who, seen.who)] + np.where(same, own, 0.0)
    return np.asarray(found + common.error_sd**2 * np.eye(len(seen.who)))


def _ahead(shared: Floats, seen: _Seen, common: CommonCourse) -> tuple[Floats, Floats]:
    """Covariance of the mean alliance of the sessions ahead, by provider, and with each rating."""
    steps = np.arange(1, HORIZON + 1)
    to_come = seen.held[:, None] + steps
    grown = np.log(to_come).mean(axis=1)
    swings = common.swing_sd**2 * (MEMORY ** np.abs(np.subtract.outer(steps, steps))).mean()
    before = shared + np.diag(common.growth_sd**2 * grown**2 + swings)
    apart = np.abs(to_come[:, :, None] - seen.session)
    own = common.growth_sd**2 * np.outer(grown, np.log(seen.session))
    own += common.swing_sd**2 * (MEMORY**apart).mean(axis=1)
    same = np.arange(len(seen.held))[:, None] == seen.who
    return before, np.asarray(shared[:, seen.who] + np.where(same, own, 0.0))


def _told(
    forecasts: Mapping[str, Outlook],
    level: Floats,
    spreads: tuple[Floats, Floats],
    seen: _Seen,
    growth: float,
    leniency: float,
) -> Outlooks:
    before, after = spreads
    left = np.sqrt(np.diag(after))
    grown = growth * np.log(seen.held[:, None] + np.arange(1, HORIZON + 1)).mean(axis=1)
    of, coming, measured, sessions, correlations = {}, {}, {}, {}, {}
    for place, each in enumerate(forecasts):
        of[each] = Outlook(float(level[place]), float(left[place]))
        coming[each] = _coming(float(level[place] + grown[place]), float(left[place]))
        measured[each] = float(1 - after[place, place] / before[place, place])
        sessions[each] = int((seen.who == place).sum())
        related = after[place] / (left[place] * left)
        correlations[each] = dict(zip(forecasts, related.tolist(), strict=True))
    return Outlooks(of, coming, measured, sessions, leniency, correlations)


def _coming(mean: float, sd: float) -> Coming:
    mean, low, high = np.clip([mean, mean - Z80 * sd, mean + Z80 * sd], LOWEST, HIGHEST).tolist()
    return Coming(mean, low, high)


def _check(forecasts: Mapping[str, Outlook], ratings: Sequence[Rating], leniency: float) -> None:
    if not forecasts or not all(
        each.sd > 0 and np.isfinite([each.mean, each.sd]).all() for each in forecasts.values()
    ):
        _refuse("forecasts", "one finite forecast or more, with an SD above 0", "others")
    if not 0 <= leniency < 1:
        _refuse("leniency", "a share from 0 up to below 1", f"{leniency:g}")
    if not {each.provider_id for each in ratings} <= set(forecasts):
        _refuse("ratings", "providers with a forecast", "another")
    if len({(each.provider_id, each.session) for each in ratings}) < len(ratings):
        _refuse("session", "each session of a pair once", "one twice")
    # The value is a client's own and stands in no message.
    if not all(each.session >= 1 and LOWEST <= each.value <= HIGHEST for each in ratings):
        _refuse("ratings", "sessions from 1 and ratings from 0 to 100", "others")


def _refuse(column: str, expected: str, arrived: str) -> None:
    raise BadInput(Problem(expected=expected, arrived=arrived, column=column))
