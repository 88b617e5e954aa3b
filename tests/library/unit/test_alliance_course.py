"""The course of an alliance, the expected course of symptoms, and when a referral is proposed."""

import numpy as np
import pytest

from rapport.alliance.course import CommonCourse, common_course, own_course
from rapport.alliance.expected import FEWEST, expected_response
from rapport.alliance.pools import MEMORY
from rapport.alliance.referral import Course, Outlook, cost_of_beginning_anew, propose
from rapport.alliance.trajectory import CheckIns
from rapport.errors import BadInput

COMMON = CommonCourse(level=72, level_sd=10, growth=3, swing_sd=6, error_sd=3)
SESSIONS, RATINGS = np.array([1.0, 2, 3, 5, 6]), np.array([80.0, 84, 70, 82, 85])


def kalman(sessions, ratings, common, until):
    """The same, session by session forwards and back: a slow reference. Mean and SD of the true alliance."""
    move = np.diag([1, 1, MEMORY])
    fresh = np.diag([0, 0, common.swing_sd**2 * (1 - MEMORY**2)])
    mean, spread = (
        np.array([common.level, common.growth, 0.0]),
        np.diag([common.level_sd**2, common.growth_sd**2, common.swing_sd**2]),
    )
    before, after = [], []
    for session in range(1, until + 1):
        if session > 1:
            mean, spread = move @ mean, move @ spread @ move.T + fresh
        before.append((mean, spread))
        row = np.array([1, np.log(session), 1])
        if session in sessions:
            gain = spread @ row / (row @ spread @ row + common.error_sd**2)
            value = ratings[list(sessions).index(session)]
            mean, spread = mean + gain * (value - row @ mean), spread - np.outer(gain, row @ spread)
        after.append((mean, spread))
    smooth = [after[-1]]
    for place in range(until - 2, -1, -1):
        back = after[place][1] @ move.T @ np.linalg.inv(before[place + 1][1])
        mean = after[place][0] + back @ (smooth[0][0] - before[place + 1][0])
        spread = after[place][1] + back @ (smooth[0][1] - before[place + 1][1]) @ back.T
        smooth.insert(0, (mean, spread))
    rows = [np.array([1, np.log(session), 1]) for session in range(1, until + 1)]
    return (
        np.array([row @ mean for row, (mean, _) in zip(rows, smooth, strict=True)]),
        np.array([np.sqrt(row @ spread @ row) for row, (_, spread) in zip(rows, smooth, strict=True)]),
        np.array([mean[2] for mean, _ in smooth]),
    )


def test_own_line_agrees_with_a_kalman_smoother():
    found = own_course(SESSIONS, RATINGS, COMMON, until=8)
    mean, sd, swing = kalman(SESSIONS, RATINGS, COMMON, 8)

    assert found.line.mean == pytest.approx(mean, abs=1e-9)
    assert (found.line.high - found.line.mean)[:6] == pytest.approx(1.2815515655 * sd[:6], abs=1e-6)
    assert found.state == pytest.approx(swing, abs=1e-9)


def test_line_is_trait_and_state_together_and_a_bad_day_is_state():
    found = own_course(SESSIONS, RATINGS, COMMON, until=6)

    assert found.line.mean == pytest.approx(found.trait.mean + found.state)
    assert found.state[2] < -3 < found.state[0]
    assert 70 < found.line.mean[2] < found.trait.mean[2]


def test_a_session_without_a_rating_has_a_wider_band_and_the_future_the_widest():
    line = own_course(SESSIONS, RATINGS, COMMON, until=9).line
    width = line.high - line.low

    assert width[3] > width[2]
    assert width[7] > width[3]


def test_without_ratings_the_line_is_what_is_usual():
    found = own_course(np.array([]), np.array([]), COMMON, until=4)

    assert found.line.mean == pytest.approx(found.usual.mean)
    assert found.usual.mean == pytest.approx(72 + 3 * np.log([1, 2, 3, 4]))


def test_what_is_common_is_learnt_from_many_pairs():
    rng = np.random.default_rng(4)
    pairs, count = 400, 8
    true = (
        rng.normal(80, 9, (pairs, 1)) + 4 * np.log(np.arange(1, count + 1)) + rng.normal(0, 4, (pairs, count))
    )
    ratings = np.clip(true[..., None] + rng.normal(0, 3, (pairs, count, 3)), 0, 100)
    pair, session = np.divmod(np.arange(pairs * count), count)
    found = common_course(CheckIns(pair, session + 1, ratings.reshape(-1, 3), np.full(pairs * count, np.nan)))

    assert found.growth == pytest.approx(4, abs=1)
    assert found.error_sd == pytest.approx(3 / np.sqrt(3), abs=0.4)
    assert 6 < found.level_sd < 11


