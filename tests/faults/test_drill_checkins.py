"""The drill of check-ins, small: it holds on this database, and fails without its guards."""

import os

import pytest

from rapport.cli.drills import checkins

ATTEMPTS = 60


@pytest.fixture(scope="module")
def told():
    return checkins.run(os.environ.get("DATABASE_URL", ""), ATTEMPTS, say=lambda _: None)


def test_what_was_acknowledged_is_kept_once_and_whole(told):
    detail = told["detail"]
    assert told["violations"] == 0, detail
    # Two devices may fill in the same session; the second is refused in words.
    assert ATTEMPTS / 2 < detail["acknowledged"] <= detail["kept"]
    assert detail["acknowledged_right_before_everything_was_killed"] == checkins.LAST_ONES
    assert detail["web_processes_killed"] >= 1
    on_postgresql = told["database"] == "postgresql"
    assert detail["connections_cut" if on_postgresql else "disk_full"] >= 1
    assert on_postgresql or detail["durability"] == {"journal_mode": "wal", "synchronous": "2"}


def test_without_the_guards_it_is_violated(told):
    assert told["control_violations"] > 0
    assert sum(told["detail"]["control_broken"].values()) == told["control_violations"]
