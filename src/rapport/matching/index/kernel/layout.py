"""What reaches the kernel of a roster and of a client: two rows of numbers, and what stands where in them."""

from typing import Final

from rapport.matching.fit import AXES, FEATURES, LEVEL, SPREAD, STYLED, TYPICAL_SHARE
from rapport.matching.forecast import UNITS
from rapport.matching.said import STYLE
from rapport.vocabulary import PARTS

# Of a roster: how many they are; then addresses: what each says and is (`Tables.said`, `Tables.persons`),
# tables by a column's codes, and the codes.
SIZE, SAID, PERSONS, WARMTHS, MASKS, WARMTH_CODES, APPROACHES = range(7)

# Of a client: the weights of the parts; of each axis of style its scale and the wanted value; of concerns,
# goals and tasks the sum of what they count, and how many they are; the day before which an opening was
# confirmed too long ago; then column and weight of each concern, goal and task.
WEIGHTS, SCALES, WANTED = 0, 3, 7
WHOLES, COUNTS, FRESH, NAMED = 11, 14, 17, 18
GROUPS: Final = ("concerns", "goals", "tasks")
# Of each wish about the person: its column among `Tables.persons`, and two tables by the code there.
WISH_COLUMN, WISH_TOLD, WISH_KEPT, WISH = range(4)

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
