"""A peer that is a database server: PostgreSQL, licence states as a clustered table of postings."""

from typing import Any

import numpy as np
from benchmarks.peers import sql
from benchmarks.peers.columns import Columns
from benchmarks.peers.databases import WAYS, Statements, _postings, _states, _ways
from benchmarks.peers.numpy_scan import Top
from benchmarks.peers.wanted import Wanted, folded
from numpy.typing import NDArray

Array = NDArray[Any]
KINDS = {"f": "double precision", "i": "bigint", "u": "bigint"}


class PostgreSQL:
    """A server of its own on this machine, with everything in its buffers and no work shared out."""

    name = "postgresql"

    def __init__(self, columns: Columns, url: str) -> None:
        import psycopg

        self._connection = psycopg.connect(url, autocommit=True)
        self._execute("SET work_mem = '256MB'; SET jit = off; SET max_parallel_workers_per_gather = 0")
        arrays = {"place": np.arange(len(columns)), **columns.of}
        fields = ", ".join(f"{name} {KINDS[array.dtype.kind]}" for name, array in arrays.items())
        self._execute(f"CREATE TABLE provider ({fields})")
        self._copy("provider", zip(*(map(_nulls, arrays.values())), strict=True))
        self._execute(
            "CREATE TABLE ways (way bigint, " + ", ".join(f"{n} double precision" for n in WAYS) + ")"
        )
        self._copy("ways", _ways(columns))
        self._execute("CREATE TABLE licensed (state bigint, place bigint)")
        self._copy("licensed", _postings(columns))
        self._execute("ALTER TABLE provider ADD PRIMARY KEY (place)")
        self._execute("ALTER TABLE licensed ADD PRIMARY KEY (state, place)")
        self._execute("ALTER TABLE ways ADD PRIMARY KEY (way)")
        self._execute("VACUUM ANALYZE")

    def _execute(self, statement: str) -> Any:
        return self._connection.execute(statement)  # type: ignore[call-overload]

    def _copy(self, table: str, rows: Any) -> None:
        with self._connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def close(self) -> None:
        """Leave the server."""
        self._connection.close()

    def prepare(self, asked: Wanted) -> Statements:
        """The three statements."""
        conditions = sql.limits(asked)
        found = "licensed l JOIN provider p ON p.place = l.place {} "
        found += f"WHERE l.state IN ({_states(asked)}) AND {sql.where(conditions)}"
        utility = sql.utility(asked)
        rounded = f"ROUND(({utility[len('ROUND(') :].rpartition(',')[0]})::numeric, 9)::double precision"
        return Statements(
            top=f"SELECT p.place, {rounded} AS utility FROM "
            + found.format("JOIN ways w ON w.way = p.ways")
            + " ORDER BY utility DESC, tie LIMIT {}",
            broken=f"SELECT {sql.broken(conditions)} AS broken, COUNT(*) FROM provider GROUP BY broken",
            eligible="SELECT p.place FROM " + found.format("") + " ORDER BY p.place",
        )

    def top(self, asked: Statements, best: int) -> Top:
        """The best of those who keep every limit."""
        return [(row, utility) for row, utility in self._execute(asked.top.format(best)).fetchall()]

    def counted(
        self, asked: Statements, best: int, limits: tuple[str, ...]
    ) -> tuple[Top, list[tuple[int, int]]]:
        """The best, and what each limit costs."""
        broken = dict(self._execute(asked.broken).fetchall())
        return self.top(asked, best), folded(broken, len(limits))

    def eligible(self, asked: Statements) -> Array:
        """Rows that keep every limit."""
        return np.array([row for (row,) in self._execute(asked.eligible).fetchall()], dtype=int)


def _nulls(array: Array) -> list[Any]:
    values = array.tolist()
    return [None if value != value else value for value in values] if array.dtype.kind == "f" else values
