"""Read a roster from the cells of a table, refusing every row that breaks a rule and saying which."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.errors import BadInput, Problem, quoted
from rapport.matching.cells import CellError
from rapport.matching.columns import COLUMNS, REQUIRED, Rule
from rapport.matching.roster import Column, Roster


class Reading(NamedTuple):
    """What came of reading a roster: the providers accepted, the rows refused, and warnings."""

    roster: Roster
    refused: tuple[Problem, ...]
    warnings: tuple[str, ...]


def read_roster(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    file: str = "",
    lines: Sequence[int] | None = None,
) -> Reading:
    """Read a roster from the cells of a table (contract.md, "Roster").

    Args:
        header: column names; unknown ones are warned about and left out.
        rows: the cells of each row, as text.
        file: name to say in messages.
        lines: the line of the file each row ends on; without it rows are counted from 2.

    Returns:
        The providers whose rows keep every rule, one `Problem` for each rule a row breaks, warnings.

    Raises:
        BadInput: a required column is missing or a column stands twice.
    """
    names = [name.strip() for name in header]
    warnings = _check_header(names, file)
    table = list(rows)
    place = _Place(file, lines)
    refused = _ragged(table, len(names), place)
    cells_by_name = dict(zip(names, _transposed(table, len(names)), strict=True))
    columns = {name: _read_column(name, cells_by_name.get(name), len(table)) for name in COLUMNS}
    for name, (column, faults) in columns.items():
        refused.extend(_column_problems(name, column, faults, cells_by_name.get(name), place))
    read = {name: column for name, (column, _) in columns.items()}
    bad_rows = {place.index_of(problem.row) for problem in refused}
    kept = np.setdiff1d(np.arange(len(table)), [*bad_rows], assume_unique=True)
    refused.extend(_row_problems(read, kept, place))
    refused.sort(key=lambda problem: problem.row or 0)
    return Reading(_keep(read, len(table), refused, place), tuple(refused), warnings)


class _Place:
    """Turns a row's index into the line to name in a message, and back."""

    def __init__(self, file: str, lines: Sequence[int] | None) -> None:
        self.file = file
        self._lines = lines

    @cached_property
    def _index(self) -> dict[int, int]:
        return {line: index for index, line in enumerate(self._lines or ())}

    def line(self, index: int) -> int:
        return self._lines[index] if self._lines else index + 2

    def index_of(self, line: int | None) -> int:
        assert line is not None
        return self._index[line] if self._lines else line - 2


def _check_header(names: Sequence[str], file: str) -> tuple[str, ...]:
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise BadInput(
            Problem(
                file=file,
                row=1,
                expected="columns " + ", ".join(missing),
                arrived=quoted(",".join(names)) if any(names) else "no header",
            )
        )
    twice = [name for name in COLUMNS if names.count(name) > 1]
    if twice:
        raise BadInput(
            Problem(file=file, row=1, column=twice[0], expected="each column once", arrived="it twice")
        )
    unknown = [name for name in names if name not in COLUMNS]
    return tuple(
        f"{file or 'roster'}: column {quoted(name)} is not known and is left out" for name in unknown
    )


def _ragged(table: list[Sequence[str]], width: int, place: _Place) -> list[Problem]:
    """Refuse rows of another width than the header, and pad them so that columns can still be read."""
    problems = []
    for index, row in enumerate(table):
        if len(row) != width:
            problems.append(
                Problem(
                    file=place.file, row=place.line(index), expected=f"{width} cells", arrived=str(len(row))
                )
            )
            table[index] = [*row, *[""] * width][:width]
    return problems


def _transposed(table: list[Sequence[str]], width: int) -> list[tuple[str, ...]]:
    return list(zip(*table, strict=True)) if table else [()] * width


