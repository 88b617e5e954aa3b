"""Courses of check-ins with ruptures that are known: what `bench ruptures` judges by.

Made for the benchmark and apart from `rapport.simulation`. Each pair has a level, a growth with the log of
the session, an offset for each part, and a state that fades; then ruptures (sudden, slow, or of one part),
single bad days, repairs, a ceiling, whole numbers, forms left out when it goes badly, and the
too-gentle-too-hard item, which jumps at some confrontations.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.alliance.trajectory import CheckIns

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int64]

CALM, SUDDEN, EROSION, FACET = range(4)
SESSIONS: Final = 12
PARTS: Final = 3
LEVEL, LEVEL_SD = 78.0, 11.0
GROWTH, GROWTH_SD = 2.5, 2.0  # points for a unit of log(session); some grow strongly
OFFSET_SD: Final = 4.0
MEMORY: Final = 0.4
EARLIEST: Final = 3
# With this chance a session some 53% of courses have a rupture (science.md, section 4).
HAZARD: Final = 0.075
KINDS: Final = (0.5, 0.25, 0.25)
DEPTH, DEPTH_SD, SHALLOWEST = 2.0, 0.6, 0.8  # in SDs within a pair
FACET_DEEPER: Final = 1.6
EROSION_SESSIONS: Final = 4
HEALS: Final = 0.22
BAD_DAY, BAD_DAY_DEPTH = 0.04, 2.0
SKIP_LOG_ODDS, SKIP_BY_DIP = -2.6, 0.6
BALANCE_SD, BALANCE_NOISE = 0.6, 0.7
CONFRONTS, BALANCE_JUMP = 0.35, 2.0


@dataclass(frozen=True)
class Regime:
    """How noisy: SDs in points of the fading state's steps and of a part's error."""

    name: str
    state: float
    error: float

    @property
    def within(self) -> float:
        """SD of the mean of the parts within a pair, in points."""
        return float(np.sqrt(self.state**2 / (1 - MEMORY**2) + self.error**2 / PARTS))

    @property
    def within_part(self) -> float:
        """SD of one part within a pair, in points."""
        return float(np.sqrt(self.state**2 / (1 - MEMORY**2) + self.error**2))


REGIMES: Final = (Regime("quiet", 3.0, 3.0), Regime("typical", 5.0, 5.0), Regime("noisy", 7.5, 7.0))


@dataclass(frozen=True)
class Series:
    """The check-ins, and by pair and session: filled in, phase (0 calm), points lost, session of onset."""

    checkins: CheckIns
    kept: Bools
    phase: Ints
    dip: Floats
    onset: Ints

    def at_checkins(self, values: NDArray[np.generic]) -> NDArray[np.generic]:
        """What a grid of pairs and sessions says at each check-in, in the rows' order."""
        return values[self.kept]


def make(regime: Regime, pairs: int, rng: np.random.Generator) -> Series:
    """Courses of `SESSIONS` sessions of so many pairs."""
    level, growth = rng.normal(LEVEL, LEVEL_SD, pairs), rng.normal(GROWTH, GROWTH_SD, pairs)
    offset = rng.normal(0, OFFSET_SD, (pairs, PARTS))
    balance = rng.normal(0, BALANCE_SD, pairs)
    phases = Phases.calm(pairs)
    state = rng.normal(0, regime.state / np.sqrt(1 - MEMORY**2), pairs)
    grid: dict[str, list[NDArray[np.generic]]] = {"r": [], "b": [], "k": [], "p": [], "d": [], "o": []}
    for session in range(1, SESSIONS + 1):
        if session > 1:
            state = MEMORY * state + rng.normal(0, regime.state, pairs)
        began = phases.step(session, regime, rng)
        lost = phases.lost(session)
        bad = (rng.random(pairs) < BAD_DAY) * BAD_DAY_DEPTH * regime.within
        middle = level + growth * np.log(session) + state - bad
        rated = middle[:, None] + offset - lost + rng.normal(0, regime.error, (pairs, PARTS))
        jump = began & (rng.random(pairs) < CONFRONTS)
        felt = balance + rng.normal(0, BALANCE_NOISE, pairs) + BALANCE_JUMP * jump
        skip = 1 / (1 + np.exp(-SKIP_LOG_ODDS - SKIP_BY_DIP * (lost.mean(axis=1) + bad) / regime.within))
        grid["r"].append(np.rint(np.clip(rated, 0, 100)))
        grid["b"].append(np.rint(np.clip(felt, -3, 3)))
        grid["k"].append(rng.random(pairs) >= skip)
        grid["p"].append(phases.kind.copy())
        grid["d"].append(lost.mean(axis=1))
        grid["o"].append(phases.onset.copy())
    rated, felt, kept, phase, dip, onset = (np.stack(grid[name], axis=1) for name in "rbkpdo")
    pair, session = np.nonzero(kept)
    return Series(CheckIns(pair, session + 1, rated[kept], felt[kept]), kept, phase, dip, onset)


@dataclass
class Phases:
    """Where each course (or each particle of an observer) stands; arrays of one shape."""

    kind: Ints
    onset: Ints
    depth: Floats
    part: Ints

    @classmethod
    def calm(cls, *shape: int) -> "Phases":
        """All calm."""
        return cls(np.zeros(shape, int), np.zeros(shape, int), np.zeros(shape), np.zeros(shape, int))

    def step(self, session: int, regime: Regime, rng: np.random.Generator) -> Bools:
        """One session on; where a rupture of the sudden kind or of a part began."""
        shape = self.kind.shape
        heals = (self.kind != CALM) & (rng.random(shape) < HEALS)
        begins = (self.kind == CALM) & (session >= EARLIEST) & (rng.random(shape) < HAZARD)
        kinds = rng.choice((SUDDEN, EROSION, FACET), size=shape, p=KINDS)
        self.kind = np.where(heals, CALM, np.where(begins, kinds, self.kind))
        self.onset = np.where(heals, 0, np.where(begins, session, self.onset))
        depth = np.maximum(rng.normal(DEPTH, DEPTH_SD, shape), SHALLOWEST) * regime.within
        self.depth = np.where(begins, depth, self.depth)
        self.part = np.where(begins, rng.integers(0, PARTS, shape), self.part)
        return begins & (kinds != EROSION)

    def lost(self, session: int) -> Floats:
        """Points lost by each part, shape (…, 3)."""
        grown = np.minimum((session - self.onset + 1) / EROSION_SESSIONS, 1.0)
        deep = np.where(self.kind == EROSION, self.depth * grown, self.depth) * (self.kind != CALM)
        of_part = np.arange(PARTS) == self.part[..., None]
        share = np.where((self.kind == FACET)[..., None], FACET_DEEPER * of_part, 1.0)
        return np.asarray(deep[..., None] * share)
