"""`rapport drill`: what it refuses, what it prints, and when its exit status is 1."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from rapport.cli import drill
from rapport.cli.main import main

SOURCE = Path(__file__).parents[2] / "src"

RUN = {
    "database": "sqlite",
    "attempts": 5,
    "violations": 0,
    "control_violations": 2,
    "seconds": 0.1,
    "detail": {"broken": {}},
}


@pytest.fixture
def acted(monkeypatch):
    """Stands in for a drill: it finds what it is told to find."""
    found = dict(RUN)

    def run(url, attempts, *, say):
        say("at work")
        return found | {"database": "postgresql" if url else "sqlite", "attempts": attempts or 5}

    monkeypatch.setattr(drill, "import_module", lambda _name: SimpleNamespace(run=run))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return found


def drilled(*arguments):
    return main(["drill", "shortlists", "--format", "json", *arguments])


def test_result_is_json_and_progress_is_not(acted, capsys):
    status = drilled("--attempts", "7")

    printed = capsys.readouterr()
    assert json.loads(printed.out) == {"drill": "shortlists", "runs": [RUN | {"attempts": 7}]}
    assert printed.err == "rapport drill shortlists: SQLite: at work\n"
    assert status == 0


@pytest.mark.parametrize(
    ("changed", "status"),
    [({"violations": 1}, 1), ({"control_violations": 0}, 1), ({"violations": 0}, 0)],
)
def test_status_is_1_when_anything_is_violated_or_a_control_held(acted, changed, status, capsys):
    acted.update(changed)

    assert drilled() == status


def test_text_says_what_was_found_and_what_the_control_found(acted, capsys):
    main(["drill", "shortlists", "--format", "text"])

    said = capsys.readouterr().out
    assert said.startswith("shortlists on sqlite: 5 attempts, 0 violations; without the guard 2; 0.1 s\n")


def test_minutes_end_the_attempts_of_a_long_drill(acted, monkeypatch, capsys):
    given = []
    run = lambda url, attempts, *, say, seconds: given.append(seconds) or acted  # noqa: E731
    monkeypatch.setattr(drill, "import_module", lambda _name: SimpleNamespace(run=run))

    main(["drill", "bookings", "--minutes", "2"])

    assert given == [120.0]


def test_server_of_the_environment_is_drilled_beside_sqlite(acted, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "postgresql://x@127.0.0.1/y")
    monkeypatch.setattr("rapport.cli.drills.databases.refuse_unreachable", lambda url: None)

    drilled()

    runs = json.loads(capsys.readouterr().out)["runs"]
    assert [each["database"] for each in runs] == ["sqlite", "postgresql"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        [],
        ["shortlists", "--attempts", "0"],
        ["shortlists", "--attempts", "many"],
        ["shortlists", "--attempts", "²"],
        ["shortlists", "--minutes", "5"],
        ["bookings", "--minutes", "0"],
        ["shortlists", "--database", "mysql://x/y"],
        ["shortlists", "--database", "postgresql://nobody@127.0.0.1:1/none"],
        ["crisis", "--database", "postgresql://["],
    ],
)
def test_bad_input_is_one_line(arguments, capsys):
    try:
        status = main(["drill", *arguments])
    except SystemExit as stopped:
        status = stopped.code

    said = capsys.readouterr()
    assert status == 2
    assert said.out == ""
    assert said.err.count("\n") == 1


def test_drill_that_is_ended_early_leaves_nothing_behind(tmp_path):
    command = [sys.executable, "-m", "rapport", "drill", "shortlists", "--database", "sqlite"]
    environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": str(SOURCE)}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    assert "scratch" in process.stderr.readline()
    assert "2000 attempts" in process.stderr.readline()

    process.terminate()
    process.communicate(timeout=60)

    assert process.returncode == 130
    assert list(tmp_path.iterdir()) == []
