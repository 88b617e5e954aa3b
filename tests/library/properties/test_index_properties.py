"""The index answers every question as brute force does: the slow reference, row by row, over all limits."""

from datetime import date, timedelta
from functools import partial
from random import Random
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library.references.slow_limits import Verdict
from rapport.matching import bitsets, eligibility
from rapport.matching.answers import read_answers
from rapport.matching.eligibility import LIMITS, Screening
from rapport.matching.forecast import DECIMALS, rounded
from rapport.matching.index import compiled, engine, fees, screening
from rapport.matching.index.compiled import Compiled
from rapport.matching.index.questions import ask
from rapport.matching.index.search import Index, indexed
from rapport.matching.limits import Question
from rapport.matching.match import match
from rapport.matching.ranking import Policy, pool_of
from rapport.matching.reading import read_roster
from rapport.matching.roster import Roster
from rapport.vocabulary import STYLE_AXES, STYLE_RANGE
from support.matching_cases import ON, make_client, make_roster, table

# A day on which some licences run out, and in whose week no clocks change.
STEADY = ON + timedelta(days=30)
# A day on which all have run out.
FAR = ON + timedelta(days=3650)
A_FEW = settings(max_examples=60, deadline=None)
# A seed names a case: drawing every cell from Hypothesis itself takes a minute.
RANDOM = st.integers(0, 2**32).map(Random)


@pytest.fixture(scope="module")
def kernel() -> ModuleType:
    assert engine.load(), "numba is among the test tools"
    found = engine.kernel()
    assert found is not None
    return found


class Case:
    """One random roster, laid out, and one random client."""

    def __init__(self, rng: Random, on: date = STEADY) -> None:
        self.on = on
        self.rows = make_roster(rng, rng.choice((1, 3, 40, 64, 65, 150)))
        roster = read_roster(*table(self.rows)).roster
        self.roster = roster.arranged() if rng.random() < 0.5 else roster
        self.index = Index.of(self.roster)
        self.client = make_client(rng)
        self.crisis = rng.random() < 0.1
        self.question = Question(read_answers(self.client), self.crisis, on)

    def eligible(self) -> list[int]:
        return bitsets.positions(eligibility.screen(self.roster, self.question).eligible).tolist()

    def expected(self) -> tuple[set[str], dict[str, tuple[int, int]]]:
        zoned = {"timezone": "America/New_York"} | self.client
        verdict = Verdict(self.rows, zoned, on=self.on, crisis=self.crisis)
        costs = {name: (verdict.excluded(name), verdict.excluded_alone(name)) for name in LIMITS}
        return set(verdict.eligible), costs

    def told(self, found: Screening) -> tuple[set[str], dict[str, tuple[int, int]]]:
        people = {self.roster.ids[place] for place in bitsets.positions(found.eligible).tolist()}
        return people, {cost.limit: (cost.excluded, cost.excluded_alone) for cost in found.costs}


@A_FEW
@given(rng=RANDOM)
def test_index_finds_whom_the_slow_reference_finds_and_what_each_limit_costs(rng: Random) -> None:
    case = Case(rng)

    found = case.index.screen(case.question)

    assert case.told(found) == case.expected()


@A_FEW
@given(rng=RANDOM)
def test_kernel_and_numpy_give_the_same_bits(kernel: ModuleType, rng: Random) -> None:
    case = Case(rng, rng.choice((ON, STEADY)))
    day = case.index.day(case.on)

    by_numpy = screening.screen(case.index.tables, ask(case.index.lookup(day), case.question))
    compiled = Compiled(kernel, case.roster, case.index.tables).screen(case.question, day)
    scanned = eligibility.screen(case.roster, case.question)

    assert by_numpy.costs == compiled.costs == scanned.costs
    assert by_numpy.eligible.tobytes() == compiled.eligible.tobytes() == scanned.eligible.tobytes()


@A_FEW
@given(rng=RANDOM)
def test_shortlist_with_an_index_is_the_same_to_the_last_bit(kernel: ModuleType, rng: Random) -> None:
    case = Case(rng)
    policy = Policy(pool=rng.choice((3, 5, 12)))
    without = frozenset(rng.sample(case.roster.ids, min(2, len(case.roster))))
    scanned = Roster(case.roster.columns, len(case.roster))

    def matched(roster: Roster) -> Any:
        drawn = partial(match, crisis=case.crisis, on=case.on, seed=1, policy=policy, without=without)
        found = drawn(roster, case.question.answers)
        return found.as_json(), found.log

    case.roster.index = case.index
    expected, compiled = matched(scanned), matched(case.roster)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "kernel", lambda: None)
        by_numpy = matched(indexed(Roster(case.roster.columns, len(case.roster))))

    assert compiled == by_numpy == expected


