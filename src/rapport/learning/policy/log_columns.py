"""Columns of a log as arrays, every fault named by row and column.

A log may hold a million rows, so a column is read at once; only where that fails is the cell looked for.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import inf, isfinite, nan
from typing import Any, NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from rapport.errors import BadInput, Problem, quoted
from rapport.learning.policy.policy_log import Field

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


class Columns(NamedTuple):
    """The cells of a log by column, with what a message needs to name a place."""

    cells: Mapping[str, Sequence[str]]
    size: int
    file: str
    lines: Sequence[int]

    def refuse(self, row: int, column: str, expected: str, arrived: str | None = None) -> NoReturn:
        """Raise BadInput for one cell."""
        text = self.cells[column][row] if column in self.cells else ""
        shown = arrived or (quoted(text) if text.strip() else "an empty cell")
        raise BadInput(Problem(expected, shown, column=column, row=self.lines[row], file=self.file))

    def named(self, name: str) -> Sequence[str]:
        """A column's cells, blank where the log has no such column."""
        return self.cells.get(name) or [""] * self.size


def columns_of(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    fields: Mapping[str, Field],
    *,
    file: str,
    lines: Sequence[int],
) -> Columns:
    """Check the header and the width of every row. Raises BadInput."""
    names = [name.strip() for name in header]
    missing = [name for name, field in fields.items() if field.required and name not in names]
    if missing:
        shown = quoted(",".join(names))
        raise BadInput(Problem("columns " + ", ".join(missing), shown, row=1, file=file))
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BadInput(Problem("each column once", "it twice", column=twice, row=1, file=file))
    if not rows:
        raise BadInput(Problem("at least one row below the header", "none", file=file))
    for index, row in enumerate(rows):
        if len(row) != len(names):
            raise BadInput(Problem(f"{len(names)} cells", str(len(row)), row=lines[index], file=file))
    return Columns(dict(zip(names, zip(*rows, strict=True), strict=True)), len(rows), file, lines)


def numbers(
    columns: Columns, name: str, *, low: float = -inf, high: float = inf, blank: bool = False
) -> Floats:
    """A column of finite numbers within bounds, ends included; blank cells are NaN where they may be."""
    texts = columns.named(name)
    try:
        found = np.fromiter((float(each) if each else nan for each in texts), np.float64, columns.size)
        bad = ~np.isfinite(found) | (found < low) | (found > high)
        first = next((row for row in np.flatnonzero(bad).tolist() if not (blank and not texts[row])), None)
    except ValueError:
        first = next(row for row, each in enumerate(texts) if each and not _is_number(each))
    if first is not None:
        columns.refuse(first, name, _expected(low, high))
    return found


def _is_number(text: str) -> bool:
    try:
        return isfinite(float(text))
    except ValueError:
        return False


def _expected(low: float, high: float) -> str:
    if low == -inf and high == inf:
        return "a finite number"
    if high == inf:
        return f"a number of {low:g} or more"
    return f"a number from {low:g} to {high:g}"


def probabilities(columns: Columns, name: str, *, blank: bool = False) -> Floats:
    """A column of probabilities above 0, at most 1: what was logged did happen."""
    found = numbers(columns, name, low=0.0, high=1.0, blank=blank)
    never = np.flatnonzero(found == 0.0)
    if len(never):
        columns.refuse(int(never[0]), name, "a probability above 0: what was logged did happen")
    return found


def chances_of(columns: Columns, name: str, *, blank: bool = False) -> Floats:
    """A column that a person named, with another policy's probabilities, which may be 0."""
    if name not in columns.cells:
        raise BadInput(Problem("a column of the log", quoted(name), column="--policy", file=columns.file))
    return numbers(columns, name, low=0.0, high=1.0, blank=blank)


def codes(texts: Iterable[Any]) -> tuple[list[Any], Codes]:
    """The distinct values in order of appearance, and each row's place among them."""
    listed = list(texts)
    place = {text: code for code, text in enumerate(dict.fromkeys(listed))}
    return list(place), np.fromiter(map(place.__getitem__, listed), np.int64, len(listed))


def clusters(columns: Columns, name: str) -> Codes:
    """Each row's cluster; a blank cell makes a cluster of its own."""
    return codes(each or row for row, each in enumerate(columns.named(name)))[1]


def yes_no(columns: Columns, name: str) -> Floats:
    """1 for yes, 0 for no, NaN for blank."""
    meaning = {"yes": 1.0, "no": 0.0, "": nan}
    return _mapped(columns, name, meaning.get, "yes or no")


def _mapped(columns: Columns, name: str, meaning: Callable[[str], float | None], expected: str) -> Floats:
    distinct, place = codes(columns.named(name))
    values = [meaning(each) for each in distinct]
    unknown = next((code for code, value in enumerate(values) if value is None), None)
    if unknown is not None:
        columns.refuse(int(np.argmax(place == unknown)), name, expected)
    return np.array(values, dtype=np.float64)[place]


def ratings(columns: Columns, name: str) -> Floats:
    """The mean of a list of ratings from 0 to 100 parted by `;`, NaN for blank."""
    return _mapped(columns, name, _mean_rating, "ratings from 0 to 100 parted by ;")


def _mean_rating(cell: str) -> float | None:
    if not cell:
        return nan
    parts = cell.split(";")
    if not all(_is_number(part) and 0 <= float(part) <= 100 for part in parts):
        return None
    return sum(map(float, parts)) / len(parts)
