"""The directory after an import: what is stored, what is not, and that the order of rows never matters."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faults.import_files import ROSTER_HEADER, npi_number, roster_row
from rapport.matching.reading import Reading, read_roster
from rapport.site.directory import actions, queries
from rapport.site.directory.choices import Standing
from rapport.site.directory.models import Provider, RegistryRecord, Revision
from rapport.site.directory.registry import RegistryRow
from rapport.site.directory.rows import cells_of, provider_of
from rapport.site.foundation.models import AuditEvent

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def reading_of(*rows: dict[str, str]) -> Reading:
    return read_roster(ROSTER_HEADER, [[row.get(name, "") for name in ROSTER_HEADER] for row in rows])


def imported(*rows: dict[str, str], **options: bool) -> actions.Counts:
    return actions.import_roster(reading_of(*rows), by="operator", at=AT, **options)


def stored() -> list[tuple[object, ...]]:
    columns = ("provider_id", "name", "searchable", "kind", "npi", "row", "is_listed")
    return list(Provider.objects.order_by("provider_id").values_list(*columns))


def test_import_stores_every_cell_and_reads_it_back() -> None:
    row = roster_row(1)

    counts = imported(row)

    assert counts == actions.Counts(read=1, accepted=1, refused=0, is_written=True, added=1)
    kept = Provider.objects.get().row
    assert {name: kept.get(name, "") for name in row} == row
    assert provider_of(Provider.objects.get().row) == reading_of(row).roster.provider(0)


def test_same_roster_again_changes_nothing_and_keeps_the_revision() -> None:
    imported(roster_row(1), roster_row(2))
    token, before = queries.revision_token(), stored()

    counts = imported(roster_row(2), roster_row(1))

    assert (counts.added, counts.changed, counts.unchanged) == (0, 0, 2)
    assert (queries.revision_token(), stored()) == (token, before)


def test_changed_row_keeps_the_opaque_id_and_raises_the_revision() -> None:
    imported(roster_row(1))
    page = Provider.objects.get().pk

    counts = imported(roster_row(1, capacity="0"))

    assert counts.changed == 1
    assert Provider.objects.get().pk == page
    assert Revision.objects.get().number == 2


def test_refused_row_means_nothing_is_written() -> None:
    counts = imported(roster_row(1), roster_row(2, capacity="NaN"))

    assert counts == actions.Counts(read=2, accepted=1, refused=1, is_written=False)
    assert not Provider.objects.exists()
    assert not AuditEvent.objects.filter(verb="import_roster").exists()


def test_refused_row_is_left_out_when_the_valid_are_wanted() -> None:
    counts = imported(roster_row(1), roster_row(2, capacity="NaN"), accept_valid=True)

    assert (counts.added, counts.refused) == (1, 1)
    assert [provider_id for provider_id, *_ in stored()] == ["p1"]


def test_missing_provider_is_unlisted_only_when_asked_and_comes_back() -> None:
    imported(roster_row(1), roster_row(2))

    assert imported(roster_row(1)).unlisted == 0
    assert imported(roster_row(1), unlist_missing=True).unlisted == 1
    assert list(queries.roster_snapshot().ids) == ["p1"]
    assert imported(roster_row(1), roster_row(2)).changed == 1
    assert list(queries.roster_snapshot().ids) == ["p1", "p2"]


def test_import_stands_on_the_audit_trail_with_counts_alone() -> None:
    imported(roster_row(1, name="Zelda Uncommon"))

    event = AuditEvent.objects.get(verb="import_roster")
    assert (event.actor, event.subject) == ("operator", "directory")
    assert '"added":1' in event.detail
    assert "Zelda" not in event.detail


def test_formula_like_name_is_stored_as_the_text_it_is() -> None:
    imported(roster_row(1, name="=HYPERLINK(1)"), roster_row(2, name="<b>Bo</b>"))

    assert [name for _, name, *_ in stored()] == ["=HYPERLINK(1)", "<b>Bo</b>"]


def test_snapshot_costs_one_query_until_the_directory_changes(django_assert_num_queries) -> None:
    imported(roster_row(1))
    first = queries.roster_snapshot()

    with django_assert_num_queries(1):
        assert queries.roster_snapshot() is first
    imported(roster_row(2))

    assert list(queries.roster_snapshot().ids) == ["p1", "p2"]


cell_choices = st.fixed_dictionaries(
    {
        "capacity": st.sampled_from(["0", "1", "7"]),
        "languages": st.sampled_from(["en", "es;en", "zh;en;fr"]),
        "fee_min": st.sampled_from(["", "90", "89.5"]),
        "slots": st.sampled_from(["", "sun-23;mon-00", "fri-09"]),
        "accepting": st.sampled_from(["yes", "no"]),
    }
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(cell_choices, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_order_of_rows_never_matters_for_what_is_stored(cells: list[dict[str, str]], rng: object) -> None:
    rows = [roster_row(n, **overrides) for n, overrides in enumerate(cells)]
    shuffled = list(rows)
    rng.shuffle(shuffled)

    outcomes = []
    for order in (rows, shuffled):
        Provider.objects.all().delete()
        imported(*order)
        snapshot = queries.roster_snapshot()
        outcomes.append((stored(), [snapshot.provider(place) for place in range(len(snapshot))]))

    assert outcomes[0] == outcomes[1]
    assert outcomes[0][1] == [reading_of(row).roster.provider(0) for row in rows]


@given(cell_choices)
def test_cells_of_a_provider_read_back_as_the_same_provider(overrides: dict[str, str]) -> None:
    provider = reading_of(roster_row(1, **overrides)).roster.provider(0)

    assert provider_of(cells_of(provider)) == provider


def record(n: int, **changes: object) -> RegistryRow:
    values = {
        "registry_id": npi_number(n), "last_name": "EXAMPLE1", "first_name": "MARA", "credential": "LMHC",
        "taxonomies": ("101YM0800X",), "licences": (("NJ", "7"), ("TX", "8")), "state": "NJ", "zip": "07030",
    }  # fmt: skip
    return RegistryRow(**(values | changes))


def kept(*rows: RegistryRow, deactivated: tuple[tuple[str, date], ...] = ()) -> int:
    return actions.import_registry(rows, deactivated=deactivated, by="operator", at=AT)


def profile() -> queries.Profile:
    provider = Provider.objects.get()
    return queries.public_profile(provider, queries.known_of(provider))


def standing_after(*rows: RegistryRow, **cells: str) -> queries.Verification:
    imported(roster_row(1, **cells))
    kept(*rows)
    return profile().verification


def test_provider_is_confirmed_in_the_states_that_agree() -> None:
    assert standing_after(record(1)) == queries.Verification(Standing.CONFIRMED, ("NJ",))


@pytest.mark.parametrize(
    ("changes", "cells", "standing"),
    [
        ({"last_name": "OTHER"}, {}, Standing.NAME_DIFFERS),
        ({"first_name": "JO"}, {}, Standing.NAME_DIFFERS),
        ({"licences": (("TX", "8"),)}, {}, Standing.STATE_DIFFERS),
        ({"registry_id": npi_number(2)}, {}, Standing.NOT_FOUND),
        ({"registry_id": npi_number(1), "is_sample": True}, {}, Standing.NOT_FOUND),
        ({}, {"npi": ""}, Standing.NOT_CHECKED),
        ({}, {"kind": "coach", "licences": ""}, Standing.NOT_NEEDED),
    ],
)
def test_provider_who_does_not_agree_with_the_registry_is_not_confirmed(
    changes: dict[str, object], cells: dict[str, str], standing: Standing
) -> None:
    assert standing_after(record(1, **changes), **cells) == queries.Verification(standing)


def test_accents_and_case_of_names_do_not_matter_for_the_check() -> None:
    verification = standing_after(record(1, last_name="NUNEZ-ØST", first_name="JOSE"), name="José Núñez Øst")

    assert verification.is_confirmed


def test_number_closed_later_is_no_longer_confirmed_and_no_new_record_is_made() -> None:
    imported(roster_row(1))
    kept(record(1))

    kept(deactivated=((npi_number(1), date(2026, 1, 2)), (npi_number(9), date(2026, 1, 2))))

    assert RegistryRecord.objects.count() == 1
    assert profile().verification.standing is Standing.DEACTIVATED
    kept(record(1))
    assert profile().verification.is_confirmed


@pytest.mark.parametrize("text", ["mara", "MARA EXA", "exa mar", "Márà", "example1,"])
def test_look_up_takes_starts_of_words_in_any_order_and_case(text: str) -> None:
    imported(roster_row(1), roster_row(2, name="Tamara Other"))

    assert [found.row.name for found in queries.look_up(text)] == ["Mara Example1"]


@pytest.mark.parametrize("text", ["", "m", "%", "_", "  ", "ara", "m%", "mara other"])
def test_look_up_finds_nobody_without_a_name(text: str) -> None:
    imported(roster_row(1))

    assert queries.look_up(text) == []


def test_look_up_shows_ten_at_most_and_nobody_unlisted() -> None:
    imported(*(roster_row(n) for n in range(30)))
    imported(*(roster_row(n) for n in range(25, 30)), unlist_missing=True)

    assert len(queries.look_up("mara")) == 5
    imported(*(roster_row(n) for n in range(30)))
    assert len(queries.look_up("mara")) == queries.MOST_FOUND
