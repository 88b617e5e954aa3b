"""`rapport bench import`: a made-up month of the provider registry, beside reading it and beside a bare COPY.

Ours reads 330 columns a row, decides, and brings what is kept up to now, a piece at a time, so that it could
go on where it was cut off. Reading alone splits the same lines into cells and does nothing with them; a bare
COPY (on SQLite: executemany) writes the kept columns of the kept rows into a table without a key. On
PostgreSQL the whole file is copied too, all columns of it. Ours and the others take turns; processor time
counts, the server's included, and the least of the rounds.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from benchmarks.report import Report
from benchmarks.scratch_work import work
from benchmarks.servers import postgresql

from rapport.cli.drills.instance import scratch
from rapport.simulation.registry import registry_lines

Say = Callable[[str], None]
ROWS, FEWER_ROWS, ROUNDS, SEED = 200_000, 50_000, 3, 8
MODULE: Final = "benchmarks.import_work"


def measure(say: Say, *, small: bool = False) -> dict[str, Any]:
    """Run all of it."""
    report, rows = Report(), FEWER_ROWS if small else ROWS
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as name:
        file = Path(name) / "npidata.csv"
        say(f"writing a file of {rows:,} rows")
        with file.open("w", encoding="utf-8", newline="") as stream:
            stream.writelines(registry_lines(rows, seed=SEED))
        _measure(report, "", file, rows, say)
        with postgresql() as (url, why):
            if url:
                _measure(report, url, file, rows, say)
            else:
                report.unavailable.append({"peer": "postgresql", "why": why})
    return report.as_json()


def _measure(report: Report, url: str, file: Path, rows: int, say: Say) -> None:
    with scratch(url) as instance:
        name = instance.database
        turns = []
        for number in range(ROUNDS):
            say(f"{name}: round {number + 1} of {ROUNDS}")
            turns.append(work(instance, MODULE, "turn", {"file": str(file)}))
    least = {what: min(turn[what] for turn in turns) for what in turns[0]}
    bare = "COPY" if url else "executemany"
    apart = least["reading"] + least["bare"]
    whole = {f"reading alone and a bare {bare} of what is kept": apart / rows}
    if url:
        whole["COPY of all 330 columns"] = least["all columns"] / rows
    report.add(f"{name}: a row, the whole import", least["import"] / rows, whole, unit="µs")
    report.add(
        f"{name}: a row read and decided on",
        least["deciding"] / rows,
        {"reading alone": least["reading"] / rows},
        unit="µs",
    )
    kept = least["kept"]
    report.add(
        f"{name}: a person kept, known ones brought up to now",
        least["writing"] / kept,
        {f"bare {bare}": least["bare"] / kept},
        unit="µs",
    )
