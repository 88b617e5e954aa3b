"""`rapport match`: what it prints, what it exits with, and the same bytes every time."""

import json
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from rapport.cli.main import main
from support.matching_cases import Client, Row, ease, make_row, table

CLIENT: Client = {
    "client_id": "c1",
    "state": "NY",
    "age_group": "adult",
    "service": "individual",
    "languages": ["en"],
    "formats": ["video"],
    "concerns": [{"code": "anxiety", "importance": 3}],
    "goals": [{"code": "cope", "importance": 3}],
    "style": {"directive": 1},
}


def people(count: int) -> list[Row]:
    rng = Random(8)
    easy = {
        "kind": "therapist",
        "licences": "NY",
        "licence_expires": "",
        "formats": "video",
        "languages": "en",
    }
    opened = {"age_groups": "adult", "services": "individual", "capacity": "1", "accepting": "yes"}
    return [ease(rng, make_row(rng, number)) | easy | opened for number in range(count)]


def write_roster(path: Path, rows: list[Row], ends: str = "\n", first: str = "") -> Path:
    header, cells = table(rows)
    path.write_bytes((first + ends.join(",".join(row) for row in [header, *cells]) + ends).encode())
    return path


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    return write_roster(tmp_path / "roster.csv", people(8))


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(CLIENT), encoding="utf-8")
    return path


def command(roster: Path, answers: Path, *more: str) -> list[str]:
    return ["match", "--roster", str(roster), "--answers", str(answers), "--on", "2026-03-04", *more]


def test_three_are_printed_as_the_published_format(roster: Path, answers: Path, capsys: Any) -> None:
    assert main(command(roster, answers, "--seed", "7")) == 0
    found = json.loads(capsys.readouterr().out)
    keys = {"matches", "eligible", "limits", "shortfall", "safety", "policy", "model", "seed"}
    assert keys <= set(found)
    assert (found["eligible"], found["shortfall"], found["seed"]) == (8, None, 7)
    assert found["safety"] == {"crisis": False, "resources": []}
    for each in found["matches"]:
        assert {"position", "provider_id", "propensity", "forecast", "reasons", "cautions", "ask"} <= set(
            each
        )
        assert list(each["forecast"]) == ["overall", "goals", "tasks", "bond"]
        assert all(set(interval) == {"mean", "low", "high"} for interval in each["forecast"].values())
        assert all({"part", "text"} <= set(said) for said in (*each["reasons"], *each["cautions"]))


def test_shortfall_exits_with_one(tmp_path: Path, answers: Path, capsys: Any) -> None:
    few = write_roster(tmp_path / "few.csv", people(2))
    assert main(command(few, answers)) == 1
    assert json.loads(capsys.readouterr().out)["shortfall"]["found"] == 2


def test_roster_of_nobody_is_a_shortfall(tmp_path: Path, answers: Path, capsys: Any) -> None:
    nobody = tmp_path / "nobody.csv"
    nobody.write_text(",".join(people(1)[0]) + "\n", encoding="utf-8")
    assert main(command(nobody, answers)) == 1
    assert json.loads(capsys.readouterr().out)["shortfall"] == {"found": 0, "widen": []}


@pytest.mark.parametrize(("ends", "first"), [("\n", "\ufeff"), ("\r\n", ""), ("\r\n", "\ufeff"), ("\r", "")])
def test_byte_order_mark_and_line_ends_change_nothing(
    tmp_path: Path, roster: Path, answers: Path, capsys: Any, ends: str, first: str
) -> None:
    other = write_roster(tmp_path / "other.csv", people(8), ends, first)
    marked = tmp_path / "marked.json"
    marked.write_bytes((first + json.dumps(CLIENT, indent=1).replace("\n", ends)).encode())
    main(command(roster, answers))
    expected = capsys.readouterr().out
    assert main(command(other, marked)) == 0
    assert capsys.readouterr().out == expected


