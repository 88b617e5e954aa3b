"""The exploration study at small size: learning beats what does not learn, and reaches the bound."""

import sys
from importlib import import_module

import numpy as np
import pytest

from support import sources

sys.path.append(str(sources.ROOT))
exploration = import_module("benchmarks.exploration")
Curves = import_module("benchmarks.curves").Curves
Size, courses_of, curves = exploration.Size, exploration.courses_of, exploration.curves
follow, markets, recovered, table = (
    exploration.follow, exploration.markets, exploration.recovered, exploration.table,
)  # fmt: skip

SMALL = Size(worlds=12, providers=20, eligible=8, cases=30)


@pytest.fixture(scope="module")
def courses():
    return courses_of(SMALL, 4, lambda line: None)


@pytest.mark.parametrize("way", ["Thompson", "temperature with floor", "greedy on the forecast"])
@pytest.mark.parametrize("other", ["random", "popularity", "rules only", "declared profiles"])
def test_learning_has_less_regret_in_the_end(courses, way, other):
    end = slice(-SMALL.clients // 4, None)

    ours = courses[way].regret[:, end].mean(axis=1)
    theirs = courses[other].regret[:, end].mean(axis=1)

    assert (theirs - ours).mean() > 3 * (theirs - ours).std() / np.sqrt(SMALL.worlds)


def test_regret_of_learning_falls_and_the_oracle_has_none(courses):
    first, last = (np.array_split(courses["Thompson"].regret.mean(axis=0), 4)[part].mean() for part in (0, 3))

    assert last < 0.7 * first
    assert courses["oracle"].regret == pytest.approx(0.0, abs=1e-12)
    assert all(course.regret.min() > -1e-12 for course in courses.values())


@pytest.mark.parametrize("believed", ["mean", "mean_with_shares_from_data"])
@pytest.mark.parametrize("cases", [15, 60])
def test_learning_recovers_the_empirical_bayes_bound(cases, believed):
    """Within the error over worlds, at least 95% of the bound of science.md, section 3."""
    size = Size(worlds=40, providers=40, cases=cases)
    worlds = markets(size, 5)

    seen = follow("Thompson", worlds, size, 5).seen
    share, error = recovered(getattr(seen, believed)(), worlds, size)

    assert share + 2 * error > 0.95
    assert share > 0.9


def test_table_and_picture_hold_every_way(courses):
    drawn = curves(courses, SMALL).svg()

    assert all(f"| {way} |" in table(courses) and f">{way}<" in drawn for way in courses)
    assert drawn.startswith("<svg")
    assert "<title>" in drawn
    assert "<desc>" in drawn


def test_names_at_the_ends_of_lines_do_not_overlap():
    picture = Curves("t", "x", "y")
    for index in range(5):
        picture.add(f"line {index}", [0, 1], [1, 1 + index / 100])

    heights = sorted(
        float(part.split('y="')[1].split('"')[0]) for part in picture.svg().split("\n") if ">line " in part
    )

    assert min(np.diff(heights)) >= 13.9
