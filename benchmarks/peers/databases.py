"""Peers that are databases, both in this process and in memory: DuckDB and SQLite."""

import sqlite3
from dataclasses import dataclass
from typing import Any

import numpy as np
from benchmarks.peers import sql
from benchmarks.peers.columns import Columns
from benchmarks.peers.numpy_scan import Top
from benchmarks.peers.wanted import Wanted, folded
from numpy.typing import NDArray

from rapport.vocabulary import GOALS, TASKS

Array = NDArray[Any]
WAYS = [f"goal{place}" for place in range(len(GOALS))] + [f"task{place}" for place in range(len(TASKS))]
COACHES = 0  # stands in the postings for everyone whom the law asks no licence of


@dataclass(frozen=True)
class Statements:
    """What a database is asked for one client, written before the clock starts."""

    top: str
    broken: str
    eligible: str


class DuckDB:
    """Column store; one table scanned with bit masks, ways of working joined for those left."""

    name = "duckdb"

    def __init__(self, columns: Columns) -> None:
        import duckdb

        self._connection = duckdb.connect(":memory:")
        arrays = {"place": np.arange(len(columns)), **columns.of}
        self._connection.register("given", arrays)
        picked = ", ".join(
            f"CASE WHEN isnan({name}) THEN NULL ELSE {name} END AS {name}"
            if array.dtype.kind == "f"
            else name
            for name, array in arrays.items()
        )
        self._connection.execute(f"CREATE TABLE provider AS SELECT {picked} FROM given")
        self._connection.unregister("given")
        self._connection.execute(_ways_table())
        self._connection.executemany(f"INSERT INTO ways VALUES ({_marks(len(WAYS) + 1)})", _ways(columns))

    def prepare(self, asked: Wanted) -> Statements:
        """The three statements."""
        conditions = sql.limits(asked)
        return Statements(
            top=f"SELECT p.place, {sql.utility(asked)} AS utility "
            f"FROM provider p JOIN ways w ON w.way = p.ways WHERE {sql.where(conditions)} "
            "ORDER BY utility DESC, tie LIMIT ?",
            broken=f"SELECT {sql.broken(conditions)} AS broken, COUNT(*) FROM provider GROUP BY broken",
            eligible=f"SELECT place FROM provider WHERE {sql.where(conditions)} ORDER BY place",
        )

    def top(self, asked: Statements, best: int) -> Top:
        """The best of those who keep every limit."""
        return self._connection.execute(asked.top, [best]).fetchall()

    def counted(
        self, asked: Statements, best: int, limits: tuple[str, ...]
    ) -> tuple[Top, list[tuple[int, int]]]:
        """The best, and what each limit costs."""
        broken = dict(self._connection.execute(asked.broken).fetchall())
        return self.top(asked, best), folded(broken, len(limits))

    def eligible(self, asked: Statements) -> Array:
        """Rows that keep every limit."""
        return np.array([row for (row,) in self._connection.execute(asked.eligible).fetchall()], dtype=int)


class SQLite:
    """Row store; licence states as a clustered table of postings, the rest of the row looked up."""

    name = "sqlite"

    def __init__(self, columns: Columns) -> None:
        self._connection = sqlite3.connect(":memory:")
        names = list(columns.of)
        self._connection.execute(f"CREATE TABLE provider (place INTEGER PRIMARY KEY, {', '.join(names)})")
        rows = zip(range(len(columns)), *(array.tolist() for array in columns.of.values()), strict=True)
        self._connection.executemany(f"INSERT INTO provider VALUES ({_marks(len(names) + 1)})", rows)
        self._connection.execute(_ways_table())
        ways = ([None if value != value else value for value in each] for each in _ways(columns))
        self._connection.executemany(f"INSERT INTO ways VALUES ({_marks(len(WAYS) + 1)})", ways)
        self._connection.execute(
            "CREATE TABLE licensed (state INTEGER, place INTEGER, PRIMARY KEY (state, place)) WITHOUT ROWID"
        )
        self._connection.executemany("INSERT INTO licensed VALUES (?, ?)", _postings(columns))
        self._connection.execute("ANALYZE")

    def prepare(self, asked: Wanted) -> Statements:
        """The three statements."""
        conditions = sql.limits(asked)
        found = "licensed l CROSS JOIN provider p ON p.place = l.place {} "
        found += f"WHERE l.state IN ({_states(asked)}) AND {sql.where(conditions)}"
        return Statements(
            top=f"SELECT p.place, {sql.utility(asked)} AS utility FROM "
            + found.format("JOIN ways w ON w.way = p.ways")
            + " ORDER BY utility DESC, tie LIMIT ?",
            broken=f"SELECT {sql.broken(conditions)} AS broken, COUNT(*) FROM provider GROUP BY broken",
            eligible="SELECT p.place FROM " + found.format("") + " ORDER BY p.place",
        )

    def top(self, asked: Statements, best: int) -> Top:
        """The best of those who keep every limit."""
        return self._connection.execute(asked.top, [best]).fetchall()

    def counted(
        self, asked: Statements, best: int, limits: tuple[str, ...]
    ) -> tuple[Top, list[tuple[int, int]]]:
        """The best, and what each limit costs."""
        broken = dict(self._connection.execute(asked.broken).fetchall())
        return self.top(asked, best), folded(broken, len(limits))

    def eligible(self, asked: Statements) -> Array:
        """Rows that keep every limit."""
        return np.array([row for (row,) in self._connection.execute(asked.eligible)], dtype=int)


def _states(asked: Wanted) -> str:
    return f"{asked.state}, {COACHES}" if asked.coach_may else f"{asked.state}"


def _postings(columns: Columns) -> list[tuple[int, int]]:
    licences, therapist = columns.of["licences"], columns.of["therapist"]
    found = [(COACHES, row) for row in np.flatnonzero(therapist == 0).tolist()]
    for place in range(int(licences.max()).bit_length()):
        bit = 1 << place
        found += [(bit, row) for row in np.flatnonzero((therapist == 1) & ((licences & bit) != 0)).tolist()]
    return found


def _ways_table() -> str:
    return f"CREATE TABLE ways (way INTEGER PRIMARY KEY, {', '.join(f'{name} DOUBLE' for name in WAYS)})"


def _ways(columns: Columns) -> list[list[Any]]:
    rows = [[way, *each] for way, each in enumerate(columns.offered.tolist())]
    return [[None if value != value else value for value in row] for row in rows]


def _marks(count: int) -> str:
    return ", ".join("?" * count)
