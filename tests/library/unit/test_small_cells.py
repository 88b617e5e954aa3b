"""Nothing that is told is shared by fewer than k people."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.learning.proof.small_cells import with_small_cells_hidden

PEOPLE = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from("cde"), st.sampled_from("fghij")),
    min_size=5,
    max_size=60,
)


@given(PEOPLE, st.integers(2, 5))
def test_every_combination_is_shared_by_enough(rows, smallest):
    found = with_small_cells_hidden(rows, smallest=smallest)

    assert len(found) == len(rows)
    assert min(Counter(found).values()) >= smallest
    for before, after in zip(rows, found, strict=True):
        assert all(told in (said, "") for said, told in zip(before, after, strict=True))


def test_no_more_is_hidden_than_it_takes():
    rows = [("a", "x")] * 3 + [("a", "y")] * 2 + [("b", "x")] * 3

    assert with_small_cells_hidden(rows, smallest=2) == rows
    alone = [("a", "x")] * 3 + [("a", "")] * 3 + [("b", "x")] * 3
    assert (
        with_small_cells_hidden([*rows[:3], *[("a", each) for each in "yzw"], *rows[5:]], smallest=3) == alone
    )
    assert with_small_cells_hidden([], smallest=3) == []


def test_too_few_people_are_refused():
    with pytest.raises(ValueError, match="rows: expected 3 or more"):
        with_small_cells_hidden([("a",)], smallest=3)
