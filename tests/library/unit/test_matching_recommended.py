"""What a recommendation adds: to the bond and the whole, as far as it is trusted, and said as such."""

from datetime import date

import pytest

from rapport.errors import BadInput
from rapport.matching.answers import read_answers
from rapport.matching.explained import PairForecast
from rapport.matching.forecast import part_weights
from rapport.matching.match import pair_forecast
from rapport.matching.reading import read_roster
from rapport.matching.reasons import LEAST_POINTS
from rapport.matching.recommended import MOST_POINTS, recommended
from support import practice
from support.matching_cases import make_roster, table

ON = date(2026, 3, 4)


@pytest.fixture(scope="module")
def pair() -> PairForecast:
    from random import Random

    rows = make_roster(Random(5), 12)
    roster = read_roster(*table(rows)).roster
    found = pair_forecast(roster, read_answers(practice.ANSWERS), rows[0]["provider_id"], crisis=False, on=ON)
    assert found is not None
    return found


def test_bond_moves_by_what_is_earned_and_the_whole_by_its_weight(pair: PairForecast) -> None:
    for trust in (0.4, 1.0):
        more, points = recommended(pair, trust), round(trust * MOST_POINTS, 2)
        share = part_weights(pair.pair.answers)["bond"]

        assert more.forecast["bond"].mean == pytest.approx(pair.forecast["bond"].mean + points)
        assert more.forecast["overall"].mean == pytest.approx(
            pair.forecast["overall"].mean + share * points, abs=0.006
        )
        for part in ("goals", "tasks"):
            assert more.forecast[part] == pair.forecast[part]


def test_it_is_little_and_no_surer() -> None:
    assert LEAST_POINTS < MOST_POINTS < 1.5


def test_interval_keeps_its_width_within_the_scale(pair: PairForecast) -> None:
    more = recommended(pair, 1.0)

    for part in ("bond", "overall"):
        assert more.forecast[part].low > pair.forecast[part].low
        assert 0 <= more.forecast[part].low <= more.forecast[part].mean <= more.forecast[part].high <= 100


def test_wherever_it_counts_it_is_said_first(pair: PairForecast) -> None:
    said = recommended(pair, 0.6).reasons[0]

    assert (said.part, said.feature) == ("bond", "recommended")
    assert "recommends them" in str(said.text)
    assert said.points == round(0.6 * MOST_POINTS, 2)


@pytest.mark.parametrize("trust", [0.0, LEAST_POINTS / MOST_POINTS - 0.01])
def test_what_is_too_little_to_be_said_adds_nothing(pair: PairForecast, trust: float) -> None:
    assert recommended(pair, trust) == pair


@pytest.mark.parametrize("trust", [-0.1, 1.1, float("nan")])
def test_trust_outside_of_its_range_is_refused(pair: PairForecast, trust: float) -> None:
    with pytest.raises(BadInput):
        recommended(pair, trust)
