"""Plain rules for noticing a rupture in ratings, published ones and R8, each as a score that rises with it.

Each takes ratings of shape (pairs, check-ins), NaN after a pair's last, and the pooled SD within pairs, and
uses check-ins up to the row's own only. The first check-in of a pair scores 0 where the rule has no past.
Family of rules: Eubanks-Carter, Gorman and Muran (2012), doi 10.1080/10503307.2012.693772.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from rapport.alliance.trajectory import Courses, Floats

Rule = Callable[[Floats, float], Floats]
FULL = 100.0
XMR_FACTOR: Final = 2.66  # Shewhart's constant for individual values
EWMA_WEIGHT: Final = 0.3  # standard; no figure for psychotherapy was seen
CUSUM_SLACK: Final = 0.5  # in SDs, standard
SMALLEST_SD: Final = 1e-6
# R8: a jump of the too-gentle-too-hard item towards too hard, on its scale of -3 to 3, and what it counts as:
# a fall that one in twenty would show by chance. The jump is science.md's, section 4; its worth is ours.
TOO_HARD_JUMP: Final = 2.0
JUMP_WORTH: Final = 1.6448536269514722


def fixed_cut(ratings: Floats, spread: float) -> Floats:
    """R1: how far below the maximum; the SRS analogue alerts below 90% (secondary source)."""
    return (FULL - ratings) / spread


def drop(ratings: Floats, spread: float) -> Floats:
    """R2: fall since the last check-in, in pooled SDs (like Strauss 2006; its constants were not seen)."""
    return _filled(_before(ratings) - ratings) / spread


def own_spread(ratings: Floats, spread: float) -> Floats:
    """R3: below the pair's mean so far, in its own or the pooled SD, the larger (Gumz 2012)."""
    mean, own, _ = _past(ratings)
    return _filled((mean - ratings) / np.fmax(own, spread))


def xmr_chart(ratings: Floats, spread: float) -> Floats:
    """R4: below the pair's mean so far in units of 2.66 mean moving ranges (Shewhart; unverified here)."""
    mean, _, _ = _past(ratings)
    moves = _past(np.abs(ratings - _before(ratings)))[0]
    width = XMR_FACTOR * np.where(np.isnan(moves), spread, np.fmax(moves, 0.2 * spread))
    return _filled((mean - ratings) / width)


def ewma(ratings: Floats, spread: float) -> Floats:
    """R5: exponentially weighted mean of falls below the pair's mean so far, for slow decline (standard)."""
    return _running(ratings, spread, lambda kept, fall: (1 - EWMA_WEIGHT) * kept + EWMA_WEIGHT * fall)


def cusum(ratings: Floats, spread: float) -> Floats:
    """R5: cumulated falls below the pair's mean so far, beyond half an SD (standard)."""
    return _running(ratings, spread, lambda kept, fall: np.maximum(0.0, kept + fall - CUSUM_SLACK))


def shrunken(ratings: Floats, spread: float) -> Floats:
    """R6: predictive z of the mean so far, with the pooled SD."""
    mean, _, count = _past(ratings)
    return _filled((mean - ratings) / (spread * np.sqrt(1.0 + 1.0 / np.maximum(count, 1.0))))


def partition(ratings: Floats, spread: float) -> Floats:
    """R7: best split of the course so far into a higher and a lower stretch, in SDs (binary segmentation)."""
    best = np.zeros_like(ratings)
    sums = np.nancumsum(ratings, axis=1)
    for end in range(1, ratings.shape[1]):
        for split in range(1, end + 1):
            before, after = (
                sums[:, split - 1] / split,
                (sums[:, end] - sums[:, split - 1]) / (end - split + 1),
            )
            fall = (before - after) / (spread * np.sqrt(1.0 / split + 1.0 / (end - split + 1)))
            best[:, end] = np.maximum(best[:, end], np.where(np.isnan(ratings[:, end]), 0.0, fall))
    return best


def facet(courses: Courses, spread: float) -> Floats:
    """R8: any one of goals, tasks and bond by R6, or the item jumps towards too hard (ours, not published).

    Apart from `RULES`: it takes the parts, and `spread` is the pooled SD of one part within pairs.
    """
    parts = np.moveaxis(courses.ratings, -1, 0)
    falls = np.max([shrunken(part, spread) for part in parts], axis=0)
    jumped = courses.challenge - _before(courses.challenge) >= TOO_HARD_JUMP
    return np.asarray(np.where(jumped, np.maximum(falls, JUMP_WORTH), falls))


def _before(ratings: Floats) -> Floats:
    found = np.full_like(ratings, np.nan)
    found[:, 1:] = ratings[:, :-1]
    return found


def _past(values: Floats) -> tuple[Floats, Floats, Floats]:
    """Mean, SD and count of what came before each place; NaN where nothing (for the SD: one) did."""
    earlier = _before(values)
    count = np.cumsum(~np.isnan(earlier), axis=1).astype(np.float64)
    sums, squares = np.nancumsum(earlier, axis=1), np.nancumsum(earlier**2, axis=1)
    mean = np.where(count > 0, sums / np.maximum(count, 1.0), np.nan)
    rest = np.maximum(squares - count * np.nan_to_num(mean) ** 2, 0.0)
    own = np.where(count > 1, np.sqrt(rest / np.maximum(count - 1.0, 1.0)), np.nan)
    return mean, own, count


def _running(ratings: Floats, spread: float, step: Callable[[Floats, Floats], Floats]) -> Floats:
    falls = _filled((_past(ratings)[0] - ratings) / spread)
    kept, found = np.zeros(len(ratings)), np.zeros_like(ratings)
    for place in range(ratings.shape[1]):
        kept = found[:, place] = step(kept, falls[:, place])
    return found


def _filled(score: Floats) -> Floats:
    return np.nan_to_num(score, nan=0.0)


RULES: Final[dict[str, Rule]] = {
    "R1 fixed cut": fixed_cut,
    "R2 drop": drop,
    "R3 own SD": own_spread,
    "R4 XmR": xmr_chart,
    "R5 EWMA": ewma,
    "R5 CUSUM": cusum,
    "R6 shrunken": shrunken,
    "R7 partition": partition,
}
