"""The quick reader of sessions reads as the careful one does, or leaves the file to it."""

import io

import numpy as np
import pytest

from rapport.learning.mixed.quick_reading import read_quickly
from rapport.learning.sessions import read_sessions
from support.sessions_text import sessions_text

GOOD = (
    "s1,c1,p1,2026-01-02T10:00:00+00:00,70,71.5,,80,-0.25",
    "s2,c2,p1,2026-01-01T10:00:00-05:30,,,,55.125,",
    "s3,c1,p22,2026-01-02T10:00:00+02:00,0,100,50.0,,1234567.875",
)


def both(text, **options):
    careful = read_sessions(io.StringIO(text, newline=""), **options)
    return read_quickly(text.encode(), **options), careful


def same(quick, careful):
    assert tuple(quick.session_ids) == careful.session_ids
    for name in ("clients", "providers", "feature_names", "start", "groups"):
        assert getattr(quick, name) == getattr(careful, name)
    for name in ("client", "provider", "day", "features", "held_out"):
        assert np.array_equal(getattr(quick, name), getattr(careful, name), equal_nan=name == "features")
    for name, values in careful.ratings.items():
        assert np.array_equal(quick.ratings[name], values, equal_nan=True), name
    assert (quick.propensity is None) == (careful.propensity is None)
    if careful.propensity is not None:
        assert np.array_equal(quick.propensity, careful.propensity)


def test_a_plain_file_gives_the_same_sessions():
    same(*both(sessions_text(GOOD)))
    same(*both(sessions_text(GOOD).rstrip("\n")))


@pytest.mark.parametrize("form", ["{}", "{}T09:30", "{}T09:30:15", "{}T09:30:15Z"])
def test_every_plain_form_of_time_is_read(form):
    days = ("2024-02-29", "1999-12-31", "2026-11-26")
    rows = [f"s{n},c,p{n},{form.format(day)},1,,,,2" for n, day in enumerate(days)]

    same(*both(sessions_text(rows)))


def test_groups_propensities_and_unrated_rows_are_read():
    text = (
        "session_id,client_id,provider_id,started_at,bond,propensity,group_age\n"
        "s1,c1,p1,2026-01-01,50,0.5,old\ns2,c1,p1,2026-01-02,,1,\n"
    )

    same(*both(text, keep_unrated=True))
    assert read_quickly(text.encode()) is None


def test_many_rows_over_several_blocks_are_read(monkeypatch):
    monkeypatch.setattr("rapport.learning.mixed.quick_reading.BLOCK", 1000)
    rng = np.random.default_rng(0)
    rows = [
        f"s{n},c{rng.integers(40)},prov{rng.integers(9)},2026-01-{rng.integers(1, 29):02},"
        f"{rng.integers(0, 101)},,,{rng.uniform(0, 100):.3f},{rng.normal():.6f}"
        for n in range(300)
    ]

    same(*both(sessions_text(rows)))


@pytest.mark.parametrize(
    "row",
    [
        's9,"c1",p1,2026-01-02,70,71,72,80,1',
        "s9,c 1,p1,2026-01-02,70,71,72,80,1",
        "s9,cé,p1,2026-01-02,70,71,72,80,1",
        "s9,c1,p1,2026-02-30,70,71,72,80,1",
        "s9,c1,p1,2026-13-01,70,71,72,80,1",
        "s9,c1,p1,26-01-02,70,71,72,80,1",
        "s9,c1,p1,2026-01-02,101,71,72,80,1",
        "s9,c1,p1,2026-01-02,-1,71,72,80,1",
        "s9,c1,p1,2026-01-02,7e1,71,72,80,1",
        "s9,c1,p1,2026-01-02,nan,71,72,80,1",
        "s9,c1,p1,2026-01-02,1.2.3,71,72,80,1",
        "s9,c1,p1,2026-01-02,-,71,72,80,1",
        "s9,c1,p1,2026-01-02,.,71,72,80,1",
        "s9,c1,p1,2026-01-02,70,71,72,80,1234567890123456",
        "s9,c1,p1,2026-01-02,70,71,72,80",
        "s9,c1,p1,2026-01-02,70,71,72,80,1,2",
        "s9,,p1,2026-01-02,70,71,72,80,1",
        "s1,c1,p1,2026-01-02,70,71,72,80,1",
        ",c1,p1,2026-01-02,70,71,72,80,1",
        "s9,c1,p1,2026-01-02,,,,,1",
        "s9,c1,p1,2026-01-02,70,71,72,80,1\r",
        "",
    ],
)
def test_anything_odd_is_left_to_the_careful_reader(row):
    first = "s1,c1,p1,2026-01-02,70,71,72,80,1"

    assert read_quickly(sessions_text([first, row]).encode()) is None
    assert read_quickly(sessions_text([first]).encode()) is not None


@pytest.mark.parametrize("text", ["", "\n", "session_id,client_id\n", "x" * 10, sessions_text([])])
def test_a_file_without_sessions_is_left_to_the_careful_reader(text):
    assert read_quickly(text.encode()) is None
