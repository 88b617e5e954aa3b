"""From a roster and many clients' answers to who may be offered to whom."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from rapport.engines.engine import HERE, Engine
from rapport.matching import bitsets
from rapport.matching.allocation.market import NOBODY, Counts, Floats, Numbers
from rapport.matching.answers import Answers
from rapport.matching.eligibility import screen, set_of
from rapport.matching.limits import Question
from rapport.matching.ranking import Policy, pool_among
from rapport.matching.roster import Roster

if TYPE_CHECKING:
    from rapport.matching.learned import Learned

# Of each client so many are looked at, the best first: who stands lower is not missed where places cost less
# than the way down to them.
WIDTH: Final = 100
CLIENTS_A_PARTITION: Final = 200
_EVERYBODY: Final = Policy(tolerance=np.inf, pool=WIDTH)


class Client(NamedTuple):
    """One who wants three.

    `crisis`: whether the screen of their text saw one. `without`: ids of providers whom they are not offered.
    """

    answers: Answers
    crisis: bool = False
    without: frozenset[str] = frozenset()


class Fits(NamedTuple):
    """Shapes (clients, width): positions in the roster, best first, NOBODY at the end; and their utilities.

    `eligible`, shape (clients,): how many keep every limit, looked at or not.
    """

    candidates: Numbers
    fits: Floats
    eligible: Counts


def fits_of(
    roster: Roster,
    clients: Iterable[Client],
    *,
    on: date,
    width: int = WIDTH,
    learned: "Learned | None" = None,
    engine: Engine = HERE,
) -> Fits:
    """The best who can take each client, and what the draw would think of them.

    Args:
        roster: the providers.
        clients: who wants three.
        on: today.
        width: how many are looked at for each client.
        learned: what was learned from rated sessions, or None.
        engine: where clients are looked at, `CLIENTS_A_PARTITION` a partition.

    Returns:
        Utilities as `ranking.pool_of` gives them, before any price.

    Missing data: a client whom nobody can take has a row of NOBODY.
    """
    every = list(clients)
    starts = range(0, max(1, len(every)), CLIENTS_A_PARTITION)
    parts = [every[start : start + CLIENTS_A_PARTITION] for start in starts]
    found = engine.map_partitions(_fits_of_some, parts, engine.broadcast(_Asked(roster, on, width, learned)))
    return Fits(*(np.concatenate(column) for column in zip(*found, strict=True)))


class _Asked(NamedTuple):
    """What every partition is told."""

    roster: Roster
    on: date
    width: int
    learned: "Learned | None"


def _fits_of_some(clients: list[Client], asked: _Asked) -> Fits:
    roster, on, width, learned = asked
    policy = _EVERYBODY._replace(pool=width)
    pools, eligible = [], []
    for client in clients:
        question = Question(client.answers, client.crisis, on)
        among = screen(roster, question).eligible & ~set_of(roster, client.without)
        pool = pool_among(roster, question, among, policy, learned)
        pools.append((pool.positions, pool.utilities))
        eligible.append(bitsets.count(among))
    candidates = np.full((len(pools), width), NOBODY, dtype=np.int32)
    fits = np.zeros((len(pools), width))
    for row, (positions, utilities) in enumerate(pools):
        candidates[row, : len(positions)] = positions
        fits[row, : len(positions)] = utilities
    return Fits(candidates, fits, np.array(eligible, dtype=np.int64))


def places_of(roster: Roster) -> Counts:
    """Shape (providers,): open places, as the roster says."""
    column = roster.columns["capacity"]
    places: Counts = np.array(column.values, dtype=np.int64)[column.codes]
    return places


def states_of(clients: Iterable[Client]) -> Counts:
    """Shape (clients,): a number for each client's state, as `allocate_parted` takes it."""
    _, numbers = np.unique([each.answers.state for each in clients], return_inverse=True)
    return numbers.astype(np.int64)
