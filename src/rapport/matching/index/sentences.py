"""The sentences that the kernel chose, as the values that `reasons`, `asks` and `differences` give.

Most are made once for all: a number says which sentence it is, and what fills it (`sayings`). Others name
what only this client or this provider said.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from typing import Final

from rapport.matching import aims, asks, reasons, words
from rapport.matching.affinity import APPROACHES
from rapport.matching.answers import Answers
from rapport.matching.differences import MOST_OF_THREE, ONLY_OF_KIND, only_approaches
from rapport.matching.fit import STYLED, wishes_of
from rapport.matching.forecast import PART_OF
from rapport.matching.index import sayings as say
from rapport.matching.reasons import Statement
from rapport.matching.roster import Roster
from rapport.matching.said import GOAL, TASK
from rapport.matching.words import Sentence, label
from rapport.vocabulary import CONCERNS

_FEATURES: Final = tuple(PART_OF.items())
_AIMS: Final = {column: code for code, column in (*GOAL.items(), *TASK.items())}
_ONE_CONCERN: Final = (1 << say.CONCERN_BITS) - 1
_MOST_MADE: Final = 4096
_FACTS: Final[Mapping[int, Statement]] = {
    say.OPENING_STALE: reasons.OPENING_STALE,
    say.LICENCE_UNKNOWN: reasons.LICENCE_UNKNOWN,
    say.LICENCE_ENDS: reasons.LICENCE_ENDS,
    say.WAYS_UNKNOWN: reasons.WAYS_UNKNOWN,
    say.UNKNOWN_BOND: reasons.UNKNOWN_BOND[0],
}


class Said:
    """What is said of the three. `told` has a row of numbers for each, `people` what each feature adds."""

    def __init__(
        self,
        roster: Roster,
        answers: Answers,
        positions: Sequence[int],
        people: Sequence[Sequence[float]],
        told: Sequence[Sequence[int]],
    ) -> None:
        self._roster: Final = roster
        self._answers: Final = answers
        self._positions: Final = positions
        self._people: Final = people
        self._told: Final = told

    def reasons(self, place: int) -> tuple[Statement, ...]:
        """As `reasons.reasons`, of the one at a place among the three."""
        return self._statements(place, self._told[place][say.REASONS : say.CAUTIONS])

    def cautions(self, place: int) -> tuple[Statement, ...]:
        """As `reasons.cautions`."""
        return self._statements(place, self._told[place][say.CAUTIONS : say.ASKS])

    def ask(self, place: int) -> tuple[Sentence, ...]:
        """As `asks.asks`."""
        return tuple([_alone(number) for number in self._told[place][say.ASKS : say.DIFFERS] if number])

    def differs(self, place: int) -> Sentence | None:
        """As `differences.what_differs`."""
        number = self._told[place][say.DIFFERS]
        if number >> say.WHICH != say.ONLY_APPROACHES:
            return _alone(number)
        one, *others = self._approaches[place:] + self._approaches[:place]
        return only_approaches(one, *others)

    @cached_property
    def _approaches(self) -> list[tuple[str, ...]]:
        column = self._roster.columns["approaches"]
        return [column[position] for position in self._positions]

    def _statements(self, place: int, numbers: Sequence[int]) -> tuple[Statement, ...]:
        return tuple([self._statement(place, number) for number in numbers if number])

    def _statement(self, place: int, number: int) -> Statement:
        part, feature, text, row = _stated(number)
        if row < 0:
            return _FACTS[number >> say.WHICH]
        if text is None:
            text = _OF_PAIR[number >> say.WHICH](self, place, number)
        return Statement(part, feature, text, self._people[place][row])

    def _about_wishes(self, template: str, _place: int, number: int) -> Sentence:
        wishes = enumerate(wishes_of(self._answers))
        kept = tuple([label(words.WISHES, wish) for at, (_, wish) in wishes if number >> at & 1])
        return Sentence(template, (("wishes", kept),))

    def _about_warmth(self, template: str, place: int, _number: int) -> Sentence:
        sessions = self._roster.columns["warmth_sessions"][self._positions[place]]
        return Sentence(template, (("sessions", sessions),))


def _with(say_so: Callable[..., Sentence], template: str) -> Callable[[Said, int, int], Sentence]:
    return lambda said, place, number: say_so(said, template, place, number)


# Sentences that name what only this pair said.
_OF_PAIR: Final[Mapping[int, Callable[[Said, int, int], Sentence]]] = {
    say.AS_WISHED: _with(Said._about_wishes, reasons.AS_WISHED),
    say.NOT_AS_WISHED: _with(Said._about_wishes, reasons.NOT_AS_WISHED),
    say.WARMER: _with(Said._about_warmth, reasons.WARMER_THAN_TYPICAL),
    say.COOLER: _with(Said._about_warmth, reasons.COOLER_THAN_TYPICAL),
}


def _codes(number: int) -> list[str]:
    """The goals or tasks of a number."""
    columns = number & say.BOTH, number >> say.BYTE & say.BOTH
    return [_AIMS[column - 1] for column in columns if column]


def _goals(number: int) -> tuple[str, ...]:
    return tuple([label(words.GOALS, code) for code in _codes(number)])


def _approach(number: int) -> str:
    return label(words.APPROACHES, APPROACHES[number >> say.BY & say.BOTH])


def _goals_served(number: int) -> Sentence:
    return Sentence(aims.GOALS_SERVED, (("approach", _approach(number)), ("goals", _goals(number))))


def _by_approach(template: str, number: int) -> Sentence:
    task = label(words.TASKS, _codes(number)[0])
    return Sentence(template, (("task", task), ("approach", _approach(number))))


def _about_concerns(template: str, number: int) -> Sentence:
    return Sentence(template, (("concerns", tuple(_concerns(number & say.ARGUMENT))),))


def _concerns(argument: int) -> Iterator[str]:
    while argument:
        yield label(words.CONCERNS, CONCERNS[(argument & _ONE_CONCERN) - 1])
        argument >>= say.CONCERN_BITS


def _about_goals(template: str, number: int) -> Sentence:
    return Sentence(template, (("goals", _goals(number)),))


def _about_goal(template: str, number: int) -> Sentence:
    return Sentence(template, (("goal", _goals(number)[0]),))


def _about_task(template: str, number: int) -> Sentence:
    return Sentence(template, (("task", label(words.TASKS, _codes(number)[0])),))


def _about_concern(template: str, number: int) -> Sentence:
    return Sentence(template, (("concern", label(words.CONCERNS, CONCERNS[number & say.ARGUMENT])),))


def _axis(number: int) -> tuple[str, bool]:
    return STYLED[(number & say.ARGUMENT) >> 1], bool(number & 1)


def _about_style(template: str, number: int) -> Sentence:
    axis, is_high = _axis(number)
    return Sentence(template, (("style", words.STYLES[axis][is_high]),))


def _plain(template: str, _number: int) -> Sentence:
    return Sentence(template)


@lru_cache(_MOST_MADE)
def _stated(number: int) -> tuple[str, str, Sentence | None, int]:
    """What a number says of a reason or caution: part, feature, sentence (None: of this pair), and its row.

    The row is −1 of plain facts, which are ready.
    """
    which, row = number >> say.WHICH, number >> say.ROW & say.FEATURE
    if which in _FACTS:
        return "", "", None, -1
    feature, part = _FEATURES[row]
    return part, feature, None if which in _OF_PAIR else _alone(number), row


@lru_cache(_MOST_MADE)
def _alone(number: int) -> Sentence:
    """A sentence that its number says all of."""
    return _MAKE[number >> say.WHICH](number)


_MAKE: Final[Mapping[int, Callable[[int], Sentence]]] = {
    say.CONCERNS_MISSING: partial(_about_concerns, reasons.CONCERNS_MISSING),
    say.WORKS_WITH: partial(_about_concerns, reasons.WORKS_WITH),
    say.WORKS_WITH_ALL: partial(_about_concerns, reasons.WORKS_WITH_ALL),
    say.GOALS_NAMED: partial(_about_goals, aims.GOALS_NAMED),
    say.GOALS_SERVED: _goals_served,
    say.GOALS_MISSED: partial(_about_goals, aims.GOALS_MISSED),
    say.TASK_NAMED: partial(_about_task, aims.TASK_NAMED),
    say.TASK_SERVED: partial(_by_approach, aims.TASK_SERVED),
    say.TASK_SPARED: partial(_about_task, aims.TASK_SPARED),
    say.TASK_UNSURE: partial(_about_task, aims.TASK_UNSURE),
    say.TASK_UNWANTED_NAMED: partial(_about_task, aims.TASK_UNWANTED_NAMED),
    say.TASK_UNWANTED: partial(_by_approach, aims.TASK_UNWANTED),
    say.STYLE_CLOSE: lambda number: Sentence(reasons.CLOSE[_axis(number)[0]]),
    say.STYLE_BALANCED: lambda number: Sentence(reasons.BALANCED[_axis(number)[0]]),
    say.STYLE_THEIRS: partial(_about_style, reasons.THEIR_WAY),
    say.STYLE_MORE: partial(_about_style, reasons.MORE_THAN_ASKED),
    say.LIKED: partial(_plain, reasons.LIKED_BY_COLLEAGUES),
    say.LIKED_LESS: partial(_plain, reasons.LIKED_LESS_BY_COLLEAGUES),
    say.ASK_CONCERN: partial(_about_concern, asks.ABOUT_CONCERN),
    say.ASK_NOT_LISTED: partial(_about_concern, asks.NOT_LISTED),
    say.ASK_TASK_WANTED: partial(_about_task, asks.TASK_WANTED),
    say.ASK_TASK_UNWANTED: partial(_about_task, asks.TASK_UNWANTED),
    say.ASK_GOAL: partial(_about_goal, asks.ABOUT_GOAL),
    say.ASK_STYLE: partial(_about_style, asks.ABOUT_STYLE),
    say.ASK_HARD: lambda number: asks.HARD["coach" if number & 1 else "therapist"],
    say.ONLY_OF_KIND: lambda number: ONLY_OF_KIND["coach" if number & 1 else "therapist"],
    say.MOST_OF_THREE: lambda number: MOST_OF_THREE[_axis(number)],
}
