"""The friendship trap: what is a sign of it, what is not, and what to ask."""

import pytest

from rapport.alliance.comfort import (
    FirstConsultation,
    SessionRating,
    after_first_consultation,
    over_sessions,
)
from rapport.errors import BadInput


@pytest.mark.parametrize(
    ("said", "signs"),
    [
        ({}, ()),
        ({"bond": 95}, ()),
        ({"bond": 95, "asked": "avoided"}, ("warm_without_challenge",)),
        ({"bond": 95, "support_challenge": -2}, ("warm_without_challenge",)),
        ({"bond": 95, "support_challenge": -2, "asked": "jumped_at_it_kindly"}, ()),
        ({"bond": 95, "support_challenge": -2, "asked": "harsh"}, ()),
        ({"bond": 60, "asked": "avoided"}, ()),
        ({"bond": 80, "goals": 40}, ("warm_without_goals",)),
        ({"bond": 80, "goals": 50}, ()),
        ({"reasons": frozenset({"like_me", "felt_at_ease"})}, ("comfort_alone",)),
        ({"reasons": frozenset({"like_me", "goals_agree"})}, ()),
        ({"reasons": frozenset({"shares_background"})}, ()),
    ],
)
def test_signs_after_a_first_consultation(said, signs):
    assert after_first_consultation(FirstConsultation(**said)).signs == signs


def test_what_was_asked_already_is_not_asked_again():
    found = after_first_consultation(FirstConsultation(bond=95, asked="avoided"))

    assert found.noticed
    assert len(found.questions) == 2
    assert "how_am_i_wrong" not in found.questions


def sessions(bond=90, goals=(60, 61, 60, 62, 61), level=-2):
    return [SessionRating(at, bond, each, level) for at, each in enumerate(goals, start=1)]


@pytest.mark.parametrize(
    ("ratings", "noticed"),
    [
        (sessions(), True),
        (sessions()[:4], False),
        (sessions(bond=70), False),
        (sessions(level=0), False),
        (sessions(goals=(50, 55, 60, 65, 70)), False),
        (sessions(goals=(90, 91, 90, 92, 91)), False),
        ([*sessions(), SessionRating(6, 90, None, -2)], False),
        (sessions()[::-1], True),
    ],
)
def test_five_warm_gentle_sessions_without_movement_are_noticed(ratings, noticed):
    found = over_sessions(ratings)

    assert found.noticed is noticed
    assert len(found.questions) == (2 if noticed else 0)


@pytest.mark.parametrize(
    ("call", "column"),
    [
        (lambda: after_first_consultation(FirstConsultation(bond=101)), "bond"),
        (lambda: after_first_consultation(FirstConsultation(reasons=frozenset({"rich"}))), "reasons"),
        (lambda: over_sessions([*sessions(), SessionRating(1)]), "session"),
        (lambda: over_sessions(sessions(level=-4)), "support_challenge"),
    ],
)
def test_bad_input_is_named(call, column):
    with pytest.raises(BadInput) as refused:
        call()

    assert column in str(refused.value)
