"""The drill of check-ins, small: it holds on this database, and fails without its guards."""

import pytest

from rapport.cli.drills import checkins

ATTEMPTS = 36
WRONG = {
    "sqlite": {"disk full", "power cut"},
    "postgresql": {"disk full", "power cut", "server stopped at once", "connections cut"},
}


@pytest.fixture(scope="module")
def told(prepared):
    return checkins.run(prepared, ATTEMPTS, say=lambda _: None)


def test_what_was_acknowledged_is_kept_once_and_whole(told):
    detail = told["detail"]
    assert told["violations"] == 0, detail
    # Two devices may fill in the same session; the second is refused in words.
    assert ATTEMPTS / 2 < detail["acknowledged"] <= detail["kept"]
    assert detail["acknowledged_right_before_everything_was_ended"] >= checkins.LAST_ONES
    assert set(detail["went_wrong"]) == WRONG[told["database"]]
    on_postgresql = told["database"] == "postgresql"
    assert on_postgresql or detail["durability"] == {"journal_mode": "wal", "synchronous": "2"}


def test_without_the_guards_it_is_violated(told):
    broken = told["detail"]["control_broken"]
    assert told["control_violations"] == sum(broken.values())
    # What was acknowledged before the disk had it is gone after a power cut.
    assert 0 < broken.pop("acknowledged and gone") <= checkins.LAST_ONES
    assert sum(broken.values()) > 0
