"""Ruptures on series with known onsets: beside the published rules, online, and as a command."""

import itertools
import json

import numpy as np
import pytest

from rapport.alliance.judgement import Judged, judge, unresolved
from rapport.alliance.published_rules import RULES
from rapport.alliance.rupture import find_ruptures, repaired_so_far
from rapport.alliance.trajectory import CheckIns, lay_out
from rapport.cli.main import main

HEADER = "client_id,provider_id,session,goals,tasks,bond\n"


def planted(noise, pairs=400, sessions=12, seed=7):
    """Courses near the ceiling, half of them with a dip of two SDs that lasts; and where it lasts."""
    rng = np.random.default_rng(seed)
    onset = np.where(rng.random(pairs) < 0.5, rng.integers(3, sessions, pairs), sessions)
    is_in = np.arange(sessions) >= onset[:, None]
    is_in &= np.arange(sessions) < onset[:, None] + rng.integers(2, 6, pairs)[:, None]
    level = rng.normal(80, 10, (pairs, 1)) + 3 * np.log(np.arange(1, sessions + 1))
    general = level + rng.normal(0, noise, (pairs, sessions)) - 2 * noise * is_in
    ratings = np.clip(general[..., None] + rng.normal(0, noise / 2, (pairs, sessions, 3)), 0, 100)
    pair, session = np.divmod(np.arange(pairs * sessions), sessions)
    challenge = np.full(pairs * sessions, np.nan)
    return CheckIns(pair, session + 1, ratings.reshape(-1, 3), challenge), is_in.ravel()


def auc(score, is_in):
    ranks = np.argsort(np.argsort(score))
    inside = is_in.sum()
    return (ranks[is_in].sum() - inside * (inside - 1) / 2) / (inside * (~is_in).sum())


@pytest.mark.parametrize("noise", [5.0, 8.0, 11.0])
def test_ours_is_ahead_of_every_published_rule(noise):
    checkins, is_in = planted(noise)
    ours = auc(find_ruptures(checkins).score, is_in)
    mean = lay_out(checkins).mean
    assert ours > max(auc(rule(mean, noise).ravel(), is_in) for rule in RULES.values())


def test_false_alarms_stay_near_five_in_a_hundred():
    checkins, is_in = planted(8.0)
    found = find_ruptures(checkins)

    assert 0.01 < (found.score >= found.flag_at)[~is_in].mean() < 0.08


def test_cutting_later_sessions_or_mixing_rows_moves_no_score():
    checkins, _ = planted(8.0, pairs=60)
    whole = find_ruptures(checkins)
    for keep in (
        np.flatnonzero(checkins.session <= 6),
        np.random.default_rng(1).permutation(len(whole.score)),
    ):
        part = CheckIns(*(getattr(checkins, name)[keep] for name in CheckIns.__dataclass_fields__))
        found = find_ruptures(part)
        assert np.allclose(found.score, whole.score[keep], atol=1e-9)
        assert np.allclose(found.flag_at, whole.flag_at[keep], atol=1e-9)


def course(*means):
    count = np.arange(len(means))
    ratings = np.repeat(np.array(means, float)[:, None], 3, axis=1)
    return judge(CheckIns(0 * count, count + 1, ratings, np.full(len(means), np.nan)))


def test_a_fall_is_flagged_and_its_return_is_a_repair():
    judged = course(80, 80, 81, 80, 50, 79, 80)
    assert [each.flagged for each in judged[:5]] == [False] * 4 + [True]
    assert judged[4].kind == "sudden"
    assert [each.repaired for each in judged] == [None] * 4 + [False, True, True]


def test_repair_waits_until_the_chance_has_fallen_far():
    scores = np.array([0.1, 0.5, 0.2, 0.1, 0.2, 0.4, 0.05])

    judged = repaired_so_far(scores, np.full(7, 0.3))

    assert judged == [None, False, False, True, True, False, True]


def test_unresolved_ruptures_are_counted():
    lasting, healed = course(80, 80, 81, 80, 50, 49, 50, 48), course(80, 80, 81, 80, 50, 79, 80)

    assert [unresolved(lasting[:end], range(1, end + 1)) for end in (7, 8)] == [0, 1]
    assert unresolved(healed, range(1, 8)) == unresolved([], []) == 0


@pytest.mark.parametrize(
    ("signs", "sessions", "count"),
    [
        ([(False, None)] * 5, range(1, 6), 0),
        ([(True, False)] * 3, range(1, 4), 0),
        ([(True, False)] * 4, range(1, 5), 1),
        ([(True, False), (False, False)], (1, 4), 1),
        ([(True, False), (False, False), (True, False)], (1, 3, 4), 1),
        ([(True, False), (False, False), (True, False), (True, False)], (1, 3, 4, 7), 2),
        ([(True, False), (True, False), (False, True)], (1, 4, 5), 0),
        ([(True, False), (False, True), (True, False)], (1, 4, 5), 0),
    ],
)
def test_rupture_is_unresolved_when_three_sessions_have_not_repaired_it(signs, sessions, count):
    judged = [Judged(flag, 0.5, None, None, repaired) for flag, repaired in signs]

    assert unresolved(judged, sessions) == count


