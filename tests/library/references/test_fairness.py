"""Figures by group: false alarms where there is no difference, alarms where there is, nothing of the few."""

import numpy as np
import pytest

from rapport.learning.proof.fairness import FEWEST_SHOWN, by_group, rates_by_group


def forecasts(rng, sizes, spread=None, sessions=4):
    """Clients with a few sessions each, forecast well but for a group's wider noise."""
    groups = np.repeat(list(sizes), [size * sessions for size in sizes.values()])
    people = np.repeat(np.arange(sum(sizes.values())), sessions)
    noise = np.array([(spread or {}).get(name, 1.0) for name in groups])
    shared = rng.standard_normal(people.max() + 1)[people]
    error = noise * (np.sqrt(0.3) * shared + np.sqrt(0.7) * rng.standard_normal(len(people)))
    return (
        groups,
        people,
        {
            "actual": 70 + error,
            "mean": np.full(len(people), 70.0),
            "low": np.full(len(people), 70 - 1.2816),
            "high": np.full(len(people), 70 + 1.2816),
        },
    )


def figures(rng, sizes, spread=None):
    groups, people, columns = forecasts(rng, sizes, spread)
    return {each.group: each for each in by_group(groups, people, **columns)}


def test_false_alarms_are_rare_over_a_whole_column():
    rng = np.random.default_rng(1)
    sizes = {"a": 60, "b": 120, "c": 40}

    alarms = sum(any(each.alarm for each in figures(rng, sizes).values()) for _ in range(200))

    assert alarms / 200 <= 0.05


def test_group_whose_intervals_are_too_narrow_is_named():
    found = figures(np.random.default_rng(2), {"a": 200, "b": 200}, {"b": 1.8})

    assert found["a"].alarm == ""
    assert "too narrow" in found["b"].alarm
    assert found["b"].mae.value == pytest.approx(1.8 * found["a"].mae.value, rel=0.1)


def test_intervals_hold_the_truth_for_clustered_rows():
    """True mean absolute error of a normal error: √(2/π); coverage .8; bias 0."""
    rng = np.random.default_rng(3)
    held = np.zeros(3)

    for _ in range(200):
        each = figures(rng, {"a": 80})["a"]
        truths = (np.sqrt(2 / np.pi), 0.0, 0.8)
        ranges = (each.mae, each.bias, each.coverage)
        held += [one.low <= truth <= one.high for one, truth in zip(ranges, truths, strict=True)]

    assert (held / 200 > 0.91).all()


def test_plain_figures_are_those_of_the_textbook():
    found = by_group(
        ["a"] * 12,
        list("abcdefghijkl"),
        actual=np.arange(12.0),
        mean=np.full(12, 5.0),
        low=np.full(12, 3.0),
        high=np.full(12, 7.0),
    )[0]

    assert (found.people, found.rows) == (12, 12)
    assert found.mae.value == pytest.approx(np.abs(np.arange(12) - 5).mean())
    assert found.bias.value == pytest.approx(-0.5)
    assert found.coverage.value == pytest.approx(5 / 12)
    # Wilson (1927) for 5 of 12 at 95%.
    assert (found.coverage.low, found.coverage.high) == pytest.approx((0.1933, 0.6805), abs=2e-3)


def test_few_are_put_with_the_smallest_so_that_nobody_can_be_had_by_subtraction():
    found = figures(np.random.default_rng(4), {"few": FEWEST_SHOWN - 1, "some": FEWEST_SHOWN, "many": 90})

    assert {name: each.people for name, each in found.items()} == {
        "many": 90,
        "some and other groups": 2 * FEWEST_SHOWN - 1,
    }


def test_several_small_groups_are_shown_together():
    found = figures(np.random.default_rng(5), {"a": 6, "b": 7, "c": 30})

    assert {name: each.people for name, each in found.items()} == {"c": 30, "other groups": 13}


def test_too_few_in_all_are_not_shown():
    found = figures(np.random.default_rng(5), {"a": 4, "b": 5})

    assert list(found) == ["other groups"]
    assert found["other groups"].people is None
    assert found["other groups"].mae is None


def exposure(rng, disadvantage, providers=60, requests=400):
    """Pools of ten; one group's providers stand in slates less often."""
    group = np.where(np.arange(providers) % 3 == 0, "x", "y")
    rows = []
    for request in range(requests):
        pool = rng.choice(providers, 10, replace=False)
        weight = np.where(group[pool] == "x", disadvantage, 1.0) * rng.uniform(0.5, 1.5, 10)
        drawn = rng.choice(10, 3, replace=False, p=weight / weight.sum())
        rows += [(group[one], one, request, float(place in drawn), 0.3) for place, one in enumerate(pool)]
    groups, people, clusters, got, due = zip(*rows, strict=True)
    return {each.group: each for each in rates_by_group(groups, people, clusters, got=got, due=due)}


def test_equal_exposure_raises_no_alarm():
    rng = np.random.default_rng(6)

    found = [exposure(rng, 1.0, requests=150) for _ in range(40)]

    assert sum(bool(each["x"].alarm) for each in found) <= 2
    assert np.mean([each["x"].ratio.low <= 1 <= each["x"].ratio.high for each in found]) > 0.9


def test_exposure_below_four_fifths_is_an_alarm():
    found = exposure(np.random.default_rng(7), 0.4)

    assert found["x"].ratio.value < 0.8
    assert found["x"].alarm.endswith("beyond noise")
    assert found["y"].alarm == ""
    assert found["x"].people == 20


def test_ratio_is_said_only_where_there_is_somebody_else():
    found = rates_by_group(["a"] * 20, range(20), range(20), got=[1.0] * 20, due=[1.0] * 20)[0]

    assert found.rate == 1.0
    assert found.ratio is None
