"""Read rated sessions, column by column, and say plainly what is wrong with a file.

The format is contract.md's, "Sessions".
"""

import csv
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from rapport.errors import BadInput, Problem, quoted
from rapport.vocabulary import PARTS

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

IDS: Final = ("client_id", "provider_id")
REQUIRED: Final = ("session_id", *IDS, "started_at")
RATINGS: Final = (*PARTS, "overall")
FEATURE_PREFIX: Final = "x_"
GROUP_PREFIX: Final = "group_"
PROPENSITY: Final = "propensity"
LOWEST_RATING, HIGHEST_RATING = 0.0, 100.0
SPLIT_VALUES: Final = ("public", "heldout")
# Fifteen digits, as a float holds exactly; what is larger would overflow when it is squared.
LARGEST_NUMBER: Final = 1e15
SECONDS_A_DAY: Final = 86_400.0


@dataclass(frozen=True, slots=True, eq=False)
class Sessions:
    """n rated sessions in the order of their file.

    `client` and `provider`, shape (n,), are codes into `clients` and `providers`, the distinct ids in order
    of first appearance. `day`, shape (n,), counts days, with fractions, since the earliest session, which
    was at `start`. `ratings` holds goals, tasks, bond and overall, each of shape (n,), 0–100, NaN where
    missing; overall is never missing: where it is not given it is the mean of the parts given. `features`,
    shape (n, k), holds the x_* columns, NaN where blank. `held_out`, shape (n,), is True on rows marked
    `heldout`. `groups` holds the group_* columns, n texts each. `propensity`, shape (n,), in (0, 1], is how
    likely each session was to be rated, None where the file does not say. `warnings` says what was left out.
    """

    session_ids: Sequence[str]
    clients: tuple[str, ...]
    providers: tuple[str, ...]
    client: Codes
    provider: Codes
    day: Floats
    ratings: Mapping[str, Floats]
    features: Floats
    feature_names: tuple[str, ...]
    held_out: NDArray[np.bool_]
    groups: Mapping[str, tuple[str, ...]]
    propensity: Floats | None = None
    start: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    warnings: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.session_ids)

    @property
    def is_in_time_order(self) -> bool:
        """Whether no session started before the one above it."""
        return bool((np.diff(self.day) >= 0).all())


class _Table(NamedTuple):
    """Cells by column, the line of the file on which each row ends, and the file's name."""

    cells: Mapping[str, Sequence[str]]
    lines: Sequence[int]
    name: str

    def refuse(self, row: int, column: str, expected: str, arrived: str = "") -> NoReturn:
        """Raise BadInput about one cell; `arrived` is what stands in it unless said otherwise."""
        cell = self.cells[column][row]
        arrived = arrived or (quoted(cell) if cell.strip() else "an empty cell")
        raise BadInput(Problem(expected, arrived, column=column, row=self.lines[row], file=self.name))


def read_sessions(
    lines: Iterable[str], *, split: str | None = None, name: str = "sessions.csv", keep_unrated: bool = False
) -> Sessions:
    """Which sessions were rated, by whom, when, and how?

    Args:
        lines: the lines of a CSV file with a header (a text file opened with `newline=""` will do).
        split: a column that marks each row `public` or `heldout`; without it no row is held out.
        name: the file's name, for messages.
        keep_unrated: whether a row without any rating is kept, its overall rating NaN, instead of refused.

    Missing data: any rating may be blank, but not all of a row; a blank feature is NaN; a blank group is "".
    Times without an offset are UTC; dates are midnight.

    Raises:
        BadInput: naming row and column: a column missing or twice, a row of another width, an empty or
            repeated session id, an empty id, no ISO date, a rating that is no number from 0 to 100, a row
            without any rating, a feature that is no number or beyond `LARGEST_NUMBER`, an unknown split,
            or no row at all.

    Compared with: `tests/library/unit/test_learning_sessions.py`, which reads the same rows one by one.
    """
    header, rows, places = _rows(lines, name)
    warnings = _check_header(header, split, name)
    _check_widths(rows, places, len(header), name)
    table = _Table(dict(zip(header, zip(*rows, strict=True), strict=True)), places, name)
    (clients, client), (providers, provider) = (_coded(table, column) for column in IDS)
    moments = _moments(table)
    feature_names = tuple(column for column in header if column.startswith(FEATURE_PREFIX))
    features = [_numbers(table, column, "a number of at most fifteen digits") for column in feature_names]
    first = moments.min()
    return Sessions(
        session_ids=_session_ids(table),
        clients=clients,
        providers=providers,
        client=client,
        provider=provider,
        day=(moments - first) / SECONDS_A_DAY,
        ratings=_ratings(table, keep_unrated=keep_unrated),
        features=np.column_stack(features) if features else np.zeros((len(rows), 0)),
        feature_names=feature_names,
        held_out=_held_out(table, split),
        groups={
            column: _stripped(table.cells[column]) for column in header if column.startswith(GROUP_PREFIX)
        },
        propensity=_propensity(table),
        start=datetime.fromtimestamp(first, UTC),
        warnings=warnings,
    )


def _rows(lines: Iterable[str], name: str) -> tuple[list[str], list[list[str]], list[int]]:
    """Header, rows and the line each row ends on; blank lines are skipped."""
    rows: list[list[str]] = []
    places: list[int] = []
    reader = csv.reader(lines, strict=True)
    try:
        for row in reader:
            if row:
                rows.append(row)
                places.append(reader.line_num)
    except UnicodeDecodeError:
        raise BadInput(Problem(file=name, expected="UTF-8 text", arrived="other bytes")) from None
    except csv.Error as error:
        raise BadInput(
            Problem(file=name, row=reader.line_num, expected="well-formed CSV", arrived=str(error))
        ) from None
    if len(rows) < 2:
        arrived = "a header alone" if rows else "an empty file"
        raise BadInput(Problem(file=name, expected="a header and rows", arrived=arrived))
    return [cell.removeprefix("\ufeff").strip() for cell in rows[0]], rows[1:], places[1:]


