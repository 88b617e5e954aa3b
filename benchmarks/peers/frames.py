"""A peer that is a data frame: polars filters by the same SQL as the databases, numpy scores those left."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from benchmarks.peers import sql
from benchmarks.peers.columns import Columns
from benchmarks.peers.numpy_scan import NumpyScan, Top
from benchmarks.peers.wanted import Wanted, folded
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Asked:
    """The client, and the statements made of what they ask."""

    wanted: Wanted
    eligible: str
    broken: str


class Polars:
    """Columns in memory, filtered by compiled expressions."""

    name = "polars"

    def __init__(self, columns: Columns) -> None:
        import polars

        self._scan = NumpyScan(columns)
        frame = polars.DataFrame({"place": np.arange(len(columns)), **columns.of})
        self._context = polars.SQLContext({"provider": frame.fill_nan(None)}, eager=True)

    def prepare(self, asked: Wanted) -> Asked:
        """The statements."""
        conditions = sql.limits(asked)
        return Asked(
            asked,
            f"SELECT place FROM provider WHERE {sql.where(conditions)}",
            f"SELECT {sql.broken(conditions)} AS broken, COUNT(*) AS many FROM provider GROUP BY broken",
        )

    def eligible(self, asked: Asked) -> Array:
        """Rows that keep every limit."""
        found: Array = self._context.execute(asked.eligible)["place"].to_numpy()
        return found

    def top(self, asked: Asked, best: int) -> Top:
        """The best of those who keep every limit."""
        return self._scan._best(asked.wanted, self.eligible(asked), best)

    def counted(self, asked: Asked, best: int, limits: tuple[str, ...]) -> tuple[Top, list[tuple[int, int]]]:
        """The best, and what each limit costs."""
        broken = dict(self._context.execute(asked.broken).rows())
        return self.top(asked, best), folded(broken, len(limits))
