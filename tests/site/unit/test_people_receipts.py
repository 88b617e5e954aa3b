"""Receipt codes: kind words, hard to guess, easy to type."""

import re
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from rapport.site.people import receipts

SEPARATORS = st.sampled_from([" ", "-", "  ", " - ", "–", "\u00a0", ".", ", ", "_", "\n", "/"])
ACCENTED = str.maketrans("aeiounc", "áèîöüñç")


def test_words_are_enough_plain_and_distinct():
    words = receipts.words()

    assert len(words) >= receipts.FEWEST_WORDS
    assert list(words) == sorted(set(words))
    assert all(re.fullmatch(r"[a-z]{3,10}", word) for word in words)


def test_no_word_is_another_with_one_letter_wrong_missing_or_more():
    words = set(receipts.words())
    gaps = Counter(word[:place] + "?" + word[place + 1 :] for word in words for place in range(len(word)))
    shorter = {word[:place] + word[place + 1 :] for word in words for place in range(len(word))}

    assert [gap for gap, count in gaps.items() if count > 1] == []
    assert shorter & words == set()


def test_codes_are_five_words_and_differ():
    codes = {receipts.new_code() for _ in range(500)}

    assert len(codes) == 500
    for code in codes:
        assert len(code.split("-")) == receipts.WORDS_IN_CODE
        assert set(code.split("-")) <= set(receipts.words())


@given(
    words=st.lists(st.sampled_from(receipts.words()), min_size=5, max_size=5),
    separator=SEPARATORS,
    change=st.sampled_from([str, str.upper, str.title, str.swapcase, lambda text: text.translate(ACCENTED)]),
    around=st.sampled_from(["", " ", "\n", "“", "- "]),
)
def test_code_is_known_however_it_was_typed(words, separator, change, around):
    typed = around + change(separator.join(words)) + around

    assert receipts.normalised(typed) == "-".join(words)


@given(text=st.text(max_size=400))
def test_anything_can_be_normalised(text):
    assert re.fullmatch(r"(?:[a-z]+(?:-[a-z]+)*)?", receipts.normalised(text))


def test_digest_needs_the_secret(tmp_path, settings):
    here = receipts.digest("one-two-three-four-five")
    settings.KEYS_FOLDER = tmp_path

    assert receipts.digest("one-two-three-four-five") != here
    assert "one" not in here
