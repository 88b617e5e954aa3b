"""The drill of access, small: nothing is opened on this database, and without the policy much is."""

import os

import pytest

from rapport.cli.drills import access

ADDRESSES = 14


@pytest.fixture(scope="module")
def told(prepared):
    return access.run(prepared, ADDRESSES, say=lambda _: None)


def test_nobody_opens_what_is_not_theirs(told):
    assert told["violations"] == 0, told["detail"]
    assert told["attempts"] >= ADDRESSES * len(access.CAST) * len(access.METHODS) * 0.8
    assert told["database"] == ("postgresql" if os.environ.get("DATABASE_URL") else "sqlite")


def test_without_the_policy_much_is_opened(told):
    assert told["control_violations"] > 0


def test_what_changed_and_what_shows_is_seen():
    assert access._changed({"a": "1", "b": "2"}, {"a": "1", "b": "3"}) == ["b was changed"]
    page = access.Answer(200, {}, "kestrel", 0.0)
    assert list(access._faults(page, "GET", True, ["kestrel"], "coordinator")) == [
        "shows what is the first client's alone"
    ]
    assert list(access._faults(page, "GET", True, ["kestrel"], "client")) == []
