"""A log of single choices: read it, weigh it for another policy, and describe it to the reward model."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.errors import BadInput, Problem
from rapport.learning.policy import log_columns as cols
from rapport.learning.policy.estimate import Weights, sums
from rapport.learning.policy.log_columns import Columns
from rapport.learning.policy.policy_log import FEATURE_PREFIX, FLAT_FIELDS
from rapport.learning.policy.reward_model import Design

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
# Probabilities of a policy may be rounded, as logs' are.
MOST_OFF: Final = 1e-3


class FlatLog(NamedTuple):
    """Choices in the order of the file: shape (rows,) each; `features` has shape (rows, features).

    `choices` are codes into `pairs`, the (position, action) pairs that the log shows.
    """

    pairs: list[tuple[str, str]]
    choices: Codes
    propensities: Floats
    rewards: Floats
    features: Floats
    clusters: Codes
    columns: Columns


class FlatTarget(NamedTuple):
    """Another policy: the probability of each row's choice under it, and of all choices where it is known.

    `chosen`: shape (rows,). `table`: shape (pairs,), the probability of each (position, action), None where
    it varies from row to row. `unsupported`: its share of choices that the log does not show at all.
    """

    chosen: Floats
    table: Floats | None = None
    unsupported: float = 0.0


def read_flat(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    file: str = "",
    lines: Sequence[int] | None = None,
) -> FlatLog:
    """Read a flat log. Raises BadInput with the first cell that breaks a rule of `policy_log.FLAT_FIELDS`."""
    where = lines or range(2, len(rows) + 2)
    columns = cols.columns_of(header, rows, FLAT_FIELDS, file=file, lines=where)
    actions = columns.cells["action"]
    if not all(actions):
        columns.refuse(actions.index(""), "action", "an action")
    pairs, choices = cols.codes(zip(columns.named("position"), actions, strict=True))
    named = [name for name in columns.cells if name.startswith(FEATURE_PREFIX)]
    features = [_standardised(cols.numbers(columns, name)) for name in named]
    return FlatLog(
        pairs, choices,
        propensities=cols.probabilities(columns, "propensity"),
        rewards=cols.numbers(columns, "reward"),
        features=np.column_stack([np.ones(columns.size), *features]),
        clusters=cols.clusters(columns, "cluster_id"),
        columns=columns,
    )  # fmt: skip


def _standardised(values: Floats) -> Floats:
    spread = float(values.std())
    found: Floats = (values - values.mean()) / (spread or 1.0)
    return found


def as_logged(log: FlatLog) -> FlatTarget:
    """The logging policy itself."""
    return FlatTarget(log.propensities)


def evenly(log: FlatLog) -> FlatTarget:
    """Every action that the log shows at a position, as likely as the others there."""
    positions, place = cols.codes(position for position, _ in log.pairs)
    table = 1.0 / np.bincount(place, minlength=len(positions))[place]
    return FlatTarget(table[log.choices], table)


def from_column(log: FlatLog, name: str) -> FlatTarget:
    """The probabilities of the rows' choices that stand in a column of the log."""
    return FlatTarget(cols.chances_of(log.columns, name))


def from_table(log: FlatLog, said: Mapping[tuple[str, str], float]) -> FlatTarget:
    """A policy that looks at the position alone: the probability of each (position, action).

    Raises:
        BadInput: the probabilities of a position do not add up to 1.
    """
    shown = [position for position, _ in log.pairs]
    for position in dict.fromkeys(shown):
        total = sum(value for (where, _), value in said.items() if where == position)
        if abs(total - 1) > MOST_OFF:
            where = f" of position {position}" if position else ""
            raise BadInput(Problem(f"probabilities{where} that add up to 1", f"{total:g}"))
    table = np.array([said.get(pair, 0.0) for pair in log.pairs])
    positions, place = cols.codes(shown)
    reached = sums(place, table, len(positions))
    often = np.bincount(place[log.choices], minlength=len(positions)) / len(log.choices)
    return FlatTarget(table[log.choices], table, float(often @ np.maximum(1 - reached, 0.0)))


def flat_weights(log: FlatLog, target: FlatTarget) -> Weights:
    """How much each choice says about the target."""
    return Weights(target.chosen / log.propensities, unsupported=target.unsupported)


def flat_design(log: FlatLog, target: FlatTarget) -> Design:
    """The features, and the action's effect where the target's probability of every action is known.

    Where it is not, the model looks at the features alone: what the target would choose cannot be averaged.
    """
    if target.table is None:
        nobody = np.zeros((len(log.choices), 0), dtype=np.int64)
        return Design(log.features, log.features, nobody, 0, lambda _: np.zeros(len(nobody)))
    table = target.table
    _, place = cols.codes(position for position, _ in log.pairs)

    def expect(effects: Floats) -> Floats:
        found: Floats = sums(place, table * effects)[place[log.choices]]
        return found

    return Design(log.features, log.features, log.choices[:, None], len(log.pairs), expect)
