"""Many small values made at once: a match is told in a hundred of them."""

from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Any, TypeVar

Row = TypeVar("Row", bound=tuple[Any, ...])


def rows_of(kind: type[Row], *columns: Iterable[object]) -> Iterator[Row]:
    """Named tuples of columns of equal length: as `kind._make` row by row, in half the time."""
    return map(tuple.__new__, repeat(kind), zip(*columns, strict=True))
