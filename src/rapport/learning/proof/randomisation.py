"""Who gets which arm of a trial: permuted blocks within strata, the same for the same secret seed.

A block holds every arm in its due share, so that the arms of a stratum can never drift apart by more
than half a block. The order within a block follows from the seed alone, and without the seed nobody
can tell the next arm: keep it secret until the trial is closed.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.errors import BadInput, Problem, quoted

Whole: TypeAlias = NDArray[np.int64]

LARGEST_BLOCK: Final = 1000


def allocate(stratum: str, position: int, *, seed: int | str, arms: Sequence[str], block: int) -> str:
    """Which arm does the next client of this stratum get?

    Args:
        stratum: what the client was like before, as one text (state and severity, say).
        position: how many of this stratum were allocated before, from 0.
        seed: secret; the same seed gives the same list.
        arms: names; one that stands twice gets twice as many clients.
        block: clients in a block, a multiple of the number of arms.

    Each block's places are ordered by a keyed hash (SHA-256), which gives the same list on every
    machine and in every version, in any order of asking.

    Raises:
        BadInput: no arm, a block that does not hold every arm equally, a position below 0.

    Source: permuted blocks, Zelen 1974 (10.1016/0021-9681(74)90015-0; from memory, unverified).
    """
    check_block(arms, block)
    if position < 0:
        raise BadInput(Problem(expected="0 or more", arrived=str(position), column="position"))
    number, place = divmod(position, block)
    keys = [sha256(repr((seed, stratum, number, each)).encode()).digest() for each in range(block)]
    order = sorted(range(block), key=keys.__getitem__)
    return arms[order[place] % len(arms)]


def allocate_runs(runs: int, people: int, *, arms: int, block: int, rng: np.random.Generator) -> Whole:
    """Many trials at once, each of one stratum: arm numbers of shape (runs, people).

    For simulation: the same rule as `allocate`, drawn from a generator.
    """
    check_block(range(arms), block)
    blocks = -(-people // block)
    order = rng.random((runs, blocks, block)).argsort(axis=2)
    return np.asarray((order % arms).reshape(runs, blocks * block)[:, :people])


def check_block(arms: Sequence[object], block: int) -> None:
    """Refuse arms and blocks of which no balanced block can be made."""
    if not arms:
        raise BadInput(Problem(expected="at least one arm", arrived="none", column="arms"))
    if not 1 <= block <= LARGEST_BLOCK or block % len(arms):
        raise BadInput(
            Problem(
                expected=f"a multiple of {len(arms)}, the number of arms, up to {LARGEST_BLOCK}",
                arrived=quoted(block),
                column="block",
            )
        )
