"""The index of names finds whom looking at everybody finds, in the same order."""

from hypothesis import given
from hypothesis import strategies as st

from rapport.site.directory.name_index import NameIndex

WORDS = st.text("abü\U0010fffe", min_size=1, max_size=4)
NAMES = st.lists(st.lists(WORDS, max_size=3), max_size=12)


def slow(names, starting, most):
    """Everybody, one after the other."""
    found = [
        place
        for place, words in enumerate(names)
        if starting and all(any(word.startswith(start) for word in words) for start in starting)
    ]
    return found[:most]


@given(NAMES, st.lists(WORDS, max_size=3), st.integers(1, 4))
def test_index_finds_whom_looking_at_everybody_finds(names, starting, most):
    assert NameIndex.of(names).find(starting, most=most) == slow(names, starting, most)


def test_one_name_with_the_same_word_twice_is_found_once():
    assert NameIndex.of([["ann", "ann"], ["anna"]]).find(["ann"], most=10) == [0, 1]


def test_empty_index_finds_nobody():
    assert NameIndex.of([]).find(["a"], most=10) == []
