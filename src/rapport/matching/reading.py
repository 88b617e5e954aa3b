"""Read a roster from the cells of a table, refusing every row that breaks a rule and saying which."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from rapport.errors import BadInput, Problem, quoted
from rapport.matching.cells import CellError
from rapport.matching.columns import COLUMNS, REQUIRED
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
    if not refused:
        refused.extend(_row_problems(read, range(len(table)), place))
    else:
        bad_rows = {place.index_of(problem.row) for problem in refused}
        kept = [row for row in range(len(table)) if row not in bad_rows]
        refused.extend(_row_problems(read, kept, place))
    refused.sort(key=lambda problem: problem.row or 0)
    return Reading(_keep(read, len(table), refused, place), tuple(refused), warnings)


class _Place:
    """Turns a row's index into the line to name in a message, and back."""

    def __init__(self, file: str, lines: Sequence[int] | None) -> None:
        self.file = file
        self._lines = lines
        self._index = {line: index for index, line in enumerate(lines)} if lines else {}

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
    place_of = {text: code for code, text in enumerate(dict.fromkeys(texts))}
    codes = np.fromiter(map(place_of.__getitem__, texts), dtype=np.int32, count=size)
    values: list[object] = []
    faults: dict[int, str] = {}
    for code, text in enumerate(place_of):
        bare = text.strip()
        try:
            value = rule.parse(bare) if bare else rule.blank
            if rule.required and (not bare or value == ()):
                raise CellError("a value")
        except CellError as error:
            faults[code], value = str(error), rule.blank
        values.append(value)
    return Column(tuple(values), codes), faults


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


def _row_problems(read: Mapping[str, Column], rows: Iterable[int], place: _Place) -> list[Problem]:
    """The rules that need two cells or two rows: unique ids, a therapist's licence, fees in order."""
    problems = []
    seen: set[str] = set()
    ids, kinds, licences = read["provider_id"], read["kind"], read["licences"]
    is_therapist = kinds.where(lambda kind: kind == "therapist").tolist()
    is_licensed = licences.where(bool).tolist()
    fees_cross = (read["fee_min"].numbers() > read["fee_max"].numbers()).tolist()
    for row in rows:
        column, expected, arrived = "", "", ""
        if ids[row] in seen:
            column, expected, arrived = "provider_id", "each id once", "one seen before"
        elif is_therapist[row] and not is_licensed[row]:
            column, expected, arrived = "licences", "at least one state for a therapist", "none"
        elif fees_cross[row]:
            column, expected, arrived = "fee_max", "fee_max at or above fee_min", "less"
        seen.add(ids[row])
        if column:
            problems.append(
                Problem(
                    file=place.file, row=place.line(row), column=column, expected=expected, arrived=arrived
                )
            )
    return problems


def _keep(read: Mapping[str, Column], size: int, refused: Sequence[Problem], place: _Place) -> Roster:
    if not refused:
        return Roster(read, size)
    bad = np.zeros(size, dtype=bool)
    bad[[place.index_of(problem.row) for problem in refused]] = True
    kept = {name: Column(column.values, column.codes[~bad]) for name, column in read.items()}
    return Roster(kept, int((~bad).sum()))
