"""What the crisis screen decides on single texts, and that no text breaks it."""

import subprocess
import sys
import time

import pytest

from rapport.language.crisis import KINDS, CrisisScreen, screen

NOT_FLAGGED = CrisisScreen(flag=False, why=())


def test_screen_empty_text_is_not_flagged():
    assert screen("") == NOT_FLAGGED
    assert screen(" \n\t ") == NOT_FLAGGED


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I want to die", "suicidal_thought"),
        ("I cut myself again", "self_harm"),
        ("I took a whole bottle of pills", "overdose"),
        ("I keep having thoughts of killing my boss", "harm_to_others"),
        ("My husband threatened to kill me", "abuse_danger"),
        ("Voices tell me to hurt people", "psychotic_command"),
        ("no quiero vivir", "suicidal_thought"),
    ],
)
def test_screen_names_the_kind(text, kind):
    heard = screen(text)

    assert heard.flag
    assert kind in heard.why


def test_screen_several_kinds_come_in_the_order_of_kinds():
    heard = screen("My boyfriend hits me. I cut myself. I want to die.")

    assert heard.why == ("suicidal_thought", "self_harm", "abuse_danger")
    assert set(heard.why) <= set(KINDS)


@pytest.mark.parametrize("denial", ["I am not suicidal", "I would never hurt myself", "no soy suicida"])
def test_screen_plain_denial_is_not_flagged(denial):
    assert screen(denial) == NOT_FLAGGED


@pytest.mark.parametrize(
    "text",
    [
        "I am not suicidal yet",
        "I'm not suicidal anymore",
        "I'm not suicidal, but I do not want to wake up",
        "I would never kill myself because of my kids",
        "I'm not actively suicidal",
        "No, I want to die",
        "I'm not ok. I want to die",
    ],
)
def test_screen_limited_denial_is_flagged(text):
    assert screen(text).flag


def test_screen_denial_reaches_no_further_than_its_sentence():
    assert screen("I am not. Suicidal is the word.").flag
    assert screen("Sad, but not suicidal") == NOT_FLAGGED


@pytest.mark.parametrize(
    "text",
    ["su1cide", "$uicide", "s.u.i.c.i.d.e", "k i l l m y s e l f", "killmyself", "k*ll myself",
     "ｄｉｅ: I want to ｄｉｅ",
     "I want to d\u200bie", "I want to dieeeee", "sucidal", "KMS", "unalive", "I want to kιll myself"],
)  # fmt: skip
def test_screen_sees_through_disguises(text):
    assert screen(text).flag


@pytest.mark.parametrize(
    "text",
    [
        "\x00\x01\x02\x7f" * 500,
        bytes(range(256)).decode("latin-1") * 40,
        "\u202eolleh\u202c \u2067مرحبا\u2069 😀👩‍👩‍👧" * 200,
        "\ud800\udfff",
        "a" * 10_000,
        "no " * 3_000,
        "." * 10_000,
    ],
)
def test_screen_survives_any_text_and_still_hears_what_follows(text):
    screen(text)

    assert screen(text + ". I want to die").flag


def test_screen_emoji_between_words_changes_nothing():
    assert screen("I want 😭 to 💔 die").flag


@pytest.mark.parametrize("unit", ["want to ", "k*l ", "a.b.", "not want to be ", "i k ", "wanttobeone ", "z"])
def test_screen_takes_time_linear_in_the_text(unit):
    short, long = (_seconds(unit * (size // len(unit))) for size in (20_000, 200_000))

    # Ten times the text; thirty times as long is worse than linear even on a shared machine.
    assert long < max(30 * short, 0.5)


def test_screen_one_megabyte_of_prose_without_an_end():
    text = "my husband drinks too much and I cannot sleep " * 22_000

    assert _seconds(text) < 60


def _seconds(text):
    start = time.process_time()
    screen(text)
    return time.process_time() - start


def test_screen_needs_neither_numpy_nor_json():
    program = (
        "import sys; from rapport.language.crisis import screen; screen('hello there');"
        "print(sorted({'numpy', 'tomllib', 'json', 'django'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
