"""`rapport simulate practice`: seven files, the same bytes for the same seed."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rapport.cli import progress as bar
from rapport.cli.main import main

SOURCES = Path(__file__).resolve().parents[3] / "src"
NAMES = (
    "roster.csv",
    "answers.jsonl",
    "sessions.csv",
    "checkins.csv",
    "requests.csv",
    "outcomes.csv",
    "truth.csv",
)


def run(capsys, out, *more, providers="30", clients="20", seed="7", on="2026-11-23"):
    arguments = [
        "--providers",
        providers,
        "--clients",
        clients,
        "--seed",
        seed,
        "--on",
        on,
        "--out",
        str(out),
    ]
    status = main(["simulate", "practice", *arguments, *more])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_simulate_writes_seven_files_and_counts_their_rows(tmp_path, capsys):
    status, out, err = run(capsys, tmp_path / "new" / "folder")

    summary = json.loads(out)
    assert (status, err) == (0, "")
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == sorted(NAMES)
    assert (summary["rows"]["roster.csv"], summary["rows"]["answers.jsonl"]) == (30, 20)
    assert summary["rows"]["truth.csv"] == 600
    for name in NAMES:
        text = (tmp_path / "new" / "folder" / name).read_text(encoding="utf-8")
        assert len(text.splitlines()) == summary["rows"][name] + name.endswith(".csv")


def test_simulate_gives_the_same_bytes_for_the_same_seed(tmp_path, capsys):
    for folder in ("a", "b"):
        run(capsys, tmp_path / folder)
    run(capsys, tmp_path / "c", seed="8")

    for name in NAMES:
        first, second, other = ((tmp_path / folder / name).read_bytes() for folder in "abc")
        assert first == second
        assert first != other


def test_simulate_does_not_hang_on_the_order_of_sets(tmp_path):
    command = [
        sys.executable,
        "-m",
        "rapport",
        "simulate",
        "practice",
        "--providers",
        "60",
        "--clients",
        "40",
    ]
    for hash_seed in ("1", "2"):
        options = ["--seed", "7", "--on", "2026-11-23", "--out", str(tmp_path / hash_seed)]
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(SOURCES)}
        subprocess.run([*command, *options], env=environment, check=True, capture_output=True)

    for name in NAMES:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_simulated_truth_is_in_no_other_file(tmp_path, capsys):
    run(capsys, tmp_path)

    for name in NAMES[:-1]:
        header = (tmp_path / name).read_text(encoding="utf-8").splitlines()[0]
        assert "rupture_at" not in header
        assert "met" not in header.split(",")


def test_simulated_sessions_have_the_columns_of_the_contract(tmp_path, capsys):
    run(capsys, tmp_path)
    with (tmp_path / "sessions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert list(rows[0])[:8] == [
        "session_id", "client_id", "provider_id", "started_at", "goals", "tasks", "bond", "overall"
    ]  # fmt: skip
    assert all(name.startswith(("x_", "group_")) for name in list(rows[0])[8:])
    assert all(0 <= int(row[part]) <= 100 for row in rows for part in ("goals", "tasks", "bond", "overall"))


def test_simulate_text_names_each_file(tmp_path, capsys):
    _, out, _ = run(capsys, tmp_path, "--format", "text")

    assert [line.split(": ")[0] for line in out.splitlines()] == [str(tmp_path / name) for name in NAMES]


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ({"providers": "0"},
         "column --providers: expected a whole number from 1 to 1000000, got '0'"),
        ({"providers": "three"},
         "column --providers: expected a whole number from 1 to 1000000, got 'three'"),
        ({"clients": "-1"}, "column --clients: expected a whole number from 0 to 1000000, got '-1'"),
        ({"seed": "1.5"}, "column --seed: expected a whole number from 0 to 9223372036854775807, got '1.5'"),
        ({"seed": "9" * 30},
         "column --seed: expected a whole number from 0 to 9223372036854775807, got '" + "9" * 30 + "'"),
        ({"on": "2026-02-30"}, "column --on: expected a date as YYYY-MM-DD, got '2026-02-30'"),
        ({"on": "20261123"}, "column --on: expected a date as YYYY-MM-DD, got '20261123'"),
        ({"on": "0001-01-01"}, "column --on: expected a date as YYYY-MM-DD, got '0001-01-01'"),
    ],
)  # fmt: skip
def test_simulate_of_bad_input_says_one_line_and_exits_two(tmp_path, capsys, options, line):
    status, out, err = run(capsys, tmp_path, **options)

    assert (status, out, err) == (2, "", f"rapport simulate: {line}\n")


def test_simulate_into_a_file_says_one_line_and_exits_two(tmp_path, capsys):
    taken = tmp_path / "taken"
    taken.write_text("mine", encoding="utf-8")

    status, out, err = run(capsys, taken)

    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert "expected a folder to write to" in err
    assert taken.read_text(encoding="utf-8") == "mine"


class Watched:
    """Standard error as a terminal would be."""

    def __init__(self):
        self.text = ""

    def isatty(self):
        return True

    def write(self, text):
        self.text += text

    def flush(self):
        pass


def test_progress_is_quiet_for_two_seconds_and_then_shows(monkeypatch):
    screen, now = Watched(), [100.0]
    monkeypatch.setattr(bar.sys, "stderr", screen)
    monkeypatch.setattr(bar.time, "monotonic", lambda: now[0])
    progress = bar.Progress("evaluate", 10)

    progress.show(1)
    assert screen.text == ""
    now[0] += 2.5
    progress.show(5)
    assert screen.text == f"\revaluate [{'#' * 15}{'.' * 15}]  50%"
    progress.end()
    drawn, blank, end = screen.text.split("\r")[1:]
    assert (blank, end) == (" " * len(blank), "")
    assert len(blank) >= len(drawn)
