"""The roster: every provider as one frozen, validated table, column by column.

A roster is read once and asked many times, so a column keeps each distinct value once and a small
code per provider. Rules about one cell stand in `cells`, rules about a row stand here.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from rapport import vocabulary
from rapport.errors import BadInput, Problem, quoted
from rapport.matching import cells
from rapport.matching.cells import CellError, Parse

T = TypeVar("T")

# What a roster may remember, counted as if everything in it were a set of providers.
MEMORY_BYTES: Final = 256_000_000


class Rule(NamedTuple):
    """What a column holds: its parser, what a blank cell means, and whether a blank is refused."""

    parse: Parse
    blank: object
    required: bool
    meaning: str


def _closed(codes: Sequence[str]) -> Parse:
    return cells.list_of(cells.one_of(codes))


_CODES = cells.list_of(cells.code)

COLUMNS: Final[Mapping[str, Rule]] = {
    "provider_id": Rule(cells.identifier, "", True, "opaque id, unique in the file"),
    "name": Rule(cells.name, "", True, "the name people know"),
    "kind": Rule(cells.one_of(vocabulary.KINDS), "", True, "therapist or coach"),
    "npi": Rule(cells.provider_number, "", False, "National Provider Identifier"),
    "taxonomy": Rule(cells.taxonomy, "", False, "NUCC taxonomy code"),
    "licences": Rule(_closed(vocabulary.STATES), (), False, "US state codes; blank for coaches"),
    "licence_expires": Rule(cells.day, None, False, "date the licence runs out"),
    "languages": Rule(cells.list_of(cells.language), (), True, "BCP 47 tags"),
    "formats": Rule(_closed(vocabulary.FORMATS), (), True, "video, in_person, phone"),
    "zip": Rule(cells.zip_code, "", False, "ZIP of the practice"),
    "timezone": Rule(cells.timezone, "", False, "IANA zone of the slots"),
    "payers": Rule(_CODES, (), False, "names of insurers, or self_pay"),
    "fee_min": Rule(cells.dollars, None, False, "lowest fee in dollars"),
    "fee_max": Rule(cells.dollars, None, False, "usual fee in dollars"),
    "sliding_scale": Rule(cells.yes_no, False, False, "yes or no"),
    "age_groups": Rule(_closed(vocabulary.AGE_GROUPS), (), True, "ages seen"),
    "services": Rule(_closed(vocabulary.SERVICES), (), True, "individual, couple, family, group"),
    "concerns": Rule(_closed(vocabulary.CONCERNS), (), True, "concern codes worked with"),
    "approaches": Rule(_CODES, (), False, "ways of working, such as cbt or emdr"),
    "gender": Rule(cells.code, "", False, "as the provider says it"),
    "identities": Rule(_CODES, (), False, "as the provider says them"),
    "faith": Rule(cells.code, "", False, "as the provider says it"),
    "directive": Rule(cells.STYLE, None, False, "-3 client leads … 3 therapist leads"),
    "emotional": Rule(cells.STYLE, None, False, "-3 reserved … 3 intense"),
    "past": Rule(cells.STYLE, None, False, "-3 present … 3 past"),
    "challenge": Rule(cells.STYLE, None, False, "-3 warm support … 3 focused challenge"),
    "slots": Rule(cells.list_of(cells.week_hour), (), False, "free hours, provider's zone"),
    "capacity": Rule(cells.whole(0, cells.HIGHEST_CAPACITY), 0, True, "open places"),
    "openings_confirmed_on": Rule(cells.day, None, False, "date the openings were confirmed"),
    "accepting": Rule(cells.yes_no, False, True, "yes or no"),
    # Beyond contract.md: what clients measured after sessions, where a service has it.
    "warmth": Rule(cells.score, None, False, "mean rating of warmth by clients, 0-100"),
    "warmth_sessions": Rule(cells.whole(0, 1_000_000), 0, False, "sessions behind that mean"),
}
REQUIRED: Final = tuple(name for name, rule in COLUMNS.items() if rule.required)


class Provider(NamedTuple):
    """One row of the roster, typed: lists as tuples, what was not said as None or an empty text."""

    provider_id: str
    name: str
    kind: str
    npi: str
    taxonomy: str
    licences: tuple[str, ...]
    licence_expires: date | None
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    zip: str
    timezone: str
    payers: tuple[str, ...]
    fee_min: float | None
    fee_max: float | None
    sliding_scale: bool
    age_groups: tuple[str, ...]
    services: tuple[str, ...]
    concerns: tuple[str, ...]
    approaches: tuple[str, ...]
    gender: str
    identities: tuple[str, ...]
    faith: str
    directive: int | None
    emotional: int | None
    past: int | None
    challenge: int | None
    slots: tuple[int, ...]
    capacity: int
    openings_confirmed_on: date | None
    accepting: bool
    warmth: float | None
    warmth_sessions: int


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its distinct values, and per provider the place of its value among them."""

    values: tuple[Any, ...]
    codes: NDArray[np.int32]

    def __getitem__(self, position: int) -> Any:
        return self.values[self.codes[position]]

    def where(
        self, test: Callable[[Any], bool], positions: NDArray[np.int64] | slice = slice(None)
    ) -> NDArray[np.bool_]:
        """Per provider (or those at the positions), whether its value passes; one test a distinct value."""
        passing = np.fromiter(map(test, self.values), dtype=bool, count=len(self.values))
        return passing[self.codes[positions]]

    def numbers(self, missing: float = np.nan) -> NDArray[np.float64]:
        """Per provider, its value as a number; `missing` where there is none."""
        floats = [missing if value is None else float(value) for value in self.values]
        return np.array(floats, dtype=np.float64)[self.codes]