def test_an_erosion_is_noticed_as_such():
    judged = course(80, 81, 80, 80, 77, 73, 69, 65, 61, 57)

    assert judged[-1].flagged
    assert "erosion" in {each.kind for each in judged}


def test_one_part_alone_is_named():
    ratings = np.full((7, 3), 80.0)
    ratings[4:, 2] = 45
    judged = judge(CheckIns(np.zeros(7, int), np.arange(1, 8), ratings, np.full(7, np.nan)))

    assert (judged[5].kind, judged[5].part) == ("facet", "bond")


def test_strong_growers_and_single_bad_days_are_not_ruptures_for_long():
    growing = course(*[55 + 16 * np.log(n) for n in range(1, 13)])
    bad_day = course(80, 80, 80, 80, 62, 80, 80, 80)

    assert not any(each.flagged for each in growing)
    assert bad_day[-1].score < 0.1


def test_forms_left_out_speak_for_a_rupture():
    def last(sessions):
        ratings = np.repeat([[80.0], [80], [80], [74]], 3, axis=1)
        return judge(CheckIns(np.zeros(4, int), np.array(sessions), ratings, np.full(4, np.nan)))[-1].score

    assert last([1, 2, 3, 6]) > last([1, 2, 3, 4])


def test_who_often_leaves_forms_out_or_rates_low_is_asked_less_about_it():
    def last(sessions, level):
        rng = np.random.default_rng(4)
        levels = np.append(rng.normal(72, 12, 60), level)
        pair = np.append(np.repeat(np.arange(60), 8), np.full(len(sessions), 60))
        number = np.append(np.tile(np.arange(1, 9), 60), sessions)
        rated = levels[pair] + rng.normal(0, 5, len(pair))
        rated[pair == 60] = level - 4.0 * (number[pair == 60] == 8)
        ratings = np.repeat(rated[:, None], 3, axis=1)
        return judge(CheckIns(pair, number, ratings, np.full(len(pair), np.nan)))[-1].score

    for_once, often, low = last([1, 2, 3, 4, 5, 8], 72), last([1, 3, 5, 8], 72), last([1, 2, 3, 4, 5, 8], 45)

    assert for_once > last([1, 2, 3, 4, 5, 6, 7, 8], 72)
    assert often < for_once
    assert low < for_once


def test_the_deeper_a_fall_the_more_it_is_asked_about_at_its_first_session():
    falls = (8, 12, 16, 24, 32, 48, 64)
    last = [course(80, 81, 79, 80, 82, 80 - fall)[-1] for fall in falls]

    assert all(each.flagged for each in last[3:])
    assert all(deep.score > less.score - 0.02 for less, deep in itertools.pairwise(last))


def test_a_move_towards_too_hard_speaks_for_a_rupture():
    def last(challenge):
        ratings = np.repeat([[80.0], [80], [80], [70]], 3, axis=1)
        return judge(CheckIns(np.zeros(4, int), np.arange(1, 5), ratings, np.array(challenge)))[-1].score

    assert last([0.0, 0, 0, 3]) > last([0.0, 0, 0, 0])


def test_looking_back_a_fall_is_seen_from_its_first_session():
    means = (80, 80, 81, 80, 66, 50, 50)
    count = np.arange(len(means))
    checkins = CheckIns(
        0 * count,
        count + 1,
        np.repeat(np.array(means, float)[:, None], 3, axis=1),
        np.full(len(means), np.nan),
    )

    online, back = judge(checkins), judge(checkins, retrospective=True)

    assert back[4].score > online[4].score
    assert back[-1].score == online[-1].score


def test_ceiling_raters_are_never_flagged():
    assert not any(each.flagged for each in course(*[100] * 12))


def test_command_prints_the_keys_of_the_contract(tmp_path, capsys):
    file = tmp_path / "c.csv"
    file.write_text(HEADER + "".join(f"c,p,{n},80,80,80\n" for n in range(1, 5)) + "c,p,5,45,45,45\n")
    assert main(["ruptures", "--checkins", str(file), "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert ",".join(rows[4]) == "client_id,provider_id,session,flagged,score,kind,part,repaired"
    assert rows[4]["flagged"]
    assert rows[0]["repaired"] is None


@pytest.mark.parametrize("row", ["c,p,1,101,5,5", "c,p,1,nan,5,5", "c,p,0,5,5,5", "c,p,1,5,5", ",p,1,5,5,5",
                                 "c,p,1,5,5,5\nc,p,1,6,6,6"])  # fmt: skip
def test_bad_rows_are_refused_in_one_line(row, tmp_path, capsys):
    file = tmp_path / "c.csv"
    file.write_text(HEADER + row + "\n")
    assert main(["ruptures", "--checkins", str(file)]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "c.csv, row" in told
