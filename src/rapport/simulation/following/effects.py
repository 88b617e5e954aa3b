"""What acting on what was noticed does to a course: the figures that the proofs stand on.

None of these was measured. Those marked "set" are chosen so that the published at-risk ladder and the reviews
come out (`figures.AT_RISK_WORSE` and its neighbours, `figures.FEEDBACK_D` and the two below it), four numbers
for nine published figures, on practices of seeds 7000 to 7009 and no others; the rest is ours.
"""

from dataclasses import dataclass
from typing import Final

# Chance that a provider who sees a signal turns the course within that session: set.
FEEDBACK_TURNS: Final = 0.08
TOOLS_TURNS: Final = 0.28
# PHQ-9 points that a turned course gains by seven sessions on, beside the end of an adverse one: set.
TURN_POINTS: Final = 9.0
# PHQ-9 points that every client gains by seven sessions on, alarm or none, where the provider reads how they
# are: set. Feedback that is talked over with everybody (PCOMS) helps all clients, g = .27 (Østergård and
# others 2018, doi 10.1080/10503307.2018.1517949; abstract read), and reviews find nearly as much for all as
# for those not on track: it turns attention to how clients do (de Jong and others 2024, doi
# 10.1007/s10488-024-01381-3; abstract read).
READ_POINTS: Final = 1.25
# Chance that a provider who is told of a strain repairs it within that session, alone and with advice. Ours;
# that advice helps is the finding of support tools (d = .36–.53 with them, .17 without; read).
FEEDBACK_REPAIRS: Final = 0.15
TOOLS_REPAIRS: Final = 0.35
# A client who is told alone: chance that a signal takes heart away, points lost and log hazard gained by it,
# and chance that they raise it themselves. Ours: trials found harm, how much is not in our sources.
LOSES_HEART: Final = 0.2
HEART_POINTS: Final = 4.0
HEART_HAZARD: Final = 0.5
RAISES_IT: Final = 0.03
# A client below this alliance (rating SDs) asks for somebody else in the review with this chance; a proposal
# is accepted with that: ours.
UNHAPPY: Final = -1.0
ASKS: Final = 0.3
ACCEPTS: Final = 0.7
# Chance that a note about comfort makes a provider challenge more, and points gained by it: ours.
COMFORT_HEEDED: Final = 0.5
COMFORT_POINTS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Effects:
    """Chances a session and points, as the constants of this module; `NOTHING_HELPS` has them all at nothing.

    fit: how far it matters at all with whom one is, 0 to 1; anew: whether beginning with somebody else leaves
    strains behind and begins growth again.
    """

    fit: float = 1.0
    anew: bool = True
    feedback_turns: float = FEEDBACK_TURNS
    tools_turns: float = TOOLS_TURNS
    turn_points: float = TURN_POINTS
    read_points: float = READ_POINTS
    feedback_repairs: float = FEEDBACK_REPAIRS
    tools_repairs: float = TOOLS_REPAIRS
    loses_heart: float = LOSES_HEART
    raises_it: float = RAISES_IT
    comfort_points: float = COMFORT_POINTS


NOTHING_HELPS: Final = Effects(
    fit=0.0,
    anew=False,
    feedback_turns=0.0,
    tools_turns=0.0,
    turn_points=0.0,
    read_points=0.0,
    feedback_repairs=0.0,
    tools_repairs=0.0,
    loses_heart=0.0,
    raises_it=0.0,
    comfort_points=0.0,
)
