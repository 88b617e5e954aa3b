"""What a provider names themselves, and what colleagues judged blind, in the forecast and in its reasons."""

from random import Random

import numpy as np
import pytest

from rapport.matching import said
from rapport.matching.columns import COLUMNS
from rapport.matching.reading import read_roster
from rapport.matching.warmth import warmth_points
from support.matching_cases import make_roster


def roster(*changes):
    row = make_roster(Random(3), 1)[0] | {
        "approaches": "", "goals": "", "tasks": "", "warmth": "", "warmth_sessions": "", "judged": "",
    }  # fmt: skip
    rows = [row | {"provider_id": f"p{n}"} | each for n, each in enumerate(changes)]
    reading = read_roster(tuple(COLUMNS), [[each.get(name, "") for name in COLUMNS] for each in rows])
    assert not reading.refused
    return reading.roster


def table(*changes):
    found = roster(*changes)
    return said.table(found)


def test_named_goal_and_task_go_wholly_with_the_provider():
    [row] = table({"goals": "relief", "tasks": "exposure"})

    assert row[said.GOAL["relief"]] == row[said.TASK["exposure"]] == said.HALVES
    assert row[said.GOAL["grow"]] == row[said.TASK["homework"]] == 0
    assert row[said.KNOWN] == 1


@pytest.mark.parametrize("alone", [{"goals": "relief"}, {"tasks": "homework"}])
def test_one_of_both_alone_says_nothing(alone):
    silent, other = table(alone, {"goals": "grow", "tasks": "skills"})

    assert not silent[len(said.CONCERN) : said.KNOWN + 1].any()
    assert other[said.KNOWN]


def test_ways_of_working_speak_for_what_was_not_named():
    plain, named = table({"approaches": "cbt"}, {"approaches": "cbt", "goals": "grow", "tasks": "role_play"})

    assert named[said.GOAL["grow"]] == named[said.TASK["role_play"]] == said.HALVES
    others = [said.GOAL["relief"], said.TASK["homework"], said.TASK["exposure"]]
    assert (named[others] == plain[others]).all()


def points(**cells):
    return warmth_points(roster(cells), np.array([0]))[0]


def test_judgement_moves_a_bond_by_a_point_a_spread():
    assert points(judged="1") == pytest.approx(0.235 * 17 * 0.06**0.5)
    assert 0.9 < points(judged="1") < 1.1
    assert points(judged="-3") == -3 * points(judged="1")
    assert points() == 0


def test_judgement_gives_way_to_what_clients_measured():
    alone, few, many = (
        points(judged="2", **({"warmth": "72", "warmth_sessions": sessions} if sessions else {}))
        for sessions in ("", "16", "100000")
    )

    assert alone > few > many
    assert few == pytest.approx(alone / 2, rel=0.02)
    assert many == pytest.approx(0, abs=0.001)


def test_sessions_without_a_measure_take_nothing_from_the_judgement():
    assert points(judged="2", warmth_sessions="400") == points(judged="2")


@pytest.mark.parametrize("cell", ["3.1", "-4", "x", "1e1"])
def test_judgement_beyond_three_spreads_is_refused(cell):
    reading = read_roster(
        tuple(COLUMNS), [[(make_roster(Random(3), 1)[0] | {"judged": cell}).get(n, "") for n in COLUMNS]]
    )

    assert reading.refused
