"""`rapport simulate practice`: an invented practice as files, with its hidden truth apart."""

import argparse
import csv
import json
import os
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from rapport.cli.output import add_format, print_json, wants_text
from rapport.errors import BadInput, Problem, quoted

DONE: Final = 0
MOST: Final = 1_000_000
LARGEST_SEED: Final = 2**63 - 1
QUIET_SECONDS: Final = 2.0  # work shorter than this shows no progress (contract.md)
BAR: Final = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to simulate, and its options."""
    kinds = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    practice = kinds.add_parser(
        "practice",
        help="a synthetic practice",
        description="Write roster.csv, answers.jsonl, sessions.csv, checkins.csv and, apart from them, "
        "truth.csv: all invented, the same for the same seed and day.",
    )
    practice.add_argument("--providers", default="300", metavar="N", help="how many providers (300)")
    practice.add_argument("--clients", default="100", metavar="N", help="how many clients (100)")
    practice.add_argument("--seed", default="0", metavar="N", help="same seed, same bytes (0)")
    practice.add_argument("--on", metavar="DATE", help="the day it stands for, as YYYY-MM-DD (today)")
    practice.add_argument("--out", required=True, metavar="DIR", help="folder for the files; made if absent")
    add_format(practice)


def run(args: argparse.Namespace) -> int:
    """Write the files and say what was written."""
    sizes = {
        "providers": _whole(args.providers, "--providers", 1, MOST),
        "clients": _whole(args.clients, "--clients", 0, MOST),
        "seed": _whole(args.seed, "--seed", 0, LARGEST_SEED),
    }
    on = _day(args.on)
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
    from rapport.simulation.practice import make_practice
    from rapport.simulation.providers import ROSTER_COLUMNS
    from rapport.simulation.sessions import make_courses
    from rapport.simulation.world import make_world

    progress = Progress(sizes["providers"] + 2 * sizes["clients"])
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
            "truth.csv": _csv(folder, "truth.csv", tables.TRUTH_COLUMNS, tables.truth_rows(world, courses)),
        }
    except OSError as error:
        raise _unwritable(folder, error) from None


class Progress:
    """A bar on standard error, once the work has taken two seconds and someone is looking."""

    def __init__(self, whole: int) -> None:
        self._whole = max(1, whole)
        self._begin = self._last = time.monotonic()
        self._is_shown = False
        self._is_watched = sys.stderr.isatty()

    def show(self, done: int) -> None:
        """Draw the bar at `done` of the whole, at most ten times a second."""
        now = time.monotonic()
        if not self._is_watched or now - self._begin < QUIET_SECONDS or now - self._last < 0.1:
            return
        self._last, self._is_shown = now, True
        filled = BAR * done // self._whole
        share = 100 * done // self._whole
        sys.stderr.write(f"\rsimulate [{'#' * filled}{'.' * (BAR - filled)}] {share:3d}%")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the line clean."""
        if self._is_shown:
            sys.stderr.write("\r" + " " * (BAR + 20) + "\r")


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


def _whole(text: str, option: str, least: int, most: int) -> int:
    is_whole = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_SEED))
    if not is_whole or not least <= int(text) <= most:
        raise BadInput(
            Problem(expected=f"a whole number from {least} to {most}", arrived=quoted(text), column=option)
        )
    return int(text)


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).date()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    # Days near the ends of the calendar leave no room for licences and past sessions.
    if day is None or not 1900 <= day.year <= 2200 or day.isoformat() != text:
        raise BadInput(Problem(expected="a date as YYYY-MM-DD", arrived=quoted(text), column="--on"))
    return day
