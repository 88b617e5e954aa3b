"""`rapport score`: what it prints and how it ends."""

import json

import pytest

from rapport.cli.main import main


def run(capsys, *arguments):
    status = main(["score", *arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_score_prints_json_when_not_on_a_terminal(capsys):
    status, out, err = run(capsys, "gad-7", "--answers", "1,2,1,2,1,2,1")

    result = json.loads(out)
    total = result["scales"]["total"]
    assert (status, err) == (0, "")
    assert (total["score"], total["band"], total["outcome"]) == (10, "moderate", "complete")
    assert total["missing_rule"].startswith("up to 2 of 7")
    assert total["reliable_change"]["points"] == 4
    assert (result["instrument"], result["missing"], result["safety"]["flag"]) == ("gad-7", [], None)


def test_score_with_a_safety_answer_puts_help_first_and_never_says_low_risk(capsys):
    status, out, _ = run(capsys, "phq-9", "--answers", "0,0,0,0,0,0,0,0,1", "--format", "text")

    assert status == 0
    assert "988" in out.splitlines()[0]
    assert out.index("988") < out.index("Depression severity")
    assert "risk" not in out.lower()


def test_score_with_a_safety_answer_in_json_gives_help_before_scores(capsys):
    _, out, _ = run(capsys, "phq-9", "--answers", "0,0,0,0,0,0,0,0,3", "--format", "json")

    result = json.loads(out)
    assert result["safety"]["flag"] is True
    assert any("988" in line for line in result["safety"]["resources"])
    assert list(result).index("safety") < list(result).index("scales")


@pytest.mark.parametrize("last", ["0", "-"])
def test_score_without_a_safety_answer_still_names_help_and_never_says_low_risk(capsys, last):
    _, out, _ = run(capsys, "phq-9", "--answers", f"0,0,0,0,0,0,0,0,{last}", "--format", "text")

    assert "988" in out
    assert "risk" not in out.lower()
    assert ("left out" in out) is (last == "-")


def test_score_with_too_many_missing_is_null_names_the_rule_and_exits_one(capsys):
    status, out, err = run(capsys, "phq-9", "--answers", "-,-,-,1,1,1,1,1,0")

    total = json.loads(out)["scales"]["total"]
    assert (status, err, total["score"]) == (1, "", None)
    assert "up to 2 of 9" in total["missing_rule"]


def test_score_takes_answers_that_begin_below_zero_or_missing(capsys):
    below, first, _ = run(capsys, "rapport-style", "--answers", "-3,-1,0,0,0,0,1,1")
    missing, second, _ = run(capsys, "rapport-style", "--answers", "-,-1,0,0,0,0,1,1")

    assert (below, missing) == (0, 0)
    assert json.loads(first)["scales"]["directive"]["score"] == -2
    assert json.loads(second)["scales"]["directive"]["score"] == -1


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["oq-45", "--answers", "1"],
         "rapport score: column instrument: "
         "expected an instrument (gad-7, phq-9, rapport-balance, rapport-check, rapport-check-short, "
         "rapport-style), got 'oq-45'\n"),
        (["gad-7", "--answers", "1,2"],
         "rapport score: expected 7 answers for gad-7, with commas between, got 2\n"),
        (["gad-7", "--answers", ""],
         "rapport score: expected 7 answers for gad-7, with commas between, got 0\n"),
        (["gad-7", "--answers", "1,2,3,4,0,0,0"],
         "rapport score: column gad4: expected a whole number from 0 to 3, or none, got 4\n"),
        (["gad-7", "--answers", "1,2,x\x1b,1,0,0,0"],
         "rapport score: column gad3: expected a whole number from 0 to 3, or -, got 'x\\x1b'\n"),
        (["gad-7", "--answers", "1,2,٣,1,0,0,0"],
         "rapport score: column gad3: expected a whole number from 0 to 3, or -, got '\\u0663'\n"),
    ],
)  # fmt: skip
def test_score_of_bad_input_says_one_line_and_exits_two(capsys, arguments, line):
    status, out, err = run(capsys, *arguments)

    assert (status, out, err) == (2, "", line)


def test_score_of_a_flood_of_answers_is_refused_without_reading_them(capsys):
    status, out, err = run(capsys, "gad-7", "--answers", "1," * 100_000)

    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert len(err) < 200
