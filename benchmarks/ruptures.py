"""`rapport bench ruptures`: our detector beside each published rule and the ideal observer, on known courses.

Three noise regimes. A share is how far ours gets from the best published rule (R1 to R7) to an observer who
knows the simulator's parameters: 0 is no better than the rule, 1 is all that can be had. Time: processor
seconds for many check-ins, beside one pass of a plain particle filter.
"""

from collections.abc import Callable
from time import process_time
from typing import Any

import numpy as np
from benchmarks.report import Report, significant
from benchmarks.strained import ideal
from benchmarks.strained.series import CALM, REGIMES, Floats, Regime, Series, make
from scipy.stats import rankdata

from rapport.alliance.published_rules import RULES, facet
from rapport.alliance.repair import repaired_by_rule
from rapport.alliance.rupture import find_ruptures, repaired_so_far
from rapport.alliance.trajectory import lay_out

Say = Callable[[str], None]
PAIRS, SEEDS = 800, 2
MEASURES = ("AUC", "caught within three sessions", "at onset", "repair judged")
FALSE_ALARMS = 0.05
WITHIN = 3
# Shares of the way to the ideal observer: mean over regimes, and least in any.
MEAN_TARGETS, LEAST_TARGETS = (0.88, 0.75, 0.65, 0.80), (0.82, 0.65, 0.48, 0.70)
TIMED_CHECKINS, TIMED_PARTICLES, TIMES_PARTICLES = 100_000, 500, 1.5


def measure(say: Say) -> dict[str, Any]:
    """Run all of it."""
    report = Report()
    shares = np.array([_regime(report, regime, say) for regime in REGIMES])
    for name, own, mean, least in zip(MEASURES, shares.T, MEAN_TARGETS, LEAST_TARGETS, strict=True):
        report.at_least(f"{name}: share of the way to the ideal, mean of regimes", float(own.mean()), mean)
        report.at_least(f"{name}: share of the way to the ideal, least regime", float(own.min()), least)
    _time(report, say)
    return report.as_json()


def _regime(report: Report, regime: Regime, say: Say) -> Floats:
    """The four shares in one regime, over all seeds together."""
    say(f"{regime.name}: {PAIRS * SEEDS} courses")
    ours, best, most = (np.mean(each, axis=0) for each in zip(*_of_seeds(regime), strict=True))
    names = [*RULES, "R8 facet, unpublished", "ideal observer"]
    for place, name in enumerate(MEASURES):
        peers = dict(zip(names, [*best[:, place].tolist(), float(most[place])], strict=True))
        kept = {rule: significant(value) for rule, value in peers.items() if np.isfinite(value)}
        row = {"case": f"{regime.name}: {name}", "ours": significant(float(ours[place])), "peers": kept}
        report.rows.append(row | {"unit": "of 1", "ratio": None})
    top = np.nanmax(best[: len(RULES)], axis=0)
    return np.asarray((ours - top) / (most - top))


def _of_seeds(regime: Regime) -> list[tuple[Floats, Floats, Floats]]:
    found = []
    for seed in range(SEEDS):
        series = make(regime, PAIRS, np.random.default_rng([17, seed]))
        courses = lay_out(series.checkins)
        at = (courses.pair, courses.place)
        scores = [rule(courses.mean, regime.within)[at] for rule in RULES.values()]
        scores.append(facet(courses, regime.within_part)[at])
        by_rule = [judged(series, score, regime) for score in scores]
        ours = judged(series, find_ruptures(series.checkins).score)
        most = judged(series, ideal.chance_of_rupture(series, regime, seed=seed))
        found.append((ours, np.array(by_rule), most))
    return found


def judged(series: Series, score: Floats, regime: Regime | None = None) -> Floats:
    """The four measures of one detector; a regime where repair is judged by the operational rule."""
    is_in = series.at_checkins(series.phase != CALM).astype(bool)
    alarm = float(np.quantile(score[~is_in], 1 - FALSE_ALARMS))
    grid = np.full(series.kept.shape, -np.inf)
    grid[series.kept] = score
    onset, caught = _sensitivity(series, grid > alarm)
    return np.array([auc(score, is_in), caught, onset, _repair(series, grid, alarm, regime)])


def auc(score: Floats, is_in: Any) -> float:
    """Chance that a check-in within a rupture scores higher than one outside."""
    ranks, inside = rankdata(score), int(is_in.sum())
    return float((ranks[is_in].sum() - inside * (inside + 1) / 2) / (inside * (~is_in).sum()))


def _sensitivity(series: Series, flagged: Any) -> tuple[float, float]:
    """Share of ruptures flagged at their first session, and within three, of those with a form then."""
    at_onset, within = [], []
    for pair, onsets in enumerate(series.onset):
        for onset in np.unique(onsets[onsets > 0]):
            first, spell = slice(onset - 1, onset), slice(onset - 1, onset - 1 + WITHIN)
            at_onset += [flagged[pair, first].any()] if series.kept[pair, first].any() else []
            within += [flagged[pair, spell].any()] if series.kept[pair, spell].any() else []
    return float(np.mean(at_onset)), float(np.mean(within))


def _repair(series: Series, grid: Floats, alarm: float, regime: Regime | None) -> float:
    """Balanced accuracy, at a pair's last check-in, of saying whether its rupture is over.

    Over pairs that had a rupture and were flagged. Ours and the ideal observer judge by the chance itself,
    the published rules by the operational rule.
    """
    if regime is None:
        at = np.full(grid.shape, alarm)
        rows = zip(grid, at, series.kept, strict=True)
        said = [repaired_so_far(row[kept], least[kept]) for row, least, kept in rows]
    else:
        courses = lay_out(series.checkins)
        flags = np.zeros(courses.session.shape, dtype=bool)
        flags[courses.pair, courses.place] = grid[series.kept] > alarm
        said = repaired_by_rule(courses, flags, regime.within)
    had = (series.onset > 0).any(axis=1)
    rows = [pair for pair in np.flatnonzero(had) if said[pair] and said[pair][-1] is not None]
    last = [np.flatnonzero(series.kept[pair])[-1] for pair in rows]
    is_over = series.phase[rows, last] == CALM
    says_over = np.array([said[pair][-1] for pair in rows], dtype=bool)
    return float((says_over[is_over].mean() + (~says_over[~is_over]).mean()) / 2)


def _time(report: Report, say: Say) -> None:
    say(f"{TIMED_CHECKINS:,} check-ins")
    regime = REGIMES[1]
    series = make(regime, TIMED_CHECKINS // 11, np.random.default_rng(3))
    started = process_time()
    find_ruptures(series.checkins)
    ours, started = process_time() - started, process_time()
    ideal.chance_of_rupture(series, regime, particles=TIMED_PARTICLES)
    theirs = process_time() - started
    case = f"{len(series.checkins.pair):,} check-ins, processor time"
    report.add(case, ours, {f"particle filter of {TIMED_PARTICLES}": theirs}, unit="s")
    report.at_most("processor time over that of the particle filter", ours / theirs, TIMES_PARTICLES)
