"""Arrays that begin with a line of the processor's cache: a row as long as it takes one visit to memory."""

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
