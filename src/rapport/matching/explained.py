"""One pair explained: what the forecast is made of, and the words for it.

A forecast, and what each feature adds to it, are worked out with the match. What follows from them, the
sentences, is worked out when it is read: whoever tells it chooses the language, and most is told of few.
"""

from typing import NamedTuple

from rapport.matching.asks import asks
from rapport.matching.differences import what_differs
from rapport.matching.forecast import Contribution, Interval
from rapport.matching.reasons import Pair, Statement, cautions, reasons
from rapport.matching.roster import Provider
from rapport.matching.words import Sentence


class _InWords:
    """What is told of a pair, from what made its forecast."""

    __slots__ = ()
    pair: Pair
    contributions: tuple[Contribution, ...]

    @property
    def reasons(self) -> tuple[Statement, ...]:
        """Why this provider: the largest true contributions."""
        return reasons(self.pair, self.contributions)

    @property
    def cautions(self) -> tuple[Statement, ...]:
        """What stands against, and facts to check."""
        return cautions(self.pair, self.contributions)

    @property
    def ask(self) -> tuple[Sentence, ...]:
        """What to ask in a first talk."""
        return asks(self.pair, self.cautions)


class _Match(NamedTuple):
    position: int
    provider_id: str
    propensity: float
    forecast: dict[str, Interval]
    contributions: tuple[Contribution, ...]
    pair: Pair
    others: tuple[Provider, ...]


class Match(_InWords, _Match):
    """One of the three: who, how likely they were to stand here, the forecast and its reasons.

    `others` are those shown beside.
    """

    __slots__ = ()

    @property
    def differs(self) -> Sentence | None:
        """What sets this one apart from the others shown."""
        return what_differs((self.pair.provider, *self.others), 0)


class _PairForecast(NamedTuple):
    limits_broken: tuple[str, ...]
    forecast: dict[str, Interval]
    contributions: tuple[Contribution, ...]
    pair: Pair


class PairForecast(_InWords, _PairForecast):
    """One provider's page for one client: the forecast, what made it, and whether they can take them."""

    __slots__ = ()

    @property
    def provider(self) -> Provider:
        """Whom it is about."""
        return self.pair.provider
