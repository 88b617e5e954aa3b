"""What a trial shows: verdicts at their nominal rate, baselines taken out, power, bad input."""

import numpy as np
import pytest
from scipy import stats

from rapport.errors import BadInput
from rapport.learning.proof.trial import (
    ALONE,
    compare,
    contrasts,
    design_effect,
    needed_per_arm,
    power_of,
    smallest_effect,
)  # fmt: skip

RUNS, PEOPLE, PROVIDERS = 2000, 120, 12


def drawn(seed, *, effect=0.0, share=0.1, runs=RUNS):
    """Trials whose arms prefer different providers, who differ; a fifth of the outcomes are missing."""
    rng = np.random.default_rng(seed)
    treated = np.tile(np.arange(PEOPLE) % 2 == 0, (runs, 1))
    providers = rng.integers(0, PROVIDERS, (runs, PEOPLE))
    providers = np.where(treated, providers**2 // PROVIDERS, providers)
    general = rng.standard_normal((runs, PROVIDERS)) * np.sqrt(share)
    outcomes = np.take_along_axis(general, providers, axis=1) + treated * effect
    outcomes += rng.standard_normal((runs, PEOPLE)) * np.sqrt(1 - share)
    outcomes[rng.random(outcomes.shape) < 0.2] = np.nan
    return outcomes, treated, providers


def inside(count, runs, rate):
    """Whether a count is what this rate gives, but for one chance in a thousand."""
    return stats.binom.ppf(0.0005, runs, rate) <= count <= stats.binom.ppf(0.9995, runs, rate)


def test_nothing_is_shown_at_the_nominal_rate_where_nothing_is():
    found = contrasts(*drawn(1))

    assert inside(int((found.gains | found.losses).sum()), RUNS, 0.05)


def test_ignoring_providers_would_claim_too_much():
    outcomes, treated, _ = drawn(1, share=0.3)

    found = contrasts(outcomes, treated, np.full(outcomes.shape, ALONE))

    assert (found.gains | found.losses).mean() > 0.08


def test_interval_holds_the_true_effect():
    found = contrasts(*drawn(2, effect=0.4))

    assert inside(int(((found.low <= 0.4) & (found.high >= 0.4)).sum()), RUNS, 0.95)


def one(seed=3, effect=1.0):
    outcomes, treated, providers = (each[0] for each in drawn(seed, effect=effect, runs=1))
    return outcomes, ["model" if each else "random" for each in treated], [int(each) for each in providers]


def test_gain_loss_and_nothing_are_named():
    outcomes, arms, providers = one(effect=1.5)
    gain = compare(outcomes, arms, providers, arm="model", control="random")
    loss = compare(outcomes, arms, providers, arm="random", control="model")
    symptoms = compare(outcomes, arms, providers, arm="model", control="random", lower_is_better=True)
    nothing = compare(*one(effect=0.0), arm="model", control="random")

    assert gain.verdict == "gain shown"
    assert loss.verdict == symptoms.verdict == "loss shown"
    assert nothing.verdict == "no difference shown"
    assert gain.n == {"model": int(np.isfinite(outcomes[::2]).sum()), "random": gain.n["random"]}
    assert gain.clusters == len(set(providers))
    assert loss.effect == pytest.approx(-gain.effect)


def test_people_of_a_third_arm_and_without_outcome_change_nothing():
    outcomes, arms, providers = one()
    plain = compare(outcomes, arms, providers, arm="model", control="random")

    more = compare(
        [*outcomes, 99.0, np.nan], [*arms, "rules", "model"], [*providers, 0, None],
        arm="model", control="random",
    )  # fmt: skip

    assert more == plain


def test_baseline_narrows_the_interval_and_keeps_its_level():
    rng = np.random.default_rng(4)
    holds, widths = 0, []
    for _ in range(400):
        before = rng.standard_normal((60, 3))
        treated = rng.permutation(60) < 30
        outcomes = before @ [0.8, 0.5, 0.0] + 0.3 * treated + 0.6 * rng.standard_normal(60)
        arms = np.where(treated, "a", "b").tolist()
        plain = compare(outcomes, arms, [None] * 60, arm="a", control="b")
        adjusted = compare(outcomes, arms, [None] * 60, arm="a", control="b", baseline=before)
        holds += adjusted.low <= 0.3 <= adjusted.high
        widths.append((adjusted.high - adjusted.low) / (plain.high - plain.low))

    assert inside(holds, 400, 0.95)
    assert np.mean(widths) < 0.7


def test_power_agrees_with_trials():
    outcomes, treated, providers = drawn(5, effect=0.5, share=0.0)

    found = contrasts(outcomes, treated, np.full_like(providers, ALONE))

    # A fifth is missing: 48 an arm.
    assert found.gains.mean() == pytest.approx(power_of(0.5, 48), abs=0.04)


@pytest.mark.parametrize(("d", "people"), [(0.11, 1300), (0.28, 204), (0.75, 28)])
def test_needed_people_are_those_of_the_rule(d, people):
    # science.md, section 2: rounded there.
    assert needed_per_arm(d) == pytest.approx(people, rel=0.04)
    assert smallest_effect(needed_per_arm(d)) == pytest.approx(d, rel=0.02)
    assert power_of(d, needed_per_arm(d)) == pytest.approx(0.8, abs=0.02)


def test_design_effect_multiplies_the_people():
    assert design_effect(0.05, 21) == pytest.approx(2.0)
    assert needed_per_arm(0.5, icc=0.05, size=21) == 2 * needed_per_arm(0.5)
    assert design_effect(0.05, 0.5) == 1.0


def test_outcomes_that_never_vary_have_no_standardised_effect():
    found = compare([1, 1, 1, 1], ["a", "a", "b", "b"], [1, 2, 1, 2], arm="a", control="b")

    assert (found.effect, found.low, found.high) == (0, 0, 0)
    assert found.d is None
    assert found.verdict == "no difference shown"


@pytest.mark.parametrize(
    ("outcomes", "arms", "providers", "message"),
    [
        ([1, 2, 3], ["a", "a", "b"], [1, 2, 1], "column b: expected at least two people"),
        ([1, 2, 3, 4], ["a", "a", "b", "b"], [1, 2, 1, 1], "with two providers"),
        ([1, 2], ["a", "b"], [1], "as many outcomes"),
        ([np.nan] * 4, ["a", "a", "b", "b"], [1, 2, 1, 2], "got 0 with 0"),
    ],
)
def test_trials_too_small_are_refused(outcomes, arms, providers, message):
    with pytest.raises(BadInput, match=message):
        compare(outcomes, arms, providers, arm="a", control="b")


def test_gap_in_the_baseline_is_refused():
    with pytest.raises(BadInput, match="a number for everybody"):
        compare([1, 2, 3, 4], list("aabb"), [1, 2, 1, 2], arm="a", control="b", baseline=[1, np.nan, 2, 3])


def test_no_difference_needs_no_people():
    with pytest.raises(BadInput, match="other than 0"):
        needed_per_arm(0.0)