def _check_header(header: Sequence[str], split: str | None, name: str) -> tuple[str, ...]:
    needed = (*REQUIRED, split) if split else REQUIRED
    missing = [column for column in needed if column not in header]
    if missing:
        expected = f"column{'s' if len(missing) > 1 else ''} {', '.join(missing)}"
        raise BadInput(Problem(file=name, row=1, expected=expected, arrived=quoted(",".join(header))))
    if not set(RATINGS) & set(header):
        expected = f"a column of ratings, any of {', '.join(RATINGS)}"
        raise BadInput(Problem(file=name, row=1, expected=expected, arrived=quoted(",".join(header))))
    twice = [column for column in header if header.count(column) > 1]
    if twice:
        problem = Problem(file=name, row=1, column=twice[0], expected="each column once", arrived="it twice")
        raise BadInput(problem)
    known = {*needed, *RATINGS, PROPENSITY}
    unknown = [
        column
        for column in header
        if column not in known and not column.startswith((FEATURE_PREFIX, GROUP_PREFIX))
    ]
    return tuple(f"{name}: column {quoted(column)} is not known and is left out" for column in unknown)


def _check_widths(rows: Sequence[Sequence[str]], places: Sequence[int], width: int, name: str) -> None:
    for row, place in zip(rows, places, strict=True):
        if len(row) != width:
            expected = f"{width} cells as in the header"
            raise BadInput(Problem(file=name, row=place, expected=expected, arrived=str(len(row))))


def _stripped(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(str.strip, cells))


def _session_ids(table: _Table) -> tuple[str, ...]:
    ids = _stripped(table.cells["session_id"])
    if len({*ids, ""}) <= len(ids):
        seen = {""}
        for row, each in enumerate(ids):
            if each in seen:
                table.refuse(row, "session_id", "each id once", "one seen before" if each else "")
            seen.add(each)
    return ids


def _coded(table: _Table, column: str) -> tuple[tuple[str, ...], Codes]:
    """Distinct ids in order of first appearance, and each row's place among them."""
    ids = _stripped(table.cells[column])
    code_of = {each: code for code, each in enumerate(dict.fromkeys(ids))}
    if "" in code_of:
        table.refuse(ids.index(""), column, "an id")
    return tuple(code_of), np.fromiter(map(code_of.__getitem__, ids), dtype=np.int64, count=len(ids))


def _moments(table: _Table) -> Floats:
    """Seconds since 1970, UTC."""
    return _parsed(table, "started_at", _moment, "a date or time as 2026-05-04 or 2026-05-04T09:30:00+02:00")


def _moment(text: str) -> float:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _numbers(table: _Table, column: str, expected: str) -> Floats:
    """A column of numbers up to `LARGEST_NUMBER`, NaN where blank."""
    return _parsed(table, column, _number, expected)


def _number(text: str) -> float:
    if not text.strip():
        return math.nan
    number = float(text)
    if not abs(number) <= LARGEST_NUMBER or "_" in text:
        raise ValueError
    return number


def _parsed(table: _Table, column: str, parse: Callable[[str], float], expected: str) -> Floats:
    cells = table.cells[column]
    found = np.empty(len(cells))
    for row, cell in enumerate(cells):
        try:
            found[row] = parse(cell.strip())
        except ValueError:
            table.refuse(row, column, expected)
    return found


def _ratings(table: _Table, *, keep_unrated: bool) -> dict[str, Floats]:
    expected = f"a rating from {LOWEST_RATING:g} to {HIGHEST_RATING:g}"
    absent = np.full(len(table.lines), math.nan)
    found = {}
    for name in RATINGS:
        found[name] = _numbers(table, name, expected) if name in table.cells else absent
        outside = (found[name] < LOWEST_RATING) | (found[name] > HIGHEST_RATING)
        if outside.any():
            table.refuse(int(outside.argmax()), name, expected)
    found["overall"] = np.where(np.isnan(found["overall"]), mean_of_parts(found), found["overall"])
    unrated = np.isnan(found["overall"])
    if unrated.any() and (unrated.all() or not keep_unrated):
        column = next(name for name in RATINGS if name in table.cells)
        table.refuse(int(unrated.argmax()), column, f"a rating in any of {', '.join(RATINGS)}", "none")
    return found


def mean_of_parts(found: Mapping[str, Floats]) -> Floats:
    """Mean of the parts given, NaN where none is."""
    parts = np.stack([found[part] for part in PARTS])
    given = ~np.isnan(parts)
    total: Floats = np.where(given, parts, 0.0).sum(axis=0)
    mean: Floats = np.where(given.any(axis=0), total / np.maximum(given.sum(axis=0), 1), math.nan)
    return mean


def _propensity(table: _Table) -> Floats | None:
    if PROPENSITY not in table.cells:
        return None
    expected = "a probability above 0, at most 1"
    found = _numbers(table, PROPENSITY, expected)
    outside = ~((found > 0) & (found <= 1))
    if outside.any():
        table.refuse(int(outside.argmax()), PROPENSITY, expected)
    return found


def _held_out(table: _Table, split: str | None) -> NDArray[np.bool_]:
    if split is None:
        return np.zeros(len(table.lines), dtype=bool)
    marks = _stripped(table.cells[split])
    if not set(marks) <= set(SPLIT_VALUES):
        row = next(row for row, mark in enumerate(marks) if mark not in SPLIT_VALUES)
        table.refuse(row, split, " or ".join(SPLIT_VALUES))
    return np.array([mark == "heldout" for mark in marks])
