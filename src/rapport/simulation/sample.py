"""The courses of a world as arrays for studies: to their end, with each client's last provider.

The providers before the last were met once, to choose.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.simulation.dynamics import Paths
from rapport.simulation.estimates import residual
from rapport.simulation.sessions import Meeting, make_paths
from rapport.simulation.world import MEAN_OF_PARTS, RATING_SD, World

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Sample:
    """One course a row; sessions run along the second axis, NaN after the last one held.

    first_parts: (courses, 3), ratings of the first session. overall: ratings, 0–100. symptoms: PHQ-9
    points. base: alliance in rating SDs without states, ruptures and error. deviation: ratings about
    `base`, and strain: symptoms about their own course, both in SDs.
    """

    providers: Whole
    honoured: Bools
    held: Whole
    dropped: Bools
    ruptured: Bools
    repaired: Bools
    first_parts: Floats
    overall: Floats
    symptoms: Floats
    base: Floats
    deviation: Floats
    strain: Floats

    @property
    def first(self) -> Floats:
        """First symptom score."""
        return np.asarray(self.symptoms[:, 0])

    @property
    def last(self) -> Floats:
        """Last symptom score."""
        return np.asarray(np.take_along_axis(self.symptoms, self.held[:, None] - 1, axis=1)[:, 0])

    @property
    def outcome(self) -> Floats:
        """Improvement beyond what the first score foretells; higher is better."""
        return -residual(self.last, self.first)

    @property
    def alliance(self) -> Floats:
        """Mean rating over the course."""
        return np.asarray(np.nanmean(self.overall, axis=1))

    def only(self, rows: Bools) -> "Sample":
        """The courses marked."""
        return Sample(*(getattr(self, each.name)[rows] for each in fields(self)))


def sample_of(world: World) -> Sample:
    """Every client's course with their last provider, whatever the practice's day."""
    blocks = [_block(world, meetings, paths) for meetings, paths in make_paths(world)]
    return Sample(*(np.concatenate([getattr(one, each.name) for one in blocks]) for each in fields(Sample)))


def _block(world: World, meetings: Sequence[Meeting], paths: Paths) -> Sample:
    rows = np.array([each.is_last for each in meetings])
    base = paths.level - np.sqrt(world.shares.state) * paths.state
    deviation = (paths.ratings[:, :, 3] - MEAN_OF_PARTS) / RATING_SD - base
    unseen = np.arange(base.shape[1]) >= paths.held[:, None]

    def seen(values: Floats) -> Floats:
        return np.asarray(np.where(unseen, np.nan, values)[rows])

    return Sample(
        providers=np.array([each.provider for each in meetings])[rows],
        honoured=np.array([each.honoured for each in meetings])[rows],
        held=paths.held[rows],
        dropped=paths.dropped[rows],
        ruptured=(paths.rupture_at > 0)[rows],
        repaired=paths.repaired[rows],
        first_parts=paths.ratings[rows, 0, :3],
        overall=seen(paths.ratings[:, :, 3]),
        symptoms=seen(paths.symptoms),
        base=seen(base),
        deviation=seen(deviation),
        strain=seen(paths.strain),
    )
