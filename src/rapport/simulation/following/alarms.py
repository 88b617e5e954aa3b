"""Do alarms follow the swings within a pair, or single out pairs that are low but steady, or low raters?

An alarm that is about the trait would fall on the same people session after session. Here the truth is known:
each check-in's trait (what the pair's alliance would be without swings and strains) and state (swing and
strain). Within each session number check-ins are put into tenths of either; by chance alone a tenth of the
alarms would fall on the lowest tenth.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.stats import rankdata

from rapport.alliance.published_rules import fixed_cut, own_spread
from rapport.alliance.rupture import find_ruptures
from rapport.alliance.trajectory import CheckIns, Courses, lay_out
from rapport.simulation.following.cohort import ON, Bools, Floats, Whole
from rapport.simulation.following.report import Estimate, estimate
from rapport.simulation.practice import make_practice
from rapport.simulation.sessions import make_paths
from rapport.simulation.world import MEAN_OF_PARTS, RATING_SD, World, make_world

TENTH: Final = 0.1
# Before the third session there is nothing to break; alarms are counted from there on.
FROM_SESSION: Final = 3


@dataclass(frozen=True)
class Fallen:
    """Of one rule: share of its alarms on the tenth of check-ins with the lowest trait, with the lowest
    state, and on the tenth whose client rates everybody lowest; in percent, 10 being chance."""

    name: str
    trait: Estimate
    state: Estimate
    leniency: Estimate
    alarms: Estimate


@dataclass(frozen=True)
class _Seen:
    """Check-ins of one practice with what is true of each."""

    checkins: CheckIns
    trait: Floats
    state: Floats
    leniency: Floats


def alarms_fall(
    *, practices: int, clients: int, providers: int, seed: int, told: Callable[[int], None] | None = None
) -> list[Fallen]:
    """On whom do alarms fall: ours, a fixed cut and a rule with each pair's own mean, equally many each?

    The published rules alarm where they are highest, as often as ours does.

    Args:
        practices: 3 or more, seeded `seed`, …; clients, providers: of each.
        told: called with the number of practices done.

    Source: Zilcha-Mano keeps trait and state apart (unverified); rules R1 and R3 in `published_rules`.
    """
    found: dict[str, list[tuple[float, float, float, float]]] = {}
    for number in range(practices):
        practice = make_practice(providers=providers, clients=clients, seed=seed + number, on=ON)
        seen = _seen(make_world(practice))
        for name, alarm in _alarms(seen.checkins).items():
            found.setdefault(name, []).append(_shares(seen, alarm))
        if told is not None:
            told(number + 1)
    return [Fallen(name, *map(estimate, zip(*rows, strict=True))) for name, rows in found.items()]


def _seen(world: World) -> _Seen:
    rows: list[tuple[float, ...]] = []
    pair = 0
    for meetings, paths in make_paths(world):
        trait = paths.level - np.sqrt(world.shares.state) * paths.state
        for place, meeting in enumerate(meetings):
            for week in np.flatnonzero(paths.kept[place, : paths.held[place]]).tolist():
                base = MEAN_OF_PARTS + RATING_SD * float(trait[place, week])
                state = float(paths.state[place, week])
                lenient = float(world.leniency[meeting.client])
                given = paths.ratings[place, week, :3].tolist()
                rows.append(
                    (pair, week + 1, *given, float(paths.challenge[place, week]), base, state, lenient)
                )
            pair += 1
    table = np.array(rows)
    pairs, session = table[:, 0].astype(np.int64), table[:, 1].astype(np.int64)
    checkins = CheckIns(pairs, session, table[:, 2:5], table[:, 5])
    return _Seen(checkins, table[:, 6], table[:, 7], table[:, 8])


def _alarms(checkins: CheckIns) -> dict[str, Bools]:
    """Who is alarmed about, by rule; from the third session on."""
    courses, ours = lay_out(checkins), find_ruptures(checkins)
    late = checkins.session >= FROM_SESSION
    flagged = (ours.score >= ours.flag_at) & late
    rules = {"fixed cut (R1)": fixed_cut, "own spread (R3)": own_spread}
    found = {"ours": flagged}
    for name, rule in rules.items():
        score = _of_rows(courses, rule(courses.mean, _spread(courses)))
        at = np.quantile(score[late], 1 - flagged[late].mean())
        found[name] = late & (score > at)
    return found


def _of_rows(courses: Courses, grid: Floats) -> Floats:
    return np.asarray(grid[courses.pair, courses.place])


def _spread(courses: Courses) -> float:
    """Pooled SD within pairs."""
    own = courses.mean - np.nanmean(courses.mean, axis=1, keepdims=True)
    freedom = np.isfinite(own).sum() - len(own)
    return float(np.sqrt(np.nansum(own**2) / freedom))


def _shares(seen: _Seen, alarm: Bools) -> tuple[float, float, float, float]:
    late = seen.checkins.session >= FROM_SESSION
    lowest = [_lowest(values, seen.checkins.session) for values in (seen.trait, seen.state, seen.leniency)]
    trait, state, lenient = (100.0 * float(low[alarm].mean()) for low in lowest)
    return trait, state, lenient, 100.0 * float(alarm[late].mean())


def _lowest(values: Floats, session: Whole) -> Bools:
    """The lowest tenth at each session number."""
    found = np.zeros(len(values), dtype=bool)
    for number in np.unique(session):
        rows = np.flatnonzero(session == number)
        found[rows] = rankdata(values[rows], method="ordinal") <= TENTH * len(rows)
    return found
