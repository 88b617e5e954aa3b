"""Reading rated sessions: what is accepted, and what is said about everything else."""

import csv
import io
import json
import math
from datetime import UTC, datetime

import numpy as np
import pytest

from rapport.cli import main
from rapport.errors import BadInput
from rapport.learning.sessions import read_sessions
from support.sessions_text import HEADER, sessions_text

FINE = sessions_text(["s1,c1,p1,2026-05-04,70,80,90,,", "s2,c2,p1,2026-05-04T12:00:00+02:00,,,,55,0.5"])


def _read(text: str, split: str | None = None):
    return read_sessions(io.StringIO(text, newline=""), split=split)


def test_columns_are_read_with_days_codes_and_missing_cells() -> None:
    sessions = _read(FINE)

    assert sessions.session_ids == ("s1", "s2")
    assert (sessions.clients, sessions.client.tolist()) == (("c1", "c2"), [0, 1])
    assert (sessions.providers, sessions.provider.tolist()) == (("p1",), [0, 0])
    assert sessions.day.tolist() == [0, 10 / 24]
    assert sessions.start == datetime(2026, 5, 4, tzinfo=UTC)
    assert sessions.ratings["overall"].tolist() == [80, 55]
    assert np.isnan(sessions.ratings["bond"]).tolist() == [False, True]
    assert sessions.feature_names == ("x_fit",)
    assert math.isnan(sessions.features[0, 0])
    assert sessions.features[1, 0] == 0.5
    assert not sessions.held_out.any()
    assert sessions.is_in_time_order


def test_many_rows_are_read_as_one_by_one() -> None:
    rng = np.random.default_rng(5)
    rows = [
        f"s{i},c{rng.integers(9)},p{rng.integers(7)},2026-0{rng.integers(1, 9)}-11T0{rng.integers(9)}:30,"
        f"{rng.integers(101)},,{rng.random() * 100:.3f},,{rng.normal():.3f}"
        for i in range(200)
    ]

    sessions = _read(sessions_text(rows))

    for index, row in enumerate(csv.DictReader(io.StringIO(sessions_text(rows)))):
        assert sessions.clients[sessions.client[index]] == row["client_id"]
        assert sessions.providers[sessions.provider[index]] == row["provider_id"]
        days = datetime.fromisoformat(row["started_at"] + "+00:00") - sessions.start
        assert sessions.day[index] == pytest.approx(days.total_seconds() / 86400)
        expected = (float(row["goals"]) + float(row["bond"])) / 2
        assert sessions.ratings["overall"][index] == pytest.approx(expected)
    assert not sessions.is_in_time_order


@pytest.mark.parametrize("change", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_byte_order_mark_and_windows_line_ends_are_accepted(change) -> None:
    assert _read(change(FINE)).session_ids == ("s1", "s2")


def test_split_marks_rows() -> None:
    text = "\n".join(
        line + end for line, end in zip(FINE.splitlines(), (",part", ",public", ",heldout"), strict=True)
    )

    assert _read(text, "part").held_out.tolist() == [False, True]
    assert _read(text).warnings == ("sessions.csv: column 'part' is not known and is left out",)


def test_groups_are_kept_as_text() -> None:
    text = HEADER + ",group_age\ns1,c1,p1,2026-05-04,,,,55,, adult \n"

    assert _read(text).groups == {"group_age": ("adult",)}


ROW = "s1,c1,p1,2026-05-04,70,80,90,,"
BAD = {
    "empty": ("", "expected a header and rows, got an empty file"),
    "header alone": (HEADER, "got a header alone"),
    "column missing": (
        sessions_text([ROW]).replace("client_id", "klient"),
        "row 1: expected column client_id",
    ),
    "column twice": (
        sessions_text([ROW]).replace("x_fit", "goals"),
        "row 1, column goals: expected each column once",
    ),
    "no rating column": (
        "session_id,client_id,provider_id,started_at\n1,2,3,2026-01-01",
        "column of ratings",
    ),
    "rating above": (
        sessions_text([ROW, "s2,c1,p1,2026-05-04,101,,,,"]),
        "row 3, column goals: expected a rating",
    ),
    "rating below": (sessions_text(["s2,c1,p1,2026-05-04,,,,-0.1,"]), "row 2, column overall"),
    "rating a word": (sessions_text(["s2,c1,p1,2026-05-04,good,,,,"]), "got 'good'"),
    "rating nan": (sessions_text(["s2,c1,p1,2026-05-04,nan,,,,"]), "got 'nan'"),
    "rating inf": (sessions_text(["s2,c1,p1,2026-05-04,,inf,,,"]), "row 2, column tasks"),
    "feature huge": (sessions_text(["s2,c1,p1,2026-05-04,,5,,,1e300"]), "row 2, column x_fit"),
    "feature inf": (sessions_text(["s2,c1,p1,2026-05-04,,5,,,-inf"]), "row 2, column x_fit"),
    "underscore": (sessions_text(["s2,c1,p1,2026-05-04,,1_0,,,"]), "got '1_0'"),
    "no rating": (sessions_text(["s2,c1,p1,2026-05-04,,,,,1"]), "expected a rating in any of"),
    "duplicate": (
        sessions_text([ROW, ROW]),
        "row 3, column session_id: expected each id once, got one seen before",
    ),
    "no id": (
        sessions_text([" ,c1,p1,2026-05-04,1,,,,"]),
        "column session_id: expected each id once, got an empty",
    ),
    "no client": (
        sessions_text(["s1,,p1,2026-05-04,1,,,,"]),
        "column client_id: expected an id, got an empty cell",
    ),
    "date": (
        sessions_text(["s1,c1,p1,4 May 2026,1,,,,"]),
        "row 2, column started_at: expected a date or time",
    ),
    "day 31": (sessions_text(["s1,c1,p1,2026-02-31,1,,,,"]), "got '2026-02-31'"),
    "no date": (sessions_text(["s1,c1,p1,,1,,,,"]), "column started_at"),
    "width": (sessions_text([ROW, "s2,c1"]), "row 3: expected 9 cells as in the header, got 2"),
    "quote": (sessions_text(['s1,"c1,p1']), "expected well-formed CSV"),
}


@pytest.mark.parametrize("case", BAD)
def test_fault_is_named_with_its_place(case: str) -> None:
    text, expected = BAD[case]

    with pytest.raises(BadInput) as raised:
        _read(text)

    assert str(raised.value).startswith("sessions.csv")
    assert expected in str(raised.value)


def test_unknown_split_value_is_refused() -> None:
    with pytest.raises(BadInput, match=r"row 2, column part: expected public or heldout, got 'test'"):
        _read(HEADER + ",part\n" + ROW + ",test", "part")


def test_split_column_must_be_there() -> None:
    with pytest.raises(BadInput, match="expected column part"):
        _read(FINE, "part")


def test_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["schema", "sessions"]) == 0

    schema = json.loads(capsys.readouterr().out)
    assert schema["required"] == ["session_id", "client_id", "provider_id", "started_at"]
    assert {"goals", "tasks", "bond", "overall"} < set(schema["properties"])
