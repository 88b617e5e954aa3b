"""When a night's model may replace the last: each threshold from both sides, and figures against by hand."""

import math

import numpy as np
import pytest

from rapport.learning.proof import publish
from rapport.learning.proof.publish import Calibration, calibration_of, decide, standard_error, too_few

GOOD = Calibration(
    n=400, clients=60, mae=10.0, mae_error=0.5, coverage80=80.0, coverage80_error=2.0, width80=40.0
)


def like_good(**changes):
    return Calibration(**{**GOOD.as_json(), **changes})


def test_model_as_good_as_the_last_is_published():
    assert decide(GOOD, GOOD) == (True, "off by 10.0 points on average, 80.0% of 80% intervals held")


@pytest.mark.parametrize(
    ("sessions", "clients", "enough"), [(500, 30, True), (499, 30, False), (500, 29, False), (0, 0, False)]
)
def test_too_few_sessions_or_clients_leave_the_prior(sessions, clients, enough):
    found = too_few(sessions=sessions, clients=clients)

    assert (found is None) is enough
    if found:
        assert found.because.endswith(f"found {sessions} of {clients}: the prior stays")


@pytest.mark.parametrize(("n", "published"), [(100, True), (99, False)])
def test_too_few_forecasts_decide_nothing(n, published):
    assert decide(like_good(n=n), GOOD).is_published is published


# The edge lies at 5 points and 1.96 standard errors of 2 points: 8.92 either way.
@pytest.mark.parametrize(
    ("coverage", "published"), [(71.2, True), (71.0, False), (88.8, True), (89.0, False)]
)
def test_coverage_may_be_off_by_the_tolerance_and_noise(coverage, published):
    last = like_good(coverage80=coverage)

    assert decide(like_good(coverage80=coverage), last).is_published is published


# Two such coverages differ by chance by up to 1.96·√8 = 5.54 points.
@pytest.mark.parametrize(
    ("coverage", "published"), [(74.6, True), (74.3, False), (85.4, True), (85.7, False)]
)
def test_coverage_worse_than_the_last_beyond_noise_is_refused(coverage, published):
    assert decide(like_good(coverage80=coverage), GOOD).is_published is published


# Two such errors differ by chance by up to 1.96·√0.5 = 1.386 points.
@pytest.mark.parametrize(("mae", "published"), [(11.3, True), (11.5, False), (5.0, True)])
def test_error_worse_than_the_last_beyond_noise_is_refused(mae, published):
    found = decide(like_good(mae=mae), GOOD)

    assert found.is_published is published
    if not published:
        assert found.because == "off by 11.5 points on average, the last model by 10.0"


def test_calibration_is_that_of_counting():
    found = calibration_of(
        [70, 80, 90, math.nan], [72, 70, 91, 70], [60, 60, 60, 60], [80, 79, 100, 80], ["a", "b", "b", "c"]
    )

    assert (found.n, found.clients) == (3, 2)
    assert found.mae == pytest.approx((2 + 10 + 1) / 3)
    assert found.coverage80 == pytest.approx(200 / 3)
    assert found.width80 == pytest.approx((20 + 19 + 40) / 3)


def test_few_forecasts_that_all_held_prove_nothing():
    found = calibration_of([70] * 100, [70] * 100, [60] * 100, [80] * 100, range(100))

    assert (found.coverage80, found.coverage80_error) == (100, pytest.approx(4.0))


def test_error_of_independent_sessions_is_the_textbooks():
    values = np.array([1.0, 4.0, 2.0, 8.0])

    assert standard_error(values, range(4)) == pytest.approx(values.std(ddof=1) / 2)


def test_sessions_of_one_client_count_as_alike():
    values = np.repeat([1.0, 4.0, 2.0, 8.0], 5)
    clustered = standard_error(values, np.repeat(range(4), 5).tolist())

    assert clustered == pytest.approx(standard_error(values[::5], range(4)))
    assert clustered > 2 * standard_error(values, range(20))


def test_error_of_one_session_is_without_bound():
    assert standard_error(np.array([3.0]), ["a"]) == math.inf
    assert not decide(calibration_of([70], [71], [60], [80], ["a"]), GOOD).is_published


def test_nothing_to_judge_is_refused():
    with pytest.raises(ValueError, match="ratings: expected at least one with a forecast, got none"):
        calibration_of([math.nan], [1], [1], [1], ["a"])


def test_thresholds_are_as_documented():
    assert (publish.FEWEST_SESSIONS, publish.FEWEST_CLIENTS, publish.FEWEST_FORECAST) == (500, 30, 100)
