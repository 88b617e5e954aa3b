"""Sets of providers in words, and what is kept ready of a roster, each against a plain loop."""

from datetime import date
from random import Random

import numpy as np
import pytest

from rapport.matching import bitsets, said
from rapport.matching import roster as rosters
from rapport.matching.free_hours import free_at_any
from rapport.matching.geography import miles_between
from rapport.matching.hours import hours_kept
from rapport.matching.nearby import near
from rapport.matching.reading import read_roster
from rapport.matching.roster import Roster, with_value
from rapport.vocabulary import CONCERNS, STYLE_AXES
from support.matching_cases import make_roster, table

ON = date(2026, 3, 4)
# The week in which the clocks of most of the United States change.
CHANGE = date(2026, 3, 7)


@pytest.fixture(scope="module")
def roster() -> Roster:
    return read_roster(*table(make_roster(Random("sets"), 150))).roster


def members(found: bitsets.Set) -> list[int]:
    return bitsets.positions(found).tolist()


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 1000])
@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 1.0])
def test_set_holds_what_went_in(size: int, share: float) -> None:
    flags = np.random.default_rng(size).random(size) < share
    found = bitsets.from_flags(flags)

    places = np.flatnonzero(flags).tolist()
    assert members(found) == places
    assert bitsets.count(found) == len(places)
    assert [bitsets.holds(found, place) for place in range(size)] == flags.tolist()
    assert np.array_equal(bitsets.from_positions(np.array(places, dtype=np.int64), size), found)


def test_everyone_and_nobody_keep_clear_of_the_last_words_spare_bits() -> None:
    assert members(bitsets.everyone(70)) == list(range(70))
    assert members(bitsets.nobody(70)) == []
    assert bitsets.counts(np.array([bitsets.everyone(70), bitsets.nobody(70)])) == [70, 0]


def test_with_value_is_who_holds_it_however_many_values_there_are(
    roster: Roster, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = (("licences", "NY"), ("kind", "coach"), ("payers", "nobody_pays"), ("faith", ""))
    for at_once in (rosters.MOST_AT_ONCE, 1):
        monkeypatch.setattr(rosters, "MOST_AT_ONCE", at_once)
        fresh = Roster(roster.columns, len(roster))
        for column, value in asked:
            cells = [getattr(roster.provider(place), column) for place in range(len(roster))]
            holders = [
                place
                for place, cell in enumerate(cells)
                if cell == value or (isinstance(cell, tuple) and value in cell)
            ]
            assert members(with_value(fresh, column, value)) == holders


@pytest.mark.parametrize("on", [ON, CHANGE])
@pytest.mark.parametrize("zone", ["America/New_York", "America/Phoenix", "Asia/Kolkata", "Pacific/Honolulu"])
def test_free_at_any_is_a_common_hour_with_each(roster: Roster, zone: str, on: date) -> None:
    rng = Random(zone)
    for count in (0, 1, 7, 60):
        hours = tuple(rng.sample(range(168), count))
        expected = []
        for place in range(len(roster)):
            one = roster.provider(place)
            if one.timezone:
                kept = hours_kept(client_hours=hours, client_zone=zone, provider_zone=one.timezone, on=on)
                expected += [place] if set(kept) & set(one.slots) else []
        assert members(free_at_any(roster, hours, zone, on)) == expected


def test_nobody_is_free_where_nobody_names_hours() -> None:
    rows = [row | {"slots": ""} for row in make_roster(Random(2), 5)]
    roster = read_roster(*table(rows)).roster
    assert members(free_at_any(roster, range(168), "America/New_York", ON)) == []


@pytest.mark.parametrize("miles", [0.0, 5.0, 60.0, 3000.0])
def test_near_is_measured_with_each(roster: Roster, miles: float) -> None:
    zips = [roster.provider(place).zip for place in range(len(roster))]
    for here in ("10001", "94110", "00000", next(filter(None, zips))):
        expected = []
        for place, there in enumerate(zips):
            apart = miles_between(here, there) if there else None
            expected += [place] if apart is not None and apart <= miles else []
        assert members(near(roster, here, miles)) == expected


def test_row_of_what_is_said_is_that_of_the_provider(roster: Roster) -> None:
    found = said.said_by(roster, np.arange(len(roster)))
    for place, row in enumerate(found.tolist()):
        one = roster.provider(place)
        assert {code for code in CONCERNS if row[said.CONCERN[code]]} == set(one.concerns)
        assert row[said.ONE] == 1
        for axis in STYLE_AXES:
            value = getattr(one, axis)
            known, there, squared = (row[column] for column in said.STYLE[axis])
            assert (known, there, squared) == ((0, 0, 0) if value is None else (1, value, value**2))


def test_full_memory_forgets_the_older_half_and_answers_the_same(
    roster: Roster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rosters, "MEMORY_BYTES", 1000)
    fresh = Roster(roster.columns, len(roster))
    made = []

    def remember(key: int) -> np.ndarray:
        return fresh.remembered(key, lambda: made.append(key) or np.full(10, key))

    assert [remember(key)[0] for key in range(20)] == list(range(20))
    assert made == list(range(20))
    assert remember(19)[0] == 19
    assert made[20:] == []
    assert remember(0)[0] == 0
    assert made[20:] == [0]
