"""The drill of the shortlists, small: it holds on this database, and fails without its guards."""

import os

import pytest

from rapport.cli.drills import shortlists

ATTEMPTS = 160


@pytest.fixture(scope="module")
def told(prepared):
    return shortlists.run(prepared, ATTEMPTS, say=lambda _: None)


def test_nothing_is_violated_while_processes_are_killed(told):
    assert told["violations"] == 0, told["detail"]
    assert told["attempts"] == sum(told["detail"]["answered"].values()) == ATTEMPTS
    assert told["detail"]["web_processes_killed"] >= 1
    assert told["detail"]["shortlists"] > told["detail"]["clients"]
    assert told["database"] == ("postgresql" if os.environ.get("DATABASE_URL") else "sqlite")


def test_without_the_guards_it_is_violated(told):
    assert told["control_violations"] > 0
    assert sum(told["detail"]["control_broken"].values()) == told["control_violations"]
