"""Probabilities of a slate, its pairs and its people: against counting slates one by one."""

from collections import Counter
from datetime import date
from itertools import permutations

import numpy as np
import pytest

from rapport.matching import arms
from rapport.matching.answers import read_answers
from rapport.matching.columns import COLUMNS
from rapport.matching.differences import likeness
from rapport.matching.match import DEFAULT_POLICY, Policy, match
from rapport.matching.propensity import certain, slate_propensity, uniform_propensity
from rapport.matching.reading import read_roster
from rapport.matching.slate import ordered_probabilities
from rapport.simulation.practice import make_practice
from rapport.vocabulary import ARMS, MODEL_ARM, RANDOM_ARM, RULES_ARM
from support.practice import ANSWERS, ROW

ON = date(2026, 11, 23)
SAID = {"crisis": False, "on": ON}


@pytest.fixture(scope="module")
def roster():
    made = make_practice(providers=120, clients=0, seed=3, on=ON)
    rows = [{**row, "provider_id": f"p{place:03}", **_open()} for place, row in enumerate(made.roster_rows)]
    table = [[row.get(name, "") for name in COLUMNS] for row in rows]
    return read_roster(tuple(COLUMNS), table).roster


def _open():
    """What lets everybody take the client of these tests."""
    same = ("kind", "licences", "licence_expires", "languages", "formats", "age_groups", "services")
    return {name: ROW[name] for name in (*same, "capacity", "accepting", "slots", "timezone")} | {
        "taxonomy": "", "npi": ""
    }  # fmt: skip


@pytest.fixture(scope="module")
def answers():
    return read_answers({**ANSWERS, "client_id": "c1"})


def counted(roster, drawn, policy):
    """Every ordered slate of the logged pool with its probability, by name."""
    places = np.array([roster.position(each) for each in drawn.log.pool])
    joint = ordered_probabilities(
        np.asarray(drawn.log.utilities),
        likeness(roster, places),
        temperature=policy.temperature,
        difference=policy.difference,
    )
    pool = drawn.log.pool
    return {tuple(pool[i] for i in order): joint[order] for order in permutations(range(len(pool)), 3)}


@pytest.mark.parametrize("seed", range(5))
def test_probabilities_are_those_of_counting(roster, answers, seed):
    drawn = match(roster, answers, seed=seed, **SAID)
    slates = counted(roster, drawn, DEFAULT_POLICY)
    shown = [each.provider_id for each in drawn.matches]

    found = slate_propensity(roster, drawn, DEFAULT_POLICY)

    assert len(drawn.log.pool) > 3
    assert found.ordered == pytest.approx(slates[tuple(shown)])
    assert found.ordered == pytest.approx(drawn.log.ordered)
    assert found.unordered == pytest.approx(sum(slates[order] for order in permutations(shown)))
    for i, one in enumerate(shown):
        for j, other in enumerate(shown):
            both = sum(chance for slate, chance in slates.items() if {one, other} <= set(slate))
            assert found.pairs[i][j] == pytest.approx(both)
        assert found.pairs[i][i] == pytest.approx(drawn.matches[i].propensity, abs=1e-6)


def test_no_chance_gives_certainty(roster, answers):
    policy = Policy(temperature=0)
    drawn = match(roster, answers, seed=1, policy=policy, **SAID)

    assert slate_propensity(roster, drawn, policy) == certain(3)


@pytest.mark.parametrize(("eligible", "found"), [(7, 3), (3, 3), (2, 2), (1, 1), (0, 0)])
def test_uniform_probabilities_are_those_of_counting(eligible, found):
    slates = list(permutations(range(eligible), found))
    mine = set(range(found))

    told = uniform_propensity(eligible, found)

    assert told.ordered == pytest.approx(1 / len(slates))
    assert told.unordered == pytest.approx(sum(set(each) == mine for each in slates) / len(slates))
    for i in range(found):
        for j in range(found):
            assert told.pairs[i][j] == pytest.approx(sum({i, j} <= set(s) for s in slates) / len(slates))


def test_random_arm_draws_every_eligible_person_equally_in_every_place(roster, answers):
    without = frozenset(roster.ids[8:])
    times = 2000
    places = Counter()
    for seed in range(times):
        drawn = arms.draw_in_arm(roster, answers, RANDOM_ARM, seed=seed, without=without, **SAID).shortlist
        places.update((each.position, each.provider_id) for each in drawn.matches)

    # Each of 8 stands in each of 3 places an eighth of the time; five standard errors.
    assert len(places) == 24
    assert max(abs(count / times - 1 / 8) for count in places.values()) < 5 * (1 / 8 * 7 / 8 / times) ** 0.5


def test_random_arm_tells_exact_probabilities(roster, answers):
    without = frozenset(roster.ids[8:])

    found = arms.draw_in_arm(roster, answers, RANDOM_ARM, seed=1, without=without, **SAID)

    assert [each.propensity for each in found.shortlist.matches] == [0.375] * 3
    assert found.shortlist.policy == "uniform(eligible=8)"
    assert found.propensity == uniform_propensity(8, 3)
    assert sorted(found.shortlist.log.pool) == sorted(roster.ids[:8])
    assert found.shortlist.log.inclusion == (0.375,) * 8
    assert found.shortlist.shortfall is None


@pytest.mark.parametrize("arm", ARMS)
def test_every_arm_draws_only_from_the_eligible_and_says_what_three_said(roster, answers, arm):
    found = arms.draw_in_arm(roster, answers, arm, seed=4, **SAID).shortlist
    shown = {each.provider_id for each in found.matches}
    alone = match(roster, answers, seed=4, without=frozenset(roster.ids) - shown, **SAID)

    told = {each.provider_id: (each.forecast, each.reasons, each.cautions) for each in alone.matches}
    assert {each.provider_id: (each.forecast, each.reasons, each.cautions) for each in found.matches} == told


def test_rules_arm_without_anything_learned_is_the_model_arm(roster, answers):
    one, other = (arms.draw_in_arm(roster, answers, arm, seed=9, **SAID) for arm in (MODEL_ARM, RULES_ARM))

    assert one == other


@pytest.mark.parametrize("arm", ARMS)
def test_fewer_than_three_are_said_in_every_arm(roster, answers, arm):
    without = frozenset(roster.ids[2:])

    found = arms.draw_in_arm(roster, answers, arm, seed=1, without=without, **SAID)

    assert found.shortlist.shortfall.found == 2
    assert len(found.propensity.pairs) == 2


def test_unknown_arm_is_refused(roster, answers):
    with pytest.raises(ValueError, match="arm: expected model, rules_only or random_eligible, got 'other'"):
        arms.draw_in_arm(roster, answers, "other", seed=1, **SAID)