def _read_column(name: str, texts: Sequence[str] | None, size: int) -> tuple[Column, dict[int, str]]:
    """One column's distinct values and codes, and for the codes that break its rule what was expected."""
    rule = COLUMNS[name]
    if texts is None:
        return Column((rule.blank,), np.zeros(size, dtype=np.int32)), {}
    distinct = list(dict.fromkeys(texts))
    if len(distinct) == size:
        codes = np.arange(size, dtype=np.int32)
    else:
        place_of = dict(zip(distinct, range(len(distinct)), strict=True))
        codes = np.fromiter(map(place_of.__getitem__, texts), dtype=np.int32, count=size)
    try:
        return Column(tuple(_values(rule, distinct)), codes), {}
    except CellError:
        values, faults = _values_and_faults(rule, distinct)
        return Column(tuple(values), codes), faults


def _values(rule: Rule, texts: Iterable[str]) -> list[object]:
    """What each text means; raises CellError where one breaks the rule."""
    bare = list(map(str.strip, texts))
    values = [rule.parse(text) if text else rule.blank for text in bare]
    if rule.required and ("" in bare or () in values):
        raise CellError("a value")
    return values


def _values_and_faults(rule: Rule, texts: Iterable[str]) -> tuple[list[object], dict[int, str]]:
    """The same, with a blank where a text breaks the rule, and for each of those what was expected."""
    values: list[object] = []
    faults: dict[int, str] = {}
    for code, text in enumerate(texts):
        try:
            values += _values(rule, [text])
        except CellError as error:
            faults[code] = str(error)
            values.append(rule.blank)
    return values, faults


def _column_problems(
    name: str, column: Column, faults: Mapping[int, str], texts: Sequence[str] | None, place: _Place
) -> list[Problem]:
    if not faults or texts is None:
        return []
    rows = np.flatnonzero(np.isin(column.codes, list(faults))).tolist()
    return [
        Problem(
            file=place.file,
            row=place.line(row),
            column=name,
            expected=faults[int(column.codes[row])],
            arrived=quoted(texts[row]) if texts[row].strip() else "an empty cell",
        )
        for row in rows
    ]


def _row_problems(read: Mapping[str, Column], rows: NDArray[np.int64], place: _Place) -> list[Problem]:
    """The rules that need two cells or two rows: unique ids, a therapist's licence, fees in order."""
    ids, kinds, licences = read["provider_id"], read["kind"], read["licences"]
    repeated = _repeated(ids, rows)
    unlicensed = kinds.where(lambda kind: kind == "therapist", rows) & ~licences.where(bool, rows)
    fees_cross = (read["fee_min"].numbers() > read["fee_max"].numbers())[rows]
    problems = []
    for at in np.flatnonzero(repeated | unlicensed | fees_cross).tolist():
        if repeated[at]:
            column, expected, arrived = "provider_id", "each id once", "one seen before"
        elif unlicensed[at]:
            column, expected, arrived = "licences", "at least one state for a therapist", "none"
        else:
            column, expected, arrived = "fee_max", "fee_max at or above fee_min", "less"
        line = place.line(int(rows[at]))
        problems.append(Problem(file=place.file, row=line, column=column, expected=expected, arrived=arrived))
    return problems


def _repeated(column: Column, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """For each of these rows in turn, whether one before it has the same value."""
    first: dict[object, int] = {}
    # Two texts may be read as one value: " p1" and "p1".
    values = np.array(
        [first.setdefault(value, code) for code, value in enumerate(column.values)], dtype=np.int64
    )
    repeated = np.ones(len(rows), dtype=bool)
    repeated[np.unique(values[column.codes[rows]], return_index=True)[1]] = False
    return repeated


def _keep(read: Mapping[str, Column], size: int, refused: Sequence[Problem], place: _Place) -> Roster:
    if not refused:
        return Roster(read, size)
    bad = np.zeros(size, dtype=bool)
    bad[[place.index_of(problem.row) for problem in refused]] = True
    kept = {name: Column(column.values, column.codes[~bad]) for name, column in read.items()}
    return Roster(kept, int((~bad).sum()))
