"""Reading a roster: each rule of a cell, a row and a header, and the line that a fault is found on."""

from datetime import date
from random import Random
from typing import Any

import pytest

from rapport.errors import BadInput
from rapport.matching.columns import COLUMNS, REQUIRED
from rapport.matching.reading import Reading, read_roster
from support.matching_cases import Row, make_roster, table

PLAIN: Row = make_roster(Random(3), 1)[0] | {
    "provider_id": "p1",
    "kind": "therapist",
    "licences": "NY",
    "licence_expires": "",
    "npi": "",
    "taxonomy": "",
    "fee_min": "90",
    "fee_max": "120",
}


def read(*rows: Row, **options: Any) -> Reading:
    return read_roster(*table(rows), **options)


def test_plain_row_is_accepted() -> None:
    reading = read(PLAIN)
    assert (reading.refused, reading.warnings, reading.roster.ids) == ((), (), ("p1",))


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("kind", "guru"),
        ("kind", ""),
        ("kind", "Therapist"),
        ("npi", "1234567890"),
        ("npi", "12"),
        ("taxonomy", "short"),
        ("licences", "XX"),
        ("licences", "ny"),
        ("licences", ""),
        ("licences", "NY,NJ"),
        ("licence_expires", "2026-02-30"),
        ("licence_expires", "20260201"),
        ("licence_expires", "2026-W05-6"),
        ("licence_expires", "01/02/2026"),
        ("licence_expires", "2026-1-2"),
        ("licence_expires", "0000-01-01"),
        ("licence_expires", "٢٠٢٦-٠١-٠١"),
        ("openings_confirmed_on", "yesterday"),
        ("languages", ""),
        ("languages", "e"),
        ("languages", ";"),
        ("languages", "en us"),
        ("formats", "zoom"),
        ("formats", ""),
        ("zip", "1234"),
        ("zip", "ABCDE"),
        ("zip", "١٢٣٤٥"),
        ("timezone", "Mars/Base"),
        ("timezone", "EST5"),
        ("timezone", "../etc/passwd"),
        ("payers", "a b"),
        ("fee_min", "-1"),
        ("fee_min", "NaN"),
        ("fee_min", "inf"),
        ("fee_min", "1e3"),
        ("fee_min", "$90"),
        ("fee_max", "99999999"),
        ("fee_min", "130"),
        ("sliding_scale", "maybe"),
        ("age_groups", "adults"),
        ("age_groups", ""),
        ("services", "duo"),
        ("concerns", "sadness"),
        ("concerns", ""),
        ("directive", "4"),
        ("directive", "1.5"),
        ("past", "nan"),
        ("challenge", "1_0"),
        ("emotional", "--1"),
        ("slots", "mon-24"),
        ("slots", "mon-9"),
        ("slots", "funday-09"),
        ("slots", "mon-09:30"),
        ("capacity", ""),
        ("capacity", "-1"),
        ("capacity", "two"),
        ("capacity", "9" * 5000),
        ("capacity", "1.0"),
        ("accepting", ""),
        ("accepting", "true"),
        ("accepting", "YES"),
        ("provider_id", ""),
        ("provider_id", "x" * 201),
        ("provider_id", "a\nb"),
        ("name", ""),
        ("name", "a\x07"),
        ("gender", "a b"),
        ("warmth", "101"),
        ("warmth", "NaN"),
        ("warmth_sessions", "-2"),
    ],
)
def test_cell_that_breaks_its_rule_is_refused_with_row_and_column(column: str, cell: str) -> None:
    reading = read(PLAIN | {"provider_id": "p0"}, PLAIN | {column: cell}, file="r.csv")
    assert [each.row for each in reading.refused] == [3]
    problem = reading.refused[0]
    assert problem.column == ("fee_max" if (column, cell) == ("fee_min", "130") else column)
    assert problem.expected
    assert problem.arrived
    assert len(str(problem)) < 480
    assert "\n" not in str(problem)
    assert str(problem).startswith("r.csv, row 3, column ")
    assert reading.roster.ids == ("p0",)


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("name", "=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("name", "+1 (Anna)", "+1 (Anna)"),
        ("name", "@SUM(A1)", "@SUM(A1)"),
        ("name", "Zoë Ní Bhriain", "Zoë Ní Bhriain"),
        ("zip", "10027-1234", "10027"),
        ("zip", "00501", "00501"),
        ("languages", "en-US;EN-us; es ", ("en-us", "es")),
        ("slots", "mon-00;sun-23;mon-00", (0, 167)),
        ("directive", "-3", -3),
        ("directive", "+2", 2),
        ("fee_max", "120.50", 120.5),
        ("capacity", "0", 0),
        ("accepting", "no", False),
        ("payers", "Aetna", ("aetna",)),
        ("licence_expires", "2028-02-29", date(2028, 2, 29)),
        ("timezone", "", ""),
    ],
)
def test_cell_is_read_as_its_value(column: str, cell: str, value: object) -> None:
    reading = read(PLAIN | {column: cell})
    assert reading.refused == ()
    assert getattr(reading.roster.provider(0), column) == value