@dataclass(frozen=True)
class Roster:
    """All providers, frozen. Positions count from 0 in the order of the rows."""

    columns: Mapping[str, Column] = field(repr=False)
    size: int

    def __len__(self) -> int:
        return self.size

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The provider ids, in the order of the rows."""
        column = self.columns["provider_id"]
        return tuple(column.values[code] for code in column.codes)

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {provider_id: position for position, provider_id in enumerate(self.ids)}

    def position(self, provider_id: str) -> int | None:
        """Where a provider stands, or None when nobody here has that id."""
        return self._positions.get(provider_id)

    def provider(self, position: int) -> Provider:
        """One provider as a value object."""
        return Provider(**{name: column[position] for name, column in self.columns.items()})

    @cached_property
    def _memory(self) -> dict[Hashable, Any]:
        return {}

    def remembered(self, key: Hashable, find: Callable[[], T]) -> T:
        """What was worked out for this roster before under a key, or is worked out now.

        Sets and tables only, bounded to `MEMORY_BYTES`; when that is full, all of it is forgotten.
        """
        memory = self._memory
        found: T | None = memory.get(key)
        if found is None:
            if len(memory) * self.size // 8 > MEMORY_BYTES:
                memory.clear()
            found = memory[key] = find()
        return found


def numbers(roster: Roster, name: str) -> NDArray[np.float64]:
    """A column as one number a provider, NaN where there is none; worked out once."""
    return roster.remembered(("numbers", name), roster.columns[name].numbers)


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
    seen: set[int] = set()
    ids, kinds, licences = read["provider_id"].codes, read["kind"], read["licences"]
    is_therapist = kinds.where(lambda kind: kind == "therapist").tolist()
    is_licensed = licences.where(bool).tolist()
    fees_cross = (read["fee_min"].numbers() > read["fee_max"].numbers()).tolist()
    id_codes = ids.tolist()
    for row in rows:
        column, expected, arrived = "", "", ""
        if id_codes[row] in seen:
            column, expected, arrived = "provider_id", "each id once", "one seen before"
        elif is_therapist[row] and not is_licensed[row]:
            column, expected, arrived = "licences", "at least one state for a therapist", "none"
        elif fees_cross[row]:
            column, expected, arrived = "fee_max", "fee_max at or above fee_min", "less"
        seen.add(id_codes[row])
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
