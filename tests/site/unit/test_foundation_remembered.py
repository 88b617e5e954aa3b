"""Pages kept in memory: for their own client alone, as long as they hold, never more than allowed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rapport.site.foundation import remembered
from rapport.site.foundation.models import DataKey
from rapport.site.foundation.remembered import Place
from rapport.site.people.actions import open_client

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=9)
WORDS = b"<p>my marmalade</p>"


@pytest.fixture(autouse=True)
def _empty():
    for memory in remembered.MEMORIES:
        memory.forget_all()
    yield
    for memory in remembered.MEMORIES:
        memory.forget_all()


@pytest.fixture
def person():
    return open_client(at=NOON)[0]


def place(person, *, address="/a/", made_from=("en", 1)):
    return Place(person, address, made_from)


def held():
    return [body for memory in remembered.MEMORIES for body in memory.held()]


def test_page_comes_back_until_its_time_is_over(person):
    place(person).keep(WORDS, until=LATER)

    assert place(person).recall(at=NOON) == WORDS
    assert place(person).recall(at=LATER) is None


@pytest.mark.parametrize("made_from", [("de", 1), ("en", 2), ("en",), ()])
def test_page_made_from_something_else_does_not_hold(person, made_from):
    place(person).keep(WORDS, until=LATER)

    assert place(person, made_from=made_from).recall(at=NOON) is None


def test_page_is_of_one_client_at_one_address(person):
    place(person).keep(WORDS, until=LATER)
    other = open_client(at=NOON)[0]

    assert place(other).recall(at=NOON) is None
    assert place(None).recall(at=NOON) is None
    assert place(person, address="/b/").recall(at=NOON) is None


def test_memory_holds_no_word_of_a_clients_page(person):
    place(person).keep(WORDS, until=LATER)
    place(None).keep(WORDS, until=LATER)

    sealed, open_to_all = held()
    assert b"marmalade" not in sealed
    assert open_to_all == WORDS


def test_page_opens_with_no_other_key_and_at_no_other_place(person):
    """Erasing destroys the key; what is still in memory opens for nobody."""
    place(person).keep(WORDS, until=LATER)
    sealed = remembered.OWN.seen((person.pk, "/a/"))
    remembered.OWN.keep((person.pk, "/b/"), sealed)
    assert place(person, address="/b/").recall(at=NOON) is None
    assert place(person).recall(at=NOON) == WORDS

    person.key = DataKey.make()

    assert place(person).recall(at=NOON) is None


def test_newer_page_takes_the_place_of_the_older(person):
    place(person).keep(WORDS, until=LATER)
    place(person, made_from=("en", 2)).keep(b"newer", until=LATER)

    assert place(person, made_from=("en", 2)).recall(at=NOON) == b"newer"
    assert len(held()) == 1


def test_longest_unseen_go_first_when_memory_is_full(person, settings):
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, page_memory_mb=2)
    third = bytes(remembered.MEGABYTE // 3)
    for address in ("/a/", "/b/"):
        Place(None, address, ()).keep(third, until=LATER)
    Place(None, "/a/", ()).recall(at=NOON)

    for address in ("/c/", "/d/"):
        Place(None, address, ()).keep(third, until=LATER)

    kept = [each for each in ("/a/", "/b/", "/c/", "/d/") if Place(None, each, ()).recall(at=NOON)]
    assert kept == ["/a/", "/c/", "/d/"]


def test_pages_for_everyone_drive_out_no_clients_page(person, settings):
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, page_memory_mb=1)
    place(person).keep(WORDS, until=LATER)

    for number in range(20):
        Place(None, f"/{number}/", ()).keep(bytes(remembered.MEGABYTE // 10), until=LATER)

    assert place(person).recall(at=NOON) == WORDS
    assert sum(map(len, held())) < remembered.MEGABYTE


def test_nothing_is_kept_where_no_memory_is_allowed(person, settings):
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, page_memory_mb=0)

    place(person).keep(WORDS, until=LATER)

    assert held() == []
