"""Adjusted change by provider and concern, on planted effects."""

import numpy as np
import pytest

from rapport.errors import BadInput
from rapport.learning.traits.outcome import (
    EFFECTIVE,
    FEWEST_CASES,
    INEFFECTIVE,
    NEUTRAL,
    TOO_FEW,
    _fitted,
    level_of,
    outcome_effects,
)

CONCERNS = ("anxiety", "depression", "trauma")


def practice(rng, *, providers=60, cases=120, between=0.25, within=0.15):
    """Change depends on severity and concern; the worse cases go to the better providers."""
    general = between * rng.standard_normal(providers)
    special = within * rng.standard_normal((providers, 3))
    provider = np.repeat(np.arange(providers), cases)
    concern = rng.choice(3, p=[0.6, 0.37, 0.03], size=len(provider))
    severity = rng.standard_normal(len(provider)) + 2 * general[provider]
    age = rng.standard_normal(len(provider))
    change = 0.5 * severity + 0.1 * severity**2 - 0.2 * age + np.array([0.0, 0.2, -0.3])[concern]
    change += general[provider] + special[provider, concern] + rng.standard_normal(len(provider))
    found = outcome_effects(
        [f"p{each:02d}" for each in provider],
        [CONCERNS[each] for each in concern],
        change=change,
        severity=severity,
        case_mix=age[:, None],
    )
    return found, general[:, None] + special, general


def test_planted_effects_come_back_with_their_doubt():
    found, truth, general = practice(np.random.default_rng(1))

    said = [each for each in found.effects if each.mean is not None]
    actual = np.array([truth[int(each.provider[1:]), CONCERNS.index(each.concern)] for each in said])
    mean, spread = np.array([each.mean for each in said]), np.array([each.spread for each in said])

    assert np.corrcoef(mean, actual)[0, 1] > 0.75
    assert 0.7 < np.mean(np.abs(mean - actual) < 1.2816 * spread) < 0.9
    assert np.corrcoef([found.general[f"p{row:02d}"][0] for row in range(60)], general)[0, 1] > 0.75
    assert found.between_providers == pytest.approx(0.25**2, rel=0.6)
    assert found.noise == pytest.approx(1.0, rel=0.05)


def test_nothing_is_said_under_fifteen_cases():
    found, _, _ = practice(np.random.default_rng(2))

    few = [each for each in found.effects if each.cases < FEWEST_CASES]
    assert few
    assert all((each.mean, each.spread, each.level) == (None, None, TOO_FEW) for each in few)
    assert all(each.level in (EFFECTIVE, NEUTRAL, INEFFECTIVE) for each in found.effects if each not in few)


def test_without_differences_few_are_called_anything_but_neutral():
    found, _, _ = practice(np.random.default_rng(3), between=0.0, within=0.0)

    levels = [each.level for each in found.effects if each.level]
    assert levels.count(NEUTRAL) / len(levels) > 0.9


def test_levels_are_mostly_right_where_there_are_differences():
    found, truth, _ = practice(np.random.default_rng(4), between=0.4)

    called = [
        (each.level, truth[int(each.provider[1:]), CONCERNS.index(each.concern)])
        for each in found.effects
        if each.level in (EFFECTIVE, INEFFECTIVE)
    ]
    right = [(level == EFFECTIVE) == (effect > 0) for level, effect in called]
    assert len(called) > 30
    assert np.mean(right) > 0.9


def test_posterior_agrees_with_dense_algebra():
    rng = np.random.default_rng(5)
    provider = np.repeat(np.arange(8), 3)
    cases, mean = rng.integers(5, 60, 24).astype(float), rng.standard_normal(24)

    fit = _fitted(provider, mean, cases, 1.0, 8)

    same = provider[:, None] == provider[None, :]
    # At the last round the posterior used the variances of the round before: by then they stand still.
    prior = fit.between * same + fit.within * np.eye(24)
    gain = prior @ np.linalg.inv(prior + np.diag(1.0 / cases))
    assert fit.mean == pytest.approx(gain @ mean, abs=2e-3)
    assert fit.spread == pytest.approx(np.sqrt(np.diag(prior - gain @ prior)), rel=2e-3)


@pytest.mark.parametrize(
    ("mean", "spread", "level"), [(0.3, 0.2, EFFECTIVE), (0.2, 0.2, NEUTRAL), (-0.3, 0.2, INEFFECTIVE)]
)
def test_level_turns_at_nine_chances_in_ten(mean, spread, level):
    assert level_of(mean, spread) == level


def test_missing_numbers_and_too_few_cases_are_refused():
    with pytest.raises(BadInput, match="change"):
        outcome_effects(["p"] * 20, ["anxiety"] * 20, change=[np.nan] * 20, severity=[1.0] * 20)
    with pytest.raises(BadInput, match="15 cases"):
        outcome_effects(["p"] * 3, ["anxiety"] * 3, change=[1.0] * 3, severity=[1.0] * 3)
