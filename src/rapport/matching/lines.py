"""Where arrays lie: those that begin with a line of the processor's cache take one visit to memory a row."""

from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

LINE_BYTES: Final = 64


def aligned(shape: tuple[int, ...], kind: DTypeLike) -> NDArray[Any]:
    """An array of this shape with nothing in it, from the beginning of a line on."""
    size = int(np.prod(shape, dtype=np.int64)) * np.dtype(kind).itemsize
    space = np.empty(size + LINE_BYTES, dtype=np.uint8)
    start = -space.ctypes.data % LINE_BYTES
    return space[start : start + size].view(kind).reshape(shape)


def address(array: NDArray[Any]) -> int:
    """Where an array lies; whoever hands it on keeps the array."""
    assert array.flags.c_contiguous
    found: int = array.__array_interface__["data"][0]
    return found
