"""Instruments of other owners: scored without their words, shown only by whoever has permission."""

import json

import pytest

from rapport.cli.main import main
from rapport.errors import BadInput
from rapport.measures.licensed import licensed, licensed_names, with_words
from rapport.measures.scoring import score


@pytest.mark.parametrize("name", licensed_names())
def test_no_text_is_shipped_and_permission_is_named(name):
    found = licensed(name)

    assert not any(item.text or item.low or item.high for item in found.instrument.items)
    assert not any(option.label for option in found.instrument.options)
    assert found.owner
    assert found.permission
    assert "." in found.ask_at


@pytest.mark.parametrize(
    ("answers", "total", "band"),
    [
        # Items 2 and 3 are turned: 4 for each when they are answered with 0.
        ([0] * 10, 8, "low"),
        ([4, 0, 0, 4, 4, 4, 4, 4, 4, 4], 40, "severe"),
        ([1, 3, 3, 1, 1, 1, 1, 1, 2, 1], 11, "mild"),
        ([1, 3, 3, 1, 1, 1, 1, 1, None, 1], 10, "low"),
    ],
)
def test_core_10_is_scored(answers, total, band):
    found = score(licensed("core-10").instrument, answers).scale("total")

    assert (found.score, found.band) == (total, band)


def test_core_10_with_two_missing_has_no_score():
    answers = [1] * 8 + [None] * 2

    assert score(licensed("core-10").instrument, answers).scale("total").score is None


def test_who_5_is_a_percentage_and_wai_sr_has_bordins_parts():
    assert score(licensed("who-5").instrument, [3, 3, 3, 2, 2]).scale("total").score == 4 * 13
    wai = score(licensed("wai-sr").instrument, [5, 5, 1, 3, 1, 3, 1, 3, 1, 5, 3, 5])

    assert [wai.scale(name).score for name in ("goals", "tasks", "bond", "overall")] == [3, 5, 1, 3]


WORDS = {
    "title": "t", "ask": "a", "options": [str(n) for n in range(6)],
    "items": {f"who{n}": f"word {n}" for n in range(1, 6)}, "scales": {"total": "s"},
}  # fmt: skip


def test_words_come_from_whoever_has_permission():
    found = with_words("who-5", WORDS, granted="WHO, letter of 2 March 2026")

    assert [item.text for item in found.items][:2] == ["word 1", "word 2"]
    assert found.permission == "WHO, letter of 2 March 2026"


def test_words_without_permission_are_refused():
    with pytest.raises(BadInput, match="whose permission you have"):
        with_words("who-5", WORDS, granted=" ")


def test_unknown_instrument_is_refused():
    with pytest.raises(BadInput, match="expected one of core-10, wai-sr, who-5, got 'oq-45'"):
        licensed("oq-45")


def test_command_scores_and_says_whose_permission_is_needed(capsys):
    status = main(["score", "core-10", "--answers", "1,3,3,1,1,1,1,1,2,1", "--format", "json"])
    printed = capsys.readouterr()

    assert status == 0
    assert json.loads(printed.out)["scales"]["total"]["score"] == 11
    assert "CORE System Trust" in printed.err
