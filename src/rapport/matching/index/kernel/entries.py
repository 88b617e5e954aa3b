"""What is called of the kernel, compiled for its types and kept on disk.

numba looks at the file of a function only, not at what it calls, nor at the constants of other modules that
are compiled into it. So a digest of all these sources is a variable that each entry encloses, which numba
does compare: after any change they are compiled anew.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba import types

from rapport.matching.index.kernel import limits, worth
from rapport.matching.index.kernel import told as telling

_NUMBERS, _TABLE = types.Array(types.int64, 1, "C"), types.Array(types.int64, 2, "C")
_FLOATS, _SET = types.Array(types.float64, 1, "C"), types.Array(types.uint64, 1, "C")
_FLOAT, _INT = types.float64, types.int64
_ASKING = (_NUMBERS, _FLOATS, _NUMBERS)


def _sources() -> int:
    """A number that changes with any source of `rapport.matching`."""
    folder = Path(__file__).parents[2]
    texts = [each.read_bytes() for each in sorted(folder.rglob("*.py"))]
    return int.from_bytes(hashlib.sha256(b"".join(texts)).digest()[:4])


def _kept(function: Callable[..., Any], signature: tuple[types.Type, ...]) -> Any:
    return numba.njit(signature, cache=True, nogil=True)(function)


def _entries(sources: int) -> tuple[Any, Any, Any]:
    def screen(bases, sets, slots, zones, first, last, hours, eligible, counts):
        assert sources >= 0
        return limits.screen(bases, sets, slots, zones, first, last, hours, eligible, counts)

    def best(among, memory, client, wishes, most):
        assert sources >= 0
        return worth.best(among, memory, client, wishes, most)

    def told(places, utilities, memory, client, wishes, temperature, difference, share, scale):
        assert sources >= 0
        return telling.told(places, utilities, memory, client, wishes, temperature, difference, share, scale)

    return (
        _kept(screen, (_NUMBERS, _NUMBERS, _INT, _TABLE, _TABLE, _TABLE, _NUMBERS, _SET, _TABLE)),
        _kept(best, (_SET, *_ASKING, _INT)),
        _kept(told, (_NUMBERS, _FLOATS, *_ASKING, _FLOAT, _FLOAT, _FLOAT, _FLOAT)),
    )


screen, best, told = _entries(_sources())
