"""The compiled kernel: what `screening` and `ranking` do in numpy, in one pass over memory. Needs numba.

Importing it compiles it, which takes seconds where nothing is cached: `engine` says who waits. Sets reach it
as addresses, since those of one question stand in many arrays; whoever calls keeps them alive.
"""

from rapport.matching.index.kernel.limits import screen
from rapport.matching.index.kernel.worth import hopeful

__all__ = ["READY", "hopeful", "screen"]

# Set when all of it is compiled: a module that is still being imported has no such name.
READY = True
