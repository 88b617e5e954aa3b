"""Four years of students who ranked projects, one student a project (PrefLib 00038): everyone is assigned."""

from pathlib import Path

import numpy as np
import pytest

from rapport.matching.allocation.allocate import IN_NUMPY, allocate, compiled
from rapport.matching.allocation.market import NOBODY, Market

FOLDER = Path(__file__).parents[4] / "shared/data/bidding"
YEARS = sorted(FOLDER.glob("*.soi"))
# To be assigned at all is worth more than any rank; each rank further down costs more than the one before.
ASSIGNED = 1000


def ranked(path):
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    orders = [line.partition(": ") for line in lines]
    return [list(map(int, order.split(","))) for count, _, order in orders for _ in range(int(count))]


@pytest.mark.skipif(not YEARS, reason="the data folder is not beside this checkout")
@pytest.mark.parametrize("way", [IN_NUMPY, compiled()], ids=["numpy", "compiled"])
@pytest.mark.parametrize("path", YEARS, ids=lambda path: path.stem)
def test_everyone_of_a_bidding_year_is_assigned_one_of_their_choices(path, way):
    students = ranked(path)
    width = max(map(len, students))
    candidates = np.full((len(students), width), NOBODY)
    for row, order in enumerate(students):
        candidates[row, : len(order)] = order
    worths = np.broadcast_to(ASSIGNED - np.arange(width) ** 2.0, candidates.shape)
    market = Market.of(candidates, worths, np.ones(candidates.max() + 1, dtype=int), size=1)
    found = allocate(market, gap=1e-6, way=way)
    assigned = found.slates[:, 0]
    assert (assigned != NOBODY).all()
    assert len(set(assigned.tolist())) == len(students)
    ranks = [students[row].index(project) for row, project in enumerate(assigned.tolist())]
    assert np.mean([rank < 3 for rank in ranks]) >= 0.97
