"""The drill of the newsletter, small: it holds on this database, and fails without its guards."""

import os

import pytest

from rapport.cli.drills import newsletter

ATTEMPTS = 60


@pytest.fixture(scope="module")
def told():
    return newsletter.run(os.environ.get("DATABASE_URL", ""), ATTEMPTS, say=lambda _: None)


def test_everybody_who_said_yes_gets_it_while_workers_are_killed(told):
    detail = told["detail"]

    assert told["violations"] == 0, detail
    assert detail["arrived"] + detail["refused_for_good"] == told["attempts"] == ATTEMPTS
    assert sum(detail["killed"].values()) > 0


def test_without_leases_it_comes_twice_and_written_down_too_early_it_is_lost(told):
    broken = told["detail"]["control_broken"]

    assert broken["lease"]["doubles that no death explains"] > 0
    assert broken["order"]["said to be sent, never arrived"] > 0
