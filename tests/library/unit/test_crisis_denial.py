"""When a denial is plain, and what it covers: sentence by sentence, clause by clause."""

import pytest

from rapport.language.crisis import sentences_heard
from rapport.language.denial import FURTHEST, Denial
from rapport.language.phrases import Match
from rapport.language.words import Sentence


def covers(text, named, *, meaning="suicidal_thought", firm=False):
    """Whether the named words are denied; a comma in the text is a break."""
    sentence = Sentence()
    for word in text.split():
        if word == ",":
            sentence.breaks.add(len(sentence.words))
        else:
            sentence.words.append(word)
    wanted = named.split()
    starts = range(len(sentence.words) - len(wanted) + 1)
    start = next(at for at in starts if sentence.words[at : at + len(wanted)] == wanted)
    return Denial(sentence).covers(Match(start, start + len(wanted), meaning, firm))


@pytest.mark.parametrize(
    "text",
    [
        "not suicidal",
        "i am not suicidal",
        "i have never been suicidal",
        "sad but not suicidal",
        "no suicidal thoughts",
        "i deny any plan or intent of being suicidal",
    ],
)
def test_plain_denial_covers(text):
    assert covers(text, "suicidal")


@pytest.mark.parametrize(
    "text",
    [
        "suicidal",
        "i am suicidal",
        "i am suicidal not sad",
        "not , suicidal",
        "not sleeping suicidal",
        "not suicidal yet",
        "not suicidal , just tired",
        "no i am suicidal",
        "never not suicidal",
        "why not suicidal",
        "i cannot say not sure suicidal",
    ],
)
def test_no_plain_denial_covers_nothing(text):
    assert not covers(text, "suicidal")


def test_denial_before_a_break_in_front_of_it_still_covers():
    assert covers("well , not suicidal", "suicidal")
    assert covers("but well , i am not suicidal", "suicidal")


def test_denial_reaches_a_fixed_number_of_words():
    assert covers("not" + " really" * (FURTHEST - 1) + " suicidal", "suicidal")
    assert not covers("not" + " really" * FURTHEST + " suicidal", "suicidal")


def test_what_limits_counts_only_from_the_denial_on():
    assert covers("but i am not suicidal", "suicidal")
    assert not covers("i am not suicidal but", "suicidal")
    assert not covers("i am not suicidal i guess", "suicidal")


def test_firm_phrases_are_never_denied():
    assert not covers("not suicidal", "suicidal", firm=True)


def test_phrase_with_a_denial_inside_is_denied_only_where_it_may_be():
    assert not covers("i never hit anyone", "never hit")
    assert covers("he has never hit me", "has never hit", meaning="abuse_danger")
    assert not covers("he has never hit me yet", "has never hit", meaning="abuse_danger")
    assert covers("but he has never hit me", "has never hit", meaning="abuse_danger")


def test_second_denial_two_words_before_undoes_the_first():
    assert not covers("never really not suicidal", "suicidal")
    assert covers("never once here not suicidal", "suicidal")
    assert covers("no not suicidal", "suicidal")


def test_answer_before_a_speaker_denies_nothing():
    assert not covers("no i suicidal", "suicidal")
    assert covers("no thoughts suicidal", "suicidal")


def test_what_a_clause_denies_is_not_heard_by_the_judge():
    (heard,) = sentences_heard("I am tired, not suicidal")

    assert heard.words == ["i", "am", "tired", "not", ""]
    assert heard.breaks == {3}
