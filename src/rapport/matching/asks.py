"""What to ask in a first talk: from the client's own answers, and one question of the article's.

The last one asks for constructive criticism: a good therapist jumps at it, kindly.
"""

from collections.abc import Mapping
from typing import Final

from rapport.matching import words
from rapport.matching.aims import by_weight, task_in_doubt
from rapport.matching.reasons import Pair, Statement
from rapport.matching.words import Sentence, gettext_noop, label, sentence
from rapport.vocabulary import STYLE_AXES

_ = gettext_noop

MOST_ASKS: Final = 5
# How far apart two style answers must be before it is worth a question.
FAR_APART: Final = 3

ABOUT_CONCERN: Final = _("How have you helped others with %(concern)s, and how would we begin?")
ABOUT_GOAL: Final = _("I want to %(goal)s. How would we both notice that it is working?")
NOT_LISTED: Final = _("You do not list %(concern)s. Have you worked with it, or would you refer me on?")
TASK_WANTED: Final = _("I would like %(task)s. Is that something you do?")
TASK_UNWANTED: Final = _("I would rather not have %(task)s. Could we work without it?")
ABOUT_STYLE: Final = _("I do best with someone who %(style)s. Is that you, or could it be?")
CRITICISM: Final = _(
    "How might I be wrong about how I see myself, and how might I add to what goes wrong with others?"
)
COACH_CRITICISM: Final = _("Where do you think I might be getting in my own way?")


def asks(pair: Pair, cautions: tuple[Statement, ...]) -> tuple[Sentence, ...]:
    """Up to five questions: the first concern and goal, what the cautions leave open, and the hard one."""
    offered, goals = pair.provider.concerns, by_weight(pair.answers.goals)
    found = []
    for concern, _weight in by_weight(pair.answers.concerns):
        if concern in offered:
            found.append(_of_code(ABOUT_CONCERN, "concern", words.CONCERNS, concern))
            break
    for caution in cautions:
        found += _about_caution(pair, caution)
    if goals:
        found.append(_of_code(ABOUT_GOAL, "goal", words.GOALS, goals[0].code))
    found += _about_style(pair)
    return (*found[: MOST_ASKS - 1], HARD[pair.provider.kind])


HARD: Final = {"therapist": sentence(CRITICISM), "coach": sentence(COACH_CRITICISM)}


def _of_code(template: str, name: str, labels: Mapping[str, str], code: str) -> Sentence:
    return Sentence(template, ((name, label(labels, code)),))


def _about_caution(pair: Pair, caution: Statement) -> list[Sentence]:
    if caution.feature == "concerns":
        offered = pair.provider.concerns
        first = next(each.code for each in by_weight(pair.answers.concerns) if each.code not in offered)
        return [_of_code(NOT_LISTED, "concern", words.CONCERNS, first)]
    if caution.feature == "tasks" and (doubted := task_in_doubt(pair)) is not None:
        template = TASK_WANTED if doubted.weight > 0 else TASK_UNWANTED
        return [_of_code(template, "task", words.TASKS, doubted.code)]
    return []


def _about_style(pair: Pair) -> list[Sentence]:
    found, style = [], dict(pair.answers.style)
    for axis in STYLE_AXES:
        wanted, offered = style.get(axis, 0), getattr(pair.provider, axis)
        if wanted != 0 and offered is not None and abs(offered - wanted) >= FAR_APART:
            values = {"style": words.STYLES[axis][wanted > 0]}
            found.append(sentence(ABOUT_STYLE, values))
    return found
