"""What is known of a provider's warmth, measured by clients or judged blind by colleagues, in points."""

from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rapport.matching.roster import Roster

Floats = NDArray[np.float64]
Positions = NDArray[np.int64]

# Clients rate alliances high. Assumed, to be replaced by a service's own data: ratings of a session on a
# 0–100 scale have a mean near 72 and a spread near 17 (predicting a running mean errs by 13 points).
TYPICAL_RATING: Final = 72.0
SPREAD_OF_RATINGS: Final = 17.0
# Share of the spread of alliance ratings that belongs to the therapist: .03–.09 in the literature,
# which conflicts (Del Re 2021 and others; from memory, unverified); the middle is taken.
THERAPIST_SHARE: Final = 0.06
# Sessions after which measured warmth counts half: (1 − share) / share.
HALF_TRUST_SESSIONS: Final = (1 - THERAPIST_SHARE) / THERAPIST_SHARE
# Correlation of colleagues' blind judgement of two written replies with a therapist's own part in the ratings
# of their clients: assumed. Observers' ratings of such skills are told from text with ρ = .47 (PMC7492408,
# table 2), which is agreement about a text and not about clients; half of it is taken.
JUDGED_R: Final = 0.47 / 2
# Rating points for one spread of that judgement: about one; three spreads move a bond by three points.
JUDGED_POINTS: Final = JUDGED_R * SPREAD_OF_RATINGS * sqrt(THERAPIST_SHARE)


def warmth_points(roster: Roster, positions: Positions) -> Floats:
    """Points of warmth above typical; 0 where nothing is known of it.

    What clients measured, shrunk by how few sessions stand behind it; and what colleagues judged blind, which
    gives way to it as sessions come.
    """
    codes, points = warmth_table(roster)
    found: Floats = points.take(codes.take(positions))
    return found


def warmth_table(roster: Roster) -> tuple[NDArray[np.int32], Floats]:
    """Per provider a code of measure, sessions and judgement; and the points of each code."""
    return roster.once("warmth", lambda: _work_warmth_out(roster))


def _work_warmth_out(roster: Roster) -> tuple[NDArray[np.int32], Floats]:
    warmth, sessions, judged = columns = [
        roster.columns[each] for each in ("warmth", "warmth_sessions", "judged")
    ]
    shape = tuple(max(1, len(each.values)) for each in columns)
    together, codes = np.unique(
        np.ravel_multi_index(tuple(each.codes for each in columns), shape), return_inverse=True
    )
    measures, counts, judgements = np.unravel_index(together, shape)
    measured = warmth.floats()[measures] - TYPICAL_RATING
    many = np.array(sessions.values, dtype=np.float64)[counts]
    trust = np.where(np.isnan(measured), 0.0, many / (many + HALF_TRUST_SESSIONS))
    blind = JUDGED_POINTS * judged.floats(missing=0.0)[judgements]
    return codes.astype(np.int32), trust * np.nan_to_num(measured) + (1 - trust) * blind