@pytest.mark.parametrize(
    ("sessions", "ratings"), [([0], [50]), ([1, 1], [50, 50]), ([1], [101]), ([1], [np.nan]), ([1], [])]
)
def test_impossible_courses_are_refused(sessions, ratings):
    with pytest.raises(BadInput):
        own_course(np.array(sessions, float), np.array(ratings, float), COMMON, until=3)


def symptoms(people=600, count=10, seed=2):
    """Courses that fall with log(session), faster from a worse start."""
    rng = np.random.default_rng(seed)
    intake = rng.normal(15, 4, people)
    logs = np.log(np.arange(1, count + 1))
    slope = -2 - 0.2 * (intake - 15)[:, None] + rng.normal(0, 1.5, (people, 1))
    scores = intake[:, None] + slope * logs + np.where(logs > 0, rng.normal(0, 1.5, (people, count)), 0)
    return intake, np.where(rng.random(scores.shape) < 0.1, np.nan, scores)


def test_expected_response_finds_planted_slopes_and_bounds_hold_out_of_sample():
    found = expected_response(*symptoms())
    intake, scores = symptoms(seed=3)

    assert found.slope == pytest.approx(-2, abs=0.2)
    assert found.slope_by_intake == pytest.approx(-0.2, abs=0.04)
    lights = [
        found.light(intake[row], at + 1, scores[row, at])
        for row, at in zip(*np.nonzero(np.isfinite(scores)), strict=True)
        if at > 0
    ]
    assert np.mean([light == "red" for light in lights]) == pytest.approx(0.20, abs=0.03)
    assert np.mean([light != "green" for light in lights]) == pytest.approx(0.32, abs=0.03)


def test_alarms_say_how_often_they_are_false():
    found = expected_response(*symptoms())

    assert 0.1 < found.false_alarms < 0.6
    assert 0.5 < found.precision <= 1
    assert found.light(15, 1, 40) == "green"
    assert (found.light(15, 6, 25), found.light(15, 6, 8)) == ("red", "green")
    assert found.bound(15, np.array([6.0]), found.red)[0] > found.bound(15, np.array([6.0]), found.amber)[0]


def test_few_courses_give_no_expectation():
    intake, scores = symptoms(people=FEWEST - 1)

    with pytest.raises(BadInput, match="expected 60 courses or more, got 59"):
        expected_response(intake, scores)


STAYING, BETTER = Outlook(55, 6), Outlook(75, 8)


def test_beginning_anew_costs_the_growth_that_is_left_behind():
    assert cost_of_beginning_anew(0, growth=3) == 0
    assert cost_of_beginning_anew(6, growth=3) == pytest.approx(
        3 * np.mean(np.log(np.arange(7, 15)) - np.log(np.arange(1, 9)))
    )


@pytest.mark.parametrize(
    ("course", "because"),
    [
        (Course(6, asked=True), "asked"),
        (Course(6, repair_tried=True, unresolved=1), "unresolved"),
        (Course(6, repair_tried=True, off_track=3), "off_track"),
        (Course(6, unresolved=5, off_track=5), None),
        (Course(6, repair_tried=True, off_track=2), None),
    ],
)
def test_a_referral_needs_a_request_or_a_tried_repair(course, because):
    found = propose(course, STAYING, BETTER, growth=2)

    assert (found.proposed, found.because) == (because is not None, because)


def test_nobody_better_means_staying_unless_asked():
    tried = Course(6, repair_tried=True, unresolved=1)

    assert not propose(tried, STAYING, Outlook(58, 8), growth=2).proposed
    assert not propose(tried, STAYING, None, growth=2).proposed
    assert propose(Course(6, asked=True), STAYING, None, growth=2).proposed


def test_chance_better_agrees_with_counting():
    rng = np.random.default_rng(1)
    shared = 0.4
    errors = rng.multivariate_normal([0, 0], [[1, shared], [shared, 1]], 200_000)
    cost = cost_of_beginning_anew(4, growth=3)
    counted = (75 + 8 * errors[:, 1] - cost > 65 + 6 * errors[:, 0]).mean()

    found = propose(Course(4), Outlook(65, 6), BETTER, growth=3, shared=shared)

    assert found.chance_better == pytest.approx(counted, abs=0.005)


@pytest.mark.parametrize("broken", [Outlook(50, 0), Outlook(float("nan"), 5)])
def test_impossible_outlooks_are_refused(broken):
    with pytest.raises(BadInput):
        propose(Course(3), broken, BETTER, growth=2)
