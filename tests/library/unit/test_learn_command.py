"""`rapport learn` and `rapport forecast`: what they print and write, and how they end."""

import csv
import json
from random import Random

import numpy as np
import pytest

from rapport.cli.main import main
from support.matching_cases import go_easy, make_client, make_roster, table

HEADER = "session_id,client_id,provider_id,started_at,goals,tasks,bond,overall,x_fit"


def write_sessions(path):
    rng = np.random.default_rng(0)
    rows = []
    for n in range(400):
        client, provider, fit = rng.integers(60), rng.integers(8), rng.normal()
        parts = np.clip(rng.normal(70 + 2 * fit + client % 7, 8, 3), 0, 100).round()
        day = f"2026-{rng.integers(1, 12):02}-{rng.integers(1, 28):02}"
        rows.append(
            f"s{n},c{client},p{provider},{day}," + ",".join(f"{part:g}" for part in parts) + f",,{fit:.3f}"
        )
    path.write_text("\n".join([HEADER, *rows]) + "\n")
    return path


@pytest.fixture
def sessions(tmp_path):
    return write_sessions(tmp_path / "sessions.csv")


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("learnt")
    sessions = write_sessions(folder / "sessions.csv")
    assert main(["learn", "--sessions", str(sessions), "--out", str(folder / "model")]) == 0
    return folder / "model"


