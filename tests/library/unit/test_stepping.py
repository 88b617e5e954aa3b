"""Which step of care: held against the rules said again, plainly, over many courses."""

from itertools import product
from random import Random

import pytest

from rapport.alliance.stepping import CASE_FROM, RELIABLE, STEPS, Proposal, Scored, propose
from rapport.measures import catalogue

CUTS = {"phq-9": (10, 6), "gad-7": (8, 4)}


def test_cuts_are_those_of_the_catalogue():
    for name in CUTS:
        scale = catalogue.instrument(name).scales[0]
        assert (CASE_FROM[name], RELIABLE[name]) == (scale.clinical_cut.value, scale.reliable_change.value)


def plainly(step, sessions, symptoms, *, coach):
    """The rules of the docstring, one sentence a line."""
    if sessions < 4 or not symptoms:
        return None
    at = STEPS.index(step)
    above = STEPS[at + 1 : at + 2]
    below = [each for each in STEPS[max(at - 1, 0) : at] if each != "coach" or coach]
    known = [(CUTS[name], scores) for name, scores, _ in symptoms if name in CUTS and len(scores) >= 2]
    if above and any(red >= 2 for *_, red in symptoms):
        return Proposal(above[0], "off_track")
    is_case = any(scores[-1] >= cut for (cut, _), scores in known)
    is_better = any(scores[0] - scores[-1] >= change for (_, change), scores in known)
    if above and sessions >= 8 and is_case and not is_better:
        return Proposal(above[0], "no_change")
    was_case = any(scores[0] >= cut for (cut, _), scores in known)
    twice = all(len(scores) > 2 and scores[-1] < cut and scores[-2] < cut for (cut, _), scores in known)
    return Proposal(below[0], "recovered") if below and was_case and twice else None


def test_rules_hold_over_many_courses():
    rng, found = Random(7), []
    for step, coach, _ in product(STEPS, (False, True), range(400)):
        names = rng.sample([*CUTS, "another"], rng.randint(0, 2))
        symptoms = [
            Scored(name, [rng.randint(0, 24) for _ in range(rng.randint(1, 5))], rng.choice([0, 0, 1, 2, 3]))
            for name in names
        ]
        sessions = rng.randint(0, 12)
        proposal = propose(step, sessions, symptoms, coach=coach)
        assert proposal == plainly(step, sessions, symptoms, coach=coach)
        found.append(proposal and proposal.why)
    assert set(found) == {None, "off_track", "no_change", "recovered"}


@pytest.mark.parametrize(("coach", "to"), [(False, None), (True, "coach")])
def test_coach_is_proposed_only_where_one_may_be_offered(coach, to):
    symptoms = [Scored("phq-9", (14, 8, 6), 0)]

    found = propose("group", 6, symptoms, coach=coach)

    assert (found.to if found else None) == to


def test_nothing_lies_above_the_most_intensive():
    assert propose("intensive", 6, [Scored("phq-9", (14, 20, 22), 2)]) is None
