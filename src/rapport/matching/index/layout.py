"""What reaches the kernel of a roster and of a client: two rows of numbers, and what stands where in them."""

from typing import Final

from rapport.matching.fit import AXES, FEATURES, LEVEL, SPREAD, STYLED, TYPICAL_SHARE
from rapport.matching.forecast import UNITS
from rapport.matching.limits import LIMITS
from rapport.matching.said import STYLE
from rapport.matching.slate import SLATE
from rapport.vocabulary import PARTS

# Of a roster: how many they are; then addresses: what each says and is (`Tables.said`, `Tables.persons`),
# tables by a column's codes, and the codes.
# Then those that limits are asked of: everyone's set, the sets of the week and those of the postings; how
# many zones there are, and where their table lies; and by the code of a list of ways of working, which of
# them goes farthest with each goal and task.
SIZE, SAID, PERSONS, WARMTHS, MASKS, WARMTH_CODES, APPROACHES = range(7)
SETS, ZONES, ZONES_AT, BEST_APPROACHES = 7, 10, 11, 12

# Of a question: how long it is; how many numbers say which sets are asked for (`limits.screen`), which hours
# and which wishes, in this order behind these; then those of the client. Where a client's clock lies, and a
# set of whom alone to draw (0 for everybody); the policy, the share of all probability at which to draw, the
# scale at which chances are rounded, and whether to draw at all.
LENGTH, MANY_SETS, MANY_SLOTS, MANY_WISHES, CLOCK_FIRST, CLOCK_LAST, AMONG = range(7)
MOST, TOLERANCE, TEMPERATURE, DIFFERENCE, SHARE, SCALE, TO_DRAW, ASKED = range(7, 15)

# Of what is found: how many are eligible, how many of them are drawn from, whether all is told (or numpy has
# to be asked), and how many each limit keeps out, all and alone. Then the positions of those drawn from, best
# first, their utilities, and what is told: each one's inclusion, the chance of the three and their rows; and
# of each of the three what every feature adds, and mean, low and high, overall and by part.
ELIGIBLE, POOL, IS_TOLD, EXCLUDED = range(4)
ALONE: Final = EXCLUDED + len(LIMITS)
FOUND: Final = ALONE + len(LIMITS)
PERSON: Final = len(FEATURES) + 1 + 3 * (1 + len(PARTS))
TOLD: Final = 1 + SLATE + SLATE * PERSON

# Of a client: the weights of the parts; of each axis of style its scale and the wanted value; of concerns,
# goals and tasks the sum of what they count, and how many they are; the day before which an opening was
# confirmed too long ago; then column and weight of each concern, goal and task.
WEIGHTS, SCALES, WANTED = 0, 3, 7
WHOLES, COUNTS, FRESH, NAMED = 11, 14, 17, 18
GROUPS: Final = ("concerns", "goals", "tasks")
# Of each wish about the person: its column among `Tables.persons`, and where a table lies by the code there:
# 1 where a provider speaks of it, and `KEPT` more where they keep the wish.
WISH_COLUMN, WISH_CELLS, WISH = range(3)
KEPT: Final = 1 << 8

assert tuple(FEATURES)[: AXES.start] == GROUPS
assert tuple(FEATURES)[AXES.stop :] == ("wishes",)
WISHES_ROW, WARMTH_ROW, ROWS = len(FEATURES) - 1, len(FEATURES), len(FEATURES) + 1
PART_OF_ROW: Final = (*(PARTS.index(each.part) for each in FEATURES.values()), PARTS.index("bond"))
POINTS_OF_ROW: Final = tuple(UNITS.values())
SPREADS: Final = tuple(SPREAD.tolist())
LEVELS: Final = tuple(LEVEL.tolist())
MEANS: Final = tuple(TYPICAL_SHARE[name][0] for name in GROUPS)
WISHES_MEAN, WISHES_SPREAD = TYPICAL_SHARE["wishes"]
FIRST_AXIS: Final = AXES.start
# The columns of what is said of each axis: whether it is, and its value; its square is the next.
KNOWN_COLUMNS: Final = tuple(STYLE[axis][0] for axis in STYLED)