def run(capsys, *arguments):
    status = main([str(each) for each in arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def learnt(capsys, sessions, name="model"):
    out = sessions.parent / name
    assert run(capsys, "learn", "--sessions", sessions, "--out", out)[0] == 0
    return out


def test_learn_writes_a_model_and_its_card_and_says_what_it_found(capsys, sessions):
    out = sessions.parent / "model"

    status, text, _ = run(capsys, "learn", "--sessions", sessions, "--out", out, "--format", "json")

    facts = json.loads(text)
    card = (sessions.parent / "model.card.md").read_text()
    assert (status, facts["sessions"], facts["clients"], facts["providers"]) == (0, 400, 60, 8)
    assert facts["check"]["all"]["n"] == 80
    assert out.stat().st_size > 0
    assert "400 rated sessions of 60 clients, 8 providers" in card
    assert "## Not for" in card
    assert sorted(each.name for each in sessions.parent.iterdir()) == [
        "model",
        "model.card.md",
        "sessions.csv",
    ]


def test_learning_twice_gives_the_same_bytes_quickly_read_or_not(capsys, sessions):
    quoted = sessions.parent / "quoted.csv"
    quoted.write_text(sessions.read_text().replace("s7,c", 's7,"c', 1).replace(",p", '",p', 1))
    lines = sessions.read_text().splitlines()
    cells = lines[1].split(",")
    quoted.write_text(
        "\n".join([lines[0], f'{cells[0]},"{cells[1]}",' + ",".join(cells[2:]), *lines[2:]]) + "\n"
    )

    first, second, third = (
        learnt(capsys, path, name).read_bytes()
        for path, name in ((sessions, "a"), (sessions, "b"), (quoted, "c"))
    )

    assert first == second == third


def test_forecast_keeps_the_order_of_the_pairs_and_knows_strangers(capsys, model, tmp_path):
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("client_id,provider_id,x_fit\nc1,p2,0.5\nnobody,p2,\nc1,p2,-2\nnobody,noone,0\n")

    status, out, err = run(capsys, "forecast", "--model", model, "--pairs", pairs, "--format", "json")

    found = json.loads(out)
    assert (status, err) == (0, "")
    assert [(each["client_id"], each["provider_id"]) for each in found] == [
        ("c1", "p2"),
        ("nobody", "p2"),
        ("c1", "p2"),
        ("nobody", "noone"),
    ]
    for each in found:
        assert list(each) == ["client_id", "provider_id", "overall", "goals", "tasks", "bond"]
        for part in ("overall", "goals", "tasks", "bond"):
            assert 0 <= each[part]["low"] < each[part]["mean"] < each[part]["high"] <= 100
    assert found[0]["overall"]["mean"] > found[2]["overall"]["mean"]


def test_forecast_as_text_is_one_line_a_pair(capsys, model, tmp_path):
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("client_id,provider_id\nc1,p2\n")

    _, out, _ = run(capsys, "forecast", "--model", model, "--pairs", pairs, "--format", "text")

    header, line = out.splitlines()
    assert header.startswith("client_id,provider_id,mean,low,high,goals_mean")
    assert len(line.split(",")) == len(header.split(",")) == 14


def test_providers_of_the_roster_without_sessions_are_forecast_as_new_ones(capsys, sessions, practice_roster):
    out = sessions.parent / "model"

    status, _, err = run(capsys, "learn", "--sessions", sessions, "--roster", practice_roster, "--out", out)

    assert status == 0
    assert "5 providers of the roster have no sessions: forecast as new ones" in err
    assert "8 providers with sessions are not in the roster" in err


@pytest.fixture
def practice_roster(tmp_path):
    header, rows = table(make_roster(Random(1), 5))
    path = tmp_path / "roster.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("s5,", "s6,"), "column session_id: expected each id once, got one seen before"),
        ((",c1,", ",,"), "column client_id: expected an id, got an empty cell"),
        (("started_at", "when"), "row 1: expected column started_at"),
        (("2026-", "2026/"), "column started_at: expected a date or time"),
        (("s5,c", 's5,"c'), "expected well-formed CSV"),
        ((",p1,", ",c1,"), None),
    ],
)
def test_bad_sessions_end_with_one_line(capsys, sessions, change, message):
    sessions.write_text(sessions.read_text().replace(*change))

    status, out, err = run(capsys, "learn", "--sessions", sessions, "--out", sessions.parent / "model")

    last = err.strip().splitlines()[-1]
    assert (status, out) == (2, "")
    assert last.startswith("rapport learn: ")
    assert (message or "expected a client other than the provider, got a rating of oneself") in last
    assert not (sessions.parent / "model").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("client_id,provider_id,x_other\nc1,p1,2\n", "column x_other: expected features of the model"),
        (
            "client_id,provider_id,x_fit\nc1,p1,high\n",
            "row 2, column x_fit: expected a number of at most fifteen digits, got 'high'",
        ),
        (
            "client_id,provider_id,x_fit\nc1,p1,inf\n",
            "row 2, column x_fit: expected a number of at most fifteen digits, got 'inf'",
        ),
        ("client_id\nc1\n", "row 1: expected column provider_id once"),
        ("client_id,provider_id\nc1\n", "row 2: expected 2 cells as in the header, got 1"),
        ("client_id,provider_id\n,p1\n", "row 2, column client_id: expected an id, got an empty cell"),
        ("", "expected a header and rows, got an empty file"),
    ],
)
def test_bad_pairs_end_with_one_line(capsys, model, tmp_path, text, message):
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(text)

    status, out, err = run(capsys, "forecast", "--model", model, "--pairs", pairs)

    assert (status, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert message in err


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 rest", b"{}", b"\x80\x04K\x01."])
def test_a_file_that_is_no_model_ends_with_one_line(capsys, tmp_path, data):
    model, pairs = tmp_path / "model", tmp_path / "pairs.csv"
    model.write_bytes(data)
    pairs.write_text("client_id,provider_id\nc1,p1\n")

    status, out, err = run(capsys, "forecast", "--model", model, "--pairs", pairs)

    assert (status, out) == (2, "")
    assert "model: expected a model file of version crossed-1, got a file cut off, or something else" in err


def test_a_missing_file_ends_with_one_line(capsys, tmp_path):
    for arguments in (
        ("learn", "--sessions", tmp_path / "no.csv", "--out", tmp_path / "m"),
        ("forecast", "--model", tmp_path / "no", "--pairs", tmp_path / "no.csv"),
    ):
        status, out, err = run(capsys, *arguments)
        assert (status, out) == (2, "")
        assert "No such file" in err


def test_match_by_a_model_names_it_and_keeps_its_bytes(capsys, model, tmp_path, practice_roster):
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(go_easy(Random(3), make_client(Random(3)))))
    asked = (
        "match",
        "--roster",
        practice_roster,
        "--answers",
        answers,
        "--on",
        "2026-03-04",
        "--format",
        "json",
    )

    first, second = (run(capsys, *asked, "--model", model)[1] for _ in range(2))
    plain = run(capsys, *asked)[1]

    assert first == second
    assert json.loads(first)["model"].startswith("crossed-1, 400 sessions until 2026-11-")
    assert json.loads(plain)["model"] == "prior-1"


def test_all_cores_learn_the_same_bytes(capsys, sessions, model):
    out = sessions.parent / "by-cores"

    status, _, _ = run(
        capsys, "learn", "--sessions", sessions, "--out", out, "--engine", "cores", "--workers", "2"
    )

    assert status == 0
    assert out.read_bytes() == model.read_bytes()
