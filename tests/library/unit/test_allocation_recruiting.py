"""What one more provider would take on, beside adding them list by list."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.matching.allocation.bookings import Supply, share
from rapport.matching.allocation.market import NOBODY
from rapport.matching.allocation.recruiting import served_by_one_more


def chance_of_anybody(offers):
    return 1 - np.prod(1 - np.array(offers))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_one_more_serves_as_many_as_joining_short_lists_one_by_one(seed):
    rng = np.random.default_rng(seed)
    candidates = np.array([rng.permutation(8)[:5] for _ in range(40)], dtype=np.int32)
    worths = rng.uniform(0.5, 5, candidates.shape).astype(np.float32)
    supply = Supply.of(rng.integers(1, 4, 8), rng.uniform(0.2, 0.9, 8))
    slates = share(candidates, worths, supply, gap=1e-3).allocation.slates
    found = served_by_one_more(candidates, worths, slates, supply)

    for newcomer in range(8):
        rate, gains = supply.offers[newcomer], []
        for row, slate in enumerate(slates):
            if newcomer in candidates[row] and NOBODY in slate:
                now = [supply.offers[each] for each in slate if each != NOBODY]
                gains.append(chance_of_anybody([*now, rate]) - chance_of_anybody(now))
        most = min(int(supply.places[newcomer] / rate + 1e-9), supply.most_lists[newcomer])
        assert found[newcomer] == pytest.approx(sum(sorted(gains, reverse=True)[:most]))
        assert found[newcomer] <= supply.places[newcomer] + 1e-9


def test_one_more_serves_nobody_where_all_lists_are_whole():
    candidates = np.array([[0, 1, 2]], dtype=np.int32)
    supply = Supply.of(np.array([1, 1, 1]))
    assert not served_by_one_more(candidates, np.ones((1, 3), np.float32), candidates, supply).any()
