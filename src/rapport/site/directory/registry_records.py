"""Write what the registry says of many people at once, each database in its own quickest way."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, Final, TypeVar

from django.db import connection
from django.db.models import OuterRef, Subquery

from rapport.site.directory.choices import Source
from rapport.site.directory.models import Closure, RegistryRecord
from rapport.site.directory.registry import RegistryRow

T = TypeVar("T")

BATCH: Final = 5_000
_TABLE: Final = RegistryRecord._meta.db_table
_KEY: Final = "registry_id"
_COLUMNS: Final = (
    _KEY, "source", "last_name", "first_name", "credential", "taxonomies", "licences", "state", "zip",
    "deactivated_on", "read_at",
)  # fmt: skip
_NAMES: Final = ", ".join(_COLUMNS)
# SQL below is put together from these names alone.
_KNOWN_BEFORE: Final = (
    f"ON CONFLICT ({_KEY}) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS[1:])}"
)


def write_records(rows: Iterable[RegistryRow], at: datetime) -> int:
    """Keep these people, or bring what is kept of them up to now; a number stands once among them.

    Returns how many. In the caller's transaction.
    """
    write = _copy if connection.vendor == "postgresql" else _insert
    return sum(write([_values(row, at) for row in batch]) for batch in batches(rows))


def _values(row: RegistryRow, at: datetime) -> tuple[Any, ...]:
    source = Source.SAMPLE if row.is_sample else Source.REGISTRY
    lists = json.dumps(row.taxonomies), json.dumps(row.licences)
    names = row.last_name, row.first_name, row.credential
    return (row.registry_id, source.value, *names, *lists, row.state, row.zip, None, at)


def _copy(values: list[tuple[Any, ...]]) -> int:
    """COPY is the quickest way in, but knows no conflicts: so into a table beside, and from there."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE arriving (LIKE {_TABLE})")
        with cursor.copy(f"COPY arriving ({_NAMES}) FROM STDIN") as copy:
            for each in values:
                copy.write_row(each)
        cursor.execute(f"INSERT INTO {_TABLE} ({_NAMES}) SELECT {_NAMES} FROM arriving {_KNOWN_BEFORE}")  # noqa: S608
        cursor.execute("DROP TABLE arriving")
    return len(values)


def _insert(values: list[tuple[Any, ...]]) -> int:
    at = connection.ops.adapt_datetimefield_value(values[0][-1])
    places = ", ".join(["%s"] * len(_COLUMNS))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {_TABLE} ({_NAMES}) VALUES ({places}) {_KNOWN_BEFORE}",  # noqa: S608
            [(*each[:-1], at) for each in values],
        )
    return len(values)


def keep_closures(closed: Iterable[tuple[str, date]]) -> None:
    """Remember numbers that the file calls closed; of one that stands there twice, the later row holds."""
    for batch in batches(closed):
        Closure.objects.bulk_create(
            [Closure(npi=number, on=on) for number, on in dict(batch).items()],
            update_conflicts=True,
            unique_fields=["npi"],
            update_fields=["on"],
        )


def mark_closures(at: datetime) -> int:
    """Mark every record whose number is closed, and forget the numbers; returns how many are marked.

    Nobody is kept only because they were struck off, so none is made.
    """
    closed = RegistryRecord.objects.filter(
        source=Source.REGISTRY, registry_id__in=Closure.objects.values("npi")
    )
    on = Subquery(Closure.objects.filter(npi=OuterRef(_KEY)).values("on")[:1])
    marked = closed.update(deactivated_on=on, read_at=at)
    Closure.objects.all().delete()
    return marked


def batches(items: Iterable[T], size: int = BATCH) -> Iterator[Sequence[T]]:
    """The items in lists of at most this many."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
