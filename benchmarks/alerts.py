"""How often a new alert is right, by kind, on the courses of `bench ruptures` whose ruptures are known.

An alert is the first flagged check-in after one that was not: that is when a provider is told. It is right
when a rupture was there. Intervals are bootstrapped over pairs, since one pair's alerts hang together.
`rapport.alliance.alerts` states what this gives.
"""

import numpy as np
from benchmarks.strained.series import CALM, REGIMES, Bools, Ints, make

from rapport.alliance.alerts import Share
from rapport.alliance.rupture import find_ruptures

PAIRS, SEED, RESAMPLES = 1600, 20, 1000
KINDS = ("sudden", "erosion", "facet")


def shares(*, pairs: int = PAIRS, seed: int = SEED) -> dict[str, Share]:
    """Of new alerts of each kind, all three noise regimes together, the share that was right."""
    rng = np.random.default_rng(seed)
    found = [_alerts(regime, pairs, rng) for regime in REGIMES]
    kind = np.concatenate([each[0] for each in found])
    right = np.concatenate([each[1] for each in found])
    pair = np.concatenate([each[2] + place * pairs for place, each in enumerate(found)])
    return {
        name: _share(right[kind == name], pair[kind == name], pairs * len(REGIMES), rng) for name in KINDS
    }


def _alerts(regime: object, pairs: int, rng: np.random.Generator) -> tuple[np.ndarray, Bools, Ints]:
    series = make(regime, pairs, rng)  # type: ignore[arg-type]
    found, checkins = find_ruptures(series.checkins), series.checkins
    flagged = found.score >= found.flag_at
    order = np.lexsort((checkins.session, checkins.pair))
    same_pair = checkins.pair[order][1:] == checkins.pair[order][:-1]
    went_on = np.zeros(len(flagged), dtype=bool)
    went_on[order[1:]] = flagged[order[:-1]] & same_pair
    new = flagged & ~went_on
    right = series.at_checkins(series.phase) != CALM
    return np.array(found.kind)[new], right[new], checkins.pair[new]


def _share(right: Bools, pair: Ints, pairs: int, rng: np.random.Generator) -> Share:
    hits = np.bincount(pair[right], minlength=pairs)
    alerts = np.bincount(pair, minlength=pairs)
    drawn = [rng.integers(0, pairs, pairs) for _ in range(RESAMPLES)]
    low, high = np.quantile([hits[each].sum() / alerts[each].sum() for each in drawn], (0.025, 0.975))
    return Share(float(right.mean()), float(low), float(high), len(right))


if __name__ == "__main__":
    for name, share in shares().items():
        print(f"{name}: {share.value:.3f} ({share.low:.3f} to {share.high:.3f}), n = {share.n}")
