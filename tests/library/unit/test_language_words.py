"""Letters, words, spelling and phrases: what the crisis screen reads a text with."""

import pytest

from rapport.language.letters import plain
from rapport.language.phrases import Phrases
from rapport.language.spelling import Speller
from rapport.language.words import Known, Sentence, sentences

KNOWN = Known({"suicide", "kill", "die", "myself"})


def words(text):
    return [sentence.words for sentence in sentences(text, known=KNOWN)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("CAN’T", "cant"), ("Más", "mas"), ("ﬁne", "fine"), ("a\u200bb\u00adc", "abc"), ("Straße", "strasse"),
     ("ⓓⓘⓔ", "die"), ("kіll", "kill"), ("a\x00b", "ab"), ("", "")],
)  # fmt: skip
def test_plain_letters(text, expected):
    assert plain(text) == expected


def test_sentences_end_at_stops_and_break_at_commas():
    first, second = sentences("I am not, well. Yes!", known=KNOWN)

    assert (first.words, first.breaks) == (["i", "am", "not", "well"], {3})
    assert second.words == ["yes"]


def test_sentences_ellipsis_breaks_and_does_not_end():
    (only,) = sentences("I want to... die", known=KNOWN)

    assert (only.words, only.breaks) == (["i", "want", "to", "die"], {3})


@pytest.mark.parametrize(
    ("text", "expected"),
    [("su1cide", "suicide"), ("k!ll", "kill"), ("d.i.e", "die"), ("k*ll", "kill"),
     ("my$elf", "myself"), ("ki11", "kill")],
)  # fmt: skip
def test_sentences_undo_disguises(text, expected):
    assert words(text) == [[expected]]


def test_sentences_leave_what_is_no_disguise():
    assert words("self-made 24/7 he/she 3.5 x@y") == [
        ["self", "made", "24", "7", "he", "she", "3"],
        ["5", "x", "y"],
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["kil"], ["kill"]),
        (["dieeee"], ["die"]),
        (["suicde"], ["suicide"]),
        (["my", "self"], ["myself"]),
        (["k", "i", "l", "l"], ["kill"]),
        (["killmyself"], ["kill", "myself"]),
        (["wanna"], ["want", "to"]),
        (["forgiven"], ["forgiven"]),
        (["willing"], ["willing"]),
    ],
)
def test_speller(said, expected):
    speller = Speller(frozenset({"kill", "die", "suicide", "myself", "for", "given", "want", "to"}))

    assert speller.spelled(Sentence(said)).words == expected


def found(line, text, classes=None):
    phrases = Phrases([(line, "kind")], classes=classes or {})
    return [(match.start, match.end) for match in phrases.find(Sentence(text.split()))]


@pytest.mark.parametrize(
    ("line", "text", "expected"),
    [
        ("want to die", "i want to die", [(1, 4)]),
        ("want 2 die", "want so very die", [(0, 4)]),
        ("want 1 die", "want so very die", []),
        ("want ?to die", "want die", [(0, 2)]),
        ("live !with", "live with", []),
        ("live !with", "live", [(0, 1)]),
        ("end it $", "end it", [(0, 2)]),
        ("end it $", "end it with him", []),
        ("end it now|$", "end it now please", [(0, 3)]),
        ("WISH die", "hope die", [(0, 2)]),
    ],
)
def test_phrases(line, text, expected):
    assert found(line, text, {"WISH": "want|hope"}) == expected


def test_phrases_exclusion_does_not_look_over_a_break():
    phrases = Phrases([("live !with", "kind")], classes={})

    assert list(phrases.find(Sentence(["live", "with"], {1})))


def test_phrases_must_begin_with_a_word():
    with pytest.raises(ValueError, match="begins with a word"):
        Phrases([("2 die", "kind")], classes={})
