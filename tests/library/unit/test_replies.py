"""What live means: the bounds, and where the prior comes from."""

from datetime import date, timedelta

import pytest
from scipy.stats import beta

from rapport.matching import replies
from rapport.matching.replies import Kind, NotLive, Reply, standing_of

DAY = date(2026, 11, 2)


def after(*kinds):
    return standing_of([Reply(kind, DAY + timedelta(days=place)) for place, kind in enumerate(kinds)])


def test_prior_is_the_published_rate():
    shares = (replies.OFFER_RATE, replies.DECLINE_RATE, replies.SILENCE_RATE)

    assert replies.PRIOR.mean == pytest.approx(0.457)
    assert sum(shares) == pytest.approx(1, abs=0.002)
    # Half of providers between these, as its comment says; the variance is that of a Beta.
    spread = beta(replies.PRIOR.offers, replies.PRIOR.others)
    assert spread.ppf([0.25, 0.75]) == pytest.approx([0.32, 0.59], abs=0.01)
    assert replies.PRIOR.variance == pytest.approx(spread.var())


def test_posterior_is_the_mean_of_what_came_and_the_prior():
    assert after(Kind.OFFERED, Kind.DECLINED, Kind.OFFERED).rate.mean == pytest.approx((6 * 0.457 + 2) / 9)


@pytest.mark.parametrize(
    ("kinds", "because"),
    [
        ([], None),
        ([Kind.SILENT], None),
        ([Kind.SILENT, Kind.SILENT], NotLive.SILENT),
        ([Kind.SILENT, Kind.DECLINED, Kind.SILENT], None),
        ([Kind.SILENT, Kind.SILENT, Kind.DECLINED], NotLive.SILENT),
        ([Kind.SILENT, Kind.SILENT, Kind.OFFERED], None),
        ([Kind.FULL], NotLive.FULL),
        ([Kind.DECLINED] * 7, None),
        ([Kind.DECLINED] * 8, NotLive.SELDOM),
        ([Kind.FULL, Kind.CONFIRMED], None),
    ],
)
def test_not_live_until_they_confirm(kinds, because):
    standing = after(*kinds)

    assert standing.because is because
    assert standing.is_live(None) == (because is None)


def test_a_roster_that_confirms_openings_later_makes_live_again():
    silent = after(Kind.SILENT, Kind.SILENT)

    assert not silent.is_live(DAY + timedelta(days=1))
    assert silent.is_live(DAY + timedelta(days=2))


def test_silence_takes_a_listed_opening_away_and_an_offer_renews_it():
    listed = DAY - timedelta(days=3)

    assert after().opening_confirmed_on(listed) == listed
    assert after(Kind.SILENT).opening_confirmed_on(listed) is None
    assert after(Kind.DECLINED).opening_confirmed_on(listed) == listed
    assert after(Kind.SILENT, Kind.OFFERED).opening_confirmed_on(listed) == DAY + timedelta(days=1)
