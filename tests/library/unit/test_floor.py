"""A floor under the draw: what the slate gives is the mixture that evaluation writes out."""

from itertools import permutations
from random import Random

import numpy as np
import pytest

from rapport.learning.policy.slate_draw import Draw, inclusion, slate_probabilities
from rapport.matching.floor import even_share, even_slate, mixed
from rapport.matching.slate import draw

UTILITIES = np.array([75.0, 74.5, 74.0, 71.5, 71.2])
ALIKE = np.zeros((5, 5))


@pytest.mark.parametrize("temperature", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("floor", [0.05, 0.2, 0.9])
def test_inclusion_and_slate_are_those_of_the_written_out_mixture(temperature, floor):
    joint = slate_probabilities(UTILITIES[None], ALIKE[None], Draw(temperature, 1.5, floor))

    for seed in range(20):
        slate = draw(
            UTILITIES,
            ALIKE,
            temperature=temperature,
            difference=1.5,
            floor=floor,
            uniform=Random(seed).random,
        )
        assert slate.inclusion == pytest.approx(inclusion(joint)[0])
        assert slate.ordered == pytest.approx(float(joint[0][slate.drawn]))
        assert slate.inclusion.min() >= min(floor, 3 / 5) - 1e-12


def test_slates_come_as_often_as_they_are_said_to():
    told = [
        draw(UTILITIES, ALIKE, temperature=0.3, difference=1.5, floor=0.3, uniform=lambda at=at: at)
        for at in (np.arange(2000) + 0.5) / 2000
    ]
    counted = np.bincount([one for each in told for one in each.drawn], minlength=5) / 2000

    assert counted == pytest.approx(told[0].inclusion, abs=0.01)


def test_even_slates_are_all_there_once():
    found = {even_slate(4, 3, (at + 0.5) / 24) for at in range(24)}

    assert found == set(permutations(range(4), 3))


def test_nothing_is_mixed_in_where_everybody_has_the_floor():
    chances = np.array([0.9, 0.8, 0.7, 0.6])

    assert even_share(chances, 0.5, 3) == 0.0
    assert even_share(np.zeros(0), 0.5, 1) == 0.0
    assert mixed(chances, 1.0, 3) == pytest.approx([0.75] * 4)
