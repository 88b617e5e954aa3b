"""`rapport fairness`: figures by group from files, alarms as exit status 1, bad input in one line."""

import csv
import json

import numpy as np
import pytest

from rapport.cli.main import main
from rapport.learning.policy.slate_draw import Draw
from support.policy_worlds import HEADER, World


@pytest.fixture
def files(tmp_path):
    """Sessions of two groups, one of them forecast badly; a log; its roster."""
    rng = np.random.default_rng(1)
    sessions = [["session_id", "client_id", "provider_id", "started_at", "overall", "group_language"]]
    forecasts = [["session_id", "mean", "low", "high"]]
    for row in range(600):
        group = ("en", "es", "xx")[0 if row % 2 else 1 if row < 590 else 2]
        rating = float(np.clip(70 + (4 if group == "en" else 12) * rng.standard_normal(), 0, 100))
        sessions.append(
            [f"s{row}", f"c{group}{row // 4}", "p", f"2026-01-{row % 28 + 1:02d}", f"{rating:.1f}", group]
        )
        forecasts.append([f"s{row}", "70", "64.9", "75.1"])
    world = World(pools=4, size=12)
    roster = [["provider_id", "gender"]]
    roster += [[f"p{pool}-{one}", "woman" if one % 2 else "man"] for pool in range(4) for one in range(12)]
    log = [HEADER, *world.rows(120, Draw(1.0, 1.5), rng)]
    paths = {}
    for name, rows in {"sessions": sessions, "predictions": forecasts, "roster": roster, "log": log}.items():
        paths[name] = tmp_path / f"{name}.csv"
        with paths[name].open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return paths


def command(files, *names, **options):
    pairs = [(f"--{name}", str(files[name])) for name in names] + [(f"--{k}", v) for k, v in options.items()]
    return main(["fairness", *[each for pair in pairs for each in pair]])


def test_group_that_is_forecast_badly_is_an_alarm(capsys, files):
    assert command(files, "sessions", "predictions", format="json") == 1

    english, spanish = json.loads(capsys.readouterr().out)["forecasts"]["group_language"]
    assert spanish["group"] == "es and other groups"
    assert "too narrow" in spanish["alarm"]
    assert english["alarm"] is None
    assert english["mae"]["low"] < english["mae"]["value"] < english["mae"]["high"]


def test_exposure_is_said_by_a_column_of_the_roster(capsys, files):
    status = command(files, "log", "roster", by="gender", format="json")

    men, women = json.loads(capsys.readouterr().out)["exposure"]["gender"]
    assert (men["people"], women["people"]) == (24, 24)
    assert men["ratio"]["value"] == pytest.approx(1 / women["ratio"]["value"], rel=1e-3)
    assert status == int(bool(men["alarm"] or women["alarm"]))


def test_text_says_figures_with_intervals_and_alarms(capsys, files):
    command(files, "sessions", "predictions", format="text")

    out = capsys.readouterr().out
    assert "forecasts by group_language" in out
    assert "es and other groups" in out
    assert out.rstrip().endswith("too narrow for this group")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            ("predictions", "s3,70,", "nobody,70,"),
            "predictions.csv, row 5, column session_id: expected a session",
        ),
        (("predictions", "s3,70,", "s3,x,"), "predictions.csv, row 5, column mean: expected a number"),
        (("sessions", "group_language", "language"), "sessions.csv, row 1: expected a column group_"),
        (("sessions", ",overall,", ",total,"), "sessions.csv"),
    ],
)
def test_bad_forecasts_are_one_line(capsys, files, change, said):
    name, old, new = change
    files[name].write_text(files[name].read_text().replace(old, new, 1))

    assert command(files, "sessions", "predictions") == 2

    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1


def test_provider_missing_from_the_roster_is_one_line(capsys, files):
    files["roster"].write_text(files["roster"].read_text().replace("p0-3,", "other,"))

    assert command(files, "log", "roster", by="gender") == 2
    assert "expected every provider of the log, 'p0-3' too" in capsys.readouterr().err


def test_column_missing_from_the_roster_is_one_line(capsys, files):
    assert command(files, "log", "roster", by="hair") == 2
    assert "roster.csv, row 1: expected columns hair" in capsys.readouterr().err


def test_nothing_asked_is_one_line(capsys, files):
    assert command(files, "sessions") == 2
    assert "expected --sessions with --predictions" in capsys.readouterr().err