def test_missing_columns_are_all_named() -> None:
    with pytest.raises(BadInput) as caught:
        read_roster(["provider_id", "name"], [], file="r.csv")
    for name in set(REQUIRED) - {"provider_id", "name"}:
        assert name in str(caught.value)
    assert "licences" in REQUIRED


@pytest.mark.parametrize("missing", REQUIRED)
def test_each_required_column_is_missed(missing: str) -> None:
    row = {name: cell for name, cell in PLAIN.items() if name != missing}
    with pytest.raises(BadInput, match=f"columns {missing}, got"):
        read(row)


@pytest.mark.parametrize("name", sorted(set(COLUMNS) - set(REQUIRED)))
def test_each_other_column_may_be_absent(name: str) -> None:
    row = {column: cell for column, cell in PLAIN.items() if column != name}
    assert read(row).refused == ()


def test_unknown_column_is_a_warning() -> None:
    reading = read(PLAIN | {"shoe size": "9"})
    assert len(reading.roster) == 1
    assert len(reading.warnings) == 1
    assert "shoe size" in reading.warnings[0]


def test_column_twice_is_refused() -> None:
    header, rows = table([PLAIN])
    with pytest.raises(BadInput, match="each column once"):
        read_roster([*header, "name"], [[*rows[0], "x"]])


@pytest.mark.parametrize("again", ["p1", "p1 ", " p1"])
def test_id_seen_before_is_refused_on_the_later_line(again: str) -> None:
    rows = [PLAIN, PLAIN | {"provider_id": "p2"}, PLAIN | {"provider_id": again}]
    reading = read(*rows)
    assert [(each.row, each.column) for each in reading.refused] == [(4, "provider_id")]
    assert reading.roster.ids == ("p1", "p2")


def test_row_of_another_width_is_refused() -> None:
    header, rows = table([PLAIN, PLAIN | {"provider_id": "p2"}, PLAIN | {"provider_id": "p3"}])
    reading = read_roster(header, [rows[0], rows[1][:-1], [*rows[2], "more"]])
    assert {each.row for each in reading.refused} == {3, 4}
    assert reading.roster.ids == ("p1",)


def test_lines_of_the_file_are_named_where_given_and_the_first_comes_first() -> None:
    rows = [
        PLAIN | {"accepting": "?"},
        PLAIN | {"provider_id": "p2", "kind": "?"},
        PLAIN | {"provider_id": "p3"},
    ]
    reading = read(*rows, lines=[4, 9, 10])
    assert [each.row for each in reading.refused] == [4, 9]
    assert reading.roster.ids == ("p3",)


def test_coach_needs_no_licence_but_a_therapist_does() -> None:
    coach = PLAIN | {"kind": "coach", "licences": ""}
    assert read(coach).refused == ()
    assert read(coach | {"kind": "therapist"}).refused[0].column == "licences"


def test_roster_without_rows_is_empty() -> None:
    reading = read_roster(list(PLAIN), [])
    assert (len(reading.roster), reading.roster.ids, reading.refused) == (0, (), ())
    assert reading.roster.position("p1") is None
