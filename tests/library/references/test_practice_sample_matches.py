"""All clients of the shared practice through matching, each against the slow reference of the limits."""

import contextlib
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from library.references import slow_limits
from library.references.slow_limits import Verdict
from rapport.cli.main import main
from rapport.matching.answers import read_answers
from rapport.matching.match import match
from rapport.matching.reading import read_roster
from rapport.matching.roster import Roster

FOLDER = slow_limits.DATA / "practice_sample"
ON = date(2026, 11, 23)
CLIENTS = 200

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/data/practice_sample is absent")


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return slow_limits.read_roster_rows(FOLDER / "roster.csv")


@pytest.fixture(scope="module")
def clients() -> list[dict[str, Any]]:
    return slow_limits.read_clients(FOLDER / "clients.jsonl")


@pytest.fixture(scope="module")
def roster(rows: list[dict[str, str]]) -> Roster:
    reading = read_roster(list(rows[0]), [list(row.values()) for row in rows])
    assert (reading.refused, reading.warnings, len(reading.roster)) == ((), (), len(rows))
    return reading.roster


@pytest.fixture(scope="module")
def shortlists(roster: Roster, clients: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = [match(roster, read_answers(client), crisis=False, on=ON, seed=7) for client in clients]
    return [json.loads(json.dumps(each.as_json())) for each in found]


@pytest.fixture(scope="module")
def verdicts(rows: list[dict[str, str]], clients: list[dict[str, Any]]) -> list[Verdict]:
    return [Verdict(rows, client, on=ON, crisis=False) for client in clients]


def test_every_shortlist_keeps_every_limit_and_counts_them_right(
    shortlists: list[dict[str, Any]], verdicts: list[Verdict]
) -> None:
    assert len(shortlists) == CLIENTS
    for shortlist, verdict in zip(shortlists, verdicts, strict=True):
        assert shortlist["eligible"] == len(verdict.eligible)
        found = {each["provider_id"] for each in shortlist["matches"]}
        assert len(found) == min(3, len(verdict.eligible))
        assert found <= set(verdict.eligible)
        for limit in shortlist["limits"]:
            assert limit["excluded"] == verdict.excluded(limit["limit"])
            assert limit["excluded_alone"] == verdict.excluded_alone(limit["limit"])


def test_every_shortfall_names_what_would_truly_help(
    rows: list[dict[str, str]], clients: list[dict[str, Any]], shortlists: list[dict[str, Any]]
) -> None:
    short = [(c, s) for c, s in zip(clients, shortlists, strict=True) if s["shortfall"]]
    assert len(short) > 20
    for client, shortlist in short:
        assert shortlist["shortfall"]["found"] == shortlist["eligible"] < 3
        for step in shortlist["shortfall"]["widen"]:
            to = [] if step["limit"] == "slots" else step["to"]
            # Only who is not barred by an untouched limit can come in: a fraction of the roster to look at.
            wider = client | {step["limit"]: to}
            near = [row for row in rows if row["accepting"] == "yes" and may_see(row, client)]
            eligible = Verdict(near, wider, on=ON, crisis=False).eligible
            assert step["would_add"] == len(eligible) - shortlist["eligible"] > 0


def may_see(row: dict[str, str], client: dict[str, Any]) -> bool:
    return row["kind"] == "coach" or client["state"] in slow_limits.listed(row, "licences")


def test_the_command_prints_the_same_shortlists(
    tmp_path: Path, clients: list[dict[str, Any]], shortlists: list[dict[str, Any]]
) -> None:
    answers = tmp_path / "answers.json"
    for client, shortlist in zip(clients, shortlists, strict=True):
        answers.write_text(json.dumps(client | {"text": ""}), encoding="utf-8")
        arguments = ["match", "--roster", str(FOLDER / "roster.csv"), "--answers", str(answers)]
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            status = main([*arguments, "--on", ON.isoformat(), "--seed", "7", "--format", "json"])
        assert status == (1 if shortlist["shortfall"] else 0)
        assert json.loads(out.getvalue()) == shortlist
