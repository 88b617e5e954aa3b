"""The assumed mean and spread of each share, against all pairs of a made practice."""

from datetime import date

import numpy as np
import pytest

from rapport.matching.answers import read_answers
from rapport.matching.fit import SPREAD_SQUARED_DISTANCE, TYPICAL_SHARE, TYPICAL_SQUARED_DISTANCE, fit
from rapport.matching.reading import read_roster
from rapport.simulation.practice import make_practice


@pytest.fixture(scope="module")
def standardised() -> dict[str, np.ndarray]:
    practice = make_practice(providers=400, clients=80, seed=7, on=date(2026, 9, 1))
    rows = practice.roster_rows
    roster = read_roster(list(rows[0]), [list(row.values()) for row in rows]).roster
    everyone = np.arange(len(roster))
    found = [fit(roster, read_answers(client), everyone) for client in practice.answers]
    return {name: np.concatenate([each[name] for each in found]) for name in found[0]}


@pytest.mark.parametrize("feature", sorted(TYPICAL_SHARE))
def test_share_is_standardised_over_all_pairs(standardised: dict[str, np.ndarray], feature: str) -> None:
    said = standardised[feature][standardised[feature] != 0]
    assert len(said) > 1000
    assert abs(said.mean()) < 0.5
    assert 0.7 < said.std() < 1.4


def test_squared_distance_of_styles_is_standardised() -> None:
    distances = np.array([(a - b) ** 2 for a in range(-3, 4) for b in range(-3, 4)])
    fitted = (TYPICAL_SQUARED_DISTANCE - distances) / SPREAD_SQUARED_DISTANCE
    assert fitted.mean() == pytest.approx(0, abs=1e-9)
    assert fitted.std() == pytest.approx(1, abs=0.01)
