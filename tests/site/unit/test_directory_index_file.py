"""The directory as a mapped file: built, followed, swapped, and never another answer than the database's."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from faults.import_files import ROSTER_HEADER, roster_row
from rapport.matching.index.packing import StoredRoster
from rapport.matching.reading import read_roster
from rapport.site.directory import actions, queries
from rapport.site.directory.actions import indexing
from rapport.site.directory.actions.current import raise_revision
from rapport.site.directory.models import Change, Provider, Revision
from rapport.site.directory.queries import mapped
from rapport.site.directory.queries import roster as snapshots

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def new_process(tmp_path, monkeypatch):
    """A folder of its own, and nothing mapped or read yet."""
    monkeypatch.setattr(mapped, "folder", lambda: tmp_path)
    monkeypatch.setattr(indexing, "folder", lambda: tmp_path)
    monkeypatch.setattr(mapped.engine, "load", lambda: False)
    forget()
    yield
    forget()


def forget():
    mapped._Mapped.stamp, mapped._Mapped.index = (0, 0), None
    snapshots._Snapshot.roster = None


def imported(*rows):
    reading = read_roster(ROSTER_HEADER, [[row[name] for name in ROSTER_HEADER] for row in rows])
    assert reading.refused == ()
    actions.import_roster(reading, by="operator", at=AT)


def people(roster):
    return sorted((roster.provider(place) for place in range(len(roster))), key=lambda each: each.provider_id)


def from_database():
    rows = Provider.objects.listed().values_list("row", flat=True)
    return people(snapshots.roster_of(rows))


def change(provider_id, **cells):
    provider = Provider.objects.get(provider_id=provider_id)
    provider.row |= cells
    provider.save()
    raise_revision(AT, provider)


def test_built_file_is_what_the_next_process_maps():
    imported(roster_row(1), roster_row(2, capacity="0"))

    built = indexing.build_index()

    roster = queries.roster_snapshot()
    assert built.providers == 2
    assert isinstance(roster, StoredRoster)
    assert roster.index is not None
    assert people(roster) == from_database()


def test_places_and_prices_are_followed():
    imported(roster_row(1), roster_row(2))
    indexing.build_index()

    change("p1", capacity="0", fee_max="400")
    change("p2", accepting="no")
    change("p1", capacity="5")

    roster = queries.roster_snapshot()
    assert isinstance(roster, StoredRoster)
    assert people(roster) == from_database()
    assert roster.provider(roster.position("p1")).capacity == 5


def test_what_was_followed_is_not_followed_again():
    imported(roster_row(1), roster_row(2))
    indexing.build_index()
    for capacity in range(3, 9):
        change("p1", capacity=str(capacity))
    queries.roster_snapshot()
    change("p2", capacity="0", openings_confirmed_on="2026-11-20")

    with CaptureQueriesContext(connection) as captured:
        roster = queries.roster_snapshot()

    read = [each["sql"] for each in captured.captured_queries if "directory_provider" in each["sql"]]
    assert len(read) == 1
    assert people(roster) == from_database()
    assert roster.provider(roster.position("p1")).capacity == 8


def test_worker_builds_anew_what_processes_can_no_longer_follow(monkeypatch):
    assert not indexing.is_due()  # Nobody laid one out here.
    imported(roster_row(1))
    indexing.build_index()
    assert not indexing.is_due()
    change("p1", capacity="2")
    assert not indexing.is_due()

    change("p1", languages="fr")
    assert indexing.is_due()
    indexing.build_index()
    assert not indexing.is_due()

    monkeypatch.setattr(mapped, "MOST_FOLLOWED", 4)
    for capacity in range(3):
        change("p1", capacity=str(capacity))
    assert indexing.is_due()


def test_spoilt_file_is_built_anew(tmp_path):
    imported(roster_row(1))
    (tmp_path / mapped.NAME).write_bytes(b"cut short")

    assert indexing.is_due()


@pytest.mark.parametrize("way", ["other cells", "import", "delisted", "log lost"])
def test_what_cannot_be_followed_is_read_from_the_database(way):
    imported(roster_row(1), roster_row(2))
    indexing.build_index()

    if way == "other cells":
        change("p1", languages="fr")
    elif way == "import":
        imported(roster_row(3))
    elif way == "delisted":
        Provider.objects.filter(provider_id="p1").update(is_listed=False)
        raise_revision(AT)
    else:
        change("p1", capacity="5")
        Change.objects.all().delete()

    roster = queries.roster_snapshot()
    assert not isinstance(roster, StoredRoster)
    assert people(roster) == from_database()


def test_restored_directory_whose_numbers_come_again_is_not_followed():
    imported(roster_row(1), roster_row(2))
    indexing.build_index()
    Change.objects.update(token="another")
    change("p1", capacity="5")

    roster = queries.roster_snapshot()

    assert not isinstance(roster, StoredRoster)
    assert people(roster) == from_database()


def test_file_that_is_replaced_leaves_who_mapped_it_their_answers():
    imported(roster_row(1))
    indexing.build_index()
    before = queries.roster_snapshot()

    imported(roster_row(2))
    indexing.build_index()

    assert [each.provider_id for each in people(before)] == ["p1"]
    after = queries.roster_snapshot()
    assert isinstance(after, StoredRoster)
    assert [each.provider_id for each in people(after)] == ["p1", "p2"]


@pytest.mark.parametrize("spoilt", [b"", b"something else", None])
def test_spoilt_file_is_as_good_as_none(spoilt, tmp_path):
    imported(roster_row(1))
    indexing.build_index()
    path = tmp_path / mapped.NAME
    path.write_bytes(path.read_bytes()[:-5000] if spoilt is None else spoilt)

    assert not isinstance(queries.roster_snapshot(), StoredRoster)


def test_building_leaves_one_private_file_and_what_others_have_to_follow(tmp_path):
    imported(roster_row(1))
    change("p1", capacity="4")
    indexing.build_index()
    indexing.build_index()

    assert [each.name for each in tmp_path.iterdir()] == [mapped.NAME]
    assert (tmp_path / mapped.NAME).stat().st_mode & 0o077 == 0
    assert Change.objects.count() == Revision.objects.get().number