@A_FEW
@given(rng=RANDOM)
def test_kernel_finds_the_best_with_their_utilities_to_the_last_bit(kernel: ModuleType, rng: Random) -> None:
    case = Case(rng)
    # Styles in any fraction: their products are not exact.
    style = {axis: rng.uniform(*STYLE_RANGE) for axis in rng.sample(STYLE_AXES, rng.randint(0, 4))}
    question = case.question._replace(answers=read_answers({**case.client, "style": style}))
    everyone, policy = bitsets.everyone(len(case.roster)), Policy(pool=rng.choice((1, 3, 12)), tolerance=9.0)

    positions, utilities = Compiled(kernel, case.roster, case.index.tables).pool(question, everyone, policy)

    expected = pool_of(case.roster, question, bitsets.positions(everyone), policy)
    assert positions.tolist() == expected.positions.tolist()
    assert utilities.tobytes() == expected.utilities.tobytes()


@pytest.mark.usefixtures("kernel")
def test_kernel_and_numpy_round_as_python_does_half_way_and_beside_it() -> None:
    from rapport.matching.index.kernel.told import rounded as compiled

    halves = (np.arange(-3000, 10_500) + 0.5) / 100
    values = np.concatenate([halves, np.nextafter(halves, np.inf), np.nextafter(halves, -np.inf), halves * 3])
    expected = np.array([round(each, DECIMALS) for each in values.tolist()])
    by_kernel = values.copy()

    compiled(by_kernel)

    assert rounded(values).tobytes() == by_kernel.tobytes() == expected.tobytes()
    plainly = np.rint(values * 100) / 100
    assert (plainly != expected).any()


@pytest.mark.parametrize("block", [1, 2])
def test_screening_in_blocks_gives_the_same(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case(Random("blocks"))
    whole = case.index.screen(case.question)
    monkeypatch.setattr(screening, "BLOCK", block)

    look = case.index.lookup(case.index.day(case.on))
    found = screening.screen(case.index.tables, ask(look, case.question))

    assert case.told(found) == case.told(whole)


@A_FEW
@given(rng=RANDOM)
def test_fees_between_two_sets_kept_ready_are_found(rng: Random) -> None:
    roster = read_roster(*table(make_roster(rng, 90))).roster
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fees, "MOST_SETS", 2)
        laid = fees.fees_of(roster)

    for max_fee in (0, 59.99, 60, 61, 100, 140, 180, 10_000):
        found: Any = laid.paying(max_fee)
        members = laid.sets[found] if isinstance(found, int) else found
        expected = [place for place in range(len(roster)) if pays(roster.provider(place), max_fee)]
        assert bitsets.positions(members).tolist() == expected


def pays(provider: Any, max_fee: float) -> bool:
    fits = provider.fee_max is not None and provider.fee_max <= max_fee
    slides = provider.sliding_scale and provider.fee_min is not None and provider.fee_min <= max_fee
    return "self_pay" in provider.payers and (fits or slides)


def test_roster_of_nobody_is_answered(kernel: ModuleType) -> None:
    roster = read_roster(list(make_roster(Random("nobody"), 1)[0]), []).roster
    index = Index.of(roster)
    question = Question(read_answers(make_client(Random("nobody"))), False, ON)
    day = index.day(ON)

    for found in (
        screening.screen(index.tables, ask(index.lookup(day), question)),
        Compiled(kernel, roster, index.tables).screen(question, day),
    ):
        assert not found.eligible.any()
        assert all(cost.excluded == 0 for cost in found.costs)


def test_set_that_is_left_out_is_seen(kernel: ModuleType) -> None:
    """The comparison can fail: an index in which nobody has a place open finds fewer."""
    case = next(case for case in map(Case, map(Random, range(99))) if case.expected()[0])
    assert case.expected()[0]
    case.index.tables.openings[-1] = np.uint64(0)

    found = Compiled(kernel, case.roster, case.index.tables).screen(case.question, case.index.day(case.on))

    assert case.told(found) != case.expected()


def test_question_asked_while_another_day_is_asked_about_keeps_its_own(
    kernel: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    meetings: list[Any] = []

    class Meeting(compiled.Lookup[int]):
        """Whoever looks whether it is of their day meets another who asks about theirs."""

        @property
        def day(self) -> Any:
            if meetings:
                meetings.pop()()
            return self.__dict__["own"]

        @day.setter
        def day(self, day: Any) -> None:
            self.__dict__["own"] = day

    monkeypatch.setattr(compiled, "Lookup", Meeting)
    case = next(case for case in map(Case, map(Random, range(99))) if case.expected()[0])
    asking, later = Compiled(kernel, case.roster, case.index.tables), case.question._replace(on=FAR)
    today, then = case.index.day(case.on), case.index.day(FAR)
    expected, otherwise = asking.screen(case.question, today).costs, asking.screen(later, then).costs
    asking.screen(case.question, today)
    meetings.append(lambda: asking.screen(later, then))

    assert asking.screen(case.question, today).costs == expected
    assert expected != otherwise
