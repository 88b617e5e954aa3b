"""Case, spaces and accents do not matter to the crisis screen; adding a sentence never takes a flag away.

Adding never takes away a kind that the phrases heard, either; the judgement of wording stands in `why` only
where they heard nothing.
"""

import unicodedata
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.language.crisis import WORDING, screen

PHRASES = Path(__file__).parents[2] / "support/red_team/phrases.tsv"
WRITTEN = [line.split("\t")[3] for line in PHRASES.read_text(encoding="utf-8").splitlines()[1:]]
WORDS = [
    "i", "not", "never", "dont", "want", "to", "die", "live", "kill", "myself",
    "but", "yet", "anymore", "suicidal", "no", "am", "would", "laughing", "of", "him",
    ".", ",", "-", "...", "!", "su1cide", "k*ll", "don’t", "é",
]  # fmt: skip

written = st.sampled_from(WRITTEN)
made = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
anything = st.text(max_size=60)
texts = st.one_of(written, made, anything)


@given(texts, texts)
@settings(max_examples=600, deadline=None)
def test_adding_text_behind_never_removes_a_flag(text, more):
    before, after = screen(text), screen(f"{text}. {more}")

    assert after.flag >= before.flag
    assert set(before.why) - {WORDING} <= set(after.why)


@given(texts, texts)
@settings(max_examples=600, deadline=None)
def test_adding_text_in_front_never_removes_a_flag(more, text):
    before, after = screen(text), screen(f"{more}. {text}")

    assert after.flag >= before.flag
    assert set(before.why) - {WORDING} <= set(after.why)


@given(st.one_of(written, made))
@settings(deadline=None)
def test_case_does_not_matter(text):
    assert screen(text.upper()) == screen(text) == screen(text.title())


@given(st.one_of(written, made), st.sampled_from([" ", "  ", "\t", "\n", "\r\n", "\u00a0", "\u2003"]))
@settings(deadline=None)
def test_white_space_does_not_matter(text, space):
    assert screen(space + space.join(text.split()) + space) == screen(text)


@given(
    st.one_of(written, made), st.sampled_from(["\u0301", "\u0308", "\u0327", "\u200b", "\u00ad", "\u2060"])
)
@settings(deadline=None)
def test_accents_and_invisible_characters_do_not_matter(text, mark):
    marked = "".join(letter + mark if letter.isascii() and letter.isalpha() else letter for letter in text)

    assert screen(marked) == screen(text)
    assert screen(unicodedata.normalize("NFD", text)) == screen(unicodedata.normalize("NFC", text))


@given(anything)
@settings(deadline=None)
def test_any_text_gets_kinds_and_a_flag_that_agree(text):
    heard = screen(text)

    assert heard.flag == bool(heard.why)
    assert len(set(heard.why)) == len(heard.why)
