"""What to ask in a first talk: from the client's own answers, and one question of the article's.

The last one asks for constructive criticism: a good therapist jumps at it, kindly.
"""

from typing import Final

from rapport.matching import words
from rapport.matching.reasons import Pair, Statement, task_in_doubt
from rapport.matching.words import Sentence, gettext_noop, label, sentence

_ = gettext_noop

MOST_ASKS: Final = 5
# How far apart two style answers must be before it is worth a question.
FAR_APART: Final = 3

CRITICISM: Final = _(
    "How might I be wrong about how I see myself, and how might I add to what goes wrong with others?"
)
COACH_CRITICISM: Final = _("Where do you think I might be getting in my own way?")


def asks(pair: Pair, cautions: tuple[Statement, ...]) -> tuple[Sentence, ...]:
    """Up to five questions: the first concern and goal, what the cautions leave open, and the hard one."""
    found = _about_concern(pair)
    found += [ask for caution in cautions if (ask := _about_caution(pair, caution)) is not None]
    goal = _about_goal(pair)
    if goal is not None:
        found.append(goal)
    found += _about_style(pair)
    hard = CRITICISM if pair.provider.kind == "therapist" else COACH_CRITICISM
    return (*tuple(dict.fromkeys(found))[: MOST_ASKS - 1], sentence(hard))


def _about_concern(pair: Pair) -> list[Sentence]:
    listed = [each for each in pair.answers.concerns if each.code in pair.provider.concerns]
    if not listed:
        return []
    first = max(listed, key=lambda each: each.weight)
    return [
        sentence(
            _("How have you helped others with %(concern)s, and how would we begin?"),
            {"concern": label(words.CONCERNS, first.code)},
        )
    ]


def _about_goal(pair: Pair) -> Sentence | None:
    if not pair.answers.goals:
        return None
    first = max(pair.answers.goals, key=lambda each: each.weight)
    return sentence(
        _("I want to %(goal)s. How would we both notice that it is working?"),
        {"goal": label(words.GOALS, first.code)},
    )


def _about_caution(pair: Pair, caution: Statement) -> Sentence | None:
    if caution.feature == "concerns":
        missing = [each for each in pair.answers.concerns if each.code not in pair.provider.concerns]
        first = max(missing, key=lambda each: each.weight)
        return sentence(
            _("You do not list %(concern)s. Have you worked with it, or would you refer me on?"),
            {"concern": label(words.CONCERNS, first.code)},
        )
    if caution.feature == "tasks" and (doubted := task_in_doubt(pair)) is not None:
        template = (
            _("I would like %(task)s. Is that something you do?")
            if doubted.weight > 0
            else _("I would rather not have %(task)s. Could we work without it?")
        )
        return sentence(template, {"task": label(words.TASKS, doubted.code)})
    return None


def _about_style(pair: Pair) -> list[Sentence]:
    far = [
        axis
        for axis, wanted in pair.answers.style
        if getattr(pair.provider, axis) is not None
        and abs(getattr(pair.provider, axis) - wanted) >= FAR_APART
    ]
    wanted = dict(pair.answers.style)
    return [
        sentence(
            _("I do best with someone who %(style)s. Is that you, or could it be?"),
            {"style": words.STYLES[axis][wanted[axis] > 0]},
        )
        for axis in far
        if wanted[axis] != 0
    ]
