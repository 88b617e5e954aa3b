"""`rapport bench request`: a client's way to three matches through the site, among a million as among 3,000.

Two scratch installations on SQLite hold practices made the same way; each is asked by a process of its own,
in turns. A request is all that the site does for it, without the network: the last answer is saved, the three
are drawn and stored, and their page is rendered. Every client is new. The directory is laid out as a file
(`rapport index build`), as an operator of that many is told to; with the file, 3,000 are asked as well.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import IO, Any, Final

from benchmarks.report import Report, quantile
from benchmarks.servers import ROOT, environment

Say = Callable[[str], None]
FEW, MANY, SMALL = 3_000, 1_000_000, 20_000
ROUNDS, A_ROUND = 6, 10
TIMES: Final = 1.3
PARTS: Final = ("answer saved", "three drawn and stored", "page rendered")


def measure(say: Say, *, small: bool = False) -> dict[str, Any]:
    """Run all of it."""
    report, many = Report(), SMALL if small else MANY
    with ExitStack() as stack:
        asked = {size: stack.enter_context(_asked(size, say)) for size in (FEW, many)}
        times: dict[int, list[list[float]]] = {size: [] for size in asked}
        for _ in range(ROUNDS):
            for size, ask in asked.items():
                times[size] += ask(A_ROUND)
    for place, part in enumerate((*PARTS, "whole request")):
        found = {size: [(*each, sum(each))[place] for each in rows] for size, rows in times.items()}
        for figure, of in (("median", median), ("p95", lambda values: quantile(values, 0.95))):
            name = f"{part}, processor time among {many:,}: {figure}"
            report.add(name, of(found[many]), {f"among {FEW:,}": of(found[FEW])}, unit="ms")
    whole = {size: median(map(sum, rows)) for size, rows in times.items()}
    name = f"times the whole request among {FEW:,}, processor time (median), at most"
    report.at_most(name, whole[many] / whole[FEW], TIMES)
    return report.as_json()


@contextmanager
def _asked(size: int, say: Say) -> Iterator[Callable[[int], list[list[float]]]]:
    """A process that has filled an installation of this size, and is told how many clients are to ask."""
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as name:
        given = environment(Path(name) / "data", 1)
        command = [sys.executable, "-P", "-m", "benchmarks.request_work", str(size)]
        say(f"filling a directory of {size:,}")
        with subprocess.Popen(
            command, env=given, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                say(f"  {_line(process.stdout)}")
                yield lambda clients: _times(process.stdin, process.stdout, clients)
            finally:
                process.stdin.close()


def _times(to: Any, back: Any, clients: int) -> list[list[float]]:
    to.write(f"{clients}\n")
    to.flush()
    found: list[list[float]] = _line(back)
    return found


def _line(back: IO[str]) -> Any:
    line = back.readline()
    assert line, "the process that asks ended early"
    return json.loads(line)
