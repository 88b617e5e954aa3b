"""What a consultation tells: several with one person, the scale of ratings, and who might be better."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.alliance.consultation import (
    RELIABILITY,
    Forecast,
    RatingScale,
    Told,
    chance_of_better,
    updated,
)
from rapport.alliance.search import COST, URGENCY, when_to_stop
from rapport.errors import BadInput

SCALE = RatingScale({"goals": 70.0, "tasks": 72.0, "bond": 77.0}, spread=17.0)
OPEN = Forecast("a", 0.0, 1.0)


def test_second_consultation_counts_as_a_simulated_mean_of_two():
    rng = np.random.default_rng(5)
    validity, people = 0.5, 400_000
    # A rating is what stays, with a variance of RELIABILITY, and the chance of the day.
    fit = rng.standard_normal(people)
    loading = validity / np.sqrt(RELIABILITY)
    stays = np.sqrt(RELIABILITY) * (loading * fit + np.sqrt(1 - loading**2) * rng.standard_normal(people))
    two = stays + np.sqrt((1 - RELIABILITY) / 2) * rng.standard_normal(people)
    slope = np.cov(fit, two)[0, 1] / two.var()
    # All three parts rated alike are the signal times the SD of their mean.
    part = np.sqrt((1 + 2 * 0.87) / 3)

    once = updated(OPEN, Told(part, part, part))
    twice = updated(OPEN, Told(part, part, part, consultations=2))

    assert once.mean == pytest.approx(0.5)
    assert twice.mean == pytest.approx(slope, abs=0.005)
    assert twice.sd < once.sd


@pytest.mark.parametrize(("urgency", "share"), [("soon", 0.5), ("now", 0.75)])
def test_urgency_stops_at_the_share_of_first_consultations_that_its_comment_names(urgency, share):
    signals = np.random.default_rng(3).standard_normal(4_000) * np.sqrt((1 + 2 * 0.87) / 3)
    stops = [
        when_to_stop([Forecast("b", 0.0, 1.0)], [(OPEN, Told(x, x, x))], cost=COST * URGENCY[urgency]).stop
        for x in signals.tolist()
    ]

    assert np.mean(stops) == pytest.approx(share, abs=0.03)


@given(st.floats(30, 95), st.floats(1, 17))
def test_told_forecast_comes_back_from_fit(mean, half):
    back = SCALE.interval(SCALE.forecast("a", mean, mean - half, mean + half))

    assert back == pytest.approx((mean, max(mean - half, 0), min(mean + half, 100)), abs=1e-6)


def test_interval_cut_at_the_top_is_no_surer_for_it():
    assert SCALE.forecast("a", 90.0, 72.0, 100.0).sd == SCALE.forecast("a", 90.0, 72.0, 108.0).sd


def test_typical_ratings_tell_nothing_above_and_missing_ones_nothing():
    assert SCALE.told({"goals": 70.0, "bond": 94.0}) == Told(goals=0.0, bond=1.0)


def test_chance_of_better_is_how_often_simulated_consultations_are():
    rng = np.random.default_rng(11)
    fit = 0.1 + 0.9 * rng.standard_normal(40_000)
    part = np.sqrt((1 + 2 * 0.87) / 3)
    signals = part * (0.5 * fit + np.sqrt(0.75) * rng.standard_normal(len(fit)))
    person = Forecast("b", 0.1, 0.9)
    after = [updated(person, Told(x, x, x)).mean for x in signals[:8_000].tolist()]

    assert chance_of_better(person, 0.3) == pytest.approx(np.mean(np.array(after) > 0.3), abs=0.015)
    assert chance_of_better(Forecast("b", 0.4, 0.0), 0.3) == 1.0


@pytest.mark.parametrize(
    ("call", "column"),
    [
        (lambda: updated(OPEN, Told(1.0, consultations=0)), "consultations"),
        (lambda: updated(OPEN, Told(1.0, consultations=2), validity=0.9), "validity"),
        (lambda: chance_of_better(Forecast("b", float("inf"), 1.0), 0.0), "mean"),
    ],
)
def test_bad_input_is_named(call, column):
    with pytest.raises(BadInput) as refused:
        call()

    assert column in str(refused.value)
