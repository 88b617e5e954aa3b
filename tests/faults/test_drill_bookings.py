"""The drill of bookings, small: it holds on this database, and fails without its guards."""

import os

import pytest

from rapport.cli.drills import bookings

ATTEMPTS = 240


@pytest.fixture(scope="module")
def told(prepared):
    return bookings.run(prepared, ATTEMPTS, say=lambda _: None)


def test_nobody_is_booked_twice_while_processes_are_killed(told):
    assert told["violations"] == 0, told["detail"]
    assert told["attempts"] == ATTEMPTS <= sum(told["detail"]["answered"].values())
    assert told["detail"]["web_processes_killed"] >= 1
    # So few attempts seldom come to every act; a move is among them in longer runs.
    assert {"hold", "book", "cancel"} <= set(told["detail"]["done"])
    assert told["database"] == ("postgresql" if os.environ.get("DATABASE_URL") else "sqlite")


def test_without_the_guards_it_is_violated(told):
    assert told["control_violations"] > 0
    assert sum(told["detail"]["control_broken"].values()) == told["control_violations"]
