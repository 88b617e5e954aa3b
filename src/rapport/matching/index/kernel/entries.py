"""What is called of the kernel, compiled for its types and kept on disk.

numba looks at the file of a function only, not at what it calls, nor at the constants of other modules that
are compiled into it. So a digest of all these is a variable that each entry encloses, which numba does
compare: after any change they are compiled anew.
"""

import hashlib
from collections.abc import Callable
from types import CodeType
from typing import Any

import numba
import numpy as np
from numba import types

from rapport.matching import forecast
from rapport.matching.index import layout, sayings
from rapport.matching.index.kernel import (
    chances,
    limits,
    memory,
    near,
    points,
    stated,
    told,
    whole,
    wording,
    worth,
)

_NUMBERS, _TABLE = types.Array(types.int64, 1, "C"), types.Array(types.int64, 2, "C")
_FLOATS, _SET = types.Array(types.float64, 1, "C"), types.Array(types.uint64, 1, "C")
_INT, _POINTS = types.int64, types.Array(types.float64, 2, "C")
MODULES = (
    chances, forecast, layout, limits, memory, near, points, sayings, stated, told, whole, wording, worth,
)  # fmt: skip
_ASKING = (_NUMBERS, _FLOATS, _NUMBERS)


def _sources() -> int:
    """A number that changes with what any of the kernel's functions does, and with any constant of theirs."""
    told = [(name, _said(value)) for module in MODULES for name, value in sorted(vars(module).items())]
    return int.from_bytes(hashlib.sha256(repr(told).encode()).digest()[:4])


def _said(value: Any) -> object:
    """What a function does, line numbers apart, or what a constant is."""
    function = getattr(value, "py_func", None) or getattr(value, "_defn", value)
    code = getattr(function, "__code__", value)
    if isinstance(code, CodeType):
        return code.co_code, code.co_names, [_said(each) for each in code.co_consts]
    return repr(code) if isinstance(code, (bool, int, float, str, tuple, np.generic, np.ndarray)) else None


def _kept(function: Callable[..., Any], signature: tuple[types.Type, ...]) -> Any:
    return numba.njit(signature, cache=True, nogil=True)(function)


def _entries(sources: int) -> tuple[Any, ...]:
    def screen(roster, sets, first, last, hours, eligible, counts):
        assert sources >= 0
        return limits.screen(roster, sets, first, last, hours, eligible, counts)

    def best(among, memory, client, wishes, most):
        assert sources >= 0
        return worth.best(among, memory, client, wishes, most)

    def match(roster, asked_at, out):
        assert sources >= 0
        whole.match(roster, asked_at, out)

    def say(roster, asked_at, found, told):
        assert sources >= 0
        whole.say(roster, asked_at, found, told)

    def add_near(members, points, starts, providers, first, last, here, most):
        assert sources >= 0
        near.add_near(members, points, starts, providers, first, last, here, most)

    return (
        _kept(screen, (_NUMBERS, _NUMBERS, _TABLE, _TABLE, _NUMBERS, _SET, _TABLE)),
        _kept(best, (_SET, *_ASKING, _INT)),
        _kept(match, (_NUMBERS, types.uintp, _FLOATS)),
        _kept(say, (_NUMBERS, types.uintp, _FLOATS, _TABLE)),
        _kept(add_near, (_SET, _POINTS, _NUMBERS, _NUMBERS, _INT, _INT, _POINTS, types.float64)),
    )


screen, best, match, say, add_near = _entries(_sources())
