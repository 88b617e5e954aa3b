"""Does the synthetic practice show what was published? Every figure beside its simulated value."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from rapport.engines.engine import HERE, Engine
from rapport.errors import BadInput, Problem
from rapport.simulation import figures
from rapport.simulation.figures import Figure
from rapport.simulation.measurements import MEASURES
from rapport.simulation.practice import Practice, make_practice
from rapport.simulation.reach import Reach
from rapport.simulation.requests import AT_ONCE, DECLINES, NONE, OFFERS, search_of
from rapport.simulation.sample import sample_of
from rapport.simulation.world import Shares, make_world

Floats: TypeAlias = NDArray[np.float64]

ON: Final = date(2026, 11, 23)
LEVEL: Final = 0.95
OF_REPLIES: Final = (
    figures.REPLY_NONE, figures.REPLY_DECLINES, figures.REPLY_OFFERS, figures.ONE_OFFER_OF_THREE,
)  # fmt: skip
FIGURES: Final = (*(figure for figure, _ in MEASURES), *OF_REPLIES)
CLIENTS_A_PROVIDER: Final = 20  # below it, too few have the cases that the studies asked for


@dataclass(frozen=True, slots=True)
class Row:
    """A published figure and what the simulator gives: mean over worlds with its Monte-Carlo interval."""

    figure: Figure
    mean: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Whether the mean lies within the published interval or tolerance."""
        return self.figure.low <= self.mean <= self.figure.high


def calibrate(
    *,
    worlds: int,
    providers: int,
    clients: int,
    seed: int = 0,
    shares: Shares | None = None,
    told: Callable[[int], None] | None = None,
    engine: Engine = HERE,
) -> list[Row]:
    """How near does the simulator come to each published figure?

    Args:
        worlds: how many practices, 2 or more, seeded `seed`, `seed + 1`, …
        providers, clients: of each practice; about 30 clients a provider make shares readable.
        shares: as in `make_world`.
        told: called with the number of worlds done.
        engine: where the worlds are made, one a partition.

    Raises:
        BadInput: fewer clients than providers' shares need.

    Source: `figures`, where each figure's own source stands.
    """
    if clients < CLIENTS_A_PROVIDER * providers:
        expected = f"at least {CLIENTS_A_PROVIDER} for each of {providers} providers"
        raise BadInput(Problem(expected=expected, arrived=str(clients), column="clients"))
    asked = engine.broadcast((providers, clients, shares))
    seeds = range(seed, seed + worlds)
    found = np.array(engine.map_partitions(_measured, seeds, asked, told))
    return [_row(figure, values) for figure, values in zip(FIGURES, found.T, strict=True)]


def _measured(seed: int, asked: tuple[int, int, Shares | None]) -> list[float]:
    """Every figure in one world."""
    providers, clients, shares = asked
    practice = make_practice(providers=providers, clients=clients, seed=seed, on=ON)
    sample = sample_of(make_world(practice, shares=shares))
    return [*(measure(sample) for _, measure in MEASURES), *_replies(practice)]


def _replies(practice: Practice) -> list[float]:
    """Shares of the replies to every client's first three requests, as in `OF_REPLIES`."""
    reach = Reach(practice)
    searches = (search_of(practice, client, reach.of(client)) for client in range(len(practice.answers)))
    firsts = [[each.reply for each in search.requests[:AT_ONCE]] for search in searches]
    drawn = np.array([replies for replies in firsts if len(replies) == AT_ONCE])
    return [
        *(float((drawn == reply).mean()) for reply in (NONE, DECLINES, OFFERS)),
        float((drawn == OFFERS).any(axis=1).mean()),
    ]


def _row(figure: Figure, values: Floats) -> Row:
    count = len(values)
    half = float(stdtrit(count - 1, 0.5 + LEVEL / 2) * values.std(ddof=1) / np.sqrt(count))
    mean = float(values.mean())
    return Row(figure, mean, mean - half, mean + half)


def misses(rows: Iterable[Row]) -> list[Row]:
    """The figures that the simulator does not give."""
    return [row for row in rows if not row.holds]
