"""The compiled kernel: what numpy does elsewhere in `matching`, in one pass over memory. Needs numba.

`limits` screens as `screening` does, `worth` finds the best as `ranking` does, `told` draws as `slate` does
and forecasts as `forecast` does, `whole` does all of it in turn: each to the last bit. `wording` chooses the
sentences that `reasons`, `asks` and `differences` choose; `near` says who practises near a place.
Importing it compiles it, which takes seconds where nothing is cached: `engine` says who waits. Sets reach it
as addresses, since those of one question stand in many arrays; whoever calls keeps them alive.
"""

from rapport.matching.index.kernel.entries import add_near, best, match, say, screen

__all__ = ["READY", "add_near", "best", "match", "say", "screen"]

# Set when all of it is compiled: a module that is still being imported has no such name.
READY = True
