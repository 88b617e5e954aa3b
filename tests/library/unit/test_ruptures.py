"""Ruptures on series with known onsets: beside the published rules, online, and as a command."""

import json

import numpy as np
import pytest

from rapport.alliance.judgement import judge
from rapport.alliance.published_rules import RULES
from rapport.alliance.rupture import FLAG_AT, find_ruptures
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
    assert 0.02 < (find_ruptures(checkins).score[~is_in] >= FLAG_AT).mean() < 0.08


def test_cutting_later_sessions_or_mixing_rows_moves_no_score():
    checkins, _ = planted(8.0, pairs=60)
    whole = find_ruptures(checkins).score
    for keep in (np.flatnonzero(checkins.session <= 6), np.random.default_rng(1).permutation(len(whole))):
        part = CheckIns(*(getattr(checkins, name)[keep] for name in CheckIns.__dataclass_fields__))
        assert np.allclose(find_ruptures(part).score, whole[keep], atol=1e-9)


def course(*means):
    count = np.arange(len(means))
    ratings = np.repeat(np.array(means, float)[:, None], 3, axis=1)
    return judge(CheckIns(0 * count, count + 1, ratings, np.full(len(means), np.nan)))


def test_a_fall_is_flagged_and_its_return_is_a_repair():
    judged = course(80, 80, 81, 80, 50, 79, 80)
    assert [each.flagged for each in judged[:5]] == [False] * 4 + [True]
    assert judged[4].kind == "sudden"
    assert [each.repaired for each in judged] == [None] * 4 + [False, True, True]


def test_ceiling_raters_are_never_flagged():
    assert not any(each.flagged for each in course(*[100] * 12))


def test_command_prints_the_keys_of_the_contract(tmp_path, capsys):
    file = tmp_path / "c.csv"
    file.write_text(HEADER + "".join(f"c,p,{n},80,80,80\n" for n in range(1, 5)) + "c,p,5,40,40,40\n")
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
