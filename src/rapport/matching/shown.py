"""The three who were drawn, and what is made of each when it is read."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from rapport.matching.drawn import Drawn
from rapport.matching.explained import Match
from rapport.matching.forecast import Contribution, Interval
from rapport.matching.limits import Question
from rapport.matching.reasons import Pair, Statement
from rapport.matching.roster import Provider, Roster
from rapport.matching.words import Sentence

if TYPE_CHECKING:
    from rapport.matching.index.sentences import Said


class Shown:
    """All of them."""

    def __init__(self, roster: Roster, question: Question, drawn: Drawn) -> None:
        self.question: Final = question
        self.drawn: Final = drawn
        self._roster: Final = roster
        self._providers: Final[dict[int, Provider]] = {}

    def provider(self, place: int) -> Provider:
        """The one at a place among the three."""
        if place not in self._providers:
            self._providers[place] = self._roster.provider(self.drawn.positions[self.drawn.rows[place]])
        return self._providers[place]

    def matches(self) -> tuple[Match, ...]:
        """Each of them, in the order drawn."""
        said, chances = self.drawn.said, self.drawn.inclusion
        found = []
        for place, row in enumerate(self.drawn.rows):
            later = _One(self, place) if said is None else _Said(self, place, said)
            found.append(Match(later, position=place + 1, propensity=chances[row]))
        return tuple(found)


class _One:
    """One of them, with a method for each field of a `Match` that is made later."""

    __slots__ = ("_of", "_place")

    def __init__(self, of: Shown, place: int) -> None:
        self._of: Final = of
        self._place: Final = place

    def get(self, name: str, /) -> Callable[[], Any] | None:
        return getattr(self, name, None)

    def provider_id(self) -> str:
        drawn = self._of.drawn
        return drawn.ids[drawn.rows[self._place]]

    def forecast(self) -> dict[str, Interval]:
        return self._of.drawn.forecasts[self._place]

    def contributions(self) -> tuple[Contribution, ...]:
        return self._of.drawn.contributions[self._place]

    def pair(self) -> Pair:
        question, drawn = self._of.question, self._of.drawn
        provider = self._of.provider(self._place)
        return Pair(question.answers, provider, question.on, drawn.measured[self._place])

    def others(self) -> tuple[Provider, ...]:
        places = range(len(self._of.drawn.rows))
        return tuple([self._of.provider(place) for place in places if place != self._place])


class _Said(_One):
    """One of whom the kernel chose the sentences."""

    __slots__ = ("_said",)

    def __init__(self, of: Shown, place: int, said: "Said") -> None:
        super().__init__(of, place)
        self._said: Final = said

    def reasons(self) -> tuple[Statement, ...]:
        return self._said.reasons(self._place)

    def cautions(self) -> tuple[Statement, ...]:
        return self._said.cautions(self._place)

    def ask(self) -> tuple[Sentence, ...]:
        return self._said.ask(self._place)

    def differs(self) -> Sentence | None:
        return self._said.differs(self._place)
