"""Every value that SQLite can hold for the site is the same in PostgreSQL after `rapport move` wrote it."""

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as some

from rapport.cli.moving.comparing import digest
from rapport.cli.moving.copying import copy_one
from rapport.cli.moving.tables import WRITERS, Column, Table, all_models, all_tables

letters = some.text(some.characters(exclude_characters="\0", exclude_categories=("Cs",)))
BIG = 2**63
finite = some.floats(allow_nan=False, allow_infinity=False)
tree = some.recursive(
    some.none() | some.booleans() | some.integers(-BIG, BIG) | finite | letters,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(letters, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
zones = some.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
fifteen_digits = some.decimals(
    Decimal("-9999999999.99999"), Decimal("9999999999.99999"), allow_nan=False, allow_infinity=False, places=5
)
# type in PostgreSQL → the type in SQLite, and what the site may put there
VALUES = {
    "bigint": ("bigint", some.integers(-BIG, BIG - 1)),
    "integer": ("integer", some.integers(-(2**31), 2**31 - 1)),
    "smallint": ("smallint unsigned", some.integers(0, 2**15 - 1)),
    "boolean": ("bool", some.booleans()),
    "double precision": ("real", some.floats(allow_nan=False)),
    "numeric": ("decimal", fifteen_digits),
    "character varying": ("varchar(200)", letters),
    "text": ("text", letters),
    "jsonb": ("text", tree),
    "date": ("date", some.dates(date(1000, 1, 1))),
    "timestamp with time zone": ("datetime", some.datetimes(datetime(1900, 1, 1), timezones=zones)),  # noqa: DTZ001
    "bytea": ("BLOB", some.binary()),
}
TABLE = Table(
    "moved_values", tuple(Column(f"c{place}", WRITERS[type_]) for place, type_ in enumerate(VALUES))
)
rows = some.tuples(*(some.none() | values for _, values in VALUES.values()))


def as_sqlite(value, type_):
    """What Django's adapter of SQLite stores."""
    if value is None:
        return None
    if type_ == "jsonb":
        return json.dumps(value)
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    return str(value) if isinstance(value, date | Decimal) else value


def filled(some_rows):
    file = sqlite3.connect(":memory:")
    columns = ", ".join(f"c{place} {type_}" for place, (type_, _) in enumerate(VALUES.values()))
    file.execute(f"CREATE TABLE moved_values ({columns})")
    kept = [[as_sqlite(v, type_) for v, type_ in zip(row, VALUES, strict=True)] for row in some_rows]
    file.executemany(f"INSERT INTO moved_values VALUES ({', '.join('?' * len(VALUES))})", kept)
    return file


def arrived():
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM moved_values")
        return [[as_site(v, type_) for v, type_ in zip(row, VALUES, strict=True)] for row in cursor]


def as_site(value, type_):
    """What Django makes of what PostgreSQL gives."""
    return json.loads(value) if type_ == "jsonb" and value is not None else value


@pytest.fixture
def moved_values(db):
    columns = ", ".join(f"c{place} {type_}" for place, type_ in enumerate(VALUES))
    columns = columns.replace("numeric", "numeric(15, 5)")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE moved_values ({columns})")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE moved_values")


@pytest.mark.postgresql
def test_every_value_arrives_as_it_was(moved_values):
    @settings(max_examples=40)
    @given(some.lists(rows, max_size=4))
    def hold(some_rows):
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE moved_values")
        copy_one(filled(some_rows), connection, TABLE, lambda _: None)
        assert list(map(digest, arrived())) == list(map(digest, some_rows))

    hold()


def test_digest_tells_values_and_kinds_apart():
    day = datetime(2026, 3, 8, 10, tzinfo=UTC)
    values = [
        None,
        0,
        False,
        1,
        True,
        1.5,
        "1",
        "",
        b"",
        b"1",
        [],
        {},
        [1],
        ["1"],
        {"1": 1},
        Decimal(1),
        day,
        day.date(),
    ]
    values += ["é", "e\u0301", day + timedelta(microseconds=1), "2026-03-08", ["day", "2026-03-08"]]

    assert len({digest((value,)) for value in values}) == len(values) - 1, "a day and what it is written as"
    assert digest((day,)) == digest((day.astimezone(timezone(timedelta(hours=-5))),))


@pytest.mark.postgresql
def test_every_table_of_every_model_and_every_type_is_known(db):
    found = all_tables(connection, connection)

    assert {table.name for table in found} == {model._meta.db_table for model in all_models()}
    assert sum(len(table.columns) for table in found) > 400
    assert {table.name for table in found if table.counted} >= {"foundation_limitcount"}
