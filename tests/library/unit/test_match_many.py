"""`rapport match` for a file of many: each as if alone, on every engine."""

import json

import pytest

from rapport.cli.main import main
from rapport.matching.allocation import candidates

ON = ["--on", "2026-11-23"]


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    folder = tmp_path_factory.mktemp("practice")
    assert (
        main(["simulate", "practice", "--providers", "60", "--clients", "120", "--out", str(folder), *ON])
        == 0
    )
    return folder


def matched(capsys, practice, *more, answers="answers.jsonl"):
    capsys.readouterr()
    status = main(
        ["match", "--roster", str(practice / "roster.csv"), "--answers", str(practice / answers), *ON, *more]
    )
    return status, capsys.readouterr()


def test_every_client_gets_what_they_would_alone(capsys, practice):
    _, many = matched(capsys, practice, "--seed", "4")

    lines, answers = many.out.splitlines(), (practice / "answers.jsonl").read_text().splitlines()
    assert len(lines) == len(answers) == 120
    for place in (0, 99, 119):
        (practice / "one.json").write_text(answers[place])
        _, alone = matched(capsys, practice, "--seed", "4", "--format", "json", answers="one.json")
        assert json.loads(lines[place]) == {
            "client_id": json.loads(answers[place])["client_id"],
            **json.loads(alone.out),
        }


def test_all_cores_print_the_same_bytes(capsys, practice):
    here = matched(capsys, practice)

    there = matched(capsys, practice, "--engine", "cores", "--workers", "2")

    is_same = there == here  # Said apart: a difference of so many long lines takes minutes to draw.
    assert is_same


def test_somebody_short_of_three_is_an_exit_status_of_one(capsys, practice):
    status, found = matched(capsys, practice)

    assert status == int(any(json.loads(line)["shortfall"] for line in found.out.splitlines()))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{", "one JSON object a line, got something else"),
        ("[]", "a JSON object"),
        ('{"state": "NY"}', "an answer, got none"),
        ("x" * 1_000_001, "a line of at most 1,000,000 bytes, got more"),
    ],
)
def test_a_line_that_breaks_a_rule_is_named_with_its_row(capsys, practice, line, expected):
    first = (practice / "answers.jsonl").read_text().splitlines()[0]
    (practice / "bad.jsonl").write_text(f"{first}\n{line}\n{first}\n", encoding="utf-8")

    status, found = matched(capsys, practice, answers="bad.jsonl")

    assert status == 2
    assert found.err.count("\n") == 1
    assert "bad.jsonl, row 2" in found.err
    assert expected in found.err


def test_what_only_one_client_can_be_asked_is_refused(capsys, practice):
    status, found = matched(capsys, practice, "--why-not", "p1")

    assert status == 2
    assert "one client's answers with --why-not" in found.err


def test_all_cores_allocate_the_same_bytes(capsys, practice, monkeypatch):
    monkeypatch.setattr(candidates, "CLIENTS_A_PARTITION", 5)
    answers = (practice / "answers.jsonl").read_text().splitlines(keepends=True)
    (practice / "few.jsonl").write_text("".join(answers[:12]))
    files = ["--roster", str(practice / "roster.csv"), "--answers", str(practice / "few.jsonl")]
    capsys.readouterr()

    here = main(["allocate", *files, *ON]), capsys.readouterr()
    there = main(["allocate", *files, *ON, "--engine", "cores", "--workers", "2"]), capsys.readouterr()

    assert there == here
    assert '"matches"' in here[1].out
