"""One pair judged by what was kept of others, beside all judged together; and drawn strictly online."""

import numpy as np
import pytest

from rapport.alliance.course import common_course, common_of_parts, own_course
from rapport.alliance.judgement import judge
from rapport.alliance.pools import sums_of
from rapport.alliance.rupture import find_ruptures, learn_others
from rapport.alliance.trajectory import CheckIns, lay_out
from rapport.errors import BadInput


def check_ins(seed, pairs=40, most=9):
    draw = np.random.default_rng(seed)
    lengths = draw.integers(1, most + 1, pairs)
    pair = np.repeat(np.arange(pairs), lengths)
    session = np.concatenate([np.arange(1, length + 1) for length in lengths])
    level = draw.normal(75, 9, pairs)[pair] - 20 * (draw.random(len(pair)) < 0.1)
    ratings = np.clip(level[:, None] + draw.normal(0, 5, (len(pair), 3)) + (3, 0, -2), 0, 100)
    return CheckIns(pair, session, ratings, np.full(len(pair), np.nan))


def only(checkins, rows):
    return CheckIns(*(getattr(checkins, name)[rows] for name in ("pair", "session", "ratings", "challenge")))


@pytest.mark.parametrize("seed", range(5))
def test_pair_scores_as_if_it_stood_among_the_others(seed):
    whole = check_ins(seed)
    own = whole.pair == 3
    kept = learn_others(only(whole, ~own))

    alone = find_ruptures(only(whole, own), others=kept)
    together = find_ruptures(whole)

    np.testing.assert_allclose(alone.score, together.score[own], atol=1e-9)
    assert alone.kind == [kind for kind, is_own in zip(together.kind, own, strict=True) if is_own]
    assert np.abs(alone.flag_at - together.flag_at[own]).max() < 0.05
    assert kept.pairs == 39


@pytest.mark.parametrize("seed", range(5))
def test_many_set_among_the_same_others_are_judged_as_each_alone(seed):
    whole = check_ins(seed)
    kept = learn_others(only(whole, whole.pair >= 8))

    together = judge(only(whole, whole.pair < 8), others=kept)

    alone = [each for pair in range(8) for each in judge(only(whole, whole.pair == pair), others=kept)]
    assert [each.score for each in together] == pytest.approx([each.score for each in alone], abs=1e-12)
    assert [each._replace(score=0) for each in together] == [each._replace(score=0) for each in alone]


def test_judging_without_others_differs_from_judging_with_them():
    whole = check_ins(1)
    own = only(whole, whole.pair == 3)
    kept = learn_others(only(whole, whole.pair != 3))

    assert [each.score for each in judge(own, others=kept)] != [each.score for each in judge(own)]


def test_nothing_is_learnt_from_nobody():
    nobody = only(check_ins(1), np.zeros(0, dtype=int))
    with pytest.raises(BadInput, match="one check-in or more"):
        learn_others(nobody)


def test_parts_lie_about_the_overall_course_and_vary_more():
    whole = check_ins(2)
    found = common_of_parts(sums_of(lay_out(whole)))

    assert found["overall"] == common_course(whole)
    assert found["goals"].level > found["overall"].level > found["bond"].level
    assert found["goals"].level_sd > found["overall"].level_sd
    assert found["goals"].error_sd == pytest.approx(found["overall"].error_sd * 3**0.5)
    plain = common_of_parts(None)
    assert plain["goals"].level == plain["overall"].level == 72.0


@pytest.mark.parametrize("seed", range(5))
def test_line_so_far_is_each_sessions_own_conditioning(seed):
    draw = np.random.default_rng(seed)
    sessions = draw.choice(np.arange(1, 12), 7, replace=False).astype(float)
    ratings = draw.uniform(40, 100, 7)
    common = common_of_parts(None)["overall"]
    whole = own_course(sessions, ratings, common, until=12, so_far=True)

    for last in range(1, 13):
        until = sessions <= last
        part = own_course(sessions[until], ratings[until], common, until=last)
        for name in ("line", "trait"):
            for figure in ("mean", "low", "high"):
                found = getattr(getattr(whole, name), figure)[last - 1]
                assert found == pytest.approx(getattr(getattr(part, name), figure)[-1])
        assert whole.state[last - 1] == pytest.approx(part.state[-1])
