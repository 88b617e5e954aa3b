"""The invented practice: valid, varied, the same for the same seed, and able to take its clients."""

import json
import subprocess
import sys
from collections import Counter
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from rapport.errors import BadInput
from rapport.matching import bitsets
from rapport.matching.answers import read_answers
from rapport.matching.eligibility import eligible_set
from rapport.matching.geography import centroid
from rapport.matching.limits import Question
from rapport.matching.npi import is_valid
from rapport.matching.reading import read_roster
from rapport.simulation.approaches import approaches
from rapport.simulation.names import cultures
from rapport.simulation.places import places, states
from rapport.simulation.practice import PROVIDERS_PER_STATE, make_practice
from rapport.simulation.providers import ROSTER_COLUMNS, SYNTHETIC_NPI
from rapport.simulation.texts import has_words_for_every_concern
from rapport.vocabulary import COACHABLE_CONCERNS, CONCERNS, GOALS, STATES, TASKS

ON = date(2026, 11, 23)
MATCHED_SHARE = 0.95


@pytest.fixture(scope="module")
def practice():
    return make_practice(providers=300, clients=300, seed=7, on=ON)


@pytest.fixture(scope="module")
def roster(practice):
    reading = read_roster(list(ROSTER_COLUMNS), [list(row.values()) for row in practice.roster_rows])
    assert (reading.refused, reading.warnings) == ((), ())
    return reading.roster


def test_practice_is_the_same_for_the_same_seed_and_another_for_another(practice):
    again = make_practice(providers=300, clients=300, seed=7, on=ON)
    other = make_practice(providers=300, clients=300, seed=8, on=ON)

    assert again == practice
    assert other.roster_rows[0] != practice.roster_rows[0]
    assert other.answers != practice.answers


def test_more_clients_leave_providers_and_earlier_clients_as_they_were(practice):
    fewer = make_practice(providers=300, clients=10, seed=7, on=ON)

    assert fewer.roster_rows == practice.roster_rows
    assert fewer.answers == practice.answers[:10]


def test_every_row_of_a_large_practice_is_accepted_by_the_roster_reader():
    large = make_practice(providers=3000, clients=0, seed=1, on=ON)

    reading = read_roster(list(ROSTER_COLUMNS), [list(row.values()) for row in large.roster_rows])

    assert (reading.refused, reading.warnings, len(reading.roster)) == ((), (), 3000)
    assert {state for row in large.roster_rows for state in row["licences"].split(";")} == {*states(), ""}


def test_every_answer_is_read_as_it_stands(practice):
    for answer in practice.answers:
        read = read_answers(json.loads(json.dumps(answer)))

        assert read.client_id == answer["client_id"]
        assert len(read.concerns) == len(answer["concerns"]) >= 1


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_most_clients_can_be_matched_with_three_hundred_providers(seed):
    made = make_practice(providers=300, clients=300, seed=seed, on=ON)
    roster = read_roster(list(ROSTER_COLUMNS), [list(row.values()) for row in made.roster_rows]).roster

    found = [
        bitsets.count(eligible_set(roster, Question(read_answers(answer), False, ON)))
        for answer in made.answers
    ]

    assert sum(count >= 3 for count in found) / len(found) >= MATCHED_SHARE
    # Not too easy either: limits must bite, or a demo shows nothing.
    assert min(found) < 5


def test_coaches_have_no_licence_no_clinical_concern_and_no_insurance(practice):
    coaches = [row for row in practice.roster_rows if row["kind"] == "coach"]

    assert len(coaches) > 10
    for row in coaches:
        assert (row["licences"], row["licence_expires"], row["npi"], row["taxonomy"]) == ("", "", "", "")
        assert set(row["concerns"].split(";")) <= COACHABLE_CONCERNS
        assert row["payers"] == "self_pay"


