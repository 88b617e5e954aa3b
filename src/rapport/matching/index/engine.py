"""Which way of screening is at hand: the compiled kernel where it was loaded, else numpy.

Loading compiles for seconds where nothing is cached, so nobody who waits for an answer may do it: a service
calls `load` beside its work, and numpy answers until it is done. Both give the same answers, bit for bit.
"""

import sys
from importlib import import_module
from types import ModuleType

_KERNEL = "rapport.matching.index.kernel"


def load() -> bool:
    """Compile the kernel, or take it from numba's cache; False where numba is missing or may keep none."""
    try:
        import_module(_KERNEL)
    except (ImportError, RuntimeError):
        return False
    return True


def kernel() -> ModuleType | None:
    """The kernel where it is compiled and ready; it is never waited for."""
    found = sys.modules.get(_KERNEL)
    return found if getattr(found, "READY", False) else None