def test_processes_print_the_same_bytes_for_the_same_seed(roster: Path, answers: Path) -> None:
    run = [sys.executable, "-m", "rapport", *command(roster, answers, "--seed", "3")]
    outs = []
    for hash_seed in ("1", "2"):
        environment = {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(Path(__file__).parents[3] / "src")}
        done = subprocess.run(run, capture_output=True, env=environment, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        outs.append(done.stdout)
    assert outs[0] == outs[1]


@pytest.mark.parametrize("form", ["json", "text"])
def test_reader_without_unicode_still_gets_an_answer(tmp_path: Path, answers: Path, form: str) -> None:
    roster = write_roster(tmp_path / "r.csv", [row | {"name": "Zoë"} for row in people(3)])
    unsafe = tmp_path / "unsafe.json"
    unsafe.write_text(json.dumps(CLIENT | {"safe_now": False}), encoding="utf-8")
    run = [sys.executable, "-m", "rapport", *command(roster, unsafe, "--format", form)]
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(Path(__file__).parents[3] / "src")}
    done = subprocess.run(run, capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"988" in done.stdout


def test_other_seeds_draw_others(roster: Path, answers: Path, capsys: Any) -> None:
    drawn = set()
    for seed in range(12):
        main(command(roster, answers, "--seed", str(seed)))
        drawn.add(tuple(each["provider_id"] for each in json.loads(capsys.readouterr().out)["matches"]))
    assert len(drawn) > 1


def test_text_is_for_people(roster: Path, answers: Path, capsys: Any) -> None:
    assert main(command(roster, answers, "--format", "text")) == 0
    out = capsys.readouterr().out
    assert out.startswith("3 of 8 who can take this client.\n")
    assert out.count("80%") == 12
    assert max(map(len, out.splitlines())) <= 110
    assert "{" not in out


def test_crisis_brings_help_first_and_never_a_coach(tmp_path: Path, roster: Path, capsys: Any) -> None:
    path = tmp_path / "unsafe.json"
    path.write_text(json.dumps(CLIENT | {"safe_now": False}), encoding="utf-8")
    assert main(command(roster, path)) == 0
    safety = json.loads(capsys.readouterr().out)["safety"]
    assert safety["crisis"] is True
    assert any("988" in each["contact"] for each in safety["resources"])
    main(command(roster, path, "--format", "text"))
    assert capsys.readouterr().out.startswith("Help is there now")


def test_why_not_names_the_limits(tmp_path: Path, answers: Path, capsys: Any) -> None:
    rows = people(3)
    rows[1] |= {"accepting": "no", "languages": "fr"}
    roster = write_roster(tmp_path / "r.csv", rows)
    assert main(command(roster, answers, "--why-not", rows[1]["provider_id"])) == 1
    assert json.loads(capsys.readouterr().out)["limits_broken"] == ["language", "accepting"]
    assert main(command(roster, answers, "--why-not", rows[0]["provider_id"])) == 0
    assert json.loads(capsys.readouterr().out)["limits_broken"] == []
    assert main(command(roster, answers, "--why-not", "nobody")) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_accept_valid_leaves_bad_rows_out_and_names_each(tmp_path: Path, answers: Path, capsys: Any) -> None:
    rows = people(5)
    rows[1]["kind"] = rows[3]["accepting"] = "?"
    roster = write_roster(tmp_path / "r.csv", rows)
    assert main(command(roster, answers, "--accept-valid")) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["eligible"] == 3
    assert ["row 3" in captured.err, "row 5" in captured.err, captured.err.count("\n")] == [True, True, 2]


def test_unknown_column_is_one_warning(tmp_path: Path, answers: Path, capsys: Any) -> None:
    roster = write_roster(tmp_path / "r.csv", [row | {"shoe": "9"} for row in people(3)])
    assert main(command(roster, answers)) == 0
    assert capsys.readouterr().err.count("\n") == 1
