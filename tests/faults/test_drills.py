"""The drills themselves, small: each proves its promise here, and fails when its guard is taken away."""

import json
import os

import pytest

from rapport.cli.main import main

ATTEMPTS = {"shortlists": "200", "crisis": "50", "egress": "12"}


@pytest.mark.parametrize("name", ATTEMPTS)
def test_drill_holds_and_its_control_fails(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    database = os.environ.get("DATABASE_URL") or "sqlite"

    status = main(["drill", name, "--attempts", ATTEMPTS[name], "--database", database, "--format", "json"])

    told = json.loads(capsys.readouterr().out)
    assert told["drill"] == name
    (run,) = told["runs"]
    assert run["violations"] == 0, run["detail"]
    assert run["control_violations"] > 0
    assert run["attempts"] >= int(ATTEMPTS[name])
    assert run["database"] == ("sqlite" if database == "sqlite" else "postgresql")
    assert status == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        [],
        ["shortlists", "--attempts", "0"],
        ["shortlists", "--attempts", "many"],
        ["shortlists", "--database", "mysql://x/y"],
        ["shortlists", "--database", "postgresql://nobody@127.0.0.1:1/none"],
    ],
)
def test_drill_says_bad_input_in_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status = main(["drill", *arguments])
    except SystemExit as stopped:
        status = stopped.code

    assert status == 2
    assert capsys.readouterr().err.count("\n") == 1
