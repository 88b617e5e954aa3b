"""Suggested concerns: shape, reasons, order, limits, and speed of a single text."""

import json
import subprocess
import sys
import time
from importlib import resources

import pytest

from rapport.language.concern_lexicon import LIKELY, STRONG
from rapport.language.concerns import suggest
from rapport.language.stems import stem
from rapport.vocabulary import CONCERNS

PRIVATE_LENGTH = 3  # words: nothing longer may stand in the weights


@pytest.mark.parametrize("text", ["", "   ", "\n", "1234 !!!", "qqqq zzzz", "😀😀"])
def test_suggest_text_without_a_known_word_is_empty(text):
    assert suggest(text) == ()


def test_suggest_codes_are_known_weights_fall_and_stay_below_one():
    suggestions = suggest("My husband drinks too much, I cannot sleep and I feel so alone.")
    weights = [suggestion.weight for suggestion in suggestions]

    assert {suggestion.code for suggestion in suggestions} <= set(CONCERNS)
    assert weights == sorted(weights, reverse=True)
    assert 0 < sum(weights) <= 1.0001


def test_suggest_says_which_words_carried_it():
    best = suggest("We are getting a divorce")[0]

    assert best.code == "divorce_separation"
    assert "divorce" in best.because


def test_suggest_every_reason_stands_in_the_text():
    text = "my boss yells at me and i am burned out and cannot sleep"

    for suggestion in suggest(text):
        assert suggestion.because
        assert all(reason in text for reason in suggestion.because)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I have panic attacks on the train", "panic"),
        ("I think I have ADHD", "adhd"),
        ("My autistic brother and I", "autism"),
        ("washing my hands over and over, maybe OCD", "ocd"),
        ("I was diagnosed as bipolar", "bipolar"),
        ("I hear voices that nobody else hears", "psychosis"),
        ("I binge and purge", "eating"),
        ("I cannot stop drinking alcohol", "substance_use"),
        ("since the birth of our baby I feel low, postpartum maybe", "perinatal"),
        ("I am transgender", "gender_identity"),
        ("my mother passed away", "grief"),
        ("living with chronic pain", "chronic_illness"),
        ("I just retired", "life_transition"),
        ("I have insomnia", "sleep"),
        ("I am so lonely", "loneliness"),
        ("burnout at work", "stress_burnout"),
        ("no puedo dormir, tengo insomnio", "sleep"),
        ("tengo ataques de pánico", "panic"),
        ("I want to die", "suicidality"),
    ],
)
def test_suggest_named_concern_is_among_the_first_three(text, code):
    assert code in [suggestion.code for suggestion in suggest(text)[:3]]


def test_suggest_case_and_accents_do_not_matter():
    assert suggest("TENGO DEPRESIÓN") == suggest("tengo depresion")


def test_suggest_same_text_same_suggestions():
    text = "I lash out at my kids when I am stressed"

    assert suggest(text) == suggest(text)


def test_suggest_ten_thousand_characters():
    assert suggest("My husband and I argue about money. " * 280)[0].code == "relationship"


def test_suggest_is_quick_on_a_usual_text():
    text = "My husband drinks too much and I cannot sleep. I feel so alone since we moved. " * 4
    suggest(text)
    start = time.process_time()
    for _ in range(50):
        suggest(text)

    # 2 ms on a free core; five times that on a shared one before it counts as slow.
    assert (time.process_time() - start) / 50 < 0.010


def test_suggest_needs_no_numpy_and_reads_no_weights_at_import():
    program = (
        "import sys, rapport.language.concerns as c;"
        "print('numpy' in sys.modules, c._weights.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False", "0"]


def test_weights_hold_stems_and_numbers_only():
    raw = json.loads((resources.files("rapport.language") / "concern_weights.json").read_text("utf-8"))

    assert set(raw) == {"gain", "bias", "rarity", "thousandths"}
    assert set(raw["bias"]) == set(CONCERNS)
    assert set(raw["rarity"]) == set(raw["thousandths"])
    assert all(len(entry.split()) < PRIVATE_LENGTH for entry in raw["rarity"])
    assert all(set(codes) <= set(CONCERNS) for codes in raw["thousandths"].values())


def test_lexicon_speaks_for_every_concern():
    assert set(STRONG) == set(LIKELY) == set(CONCERNS)


@pytest.mark.parametrize(
    ("words", "expected"),
    [(("worry", "worries", "worried", "worrying"), "worri"), (("drink", "drinks", "drinking"), "drink"),
     (("anger",), "ang"), (("boss",), "boss"), (("stop", "stopped", "stopping"), "stop")],
)  # fmt: skip
def test_stem_forms_of_a_word_meet(words, expected):
    assert {stem(word) for word in words} == {expected}