def test_therapists_have_a_valid_number_that_cannot_be_a_real_one(practice):
    numbers = [row["npi"] for row in practice.roster_rows if row["kind"] == "therapist"]

    assert all(is_valid(number) and number.startswith(SYNTHETIC_NPI) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_licence_zip_and_zone_belong_together(practice):
    home = {place.zip: place for place in places()}
    for row in practice.roster_rows:
        place = home[row["zip"]]
        assert row["timezone"] == place.timezone
        assert row["kind"] == "coach" or row["licences"].split(";")[0] == place.state
    for answer in practice.answers:
        place = home[answer["zip"]]
        assert (answer["state"], answer["timezone"]) == (place.state, place.timezone)


def test_dates_stand_around_the_day(practice):
    confirmed = [(ON - date.fromisoformat(row["openings_confirmed_on"])).days for row in practice.roster_rows]
    expires = [row["licence_expires"] for row in practice.roster_rows if row["licence_expires"]]

    assert min(confirmed) >= 0
    assert sorted(confirmed)[len(confirmed) // 2] <= 14
    assert max(confirmed) > 30
    assert 0 < sum(date.fromisoformat(day) < ON for day in expires) < len(expires) / 10


def test_fees_follow_training_and_place(practice):
    fees = {"103TC0700X": [], "101YM0800X": []}
    for row in practice.roster_rows:
        assert 0 < int(row["fee_min"]) <= int(row["fee_max"])
        assert (row["sliding_scale"] == "yes") or row["fee_min"] == row["fee_max"]
        if row["taxonomy"] in fees:
            fees[row["taxonomy"]].append(int(row["fee_max"]))

    psychologists, counsellors = (sum(found) / len(found) for found in fees.values())
    assert psychologists > counsellors + 20


def test_style_follows_the_approach(practice):
    past = {"psychodynamic": [], "solution_focused": []}
    for row in practice.roster_rows:
        first = row["approaches"].split(";")[0]
        if first in past and row["past"]:
            past[first].append(int(row["past"]))

    assert sum(past["psychodynamic"]) / len(past["psychodynamic"]) > 0.5
    assert sum(past["solution_focused"]) / len(past["solution_focused"]) < -0.5


def test_people_are_varied(practice):
    rows, answers = practice.roster_rows, practice.answers

    assert len({row["name"] for row in rows}) > 220
    assert len({code for row in rows for code in row["languages"].split(";")}) >= 10
    assert set(Counter(row["gender"] for row in rows)) == {"woman", "man", "nonbinary"}
    assert {code for row in rows for code in row["concerns"].split(";")} == set(CONCERNS)
    assert len({answer["concerns"][0]["code"] for answer in answers}) >= 20
    assert len({answer["text"] for answer in answers}) > 200
    assert {answer["service"] for answer in answers} >= {"individual", "couple", "family"}


def test_tables_behind_the_practice_keep_to_the_vocabulary():
    assert has_words_for_every_concern()
    for way in approaches():
        assert set(way.tasks) <= set(TASKS)
        assert set(way.goals) <= set(GOALS)
        assert set(way.concerns) <= set(CONCERNS)
    assert {concern for way in approaches() for concern in way.concerns} == set(CONCERNS)
    assert sum(culture.share for culture in cultures()) == pytest.approx(1.0, abs=0.1)


def test_places_are_unique_real_zones_in_real_states():
    assert len({place.zip for place in places()}) == len(places()) >= 150
    for place in places():
        assert place.state in STATES
        assert ZoneInfo(place.timezone).key == place.timezone
        assert centroid(place.zip) is not None


@pytest.mark.parametrize("providers", [1, PROVIDERS_PER_STATE, 120])
def test_small_practice_keeps_to_the_largest_states(providers):
    made = make_practice(providers=providers, clients=3, seed=5, on=ON)

    allowed = set(states()[: max(1, providers // PROVIDERS_PER_STATE)])
    assert {answer["state"] for answer in made.answers} <= allowed
    assert {code for row in made.roster_rows for code in row["licences"].split(";") if code} <= allowed


@pytest.mark.parametrize(
    ("sizes", "column"),
    [
        ({"providers": 0, "clients": 1, "seed": 1}, "providers"),
        ({"providers": 1, "clients": -1, "seed": 1}, "clients"),
        ({"providers": 1, "clients": 1, "seed": -1}, "seed"),
    ],
)
def test_impossible_sizes_are_refused_by_name(sizes, column):
    with pytest.raises(BadInput) as caught:
        make_practice(**sizes, on=ON)

    assert caught.value.problem.column == column


def test_importing_the_package_loads_no_numbers_library():
    script = "import sys, rapport.simulation; sys.exit('numpy' in sys.modules or 'django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
