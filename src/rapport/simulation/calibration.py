"""Does the synthetic practice show what was published? Every figure beside its simulated value."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

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
) -> list[Row]:
    """How near does the simulator come to each published figure?

    Args:
        worlds: how many practices, 2 or more, seeded `seed`, `seed + 1`, …
        providers, clients: of each practice; about 30 clients a provider make shares readable.
        shares: as in `make_world`.
        told: called with the number of worlds done.

    Raises:
        BadInput: fewer clients than providers' shares need.

    Source: `figures`, where each figure's own source stands.
    """
    if clients < CLIENTS_A_PROVIDER * providers:
        expected = f"at least {CLIENTS_A_PROVIDER} for each of {providers} providers"
        raise BadInput(Problem(expected=expected, arrived=str(clients), column="clients"))
    found = []
    for number in range(worlds):
        practice = make_practice(providers=providers, clients=clients, seed=seed + number, on=ON)
        sample = sample_of(make_world(practice, shares=shares))
        replies = _replies(practice)
        found.append([*(measure(sample) for _, measure in MEASURES), *(value for _, value in replies)])
        if told is not None:
            told(number + 1)
    known = [figure for figure, _ in MEASURES] + [figure for figure, _ in replies]
    return [_row(figure, values) for figure, values in zip(known, np.array(found).T, strict=True)]


def _replies(practice: Practice) -> list[tuple[Figure, float]]:
    """Shares of the replies to every client's first three requests."""
    reach = Reach(practice)
    searches = (search_of(practice, client, reach.of(client)) for client in range(len(practice.answers)))
    firsts = [[each.reply for each in search.requests[:AT_ONCE]] for search in searches]
    drawn = np.array([replies for replies in firsts if len(replies) == AT_ONCE])
    return [
        (figures.REPLY_NONE, float((drawn == NONE).mean())),
        (figures.REPLY_DECLINES, float((drawn == DECLINES).mean())),
        (figures.REPLY_OFFERS, float((drawn == OFFERS).mean())),
        (figures.ONE_OFFER_OF_THREE, float((drawn == OFFERS).any(axis=1).mean())),
    ]


def _row(figure: Figure, values: Floats) -> Row:
    count = len(values)
    half = float(stdtrit(count - 1, 0.5 + LEVEL / 2) * values.std(ddof=1) / np.sqrt(count))
    mean = float(values.mean())
    return Row(figure, mean, mean - half, mean + half)


def misses(rows: Iterable[Row]) -> list[Row]:
    """The figures that the simulator does not give."""
    return [row for row in rows if not row.holds]
