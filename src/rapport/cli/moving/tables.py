"""What is moved: every table of every model, and how a value of SQLite is written for PostgreSQL.

Columns are taken from the target by their types, and a type that is not named here is refused: a value is
never guessed.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from rapport.errors import BadInput, Problem

# Written by the migrations themselves, on each side.
KEPT = "django_migrations"
Value = Any


class Column(NamedTuple):
    """One column of the target, and how its values are written."""

    name: str
    write: Callable[[Value], Value]


class Table(NamedTuple):
    """One table, and where the numbers that it counts itself stand."""

    name: str
    columns: tuple[Column, ...]
    counted: str = ""  # the column that a sequence of the target counts


class Unfit(ValueError):
    """A value that PostgreSQL cannot hold as what the column is."""


def all_models() -> list[Any]:
    """Every model that has a table of its own, the tables between two others included."""
    from django.apps import apps

    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.managed and not model._meta.proxy]


def all_tables(source: Any, target: Any) -> list[Table]:
    """The tables of all models; refused where a database has others, or they differ in their columns."""
    wanted = {model._meta.db_table for model in all_models()}
    for connection, where in ((source, "this database"), (target, "--to")):
        with connection.cursor() as cursor:
            found = {
                info.name for info in connection.introspection.get_table_list(cursor) if info.type == "t"
            }
        if strange := sorted((found - {KEPT}) ^ wanted):
            raise BadInput(
                Problem("the tables of this version alone", f"a difference in {strange[0]}", file=where)
            )
    return [_table(source, target, name) for name in sorted(wanted)]


def _table(source: Any, target: Any, name: str) -> Table:
    with source.cursor() as cursor:
        here = {info.name for info in source.introspection.get_table_description(cursor, name)}
    with target.cursor() as cursor:
        cursor.execute(_COLUMNS, [name])
        there = cursor.fetchall()
    if here != {column for column, _, _ in there}:
        raise BadInput(Problem("the same columns on both sides", "others", file=name))
    counted = next((column for column, _, is_counted in there if is_counted), "")
    return Table(
        name, tuple(Column(column, _writer(name, column, type_)) for column, type_, _ in there), counted
    )


_COLUMNS = """
    SELECT attname, format_type(atttypid, NULL), attidentity <> ''
    FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""


def _writer(table: str, column: str, type_: str) -> Callable[[Value], Value]:
    if type_ not in WRITERS:
        raise BadInput(Problem("a type that can be moved", type_, file=table, column=column))
    return WRITERS[type_]


def whole(value: Value) -> Value:
    """A number without a part behind the point; SQLite's yes and no are such."""
    return _of(value, int)


def number(value: Value) -> Value:
    """A number."""
    return _of(value, int, float)


def decimal(value: Value) -> Value:
    """A decimal, which SQLite keeps as a number of fifteen digits or as text."""
    return Decimal(repr(value)) if isinstance(value, float) else _of(value, int, str)


def text(value: Value) -> Value:
    """Text; PostgreSQL knows every letter but the one that is no letter."""
    if "\0" in _of(value, str):
        raise Unfit("text with a NUL in it")
    return value


def moment(value: Value) -> Value:
    """A moment, which SQLite keeps as text in UTC without saying so."""
    return _of(value, str) + "+00"


def octets(value: Value) -> Value:
    """Bytes as they are."""
    return _of(value, bytes)


WRITERS: Mapping[str, Callable[[Value], Value]] = MappingProxyType(
    {
        "bigint": whole,
        "integer": whole,
        "smallint": whole,
        "boolean": whole,
        "double precision": number,
        "numeric": decimal,
        "character varying": text,
        "text": text,
        "jsonb": text,
        "date": text,
        "timestamp with time zone": moment,
        "bytea": octets,
    }
)


def _of(value: Value, *types: type) -> Value:
    if type(value) not in types:
        raise Unfit(f"a value of another kind ({type(value).__name__})")
    return value
