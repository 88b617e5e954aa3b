"""`rapport learn`: from rated sessions to a model file and its card."""

import argparse
import mmap
import os
from typing import TYPE_CHECKING

from rapport.cli.engine import add_engine, engine_of
from rapport.cli.output import add_format, print_json, print_text, wants_text, warn
from rapport.cli.tables import read_table
from rapport.errors import BadInput, Problem

if TYPE_CHECKING:
    from rapport.learning.sessions import Sessions

CARD_ENDING = ".card.md"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `rapport learn`."""
    parser.add_argument("--sessions", required=True, metavar="S.csv", help="rated sessions, in any order")
    parser.add_argument("--roster", metavar="R.csv", help="also forecast providers without sessions")
    parser.add_argument(
        "--out", required=True, metavar="M", help=f"the model file; its card goes to M{CARD_ENDING}"
    )
    add_engine(parser)
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Exit status 0 when a model was written."""
    use_one_thread()
    from rapport.learning.mixed.card import card
    from rapport.learning.mixed.check import checked
    from rapport.learning.mixed.drifting import with_drift
    from rapport.learning.mixed.modelfile import to_bytes

    sessions = read(args.sessions)
    sessions = _with_roster(sessions, args.roster)
    with engine_of(args) as engine:
        model = with_drift(checked(sessions, engine=engine), sessions)
    for line in model.facts["warnings"]:
        warn("learn", line)
    text = card(model)
    _write(args.out, to_bytes(model))
    _write(args.out + CARD_ENDING, text.encode())
    if wants_text(args):
        print_text(text)
    else:
        print_json({"model": args.out, "card": args.out + CARD_ENDING, **model.facts})
    return 0


def use_one_thread() -> None:
    """Keep linear algebra to one thread; to be called before numpy is loaded.

    Sums in other orders end in other bytes, and threads that wait for each other on a busy machine take
    thirty times the processor's time for matrices as small as these.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def read(path: str) -> "Sessions":
    """The sessions of a file: quickly where it is plain, else row by row, naming the first fault."""
    from rapport.learning.mixed.quick_reading import read_quickly
    from rapport.learning.sessions import read_sessions

    name = path.rpartition("/")[2]
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a memory map needs the file itself
            if os.fstat(file.fileno()).st_size:
                with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                    found = read_quickly(data, keep_unrated=True)
                if found is not None:
                    return found
        with open(path, encoding="utf-8-sig", newline="") as lines:  # noqa: PTH123
            return read_sessions(lines, name=name, keep_unrated=True)
    except OSError as error:
        raise BadInput(
            Problem(file=name, expected="a file to read", arrived=error.strerror or "none")
        ) from None


def _with_roster(sessions: "Sessions", path: str | None) -> "Sessions":
    """The same sessions, knowing of every provider in the roster."""
    if path is None:
        return sessions
    from dataclasses import replace

    from rapport.matching.reading import read_roster

    table = read_table(path)
    reading = read_roster(table.header, table.rows, file=path.rpartition("/")[2], lines=table.lines)
    if reading.refused:
        raise BadInput(reading.refused[0])
    known = set(sessions.providers)
    more = tuple(each for each in reading.roster.ids if each not in known)
    gone = len(known - set(reading.roster.ids))
    warnings = [
        *sessions.warnings,
        f"{len(more)} providers of the roster have no sessions: forecast as new ones",
    ]
    if gone:
        warnings.append(
            f"{gone} providers with sessions are not in the roster; they are learnt from all the same"
        )
    return replace(sessions, providers=sessions.providers + more, warnings=tuple(warnings))


def _write(path: str, data: bytes) -> None:
    """All of it or nothing: a half-written model must not be found under this name."""
    beside = f"{path}.{os.getpid()}.part"
    try:
        with open(beside, "wb") as file:  # noqa: PTH123
            file.write(data)
        os.replace(beside, path)  # noqa: PTH105
    except OSError as error:
        raise BadInput(
            Problem(
                file=path.rpartition("/")[2], expected="a file to write", arrived=error.strerror or "none"
            )
        ) from None
