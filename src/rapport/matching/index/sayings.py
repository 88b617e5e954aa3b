"""What is said of the three, as numbers: which sentence, of which feature, and what fills it.

A number is `which << WHICH | row << ROW | argument`; 0 says nothing. Rows are those of contributions. An
argument is what one of these says: concerns by their columns, each plus one and in so many bits, those that
count most first; one or two columns of goals or tasks, each plus one, and from `BY` on the row of a way of
working; wishes as bits, in the client's order; an axis of style with the end of it (`axis << 1 | is_high`);
whether somebody is a coach.
"""

from typing import Final

from rapport.vocabulary import CONCERNS

WHICH, ROW = 57, 53
ARGUMENT: Final = (1 << ROW) - 1
FEATURE: Final = (1 << WHICH - ROW) - 1
BYTE: Final = 8
BOTH: Final = (1 << BYTE) - 1
BY: Final = 2 * BYTE
CONCERN_BITS: Final = (len(CONCERNS) + 1).bit_length()
# More of them do not fit into an argument.
MOST_CONCERNS, MOST_WISHES = ROW // CONCERN_BITS, ROW

# What speaks for somebody and against them (`reasons`, `aims`).
WORKS_WITH_ALL, WORKS_WITH, CONCERNS_MISSING = range(1, 4)
GOALS_NAMED, GOALS_SERVED, GOALS_MISSED = range(4, 7)
TASK_NAMED, TASK_SERVED, TASK_SPARED, TASK_UNSURE, TASK_UNWANTED_NAMED, TASK_UNWANTED = range(7, 13)
STYLE_CLOSE, STYLE_BALANCED, STYLE_THEIRS, STYLE_MORE = range(13, 17)
AS_WISHED, NOT_AS_WISHED = range(17, 19)
WARMER, COOLER, LIKED, LIKED_LESS = range(19, 23)
OPENING_STALE, LICENCE_UNKNOWN, LICENCE_ENDS, WAYS_UNKNOWN, UNKNOWN_BOND = range(23, 28)
# What to ask (`asks`), and what sets one apart (`differences`).
ASK_CONCERN, ASK_NOT_LISTED, ASK_TASK_WANTED, ASK_TASK_UNWANTED, ASK_GOAL, ASK_STYLE, ASK_HARD = range(28, 35)
ONLY_OF_KIND, MOST_OF_THREE, ONLY_APPROACHES = range(35, 38)

# Of each of the three: where its reasons, cautions and questions begin, and what sets it apart.
REASONS, CAUTIONS, ASKS, DIFFERS, SAID = 0, 3, 6, 11, 12
