"""Trying people whom little is known of, at a known price and with known probabilities.

Two ways to leave something to chance, both for the pool that the shortlist's tolerance leaves: nobody in it
costs a client more than that. *Thompson sampling* draws a value for each from what is believed of them
and takes the best three: those who may be good are tried as often as they may be the best. *Temperature
with a floor* is the shortlist's own draw (`slate_draw.Draw(temperature, difference, floor)`), mixed with
as little of an even draw as gives everyone the floor.

All probabilities here are exact: Thompson's by integration over a grid, the others in closed form. So what
was tried can teach about other policies (`policy_value`). No draw here looks at a rating that is yet to come.

Source: Thompson (1933), Biometrika 25:285; the integral is the distribution of order statistics of
independent normal values. Compared with: drawing them (tests/library/references/test_exploration.py).
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rapport.errors import BadInput, Problem
from rapport.learning.policy.slate_draw import SLATE, with_floor

Floats = NDArray[np.float64]

# Everyone in the pool stands in one slate of a hundred at least; with less, logs say nothing of them.
FLOOR: Final = 0.01
# One shortlist in ten shows somebody new where one is in the pool: a working choice, for the trial to judge.
NEW_QUOTA: Final = 0.1
# At 15 cases a track record tells something (science.md, section 3; Constantino 2021 asks for as many).
NEW_BELOW_CASES: Final = 15
# Places of the grid for each belief, over so many of its spreads to either side.
POINTS: Final = 121
SPREADS: Final = 6.0


class Believed(NamedTuple):
    """What is believed of everyone in a pool before the draw: shape (pool,) each, in rating points.

    `spread` is the standard deviation of that belief, above 0; `cases` is how many clients it stands on.
    """

    mean: Floats
    spread: Floats
    cases: Floats


def thompson_probabilities(mean: Floats, spread: Floats) -> Floats:
    """How likely each ordered slate is when a value is drawn for each and the best three are taken.

    Args:
        mean, spread: shape (pool,), of independent normal beliefs; at least three, spreads above 0.

    Returns:
        shape (pool, pool, pool), summing to 1; slates that hold someone twice are 0. Right to about 1e-4.

    Raises:
        BadInput: fewer than three, or a spread that is not above 0.

    1. On a grid of values z, closest where beliefs change fast: the density and distribution of each.
    2. Third is c at z, everyone else but a and b lies below z: f_c(z) · Π F(z).
    3. Second is b at y > z, first is a above y: ∫ f_b(y) (1 − F_a(y)) dy from z on.
    """
    if len(mean) < SLATE or not (spread > 0).all():
        raise BadInput(Problem("three or more in the pool, with spreads above 0", f"{len(mean)} in it"))
    grid = np.sort((mean[:, None] + spread[:, None] * np.linspace(-SPREADS, SPREADS, POINTS)).ravel())
    scores = (grid - mean[:, None]) / spread[:, None]
    density = _mass(grid, mean, spread)
    ahead = _tail(density[None, :, :] * special.ndtr(-scores)[:, None, :])
    log_below = special.log_ndtr(scores)
    every = log_below.sum(axis=0)
    joint = np.empty((len(mean),) * SLATE)
    for third in range(len(mean)):
        rest = every - log_below[third] - log_below[:, None, :] - log_below[None, :, :]
        # Where someone stands twice this may exceed 1; such places are emptied below.
        joint[:, :, third] = (ahead * np.exp(np.minimum(rest, 0.0)) * density[third]).sum(axis=2)
    return _distinct(joint)


def _mass(grid: Floats, mean: Floats, spread: Floats) -> Floats:
    """How much of each belief lies nearest to each place of the grid: shape (pool, grid), rows sum to 1."""
    edges = np.concatenate([[-np.inf], (grid[1:] + grid[:-1]) / 2, [np.inf]])
    found: Floats = np.diff(special.ndtr((edges - mean[:, None]) / spread[:, None]), axis=1)
    return found


def _tail(values: Floats) -> Floats:
    """The sum from each place of the grid on, its own place by half."""
    total = np.cumsum(values[..., ::-1], axis=-1)[..., ::-1]
    found: Floats = total - values / 2
    return found


def _distinct(joint: Floats) -> Floats:
    place = np.arange(len(joint))
    joint[place, place, :] = 0.0
    joint[place, :, place] = 0.0
    joint[:, place, place] = 0.0
    found: Floats = joint / joint.sum()
    return found


def with_quota(joint: Floats, is_new: NDArray[np.bool_], quota: float) -> Floats:
    """The draw mixed with itself among slates that hold somebody new, until `quota` of the slates do.

    Args:
        joint: shape (pool, pool, pool), probabilities of ordered slates.
        is_new: shape (pool,), whom little is known of. Nobody new: the draw as it is.
        quota: 0 to 1.

    Returns:
        The mixture, exact. Where no slate with a new one has any probability, the draw as it is: a floor
        comes first.
    """
    holds = is_new[:, None, None] | is_new[None, :, None] | is_new[None, None, :]
    share = float(joint[holds].sum())
    if share <= 0 or share >= quota:
        return joint
    mixed = (quota - share) / (1 - share)
    found: Floats = (1 - mixed) * joint + mixed * np.where(holds, joint / share, 0.0)
    return found


def explored(believed: Believed, *, floor: float = FLOOR, quota: float = NEW_QUOTA) -> Floats:
    """Thompson sampling with a floor and a quota for the new: the probability of every ordered slate.

    Args:
        believed: of the pool that tolerance leaves.
        floor: least inclusion of anyone.
        quota: least share of slates with somebody who has fewer than `NEW_BELOW_CASES` cases. Reaching it
            takes a little from the others' floor: nobody falls below (1 − quota) · floor.
    """
    joint = with_floor(thompson_probabilities(believed.mean, believed.spread)[None], floor)[0]
    return with_quota(joint, believed.cases < NEW_BELOW_CASES, quota)


def draw_slate(joint: Floats, rng: np.random.Generator) -> tuple[int, ...]:
    """One ordered slate with these probabilities; its own propensity is `joint[slate]`."""
    cumulative = np.cumsum(joint.ravel())
    place = int(np.searchsorted(cumulative, rng.random() * cumulative[-1], side="right"))
    return tuple(int(each) for each in np.unravel_index(min(place, joint.size - 1), joint.shape))
