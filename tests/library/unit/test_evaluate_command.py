"""`rapport evaluate`: the figures as the contract words them, predictions, and one line for bad input."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from rapport.cli import main
from support.planted_sessions import Truth, planted
from support.sessions_text import written

SESSIONS, _ = planted(Truth(rows=150, clients=20, providers=12), 4)
ROWS = ("all", "first_meetings", "repeat_meetings")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sessions.csv"
    path.write_text(written(SESSIONS))
    return path


def _figures(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    assert main.main(["evaluate", *arguments, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_figures_have_the_names_of_the_contract(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = _figures(capsys, "--sessions", str(file))

    assert list(found) == ["model", "global_mean", "client_mean", "client_provider_mean"]
    for by in found.values():
        assert tuple(by) == ROWS
        assert all(set(each) == {"n", "mae", "r", "coverage80", "width80"} for each in by.values())
    assert found["model"]["all"]["n"] == len(SESSIONS)
    assert found["global_mean"]["all"]["coverage80"] is None


def test_predictions_give_the_figures_again(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = _figures(capsys, "--sessions", str(file), "--predictions", str(file.with_name("p.csv")))

    with file.with_name("p.csv").open() as lines:
        rows = list(csv.DictReader(lines))
    assert [row["session_id"] for row in rows] == list(SESSIONS.session_ids)
    mean, low, high = (np.array([float(row[name]) for row in rows]) for name in ("mean", "low", "high"))
    ratings = SESSIONS.ratings["overall"]
    assert found["model"]["all"]["mae"] == pytest.approx(np.abs(mean - ratings).mean(), abs=1e-3)
    assert found["model"]["all"]["r"] == pytest.approx(np.corrcoef(mean, ratings)[0, 1], abs=1e-3)
    held = 100 * ((low <= ratings) & (ratings <= high)).mean()
    assert found["model"]["all"]["coverage80"] == pytest.approx(held, abs=0.7)


def test_split_scores_the_held_out_alone(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    marks = ["heldout" if row % 3 == 0 else "public" for row in range(len(SESSIONS))]
    file.write_text(written(SESSIONS, {"part": marks}))

    found = _figures(
        capsys, "--sessions", str(file), "--split", "part", "--predictions", str(file.with_name("p.csv"))
    )

    assert found["model"]["all"]["n"] == marks.count("heldout")
    assert len(file.with_name("p.csv").read_text().splitlines()) == 1 + marks.count("heldout")


def test_same_file_gives_the_same_bytes(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _figures(capsys, "--sessions", str(file)) == _figures(capsys, "--sessions", str(file))


def test_text_says_what_the_figures_are_of(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["evaluate", "--sessions", str(file), "--format", "text"]) == 0

    out = capsys.readouterr().out
    assert out.startswith("all sessions: 150")
    assert "first meetings" in out
    assert "80% interval holds" in out


def test_rows_out_of_order_are_warned_about_once(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = file.read_text().splitlines()
    file.write_text("\n".join([lines[0], *lines[:0:-1]]))

    assert main.main(["evaluate", "--sessions", str(file), "--format", "json"]) == 0

    assert capsys.readouterr().err.count("not in time order") == 1


def test_rows_without_a_rating_are_left_out_and_said(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(file.read_text() + "s-last,c1,p1,2030-01-01,\n")

    assert main.main(["evaluate", "--sessions", str(file), "--format", "json"]) == 0

    told = capsys.readouterr()
    assert "1 rows without any rating are left out" in told.err
    assert json.loads(told.out)["model"]["all"]["n"] == len(SESSIONS)


BAD = {
    "nothing held out": (["part", "public"], "column part: expected at least one row marked heldout"),
    "unknown mark": (["part", "test"], "column part: expected public or heldout, got 'test'"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_split_is_one_line(case: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (column, mark), expected = BAD[case]
    file.write_text(written(SESSIONS, {column: [mark] * len(SESSIONS)}))

    assert main.main(["evaluate", "--sessions", str(file), "--split", column]) == 2

    err = capsys.readouterr().err
    assert expected in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"\xff\xfe1,2", b"\x89PNG\r\n\x1a\n"])
def test_file_that_is_no_table_is_one_line(
    content: bytes, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(content)

    assert main.main(["evaluate", "--sessions", str(file)]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_predictions_that_cannot_be_written_are_one_line(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = str(file.parent / "nowhere" / "p.csv")

    assert main.main(["evaluate", "--sessions", str(file), "--predictions", nowhere]) == 2
    assert "p.csv: expected a file to write" in capsys.readouterr().err
