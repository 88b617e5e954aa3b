"""The other policy, as a person names it: `uniform`, `logged`, `greedy`, `plackett-luce:temperature=2`."""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rapport.errors import BadInput, Problem, quoted
from rapport.learning.policy import log_columns as cols
from rapport.learning.policy.policy_log import Field
from rapport.learning.policy.slate_log import SlateLog
from rapport.learning.policy.slate_weights import Target

Floats = NDArray[np.float64]

EVEN: Final = Target(inf, 0.0, 0.0)
AS_LOGGED: Final = Target()
# The best three in order, with the log's own cost for likeness.
GREEDY: Final = Target(temperature=0.0, floor=0.0)
NAMED: Final[Mapping[str, Target]] = {"uniform": EVEN, "logged": AS_LOGGED, "greedy": GREEDY}
LUCE: Final = "plackett-luce:"
PARAMETERS: Final = ("temperature", "difference", "floor")

UTILITY_FIELDS: Final[Mapping[str, Field]] = {
    "request_id": Field("id", True, "a request of the log"),
    "provider_id": Field("id", True, "a provider of that request's pool"),
    "utility": Field("number", True, "in rating points, as another model would have it"),
}
TABLE_FIELDS: Final[Mapping[str, Field]] = {
    "action": Field("id", True, "an action"),
    "probability": Field("probability", True, "of that action"),
    "position": Field("id", False, "at that position"),
}


def named_target(text: str) -> Target | None:
    """The slate target behind a name; None when the text names none.

    Raises:
        BadInput: parameters of plackett-luce that are not known or out of range.
    """
    if text in NAMED:
        return NAMED[text]
    if not text.startswith(LUCE):
        return None
    said = dict(_parameter(each) for each in text.removeprefix(LUCE).split(","))
    if "temperature" not in said:
        raise BadInput(Problem(f"{LUCE}temperature=…", quoted(text), column="--policy"))
    return Target(said["temperature"], said.get("difference"), said.get("floor", 0.0))


def _parameter(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    highest = 1.0 if name == "floor" else inf
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if name not in PARAMETERS or not 0 <= number <= highest:
        expected = f"{' or '.join(PARAMETERS)} with a number of 0 or more after {LUCE}"
        raise BadInput(Problem(expected, quoted(text), column="--policy"))
    return name, number


def target_from_utilities(
    log: SlateLog, header: Sequence[str], rows: Sequence[Sequence[str]], *, file: str, lines: Sequence[int]
) -> Target:
    """Drawing as the log drew, from the utilities of another model: one row a request and provider.

    Raises:
        BadInput: a cell breaks its rule, or somebody in a pool has no utility.
    """
    columns = cols.columns_of(header, rows, UTILITY_FIELDS, file=file, lines=lines)
    values = cols.numbers(columns, "utility").tolist()
    keys = zip(columns.cells["request_id"], columns.cells["provider_id"], strict=True)
    said = dict(zip(keys, values, strict=True))
    utilities = []
    for request, pool in zip(log.request_ids, log.pools, strict=True):
        ids = [log.providers[code] for code in pool.providers.tolist()]
        missing = next((each for each in ids if (request, each) not in said), None)
        if missing is not None:
            whose = f"a utility of {quoted(missing)} for request {quoted(request)}"
            raise BadInput(Problem(whose, "none", column="utility", file=file))
        utilities.append(np.array([said[request, each] for each in ids]))
    return Target(utilities=utilities)


def table_of(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, file: str, lines: Sequence[int]
) -> dict[tuple[str, str], float]:
    """The probability of each (position, action) that a file gives. Raises BadInput."""
    columns = cols.columns_of(header, rows, TABLE_FIELDS, file=file, lines=lines)
    values = cols.numbers(columns, "probability", low=0.0, high=1.0).tolist()
    pairs = zip(columns.named("position"), columns.cells["action"], strict=True)
    return dict(zip(pairs, values, strict=True))
