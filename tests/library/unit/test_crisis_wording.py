"""The learnt judge of wording: which spans it judges, what it hears in them, and what its file holds."""

import re
from pathlib import Path
from pkgutil import get_data

import pytest

from rapport.language import wording
from rapport.language.crisis import WORDING, screen
from rapport.language.wording import LONGEST_SPAN, STRIDE, beginnings, ends_at, evened, growing

PHRASES = Path(__file__).parents[2] / "support/red_team/phrases.tsv"
ORDINARY = "We talked about the garden. "


@pytest.fixture(scope="module")
def heard_by_wording_alone():
    rows = [line.split("\t") for line in PHRASES.read_text(encoding="utf-8").splitlines()[1:]]
    return [text for _, label, _, text in rows if label == "crisis" and screen(text).why == (WORDING,)]


def test_some_red_team_phrases_are_heard_by_their_wording_alone(heard_by_wording_alone):
    assert len(heard_by_wording_alone) >= 10


def test_one_line_is_heard_in_ten_thousand_characters(heard_by_wording_alone):
    for text in heard_by_wording_alone[:10]:
        assert screen(ORDINARY * 200 + text + ". " + ORDINARY * 200).flag
    assert not screen(ORDINARY * 400).flag


def test_wording_stands_in_why_only_where_no_phrase_was_found(heard_by_wording_alone):
    text = heard_by_wording_alone[0]

    assert screen(f"{text}. I want to die.").why == ("suicidal_thought",)
    assert screen(f"I want to die. {text}").why == ("suicidal_thought",)


def test_words_behind_a_break_change_no_judgement(heard_by_wording_alone):
    for text in heard_by_wording_alone:
        assert screen(f"the garden is green ... {text} ... the garden is green").flag


def test_spans_begin_at_every_clause_and_every_few_words():
    assert list(beginnings(5, set())) == [0, 2, 4]
    assert list(beginnings(6, {3})) == [0, 2, 3, 5]
    assert list(beginnings(0, set())) == []
    assert STRIDE == 2


def test_spans_end_with_a_clause_with_the_sentence_or_when_full():
    assert [end for end in range(1, 6) if ends_at(end, 0, 5, {3})] == [3, 5]
    assert ends_at(LONGEST_SPAN + 1, 1, 99, set())
    assert not ends_at(LONGEST_SPAN, 1, 99, set())


def test_a_span_grows_by_at_most_its_longest():
    assert len(list(growing(["word"] * 50, 3))) == LONGEST_SPAN
    assert len(list(growing(["word"] * 5, 3))) == 2


def test_blank_words_add_nothing():
    assert next(iter(growing(["", "die", ""], 0))) == ()
    assert list(growing(["", "die", ""], 0))[2] == ()
    assert list(growing(["", "die"], 0))[1] == next(iter(growing(["die"], 0)))


def test_pairs_count_only_while_the_words_are_near():
    def pairs(gap):
        apart = ["want", *["zzz"] * gap, "die"]
        return set(list(growing(apart, 0))[-1]) - set(next(iter(growing(["die"], 0))))

    def bucket(feature):
        return wording._bucket(feature)

    assert {bucket("p1 want die"), bucket("q want die"), bucket("m want die")} - pairs(0) == set()
    assert bucket("p2 want die") in pairs(1)
    assert bucket("p3 want die") not in pairs(2)
    assert bucket("n want die") in pairs(2)
    assert bucket("m want die") not in pairs(3)
    assert bucket("q want die") in pairs(5)
    assert bucket("q want die") not in pairs(6)


def test_a_word_without_a_class_is_told_by_its_pieces():
    pieces = {wording._bucket(f"l {piece}") for piece in ("<zq", "zqx", "qx>", "<zqx", "zqx>")}

    assert set(next(iter(growing(["zqx"], 0)))) == {wording._bucket("w zqx"), *pieces}


def test_long_spans_are_evened_out():
    assert evened(4) == pytest.approx(8**-0.25)
    assert evened(1) > evened(2) > 0


def test_judgement_is_the_score_against_the_threshold(monkeypatch):
    weights = [0] * wording.BUCKETS
    weights[wording._bucket("w zqx")] = 10
    monkeypatch.setattr(wording, "_weights", lambda: wording._Weights(0.5, -1.0, 2.0, weights))

    scored = -1.0 + 5 * evened(1)
    assert wording.alarming(["zqx"], set()) == (scored > 2.0)
    assert not wording.alarming(["other"], set())
    assert not wording.alarming([], set())
    monkeypatch.setattr(wording, "_weights", lambda: wording._Weights(0.5, -1.0, scored, weights))
    assert not wording.alarming(["zqx"], set())
    monkeypatch.setattr(wording, "_weights", lambda: wording._Weights(0.5, -1.0, scored - 0.01, weights))
    assert wording.alarming(["zqx"], set())
    assert not wording.alarming(["zqx", "other"], set())
    assert wording.alarming(["zqx", "other"], {1})


def test_weights_file_holds_one_byte_for_each_bucket_and_no_word():
    raw = get_data("rapport.language", wording.WEIGHTS_FILE)

    assert len(raw) == wording.HEADER.size + wording.BUCKETS
    assert re.search(rb"suicid|myself|kill", raw) is None
