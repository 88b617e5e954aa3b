"""The ways that are compared: what is done for a client before they begin, and while they go."""

from dataclasses import dataclass, replace
from typing import Final, Literal

Follow = Literal["nobody", "client", "provider", "tools"]


@dataclass(frozen=True, slots=True)
class Way:
    """What is done.

    matches: the three are drawn by the forecast with what was learned; else any three eligible. searches:
    first talks are held as long as the search advises, and the best of them goes on; else the first of the
    three. follows: who is told of strains and symptoms off track: nobody, the client alone, the provider, or
    the provider with advice on repair. refers: a review at sessions 3 to 5 and referral where
    `referral.propose` says so. asks: the questions about comfort. acting: share of providers who act at all.
    """

    name: str
    matches: bool = True
    searches: bool = True
    follows: Follow = "tools"
    refers: bool = True
    asks: bool = True
    acting: float = 1.0


WHOLE: Final = Way("the whole loop")
MATCH_ONLY: Final = replace(WHOLE, name="match only", follows="nobody", refers=False, asks=False)
NOTHING: Final = replace(MATCH_ONLY, name="nothing", matches=False, searches=False)
# One thing more at a time, and the whole with one thing less.
STEPS: Final = (
    NOTHING,
    replace(MATCH_ONLY, name="three by the forecast, the first of them", searches=False),
    MATCH_ONLY,
    replace(MATCH_ONLY, name="match and follow", follows="provider"),
    replace(MATCH_ONLY, name="match, follow and repair", follows="tools"),
    replace(WHOLE, name="match, follow, repair and refer", asks=False),
    WHOLE,
)
WITHOUT: Final = (
    replace(WHOLE, name="without the forecast", matches=False),
    replace(WHOLE, name="without first talks", searches=False),
    replace(WHOLE, name="without advice on repair", follows="provider"),
    replace(WHOLE, name="without referral", refers=False),
    replace(WHOLE, name="half of the providers act", acting=0.5),
)
# The ladder: usual care of anybody eligible, and who is told.
LADDER: Final = (
    NOTHING,
    replace(NOTHING, name="feedback to the client alone", follows="client"),
    replace(NOTHING, name="feedback to the provider", follows="provider"),
    replace(NOTHING, name="feedback with clinical support tools", follows="tools"),
)
# Reviews pool trials in many clinics. Where it was asked, feedback helped those not on track whose providers
# used it (de Jong and others 2012, doi 10.1080/10503307.2012.673023; abstract read), about half of them (from
# memory, unverified); in the trials of the ladder it was part of the work.
USED: Final = 0.5
AS_REVIEWED: Final = replace(LADDER[2], name="feedback to the provider, half of whom act", acting=USED)
