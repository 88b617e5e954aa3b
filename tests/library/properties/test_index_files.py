"""An index packed and mapped again, and one that follows places and prices, answer as one built anew."""

from datetime import timedelta
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.matching.answers import read_answers
from rapport.matching.index import engine, packing
from rapport.matching.index.changes import FOLLOWED, NotFollowed, follow
from rapport.matching.index.packing import NotAnIndex, packed, source_of, unpacked
from rapport.matching.index.search import Index, indexed
from rapport.matching.match import match, pair_forecast
from rapport.matching.reading import read_roster
from rapport.matching.roster import Roster
from support.matching_cases import ON, make_client, make_roster, table

A_FEW = settings(max_examples=40, deadline=None)
RANDOM = st.integers(0, 2**32).map(Random)


@pytest.fixture(scope="module", autouse=True)
def kernel() -> None:
    assert engine.load(), "numba is among the test tools"


def made(rng: Random, size: int = 0) -> Roster:
    return indexed(read_roster(*table(make_roster(rng, size or rng.choice((1, 40, 130))))).roster)


def index_of(roster: Roster) -> Index:
    assert roster.index is not None
    return roster.index


def told(roster: Roster, client: Any) -> Any:
    """All that a client is told: by ids, since positions are each roster's own."""
    found = match(roster, read_answers(client), crisis=False, on=ON, seed=1)
    return found.as_json(), found.log, [each.pair.provider for each in found.matches]


@A_FEW
@given(rng=RANDOM)
def test_unpacked_roster_answers_to_the_last_bit_as_the_one_packed(rng: Random) -> None:
    roster, client = made(rng), make_client(rng)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "MOST_READ_AT_ONCE", rng.choice((0, 4096)))
        buffer = b"".join(map(bytes, packed(index_of(roster), "revision 7")))
    again, source = unpacked(buffer)

    assert (source, source_of(buffer)) == ("revision 7", "revision 7")
    assert told(again, client) == told(roster, client)
    assert [again.provider(place) for place in range(len(again))] == [
        roster.provider(place) for place in range(len(roster))
    ]
    for provider_id in (*roster.ids, "nobody", ""):
        assert again.position(provider_id) == roster.position(provider_id)
    some = np.array(sorted(rng.sample(range(len(roster)), rng.randint(0, len(roster)))), dtype=np.int64)
    assert again.lines_of_ids(some) == "\n".join(sorted(roster.ids_at(some))).encode()
    assert again.ids_at(some) == roster.ids_at(some)
    assert again.ids_at(some[:0]) == []
    some = rng.choice(roster.ids)
    asked = read_answers(client)
    assert pair_forecast(again, asked, some, crisis=False, on=ON) == pair_forecast(
        Roster(roster.columns, len(roster)), asked, some, crisis=False, on=ON
    )


def test_unpacked_arrays_cannot_be_written() -> None:
    buffer = b"".join(map(bytes, packed(index_of(made(Random("fixed"))), "")))
    roster, _ = unpacked(buffer)

    with pytest.raises(ValueError, match="read-only"):
        index_of(roster).tables.openings[0, 0] = 0


@pytest.mark.parametrize(
    "spoil",
    [
        lambda buffer: b"",
        lambda buffer: b"not an index\n" + buffer,
        lambda buffer: buffer.replace(b"rapport-index-", b"rapport-index-9", 1),
        lambda buffer: buffer[: len(buffer) // 2],
        lambda buffer: buffer[:100],
    ],
    ids=["empty", "another file", "another format", "half of it", "a piece of its head"],
)
def test_spoilt_buffer_is_refused(spoil: Any) -> None:
    buffer = b"".join(map(bytes, packed(index_of(made(Random("spoilt"), 130)), "")))

    with pytest.raises(NotAnIndex):
        unpacked(spoil(buffer))


def changed(rng: Random, roster: Roster) -> dict[int, dict[str, Any]]:
    """Places, prices and doors of some providers, changed at random."""
    values = {
        "accepting": (True, False), "capacity": (0, 1, 7), "fee_min": (None, 55.0, 100.0, 333.0),
        "fee_max": (None, 60.0, 140.5, 400.0), "sliding_scale": (True, False),
        "openings_confirmed_on": (None, ON, ON - timedelta(days=45)),
    }  # fmt: skip
    some = rng.sample(range(len(roster)), rng.randint(1, len(roster)))
    return {
        place: {name: rng.choice(values[name]) for name in rng.sample(FOLLOWED, rng.randint(1, 5))}
        for place in some
    }


@A_FEW
@given(rng=RANDOM)
def test_index_that_follows_changes_answers_as_one_built_of_what_is_now(rng: Random) -> None:
    roster, client = made(rng), make_client(rng)
    before = told(roster, client)

    followed = index_of(roster)
    for _ in range(rng.choice((1, 3))):
        followed = follow(followed, changed(rng, followed.roster))
    now = Roster(followed.roster.columns, len(roster))

    assert told(followed.roster, client) == told(now, client) == told(indexed(now), client)
    assert told(roster, client) == before


def test_index_without_changes_is_itself_and_others_than_places_and_prices_are_refused() -> None:
    index = index_of(made(Random("follow"), 40))

    assert follow(index, {}) is index
    with pytest.raises(NotFollowed, match="licences"):
        follow(index, {0: {"licences": ("NY",)}})


def test_control_an_index_that_does_not_follow_answers_otherwise() -> None:
    roster = made(Random("closed"), 130)
    client = next(
        each for each in map(make_client, map(Random, range(99))) if told(roster, each)[0]["eligible"] > 3
    )
    closed = follow(index_of(roster), {place: {"capacity": 0} for place in range(len(roster))})

    assert told(closed.roster, client)[0]["eligible"] == 0 != told(roster, client)[0]["eligible"]
