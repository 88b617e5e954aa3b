"""Outcomes, traits and columns for learning: there, apart from each other, and silent where nothing is."""

from datetime import date

import numpy as np
import pytest

from rapport.simulation.dynamics import skill_points
from rapport.simulation.outcomes import OUTCOME_COLUMNS, outcome_rows
from rapport.simulation.practice import make_practice
from rapport.simulation.sessions import make_courses
from rapport.simulation.tables import SESSION_COLUMNS, session_rows
from rapport.simulation.world import Shares, latent_rapport, make_world
from rapport.vocabulary import AGE_GROUPS, CONCERNS

ON = date(2026, 11, 23)


@pytest.fixture(scope="module")
def practice():
    return make_practice(providers=120, clients=900, seed=5, on=ON)


@pytest.fixture(scope="module")
def world(practice):
    return make_world(practice)


@pytest.fixture(scope="module")
def courses(world):
    return list(make_courses(world))


@pytest.fixture(scope="module")
def outcomes(world, courses):
    return [dict(zip(OUTCOME_COLUMNS, row, strict=True)) for row in outcome_rows(world, courses)]


def test_every_client_has_outcomes_of_the_chosen_provider_alone(world, courses, outcomes):
    chosen = {(course.client, course.provider) for course in courses if course.chosen}

    assert len(chosen) == len({course.client for course in courses})
    assert len({(row["client_id"], row["provider_id"]) for row in outcomes}) == len(chosen)
    assert {row["concern"] for row in outcomes} <= set(CONCERNS)


def test_scores_are_whole_and_blank_only_where_nothing_was_filled_in(outcomes):
    assert all(0 <= int(row["first_score"]) <= 27 for row in outcomes)
    known = [row for row in outcomes if row["last_score"]]
    assert all(0 <= int(row["last_score"]) <= 27 for row in known)
    assert all(int(row["sessions"]) > 1 for row in known)
    assert 0 < len(known) < len(outcomes)


def test_people_get_better_on_the_whole(outcomes):
    gained = [int(row["first_score"]) - int(row["last_score"]) for row in outcomes if row["last_score"]]

    assert 1 < np.mean(gained) < 8
    assert min(gained) < -5


def test_courses_end_by_dropout_by_plan_or_go_on(outcomes, courses):
    assert {row["dropped_out"] for row in outcomes} == {"yes", "no", ""}
    going = [course for course in courses if course.dropped_out is None]
    assert all((ON - course.started[-1].date()).days <= 7 for course in going)


def test_session_rows_tell_what_was_known_before(world, courses, practice):
    rows = [dict(zip(SESSION_COLUMNS, row, strict=True)) for row in session_rows(world, courses)]
    answers = {answer["client_id"]: answer for answer in practice.answers}

    for row in rows[:200]:
        answer = answers[row["client_id"]]
        assert {row[f"x_concern_{code}"] for code in CONCERNS} == {"0", "1"}
        named = {code for code in CONCERNS if row[f"x_concern_{code}"] == "1"}
        assert named == {wish["code"] for wish in answer["concerns"]}
        assert row["group_age"] == answer["age_group"]
        assert 0 <= int(row["x_severity"]) <= 27
    assert {row["group_age"] for row in rows} <= set(AGE_GROUPS)
    assert {row["group_language"] for row in rows} == {"en", "other"}


def test_provider_traits_are_apart(world):
    traits = world.traits
    both = np.corrcoef([traits.outcome, traits.dropout, traits.deterioration])

    assert np.abs(both[np.triu_indices(3, 1)]).max() < 0.3


def test_skill_with_the_concern_shows_in_rapport_and_in_symptoms(world):
    clients = range(300)
    skill = np.array([world.traits.skills_for(client) for client in clients])
    rapport = np.array([latent_rapport(world, client).mean(axis=0) for client in clients])
    rapport -= rapport.mean(axis=1, keepdims=True) + world.provider
    concern = int(np.flatnonzero(world.traits.concerns[0])[0])
    best, worst = (int(pick(world.traits.skill[:, concern] - skill[0])) for pick in (np.argmax, np.argmin))

    assert np.corrcoef(skill.ravel(), rapport.ravel())[0, 1] > 0.2
    assert skill_points(world, 0, best, concern, sessions=8) >= 0
    assert skill_points(world, 0, worst, concern, sessions=8) <= 0
    assert skill_points(world, 0, best, concern, sessions=1) == 0


def test_without_pairs_skill_shows_nowhere(practice):
    flat = make_world(practice, shares=Shares(pair=0.0, pair_part=0.0))

    assert all(skill_points(flat, client, 3, 4, sessions=9) == 0 for client in range(20))
    assert len({tuple(np.argsort(latent_rapport(flat, client)[2])) for client in range(20)}) == 1


def test_more_clients_leave_those_before_them_as_they_were(courses):
    fewer = make_world(make_practice(providers=120, clients=300, seed=5, on=ON))

    for before, after in zip(make_courses(fewer), courses, strict=False):
        assert before.client == after.client
        assert np.array_equal(before.ratings, after.ratings)
        assert np.array_equal(before.symptoms, after.symptoms)


def test_world_without_states_runs():
    still = make_world(
        make_practice(providers=60, clients=40, seed=5, on=ON), shares=Shares(state=0.0, error=0.0)
    )

    assert all(np.isfinite(course.ratings).all() for course in make_courses(still))
