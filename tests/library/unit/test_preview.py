"""A preview of another policy agrees with drawing three by it many times over, on the same people."""

from datetime import date
from itertools import chain
from random import Random

import numpy as np
import pytest

from rapport.learning.policy.preview import FEWEST, Drawn, preview
from rapport.matching.answers import read_answers
from rapport.matching.limits import Question
from rapport.matching.match import match
from rapport.matching.ranking import DEFAULT_POLICY
from rapport.matching.reading import read_roster
from support.matching_cases import go_easy, make_client, make_roster, table

ON = date(2026, 3, 4)
DRAWS = 400
BOLDER = DEFAULT_POLICY._replace(temperature=3.0, floor=0.05)


@pytest.fixture(scope="module")
def roster():
    return read_roster(*table(make_roster(Random(4), 60))).roster


@pytest.fixture(scope="module")
def questions():
    found = []
    for seed in (7, 8, 11):
        rng = Random(seed)
        found.append(Question(read_answers(go_easy(rng, make_client(rng))), crisis=False, on=ON))
    return found


def drawn(roster, questions, policy):
    """What each client was offered in every draw: pairs of provider and forecast."""
    return [
        [
            (each.provider_id, each.forecast["overall"].mean)
            for seed in range(DRAWS)
            for each in match(roster, question.answers, crisis=False, on=ON, seed=seed, policy=policy).matches
        ]
        for question in questions
    ]


@pytest.mark.parametrize("policy", [DEFAULT_POLICY, BOLDER], ids=["default", "bolder"])
def test_it_tells_what_many_draws_find(roster, questions, policy):
    found = preview(roster, questions, DEFAULT_POLICY, policy)
    offers = drawn(roster, questions, policy)

    means = [np.mean([mean for _, mean in each]) for each in offers]
    counts = np.unique([one for one, _ in chain(*offers)], return_counts=True)[1]
    # Means of 1,200 offers that spread by a point or two.
    assert found.after.forecast == pytest.approx(np.mean(means), abs=0.15)
    assert found.after.reached >= len(counts)
    most = np.sort(counts)[::-1][: round(len(roster) * 0.1)].sum() / counts.sum()
    assert found.after.concentration == pytest.approx(most, abs=0.03)


def test_a_bolder_policy_reaches_more_costs_something_and_keeps_part(roster, questions):
    found = preview(roster, questions, DEFAULT_POLICY, BOLDER)

    assert found.clients == len(questions)
    assert found.after.least > found.before.least
    assert found.difference[0] < 0
    assert 0 < found.same < 1


def test_the_same_policy_changes_nothing(roster, questions):
    found = preview(roster, questions, DEFAULT_POLICY, DEFAULT_POLICY)

    assert isinstance(found.before, Drawn)
    assert (found.before, found.same) == (found.after, pytest.approx(1.0))
    assert found.difference[0] == 0


def test_fewer_than_two_clients_are_no_preview(roster, questions):
    assert preview(roster, questions[: FEWEST - 1], DEFAULT_POLICY, BOLDER) is None
