"""`rapport ruptures`: where something may have shifted between client and provider, and whether it mended."""

import argparse
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from rapport.cli.output import add_format, print_json, print_text, wants_text, warn
from rapport.cli.tables import Table, read_table
from rapport.errors import BadInput, Problem, quoted

if TYPE_CHECKING:
    from rapport.alliance.trajectory import CheckIns

IDS, RATINGS, CHALLENGE = ("client_id", "provider_id"), ("goals", "tasks", "bond"), "support_challenge"
REQUIRED: Final = (*IDS, "session", *RATINGS)
LATEST: Final = 100_000
DECIMALS: Final = 4


def checkins_schema() -> dict[str, Any]:
    """One row of a check-ins file as text cells, numbers shown as numbers."""
    rating = {"type": "number", "minimum": 0, "maximum": 100}
    properties = {name: {"type": "string", "minLength": 1} for name in IDS} | dict.fromkeys(RATINGS, rating)
    properties["session"] = {"type": "integer", "minimum": 1, "maximum": LATEST}
    properties[CHALLENGE] = {"type": ["number", "null"], "minimum": -3, "maximum": 3}
    title = "A row of check-ins (CSV, UTF-8, with a header); no session of a pair twice"
    return {"title": title, "type": "object", "properties": properties, "required": list(REQUIRED)}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `rapport ruptures`."""
    parser.add_argument("--checkins", required=True, metavar="C.csv", help="check-ins of many pairs")
    parser.add_argument("--retrospective", action="store_true", help="use later check-ins too")
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Exit status 0; one answer for each check-in, in the order of the file."""
    from rapport.alliance.judgement import judge

    ids, checkins = read_checkins(args.checkins)
    judged = judge(checkins, retrospective=args.retrospective)
    rows = [
        {"client_id": client, "provider_id": provider, "session": session, **each._asdict()}
        for (client, provider), session, each in zip(ids, checkins.session.tolist(), judged, strict=True)
    ]
    for row in rows:
        row["score"] = round(row["score"], DECIMALS)
    if wants_text(args):
        print_text(in_words(rows))
    else:
        print_json(rows)
    return 0


def in_words(rows: list[dict[str, Any]]) -> str:
    """The flagged check-ins as questions."""
    lines = [
        f"{row['client_id']} with {row['provider_id']}, session {row['session']}: something may have shifted "
        f"({row['kind']}, {row['part']}, score {row['score']:.2f}); want to look at it?"
        for row in rows
        if row["flagged"]
    ]
    return "\n".join([*lines, f"{len(lines)} of {len(rows)} check-ins raise a question."])


def read_checkins(path: str) -> tuple[list[tuple[str, str]], "CheckIns"]:
    """The pairs by row, and the check-ins. Raises BadInput."""
    import numpy as np

    from rapport.alliance.trajectory import CheckIns

    table, name = read_table(path), path.rpartition("/")[2]
    header = [cell.strip() for cell in table.header]
    _check_header(header, name)
    rows = [_row(header, row, line, name) for row, line in _numbered(table)]
    seen: set[tuple[str, str, int]] = set()
    for (*ids, session), line in zip(((*r[0], r[1]) for r in rows), table.lines, strict=True):
        key = (ids[0], ids[1], session)
        if key in seen:
            raise BadInput(Problem("each session of a pair once", str(session), "session", line, name))
        seen.add(key)
    pairs = {pair: code for code, pair in enumerate(sorted({row[0] for row in rows}))}
    found = CheckIns(
        pair=np.array([pairs[row[0]] for row in rows], dtype=np.int64),
        session=np.array([row[1] for row in rows], dtype=np.int64),
        ratings=np.array([row[2] for row in rows], dtype=np.float64).reshape(-1, len(RATINGS)),
        challenge=np.array([row[3] for row in rows], dtype=np.float64),
    )
    return [row[0] for row in rows], found


def _numbered(table: Table) -> Any:
    return zip(table.rows, table.lines, strict=True)


def _check_header(header: list[str], name: str) -> None:
    for column in (*REQUIRED, CHALLENGE):
        count = header.count(column)
        if count > 1 or (count == 0 and column != CHALLENGE):
            shown = quoted(",".join(header))
            raise BadInput(Problem(file=name, row=1, expected=f"column {column} once", arrived=shown))
    for column in header:
        if column not in (*REQUIRED, CHALLENGE):
            warn("ruptures", f"{name}: column {quoted(column)} is not known and is left out")


def _row(
    header: list[str], row: list[str], line: int, name: str
) -> tuple[tuple[str, str], int, list[float], float]:
    if len(row) != len(header):
        raise BadInput(Problem(f"{len(header)} cells as in the header", str(len(row)), row=line, file=name))
    cells = dict(zip(header, (cell.strip() for cell in row), strict=True))
    for column in IDS:
        if not cells[column]:
            raise BadInput(Problem("an id", "an empty cell", column, line, name))
    ratings = [_number(cells[part], 0, 100, part, line, name) for part in RATINGS]
    session = _number(cells["session"], 1, LATEST, "session", line, name)
    if session != int(session):
        raise BadInput(Problem("a whole number", quoted(cells["session"]), "session", line, name))
    said = cells.get(CHALLENGE, "")
    challenge = _number(said, -3, 3, CHALLENGE, line, name) if said else float("nan")
    return (cells[IDS[0]], cells[IDS[1]]), int(session), ratings, challenge


def _number(text: str, low: int, high: int, column: str, line: int, name: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not (isfinite(value) and low <= value <= high):
        raise BadInput(Problem(f"a number from {low} to {high}", quoted(text), column, line, name))
    return value
