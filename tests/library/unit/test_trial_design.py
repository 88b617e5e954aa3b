"""The design of a trial: what is left out, what is refused and how, and the power it has."""

import math

import pytest

from rapport.errors import BadInput
from rapport.learning.proof.trial import power_of
from rapport.learning.proof.trial_design import TrialDesign, read_design
from rapport.vocabulary import ARMS

LEAST = {"planned": 600, "assumed_d": 0.3}


def test_what_is_left_out_is_as_documented():
    design = read_design(LEAST)

    assert design == TrialDesign(planned=600, assumed_d=0.3)
    assert design.arms == ARMS
    assert design.as_json()["power"] == round(design.power, 4)


def test_power_is_that_of_those_who_are_left():
    assert read_design(LEAST).power == pytest.approx(power_of(0.3, 140, icc=0.06, size=2))
    two = read_design({**LEAST, "arms": ["model", "random_eligible"], "expected_loss": 0})
    assert two.power == pytest.approx(power_of(0.3, 300, icc=0.06, size=2))


@pytest.mark.parametrize(
    ("change", "column", "arrived"),
    [
        ({"planned": 0}, "planned", "0"),
        ({"planned": 1.5}, "planned", "1.5"),
        ({"planned": True}, "planned", "True"),
        ({"assumed_d": math.nan}, "assumed_d", "nan"),
        ({"assumed_d": 0}, "assumed_d", "0"),
        ({"assumed_d": "big"}, "assumed_d", "'big'"),
        ({"sessions": 51}, "sessions", "51"),
        ({"icc": 1.2}, "icc", "1.2"),
        ({"arms": ["model"]}, "arms", "['model']"),
        ({"arms": ["model", "model"]}, "arms", "['model', 'model']"),
        ({"arms": ["model", "other"]}, "arms", "['model', 'other']"),
        ({"arms": "model"}, "arms", "'model'"),
        ({"arms": [["model"], "rules_only"]}, "arms", "[['model'], 'rules_only']"),
        ({"control": "other"}, "control", "'other'"),
        ({"block": 4}, "block", "4"),
        ({"extra": 1}, "", "'extra'"),
    ],
)
def test_design_out_of_bounds_is_refused_in_one_line(change, column, arrived):
    with pytest.raises(BadInput) as refused:
        read_design({**LEAST, **change}, file="d.json")

    problem = refused.value.problem
    assert (problem.column, problem.arrived) == (column, arrived)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("raw", [None, [], "x", 3, {}, {"planned": 3}])
def test_what_is_no_design_is_refused(raw):
    with pytest.raises(BadInput, match="expected"):
        read_design(raw)
