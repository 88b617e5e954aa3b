"""What is suggested after a rupture, and how often an alert is right."""

import sys
from importlib import import_module

import pytest
from scipy.stats import binomtest

from rapport.alliance import suggestions
from rapport.alliance.alerts import FEWEST_FOUND, RIGHT, share_found, share_right
from rapport.alliance.suggestions import ABOUT, PHASES, STRAINS, all_suggestions, suggested
from rapport.errors import BadInput
from support import sources

sys.path.append(str(sources.ROOT))
measured = import_module("benchmarks.alerts")


def codes(**given: object) -> list[str]:
    return [each.code for each in suggested(**given)]  # type: ignore[arg-type]


@pytest.mark.parametrize("strain", [None, *STRAINS])
@pytest.mark.parametrize("part", ABOUT)
def test_suggestions_explore_before_they_change(part: str, strain: object) -> None:
    phases = [each.phase for each in suggested(parts=[part], strain=strain)]  # type: ignore[arg-type]

    assert phases == sorted(phases, key=PHASES.index)
    assert phases.count("explore") >= 5
    assert phases.count("change") >= 3


@pytest.mark.parametrize(
    ("given", "has", "has_not"),
    [
        ({}, {"unsaid", "stay_with_it"}, {"still_the_goal", "what_helps", "felt_understood", "too_much"}),
        ({"strain": "withdrawal"}, {"unsaid", "doubt_is_welcome"}, {"stay_with_it", "hoped_for"}),
        ({"strain": "confrontation"}, {"stay_with_it", "hoped_for"}, {"unsaid", "doubt_is_welcome"}),
        ({"parts": ["goals"]}, {"still_the_goal", "agree_on_goals"}, {"what_helps", "felt_understood"}),
        ({"parts": ["tasks", "balance"]}, {"what_helps", "too_much", "set_balance"}, {"still_the_goal"}),
        ({"parts": ["bond"]}, {"felt_understood"}, {"agree_on_goals", "change_tasks"}),
    ],
)
def test_suggestions_suit_what_fell(given: dict[str, object], has: set[str], has_not: set[str]) -> None:
    found = set(codes(**given))

    assert has <= found
    assert not has_not & found


def test_every_suggestion_has_a_source_and_known_codes() -> None:
    for each in all_suggestions():
        assert each.sources
        assert each.phase in PHASES
        assert set(each.when) <= set(STRAINS)
        assert set(each.parts) <= set(ABOUT)
        assert all(source.cites and source.tells for source in each.sources)
    listed = [each.code for each in all_suggestions()]
    assert len(listed) == len(set(listed))


def test_patterns_are_never_pointed_out_in_the_session_itself() -> None:
    pattern = next(each for each in all_suggestions() if each.code == "pattern")

    assert pattern.phase == "change"
    assert [source.doi for source in pattern.sources] == ["10.1037/int0000097"]


@pytest.mark.parametrize("given", [{"parts": ["money"]}, {"strain": "anger"}])
def test_unknown_part_or_strain_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        suggestions.suggested(**given)  # type: ignore[arg-type]


def test_stated_precision_is_what_the_courses_give() -> None:
    # Another seed and fewer pairs: the intervals must still meet.
    again = measured.shares(pairs=400, seed=3)

    assert again.keys() == RIGHT.keys()
    for kind, found in again.items():
        stated = share_right(kind)
        assert found.low <= stated.high
        assert stated.low <= found.high
        assert stated.n > found.n


def test_precision_of_another_kind_is_refused() -> None:
    with pytest.raises(BadInput):
        share_right("total")


@pytest.mark.parametrize(("found", "of"), [(0, 20), (14, 20), (33, 40), (90, 90)])
def test_own_share_agrees_with_scipy(found: int, of: int) -> None:
    share, peer = share_found(found, of), binomtest(found, of).proportion_ci(method="wilson")

    assert share is not None
    assert (share.low, share.high) == pytest.approx((peer.low, peer.high), abs=6e-4)


def test_own_share_is_not_told_of_a_few() -> None:
    assert share_found(10, FEWEST_FOUND - 1) is None
    with pytest.raises(BadInput):
        share_found(21, 20)
