"""Scores from blind ratings: planted ones are found, and nothing is claimed where judges do not agree."""

import numpy as np
import pytest

from rapport.measures.blind import MOST_SPREADS, blind_scores, blind_scores_listed


def planted(people=400, judges=6, *, between=1.0, within=2.0, seed=1, gaps=0.0):
    rng = np.random.default_rng(seed)
    true = rng.normal(0, np.sqrt(between), people)
    table = 4 + true[:, None] + rng.normal(0, np.sqrt(within), (people, judges))
    table[rng.random(table.shape) < gaps] = np.nan
    return true, table


def test_agreement_and_scores_are_those_planted():
    true, table = planted()

    found = blind_scores(table)

    assert found.agreement == pytest.approx(1 / 3, abs=0.05)
    # Shrunk by 6 / (6 + 2): the correlation of a best prediction with the truth is its root.
    assert np.corrcoef(true, found.scores)[0, 1] == pytest.approx(0.75**0.5, abs=0.03)
    assert found.scores.std() == pytest.approx(0.75**0.5, abs=0.05)
    assert np.polyfit(found.scores, true, 1)[0] == pytest.approx(1, abs=0.1)


def test_gaps_shrink_those_who_have_them():
    _, table = planted(gaps=0.5)
    counts = (~np.isnan(table)).sum(axis=1)

    found = np.abs(blind_scores(table).scores)

    assert found[counts == 1].mean() < found[counts >= 4].mean()
    assert (found[counts == 0] == 0).all()


def test_judges_who_do_not_agree_move_nobody():
    tables = [planted(40, between=0.0, seed=seed)[1] for seed in range(40)]

    found = [np.abs(blind_scores(table).scores).max() for table in tables]

    assert sum(each == 0 for each in found) >= 12
    assert np.median(found) < 1


def test_scale_and_zero_of_the_ratings_do_not_matter():
    _, table = planted(30, gaps=0.3)

    assert blind_scores(7 + 3 * table).scores == pytest.approx(blind_scores(table).scores)


@pytest.mark.parametrize("table", [np.full((3, 2), np.nan), [[4.0, 5.0]], [[4.0, np.nan], [np.nan, 6.0]]])
def test_too_little_says_nothing(table):
    found = blind_scores(table)

    assert found.agreement == 0
    assert not found.scores.any()


def test_nobody_is_further_than_three_spreads():
    table = np.full((200, 4), 4.0) + np.random.default_rng(1).normal(0, 0.01, (200, 4))
    table[0] = 7

    assert blind_scores(table).scores[0] == MOST_SPREADS


def test_list_of_ratings_says_what_a_table_says():
    _, table = planted(60, gaps=0.6)
    person, judge = np.nonzero(~np.isnan(table))
    shuffled = np.random.default_rng(3).permutation(len(person))

    found = blind_scores_listed(person[shuffled], table[person, judge][shuffled], people=61)

    assert found.agreement == pytest.approx(blind_scores(table).agreement)
    assert found.scores[:60] == pytest.approx(blind_scores(table).scores)
    assert found.scores[60] == 0
