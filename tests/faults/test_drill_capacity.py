"""The drill of capacity, small: no place is taken twice on this database, and some are without its guards."""

import pytest

from rapport.cli.drills import capacity

ATTEMPTS, CLIENTS, PLACES = 100, 24, 1


@pytest.fixture(scope="module")
def told(prepared):
    with pytest.MonkeyPatch.context() as smaller:
        smaller.setattr(capacity, "CLIENTS", CLIENTS)
        smaller.setattr(capacity, "PLACES", PLACES)
        smaller.setattr(capacity, "CONTROL_ATTEMPTS", ATTEMPTS)
        return capacity.run(prepared, ATTEMPTS, say=lambda _: None)


def test_no_place_is_taken_twice_while_the_number_is_lowered(told):
    assert told["violations"] == 0, told["detail"]
    assert told["detail"]["places"]["used"] <= told["detail"]["places"]["capacity"]
    assert {"choose", "places"} <= set(told["detail"]["done"])


def test_without_the_guards_places_are_taken_twice(told):
    assert told["control_violations"] > 0
    assert sum(told["detail"]["control_broken"].values()) == told["control_violations"]
