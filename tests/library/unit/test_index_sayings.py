"""The sentences that the kernel chooses are those that are chosen without it, value by value."""

from random import Random
from typing import Any

import numpy as np
import pytest

from rapport.matching import affinity, nearby
from rapport.matching.answers import Answers, Weighted, read_answers
from rapport.matching.index import engine
from rapport.matching.index import sayings as say
from rapport.matching.index.search import indexed
from rapport.matching.match import match
from rapport.matching.reading import read_roster
from rapport.matching.roster import Roster
from rapport.matching.said import best_approaches
from rapport.vocabulary import CONCERNS, GOALS, TASKS
from support.matching_cases import ON, ease, go_easy, make_client, make_row, table

SIZE, CLIENTS = 150, 120


@pytest.fixture(scope="module")
def roster() -> Roster:
    assert engine.load(), "numba is among the test tools"
    rng = Random("sayings")
    return read_roster(*table([ease(rng, make_row(rng, number)) for number in range(SIZE)])).roster


def said(roster: Roster, answers: Answers) -> list[Any]:
    found = match(roster, answers, crisis=False, on=ON, seed=1).matches
    return [(each.reasons, each.cautions, each.ask, each.differs) for each in found]


def test_kernel_says_what_is_said_without_it(roster: Roster) -> None:
    laid_out, rng, kinds = indexed(roster), Random(7), set()
    for _ in range(CLIENTS):
        answers = read_answers(go_easy(rng, make_client(rng)))
        found = said(laid_out, answers)
        assert found == said(roster, answers)
        kinds |= {each.feature for reasons, cautions, *_ in found for each in (*reasons, *cautions)}
    # All that can be said of a forecast was said: a table of one kind alone would prove nothing.
    assert len(kinds) == 11


@pytest.mark.parametrize("change", ["concerns", "wishes"])
def test_more_than_a_number_can_say_is_said_all_the_same(roster: Roster, change: str) -> None:
    answers = read_answers(go_easy(Random(3), make_client(Random(3))))
    more = {
        "concerns": {"concerns": tuple(Weighted(code, 2) for code in CONCERNS[: say.MOST_CONCERNS + 1])},
        "wishes": {"identities": tuple(f"own_{number}" for number in range(say.MOST_WISHES + 1))},
    }
    answers = answers._replace(**more[change])

    assert said(indexed(roster), answers) == said(roster, answers)


def test_best_approach_of_a_list_is_the_strongest_the_first_of_equals(roster: Roster) -> None:
    best, aims = best_approaches(roster), (*GOALS, *TASKS)
    for approaches, rows in zip(roster.columns["approaches"].values, best.tolist(), strict=True):
        for aim, row in zip(aims, rows, strict=True):
            strength, name = affinity.strongest(approaches, aim)
            assert not strength or affinity.APPROACHES[row] == name


@pytest.mark.parametrize("miles", [0, 5, 25.5, 3000])
def test_who_is_near_is_the_same_to_the_last_bit(roster: Roster, miles: float) -> None:
    kernel = engine.kernel()
    assert kernel is not None
    for zip_code in ("10001", "94110", "00901"):
        compiled = nearby.near(roster, zip_code, miles, kernel.add_near)
        assert np.array_equal(compiled, nearby.near(roster, zip_code, miles))
        assert compiled.any()
