"""Matching by what was learned: forecasts, draws and reasons rest on it, and contributions stay true."""

from dataclasses import replace
from datetime import date
from random import Random

import numpy as np
import pytest

from rapport.matching.answers import read_answers
from rapport.matching.fit import FEATURES
from rapport.matching.forecast import MODEL, POINTS_A_UNIT, forecast
from rapport.matching.learned import Effect, Learned
from rapport.matching.match import match, pair_forecast
from rapport.matching.reading import read_roster
from rapport.vocabulary import PARTS
from support.matching_cases import go_easy, make_client, make_roster, table

ON = date(2026, 3, 4)
PRIOR_POINTS = dict(zip(FEATURES, POINTS_A_UNIT.tolist(), strict=True))
LEARNED = Learned(
    version="crossed-1, 400 sessions until 2026-03-01",
    typical={"goals": 66.0, "tasks": 68.0, "bond": 73.0},
    spread={"goals": 12.0, "tasks": 12.5, "bond": 11.0},
    unknown=4.0,
    points=PRIOR_POINTS,
    doubts=dict.fromkeys(FEATURES, 0.5),
    correlation=0.9,
    effects={},
)


@pytest.fixture(scope="module")
def roster():
    # Warmth that a roster tells gives way to what was learned: here it would only stand in the way.
    rows = [{**row, "warmth": "", "warmth_sessions": "", "judged": ""} for row in make_roster(Random(4), 60)]
    return read_roster(*table(rows)).roster


@pytest.fixture(scope="module")
def answers():
    rng = Random(7)
    return read_answers(go_easy(rng, make_client(rng)))


def eligible(roster, answers):
    drawn = match(roster, answers, crisis=False, on=ON, seed=1)
    assert drawn.eligible >= 3
    return [each.provider_id for each in drawn.matches]


def told(roster, answers, learned, provider_id):
    return pair_forecast(roster, answers, provider_id, crisis=False, on=ON, learned=learned)


def measured(provider_id, parts=(3.0, 2.0, 4.0), concerns=None):
    effect = Effect(parts=parts, concerns=concerns or {}, doubt=1.5, sessions=80, clients=14)
    return replace(LEARNED, effects={provider_id: effect})


def test_the_shortlist_names_the_model_and_what_is_typical(roster, answers):
    drawn = match(roster, answers, crisis=False, on=ON, seed=1, learned=LEARNED)

    assert drawn.model == LEARNED.version
    assert drawn.typical == 69.0
    assert match(roster, answers, crisis=False, on=ON, seed=1).model == MODEL


def test_without_effects_and_with_the_priors_points_people_keep_their_order(roster, answers):
    with_model, without = (
        match(roster, answers, crisis=False, on=ON, seed=1, learned=learned) for learned in (LEARNED, None)
    )

    assert with_model.log.pool == without.log.pool
    assert with_model.eligible == without.eligible


def test_contributions_sum_to_the_forecast_of_each_part(roster, answers):
    someone = eligible(roster, answers)[0]

    found = told(roster, answers, measured(someone), someone)

    for part in PARTS:
        points = sum(each.points for each in found.contributions if each.part == part)
        assert found.forecast[part].mean == pytest.approx(LEARNED.typical[part] + points, abs=0.02)


def test_a_good_provider_is_drawn_and_the_reason_says_on_what_it_stands(roster, answers):
    someone = eligible(roster, answers)[2]

    drawn = match(roster, answers, crisis=False, on=ON, seed=1, learned=measured(someone, (9.0, 9.0, 9.5)))

    one = next(each for each in drawn.matches if each.provider_id == someone)
    assert drawn.log.pool[0] == someone
    reasons = [each for each in one.reasons if each.feature.startswith("measured")]
    assert [str(each.text) for each in reasons] == [
        "Measured by 14 clients over 80 sessions: the bond is above typical."
    ]
    assert reasons[0].points == 9.5


@pytest.mark.parametrize(
    ("clients", "sessions", "said"),
    [
        (1, 1, "Measured by 1 client over 1 session: the bond is above typical."),
        (1, 6, "Measured by 1 client over 6 sessions: the bond is above typical."),
        (2, 2, "Measured by 2 clients over 2 sessions: the bond is above typical."),
    ],
)
def test_one_client_is_not_told_as_several(roster, answers, clients, sessions, said):
    someone = eligible(roster, answers)[2]
    effect = Effect((9.0, 9.0, 9.5), {}, doubt=1.5, sessions=sessions, clients=clients)

    found = told(roster, answers, replace(LEARNED, effects={someone: effect}), someone)

    assert said in [str(each.text) for each in found.reasons]


def test_a_poor_effect_is_a_caution(roster, answers):
    someone = eligible(roster, answers)[0]

    found = told(roster, answers, measured(someone, (-6.0, -2.0, -1.0)), someone)

    assert "Measured by 14 clients over 80 sessions: agreement on goals is below typical." in [
        str(each.text) for each in found.cautions
    ]


def test_who_was_measured_is_forecast_more_surely(roster, answers):
    someone = eligible(roster, answers)[0]

    known, unknown = (
        told(roster, answers, learned, someone).forecast["overall"]
        for learned in (measured(someone, (0.0, 0.0, 0.0)), LEARNED)
    )

    assert known.high - known.low < unknown.high - unknown.low
    assert known.mean == pytest.approx(unknown.mean, abs=0.02)


def test_a_concern_that_the_client_named_moves_the_forecast(roster, answers):
    someone = eligible(roster, answers)[0]
    named = answers.concerns[0].code
    other = "perinatal" if named != "perinatal" else "ocd"
    assert other not in [each.code for each in answers.concerns]

    plain, moved, same = (
        told(roster, answers, measured(someone, concerns=concerns), someone).forecast["overall"].mean
        for concerns in ({}, {named: 2.5}, {other: 2.5})
    )

    assert moved - plain == pytest.approx(2.5, abs=0.02)
    assert same == plain


def test_points_of_features_are_the_learned_ones(roster, answers):
    someone = eligible(roster, answers)[0]
    doubled = replace(LEARNED, points={name: 2 * points for name, points in PRIOR_POINTS.items()})

    once, twice = (
        {each.feature: each.points for each in told(roster, answers, learned, someone).contributions}
        for learned in (LEARNED, doubled)
    )

    for name in FEATURES:
        assert twice[name] == pytest.approx(2 * once[name], abs=0.02)


def test_overall_means_are_the_weighted_parts_for_everyone(roster, answers):
    from rapport.matching.learned_forecast import forecast_learned

    places = np.arange(len(roster))
    learned = measured(roster.ids[3])
    found = forecast_learned(roster, answers, places, learned)
    prior = forecast(roster, answers, places)

    weighted = sum(found.weights[part] * found.part_means(part) for part in PARTS)
    assert found.overall_means == pytest.approx(weighted)
    moved = found.overall_means - prior.overall_means
    assert np.argmax(moved) == 3
