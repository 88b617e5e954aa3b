"""How much a rated session may say: the cap, self-ratings, and sessions that nobody verified."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rapport.learning.traits.client_weights import SESSIONS_CAP, client_weights


def test_client_with_many_sessions_counts_as_the_cap():
    weights = client_weights(["a"] * 10 + ["b"], ["p"] * 11)

    assert weights[:10].tolist() == [SESSIONS_CAP / 10] * 10
    assert weights[10] == 1.0


def test_self_rating_and_unverified_session_count_nothing_and_leave_the_cap_to_the_others():
    weights = client_weights(["p", "a", "a", "a"], ["p"] * 4, verified=[True, True, False, True])

    assert weights.tolist() == [0.0, 1.0, 0.0, 1.0]


@given(
    rows=st.lists(st.tuples(st.sampled_from("abcp"), st.sampled_from("pqa"), st.booleans()), max_size=40),
    cap=st.floats(0.1, 20),
)
def test_no_client_ever_sums_to_more_than_the_cap(rows, cap):
    clients, providers, verified = (
        (np.array(column) for column in zip(*rows, strict=True)) if rows else ([],) * 3
    )

    weights = client_weights(clients, providers, verified=np.array(verified, dtype=bool), cap=cap)

    assert ((weights >= 0) & (weights <= 1)).all()
    for client in set(clients):
        assert weights[np.array(clients) == client].sum() <= cap + 1e-12
