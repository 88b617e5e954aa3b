"""The hazard of dropping out on planted hazards, and against a general optimiser."""

import numpy as np
import pytest
from scipy.optimize import minimize

from rapport.errors import BadInput
from rapport.learning.traits.retention import RIDGE, STAYED_UNTIL, STEPS_AT, _by_session, _fitted, retention

# science.md, section 2: a hazard of .028 a session keeps 80% until session 8.
HAZARD = 0.028


def practice(rng, *, providers=50, clients=80, spread=0.8):
    effect = spread * rng.standard_normal(providers)
    provider = np.repeat(np.arange(providers), clients)
    severity = rng.standard_normal(len(provider))
    odds = np.log(HAZARD / (1 - HAZARD)) + effect[provider] + 0.3 * severity
    hazard = 1 / (1 + np.exp(-odds))
    last = np.minimum(rng.geometric(hazard), 1000)
    planned = rng.integers(4, 20, len(provider))
    return (
        effect,
        [f"p{each:02d}" for each in provider],
        np.minimum(last, planned),
        last <= planned,
        severity[:, None],
    )


def test_planted_effects_come_back_with_their_doubt():
    effect, providers, sessions, dropped, severity = practice(np.random.default_rng(1))

    found = retention(providers, sessions, dropped, case_mix=severity)

    assert np.corrcoef(found.mean, effect)[0, 1] > 0.8
    centred = effect - effect.mean()
    assert 0.68 < np.mean(np.abs(found.mean - found.mean.mean() - centred) < 1.2816 * found.spread) < 0.92
    assert found.variance == pytest.approx(0.64, rel=0.5)
    assert found.typical == pytest.approx((1 - HAZARD) ** STAYED_UNTIL, abs=0.06)


def test_without_differences_effects_are_shrunken_to_nearly_nothing():
    _, providers, sessions, dropped, severity = practice(np.random.default_rng(2), spread=0.0)

    found = retention(providers, sessions, dropped, case_mix=severity)

    assert np.abs(found.mean).max() < 0.3
    assert np.ptp(found.stayed) < 0.1


def test_solution_agrees_with_a_general_optimiser():
    _, providers, sessions, dropped, severity = practice(np.random.default_rng(3), providers=6, clients=60)
    names = sorted(set(providers))
    place = np.array([names.index(each) for each in providers])
    rows = _by_session(place, sessions, dropped, severity)
    slopes, effects, _, variance = _fitted(rows, 6)
    many = len(STEPS_AT) + 1

    def loss(values):
        odds = rows.features @ values[:many] + values[many:][rows.provider]
        fit = np.logaddexp(0, odds).sum() - rows.dropped @ odds
        return (
            fit + values[many:] @ values[many:] / (2 * variance) + RIDGE * values[:many] @ values[:many] / 2
        )

    slow = minimize(loss, np.r_[slopes, effects] * 0.5, method="BFGS", options={"gtol": 1e-4}).x

    assert np.r_[slopes, effects] == pytest.approx(slow, abs=5e-3)


def test_agreed_ending_is_no_drop_out():
    stays = retention(["a"] * 40 + ["b"] * 40, [6] * 80, [False] * 40 + [True] * 40)

    assert stays.mean[0] < stays.mean[1]
    assert stays.clients.tolist() == [40, 40]


def test_step_that_nobody_drops_out_at_stays_finite():
    found = retention(["a", "b"] * 30, [3] * 60, [True] * 60)

    assert np.isfinite([*found.mean, *found.spread, *found.stayed]).all()


@pytest.mark.parametrize(
    ("sessions", "dropped", "mix", "said"),
    [
        ([0], [True], None, "1 or more"),
        ([2], [False], None, "somebody"),
        ([2], [True], [[np.nan]], "case_mix"),
    ],
)
def test_input_that_says_nothing_is_refused(sessions, dropped, mix, said):
    with pytest.raises(BadInput, match=said):
        retention(["p"], sessions, dropped, case_mix=mix)
