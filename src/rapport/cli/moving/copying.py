"""Rows from SQLite into PostgreSQL by COPY, as they stand: ids, sealed bytes, audit trail, leases and all."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

from rapport.cli.moving.tables import Table, Unfit
from rapport.cli.moving.target import FILLED
from rapport.errors import BadInput, Problem

BATCH = 1000
IN_COLUMN = re.compile(r"COPY \w+, line \d+, column (\w+)")


def reader(source: Any) -> sqlite3.Connection:
    """The file as it is: Django's own connection would read dates and moments, and lose what is none."""
    return sqlite3.connect(f"file:{source.settings_dict['NAME']}?mode=ro", uri=True)


def count(file: sqlite3.Connection, tables: list[Table]) -> int:
    """How many rows there are to move."""
    return sum(file.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0] for table in tables)  # noqa: S608


def copy(file: sqlite3.Connection, target: Any, tables: list[Table], *, moved: Callable[[int], None]) -> None:
    """Copy every table, in the caller's transaction of the target.

    Foreign keys are held to at the end: whoever points to a row may come before it.
    """
    from psycopg import Error

    with target.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for name in reversed(FILLED):
            cursor.execute(f'DELETE FROM "{name}"')  # noqa: S608
    for table in tables:
        try:
            copy_one(file, target, table, moved)
            _count_on(file, target, table)
        except Error as error:
            # The server's own words quote the row; the column's name stands before it.
            found = IN_COLUMN.match(error.diag.context or "")
            column, arrived = (found[1] if found else ""), type(error).__name__
            problem = Problem("rows that PostgreSQL takes", arrived, file=table.name, column=column)
            raise BadInput(problem) from None
    _hold_to_constraints(target)


def copy_one(file: sqlite3.Connection, target: Any, table: Table, moved: Callable[[int], None]) -> None:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    with target.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as stream:
        for done, row in enumerate(_rows(file, table, names), 1):
            stream.write_row(row)
            if done % BATCH == 0:
                moved(BATCH)


def _rows(file: sqlite3.Connection, table: Table, names: str) -> Iterator[list[Any]]:
    writers = [column.write for column in table.columns]
    try:
        with closing(file.execute(f'SELECT {names} FROM "{table.name}"')) as found:  # noqa: S608
            while batch := found.fetchmany(BATCH):
                for row in batch:
                    yield [None if v is None else write(v) for v, write in zip(row, writers, strict=True)]
    except Unfit as unfit:
        raise BadInput(Problem("values that PostgreSQL can hold", str(unfit), file=table.name)) from None
    except sqlite3.Error as error:
        raise BadInput(Problem("rows that can be read", type(error).__name__, file=table.name)) from None


def _count_on(file: sqlite3.Connection, target: Any, table: Table) -> None:
    """The next number is one that was never given, not even to a row that is gone since."""
    if not table.counted:
        return
    asked = f'SELECT max("{table.counted}") FROM "{table.name}"'  # noqa: S608
    given = file.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", [table.name]).fetchone()
    last = max(file.execute(asked).fetchone()[0] or 0, given[0] if given else 0)
    if last:
        with target.cursor() as cursor:
            sequence = "pg_get_serial_sequence(%s, %s)"
            cursor.execute(f"SELECT setval({sequence}, %s)", [f'"{table.name}"', table.counted, last])


def _hold_to_constraints(target: Any) -> None:
    from django.db import IntegrityError

    try:
        with target.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        table = getattr(getattr(error.__cause__, "diag", None), "table_name", "") or ""
        raise BadInput(Problem("rows whose others are there", "one without", file=table)) from None
