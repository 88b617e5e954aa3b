"""The tolerance is a floor: in pools of a made practice everybody has a chance that a log can work with."""

from datetime import date

from rapport.learning.policy.exploration import FLOOR
from rapport.matching.answers import read_answers
from rapport.matching.match import DEFAULT_POLICY, match
from rapport.matching.reading import read_roster
from rapport.simulation.practice import make_practice

ON = date(2026, 11, 23)


def least_chances(policy):
    made = make_practice(providers=150, clients=40, seed=7, on=ON)
    roster = read_roster(tuple(made.roster_rows[0]), [tuple(row.values()) for row in made.roster_rows]).roster
    lists = [
        match(roster, read_answers(each), crisis=False, on=ON, seed=1, policy=policy) for each in made.answers
    ]
    return [min(each.log.inclusion) for each in lists if len(each.log.pool) > 3]


def test_everybody_in_a_pool_stands_in_one_slate_of_a_hundred_at_least():
    found = least_chances(DEFAULT_POLICY)

    assert len(found) > 25
    assert min(found) >= FLOOR


def test_with_a_lower_temperature_and_a_wider_tolerance_they_would_not():
    assert min(least_chances(DEFAULT_POLICY._replace(temperature=0.4, tolerance=8.0))) < FLOOR
