"""Single choices: estimates against exact sums, and against another policy's own log of real clicks."""

import csv
import gzip
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from rapport.learning.policy.flat_log import as_logged, evenly, from_column, from_table, read_flat
from rapport.learning.policy.policy_value import evaluate_flat

CLICKS = Path(__file__).resolve().parents[3] / "../shared/data/bandit/obd_men_20k.csv.gz"
HEADER = ["action", "propensity", "reward", "x_age", "target"]
ACTIONS, LOGGED = "abcd", {-1.0: (0.4, 0.3, 0.2, 0.1), 1.0: (0.1, 0.2, 0.3, 0.4)}
TARGET = {-1.0: (0.1, 0.1, 0.2, 0.6), 1.0: (0.7, 0.1, 0.1, 0.1)}
WORTH = {-1.0: (0.1, 0.2, 0.5, 0.7), 1.0: (0.6, 0.3, 0.2, 0.1)}


def truth(policy):
    return sum(np.dot(policy[age], WORTH[age]) for age in (-1.0, 1.0)) / 2


def log_of(count: int, rng: np.random.Generator):
    rows = []
    for _ in range(count):
        age = float(rng.choice([-1.0, 1.0]))
        taken = int(rng.choice(4, p=LOGGED[age]))
        reward = int(rng.uniform() < WORTH[age][taken])
        rows.append([ACTIONS[taken], str(LOGGED[age][taken]), str(reward), str(age), str(TARGET[age][taken])])
    return read_flat(HEADER, rows)


@pytest.mark.parametrize("name", ["ips", "snips", "doubly_robust"])
@pytest.mark.parametrize("which", ["column", "even", "logged"])
def test_estimate_is_unbiased_and_its_interval_holds(name, which):
    rng = np.random.default_rng(21)
    policies = {"column": TARGET, "even": dict.fromkeys((-1.0, 1.0), (0.25,) * 4), "logged": LOGGED}
    values, held = [], 0

    for _ in range(60):
        log = log_of(400, rng)
        target = {"column": lambda log: from_column(log, "target"), "even": evenly, "logged": as_logged}[
            which
        ](log)
        found = evaluate_flat(log, target).estimates[name]
        values.append(found.value)
        held += found.low <= truth(policies[which]) <= found.high

    assert abs(np.mean(values) - truth(policies[which])) < 3.5 * np.std(values) / np.sqrt(60)
    assert held >= 52


def test_model_of_the_reward_takes_spread_away():
    """Where features tell the reward, the doubly robust estimate spreads less than SNIPS."""
    rng = np.random.default_rng(22)
    spread = {"snips": [], "doubly_robust": []}

    for _ in range(40):
        age = rng.normal(size=500)
        taken = rng.choice(4, size=500, p=[0.4, 0.3, 0.2, 0.1])
        reward = 3 * age + taken + rng.normal(scale=0.1, size=500)
        propensity = np.array([0.4, 0.3, 0.2, 0.1])[taken]
        columns = (np.array(list(ACTIONS))[taken], propensity, reward, age, propensity)
        log = read_flat(HEADER, [list(map(str, row)) for row in zip(*columns, strict=True)])
        found = evaluate_flat(log, evenly(log)).estimates
        for name, listed in spread.items():
            listed.append(found[name].value - 1.5 - 3 * age.mean())

    assert np.std(spread["doubly_robust"]) < np.std(spread["snips"]) / 2


def test_table_that_leaves_the_log_is_refused():
    log = log_of(400, np.random.default_rng(23))

    found = evaluate_flat(log, from_table(log, {("", "a"): 0.5, ("", "never"): 0.5})).estimates

    assert all("50% of the target's choices" in each.refused for each in found.values())


@pytest.fixture(scope="module")
def clicks():
    if not CLICKS.exists():
        pytest.skip("real clicks are not here: ../shared/data/bandit/obd_men_20k.csv.gz")
    with gzip.open(CLICKS, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [row for row in rows if row["policy"] == name] for name in ("random", "bts")}


def clicks_log(rows):
    fields = ["item_id", "propensity_score", "click", "position"]
    return read_flat(
        ["action", "propensity", "reward", "position"], [[row[name] for name in fields] for row in rows]
    )


def own_value(rows):
    clicks = np.array([int(row["click"]) for row in rows])
    return clicks.mean(), clicks.std() / np.sqrt(len(clicks))


def test_value_of_the_random_policy_from_the_thompson_log_of_real_clicks(clicks):
    log = clicks_log(clicks["bts"])
    value, error = own_value(clicks["random"])

    found = evaluate_flat(log, evenly(log))

    for name in ("snips", "doubly_robust"):
        each = found.estimates[name]
        assert not each.refused, name
        own_error = (each.high - each.low) / 4
        assert abs(each.value - value) < 3 * np.hypot(own_error, error), name


def test_value_of_the_thompson_policy_from_the_random_log_of_real_clicks(clicks):
    """Its probabilities moved from row to row; what it did on the whole is its table here."""
    log = clicks_log(clicks["random"])
    often = Counter((row["position"], row["item_id"]) for row in clicks["bts"])
    by_position = Counter(row["position"] for row in clicks["bts"])
    table = {pair: count / by_position[pair[0]] for pair, count in often.items()}
    value, error = own_value(clicks["bts"])

    found = evaluate_flat(log, from_table(log, table))

    for name, each in found.estimates.items():
        assert not each.refused, name
        own_error = (each.high - each.low) / 4
        assert abs(each.value - value) < 3 * np.hypot(own_error, error), name
