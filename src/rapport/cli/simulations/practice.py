"""`rapport simulate practice`: an invented practice as files, with its hidden truth apart."""

import argparse
import csv
import json
import os
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from rapport.cli.output import add_format, print_json, wants_text
from rapport.cli.progress import Progress
from rapport.cli.simulations.options import LARGEST_SEED, day, whole
from rapport.errors import BadInput, Problem, quoted

DONE: Final = 0
MOST: Final = 1_000_000
SUMMARY: Final = "a synthetic practice"
DESCRIPTION: Final = (
    "Write roster.csv, answers.jsonl, sessions.csv, checkins.csv, requests.csv, outcomes.csv and, apart "
    "from them, truth.csv: all invented, the same for the same seed and day."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `rapport simulate practice`."""
    parser.add_argument("--providers", default="300", metavar="N", help="how many providers (300)")
    parser.add_argument("--clients", default="100", metavar="N", help="how many clients (100)")
    parser.add_argument("--seed", default="0", metavar="N", help="same seed, same bytes (0)")
    parser.add_argument("--on", metavar="DATE", help="the day it stands for, as YYYY-MM-DD (today)")
    parser.add_argument("--out", required=True, metavar="DIR", help="folder for the files; made if absent")
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Write the files and say what was written."""
    sizes = {
        "providers": whole(args.providers, "--providers", 1, MOST),
        "clients": whole(args.clients, "--clients", 0, MOST),
        "seed": whole(args.seed, "--seed", 0, LARGEST_SEED),
    }
    on = day(args.on)
    folder = _folder(args.out)
    counts = _write_practice(folder, sizes, on)
    summary = {"out": str(folder), **sizes, "on": on.isoformat(), "rows": counts}
    if wants_text(args):
        for name, count in counts.items():
            print(f"{folder / name}: {count:,} rows")
    else:
        print_json(summary)
    return DONE


def _write_practice(folder: Path, sizes: dict[str, int], on: date) -> dict[str, int]:
    # Loaded here so that --help stays quick.
    from rapport.simulation import tables
    from rapport.simulation.outcomes import OUTCOME_COLUMNS, outcome_rows
    from rapport.simulation.practice import make_practice
    from rapport.simulation.providers import ROSTER_COLUMNS
    from rapport.simulation.requests import REQUEST_COLUMNS, request_rows
    from rapport.simulation.sessions import make_courses
    from rapport.simulation.world import make_world

    progress = Progress("simulate", sizes["providers"] + 2 * sizes["clients"])
    practice = make_practice(**sizes, on=on, told=progress.show)
    world = make_world(practice)
    before = sizes["providers"] + sizes["clients"]
    courses = list(make_courses(world, told=lambda done: progress.show(before + done)))
    progress.end()
    answers = (json.dumps(each, ensure_ascii=False) for each in practice.answers)
    try:
        return {
            "roster.csv": _csv(folder, "roster.csv", ROSTER_COLUMNS, map(dict.values, practice.roster_rows)),
            "answers.jsonl": _lines(folder, "answers.jsonl", answers),
            "sessions.csv": _csv(
                folder, "sessions.csv", tables.SESSION_COLUMNS, tables.session_rows(world, courses)
            ),
            "checkins.csv": _csv(
                folder, "checkins.csv", tables.CHECKIN_COLUMNS, tables.checkin_rows(world, courses)
            ),
            "requests.csv": _csv(folder, "requests.csv", REQUEST_COLUMNS, request_rows(practice)),
            "outcomes.csv": _csv(folder, "outcomes.csv", OUTCOME_COLUMNS, outcome_rows(world, courses)),
            "truth.csv": _csv(folder, "truth.csv", tables.TRUTH_COLUMNS, tables.truth_rows(world, courses)),
        }
    except OSError as error:
        raise _unwritable(folder, error) from None


def _csv(folder: Path, name: str, header: Sequence[str], rows: Iterable[Iterable[str]]) -> int:
    partial = folder / f".{name}.partial"
    count = 0
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for count, row in enumerate(rows, start=1):  # noqa: B007 - counted for the summary
            writer.writerow(row)
    partial.replace(folder / name)
    return count


def _lines(folder: Path, name: str, lines: Iterable[str]) -> int:
    partial = folder / f".{name}.partial"
    count = 0
    with partial.open("w", encoding="utf-8", newline="") as file:
        for count, line in enumerate(lines, start=1):  # noqa: B007 - counted for the summary
            file.write(line + "\n")
    partial.replace(folder / name)
    return count


def _folder(text: str) -> Path:
    folder = Path(text)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise _unwritable(folder, error) from None
    if not os.access(folder, os.W_OK):
        raise BadInput(Problem(expected="a folder to write to", arrived=quoted(text), column="--out"))
    return folder


def _unwritable(folder: Path, error: Exception) -> BadInput:
    why = error.strerror if isinstance(error, OSError) and error.strerror else "an impossible path"
    return BadInput(
        Problem(expected="a folder to write to", arrived=f"{quoted(str(folder))} ({why})", column="--out")
    )
