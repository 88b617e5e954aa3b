"""What a history of answers says, against a reference that carries no state from one to the next."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from library.references import slow_replies as slow
from rapport.matching.replies import Kind, Reply, standing_of

DAY = date(2026, 11, 2)
KINDS = st.sampled_from(list(Kind))
# Mostly refusals now and then, so that the bound on the rate is reached too.
HISTORIES = st.lists(st.tuples(st.one_of(KINDS, st.just(Kind.DECLINED)), st.integers(0, 4)), max_size=25)
LISTED = st.one_of(st.none(), st.integers(-5, 60).map(lambda days: DAY + timedelta(days=days)))


def history(steps):
    found, on = [], DAY
    for kind, days in steps:
        on += timedelta(days=days)
        found.append(Reply(kind, on))
    return found


@given(steps=HISTORIES, listed=LISTED)
def test_standing_says_what_the_whole_history_says(steps, listed):
    replies = history(steps)

    standing = standing_of(replies)

    assert abs(standing.rate.mean - slow.offer_rate(replies)) < 1e-12
    assert standing.is_live(listed) == slow.is_live(replies, listed)
    assert standing.opening_confirmed_on(listed) == slow.opening_confirmed_on(replies, listed)
    assert (standing.because is None) == (standing.not_live_on is None)


@given(steps=HISTORIES)
def test_confirming_makes_anyone_live(steps):
    replies = [*history(steps), Reply(Kind.CONFIRMED, DAY + timedelta(days=200))]

    standing = standing_of(replies)

    assert standing.is_live(None)
    assert standing.opening_confirmed_on(None) == DAY + timedelta(days=200)


@given(steps=HISTORIES)
def test_an_offer_raises_and_anything_else_lowers_the_rate(steps):
    replies = history(steps)
    before = standing_of(replies).rate.mean

    for kind in (Kind.OFFERED, Kind.DECLINED, Kind.SILENT, Kind.FULL):
        after = standing_of([*replies, Reply(kind, DAY + timedelta(days=300))]).rate.mean
        assert (after > before) == (kind is Kind.OFFERED)
