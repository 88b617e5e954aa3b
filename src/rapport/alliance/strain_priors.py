"""What may be true of a pair at a session, and our plain priors about it, before any of its ratings.

Round numbers of our own for short courses of which half have a rupture (docs/researcher/ruptures.md); none
comes from real ruptures. `HEALS`, `DEPTH_SD`, `OWN_LEVEL` and what is said of forms left out were chosen
among a few, on courses of other seeds than those that the docs tell of. Depths are in SDs within a pair.
"""

from typing import Final

import numpy as np

from rapport.vocabulary import PARTS

# Steady; one bad day; a rupture that came at once, that grows, or of one part alone (one state each).
STEADY, BAD_DAY, SUDDEN, EROSION, FIRST_FACET = range(5)
STATES: Final = FIRST_FACET + len(PARTS)
RUPTURES: Final = slice(SUDDEN, STATES)
FACETS: Final = slice(FIRST_FACET, STATES)

# A pair's level may lie so many times as far from the others' as pairs do: it is judged against itself, and a
# low but steady pair is not taken to have fallen. With more room falls are noticed later.
OWN_LEVEL: Final = 2.0

BEGINS: Final = 0.08  # chance of a rupture a session, from the third on; half of the dozen-session courses
EARLIEST: Final = 3  # sessions; there must be something to break
HEALS: Final = 0.35  # chance a session that it is over; high, so that a fall counts most while it is new
IS_BAD_DAY: Final = 0.04
OF_KIND: Final = np.array([0.45, 0.25, *[0.3 / len(PARTS)] * len(PARTS)])

# Mean and SD of what is lost on entering a state; an erosion loses so much more at each session.
DEPTH: Final = np.array([0.0, 2.0, 2.0, 0.55, *[3.0] * len(PARTS)])
# A bad day's depth is no less sure than that of a fall that lasts, or the deepest falls would pass for bad
# days at their first session.
DEPTH_SD: Final = np.array([0.0, 0.4, 0.5, 0.35, *[1.2] * len(PARTS)])

# Chance that a form is left out, by state: people rate less when it goes badly. Whoever rates low leaves out
# more at any time (log odds for an SD of level), and some do anyway (a pair's own share, shrunken to the
# usual one that counts for so many sessions): else alarms would single out low pairs.
SKIPPED: Final = np.array([0.06, 0.13, 0.2, 0.2, *[0.13] * len(PARTS)])
SKIPS_BY_LEVEL: Final = 1.0
SKIPS_WORTH: Final = 5.0  # sessions

# The too-gentle-too-hard item: a move of so much towards too hard makes a rupture that is new likelier.
JUMP: Final = 2.0
JUMP_ODDS: Final = np.array([1.0, 1.0, 3.0, 1.0, *[3.0] * len(PARTS)])

# Which parts lose: all of them, or the one whose state it is.
LOADS: Final = np.vstack([np.zeros(len(PARTS)), *[np.ones(len(PARTS))] * 3, np.eye(len(PARTS))])


def moves(*, is_early: bool) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Chances from one session to the next, rows from, columns to; before the third nothing can break."""
    begins = 0.0 if is_early else BEGINS
    found = np.zeros((STATES, STATES))
    found[(STEADY, BAD_DAY), STEADY] = 1 - IS_BAD_DAY - begins
    found[(STEADY, BAD_DAY), BAD_DAY] = IS_BAD_DAY
    found[(STEADY, BAD_DAY), RUPTURES] = begins * OF_KIND
    lasting = np.arange(SUDDEN, STATES)
    found[lasting, lasting] = 1 - HEALS
    found[lasting, STEADY] = HEALS
    return found
