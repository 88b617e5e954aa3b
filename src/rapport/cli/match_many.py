"""`rapport match` for many clients: answers a line, a shortlist a line, in the order of the file.

Every client gets what `rapport match` would have given them alone with the same seed, on every engine. The
file is read and answered a lot at a time, so that memory does not grow with it.
"""

import json
import os
import sys
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple

from rapport.cli.match import is_crisis, with_resources
from rapport.cli.progress import Progress
from rapport.engines.engine import Engine
from rapport.errors import BadInput, Problem
from rapport.matching.answers import read_answers
from rapport.matching.match import match
from rapport.matching.roster import Roster

if TYPE_CHECKING:
    from rapport.matching.learned import Learned

DONE, SHORT = 0, 1
CLIENTS_A_PARTITION: Final = 100
PARTITIONS_A_WORKER: Final = 4  # at once, so that a slow one does not keep the others waiting
LONGEST_LINE: Final = 1_000_000


class Terms(NamedTuple):
    """What every client is matched by."""

    roster: Roster
    learned: "Learned | None"
    on: date
    seed: int


class Lines(NamedTuple):
    """Some lines of a file of answers; first: the number of the first."""

    file: str
    first: int
    lines: list[bytes]


def match_many(path: str, terms: Terms, engine: Engine) -> int:
    """Print a shortlist for each line of the file; exit status 1 when any is short of three."""
    shared, status = engine.broadcast(terms), DONE
    at_once = PARTITIONS_A_WORKER * engine.workers
    name = path.rpartition("/")[2]
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - start-up: pathlib takes longer than the reading
            progress = Progress("match", os.fstat(file.fileno()).st_size)
            partitions = _partitions(name, file)
            while lot := list(islice(partitions, at_once)):
                for printed, is_short in engine.map_partitions(match_lines, lot, shared):
                    sys.stdout.write(printed)
                    status = max(status, SHORT if is_short else DONE)
                progress.show(file.tell())
            progress.end()
    except OSError as error:
        raise BadInput(
            Problem(file=name, expected="a file to read", arrived=error.strerror or "none")
        ) from None
    return status


def _partitions(name: str, file: BinaryIO) -> Iterator[Lines]:
    first = 1
    # Tell the file's place as it is read: `next` on the file would forbid that.
    lines = iter(lambda: file.readline(LONGEST_LINE + 1), b"")
    while some := list(islice(lines, CLIENTS_A_PARTITION)):
        yield Lines(name, first, some)
        first += len(some)


def match_lines(partition: Lines, terms: Terms) -> tuple[str, bool]:
    """The shortlists of some clients as JSON lines, and whether any is short of three."""
    printed, is_short = [], False
    for row, line in enumerate(partition.lines, start=partition.first):
        if not line.strip():
            continue
        answers = _answers(line, partition.file, row)
        found = match(
            terms.roster,
            answers,
            crisis=is_crisis(answers.text),
            on=terms.on,
            seed=terms.seed,
            learned=terms.learned,
        )
        is_short |= found.shortfall is not None
        printed.append(json.dumps({"client_id": answers.client_id, **with_resources(found)}) + "\n")
    return "".join(printed), is_short


def _answers(line: bytes, file: str, row: int) -> Any:
    problem = Problem(file=file, row=row, expected="one JSON object a line", arrived="something else")
    if len(line) > LONGEST_LINE:
        raise BadInput(problem._replace(expected=f"a line of at most {LONGEST_LINE:,} bytes", arrived="more"))
    try:
        return read_answers(json.loads(line.decode("utf-8-sig")), file=file)
    except BadInput as error:
        raise BadInput(error.problem._replace(row=row)) from None
    except (ValueError, RecursionError):
        raise BadInput(problem) from None
