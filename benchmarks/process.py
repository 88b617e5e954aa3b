"""`rapport match` as a whole process, beside the least that any program in Python with numpy must do."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from benchmarks import rosters
from benchmarks.report import Report, milliseconds

from rapport.matching.columns import COLUMNS

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "../shared/data/practice_sample"
ROUNDS = 9
TARGET_TIMES = 1.5
LEAST = "import csv, sys, numpy; list(csv.reader(open(sys.argv[1], encoding='utf-8', newline='')))"


def whole_process(report: Report, say: Callable[[str], None]) -> None:
    """Time both in turns, after one unmeasured turn that writes Python's caches."""
    with tempfile.TemporaryDirectory() as name:
        roster, answers = _files(Path(name))
        say(f"timing rapport match as a whole process, {ROUNDS} times")
        ours = [sys.executable, "-P", "-m", "rapport", "match", "--roster", str(roster)]
        ours += ["--answers", str(answers), "--format", "json"]
        least = [sys.executable, "-P", "-c", LEAST, str(roster)]
        times = _in_turns(ours, least)
    case = "rapport match on a file of 3,000 providers, the whole process"
    report.add(case, times[0], {"import numpy and read the file": times[1]}, unit="ms")
    name = "rapport match: times as long as importing numpy and reading the file, at most"
    report.at_most(name, times[0] / times[1], TARGET_TIMES)


def _files(folder: Path) -> tuple[Path, Path]:
    """A roster of 3,000 and one client's answers: the sample where it stands, else made."""
    answers = folder / "answers.json"
    if (SAMPLE / "roster.csv").is_file():
        with (SAMPLE / "clients.jsonl").open(encoding="utf-8") as lines:
            answers.write_text(next(lines), encoding="utf-8")
        return SAMPLE / "roster.csv", answers
    made = rosters.made()
    roster = folder / "roster.csv"
    lines = [
        ",".join(COLUMNS),
        *(",".join(row.get(name, "") for name in COLUMNS) for row in made.roster_rows),
    ]
    roster.write_text("\n".join(lines) + "\n", encoding="utf-8")
    answers.write_text(json.dumps(made.answers[0]), encoding="utf-8")
    return roster, answers


def _in_turns(*commands: Sequence[str]) -> list[float]:
    times: list[list[float]] = [[] for _ in commands]
    for turn in range(ROUNDS + 1):
        for command, found in zip(commands, times, strict=True):
            took, done = milliseconds(lambda command=command: _run(command))
            assert done in (0, 1), f"{command[1]} ended with {done}"
            if turn:
                found.append(took)
    return [median(found) for found in times]


def _run(command: Sequence[str]) -> int:
    environment = {"PYTHONPATH": str(ROOT / "src"), "PATH": ""}
    return subprocess.run(command, stdout=subprocess.DEVNULL, env=environment, check=False).returncode
