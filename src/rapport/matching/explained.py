"""One pair explained: what the forecast is made of, and the words for it.

A forecast, and what each feature adds to it, are worked out with the match. What follows from them, the
sentences, is worked out when it is read: whoever tells it chooses the language, and most is told of few.
"""

from rapport.matching.asks import asks
from rapport.matching.differences import what_differs
from rapport.matching.forecast import Contribution, Interval
from rapport.matching.reasons import Pair, Statement, cautions, reasons
from rapport.matching.roster import Provider
from rapport.matching.values import Once, Record
from rapport.matching.words import Sentence


class _InWords(Record):
    """What is told of a pair, from what made its forecast."""

    forecast: dict[str, Interval]
    contributions: tuple[Contribution, ...]
    pair: Pair

    @Once
    def reasons(self) -> tuple[Statement, ...]:
        """Why this provider: the largest true contributions."""
        return reasons(self.pair, self.contributions)

    @Once
    def cautions(self) -> tuple[Statement, ...]:
        """What stands against, and facts to check."""
        return cautions(self.pair, self.contributions)

    @Once
    def ask(self) -> tuple[Sentence, ...]:
        """What to ask in a first talk."""
        return asks(self.pair, self.cautions)


class Match(_InWords):
    """One of the three: who, how likely they were to stand here, the forecast and its reasons.

    `others` are those shown beside.
    """

    _fields = ("position", "provider_id", "propensity", "forecast", "contributions", "pair", "others")
    position: int
    provider_id: str
    propensity: float
    others: tuple[Provider, ...]

    @Once
    def differs(self) -> Sentence | None:
        """What sets this one apart from the others shown."""
        return what_differs(self.pair.provider, self.others)


class PairForecast(_InWords):
    """One provider's page for one client: the forecast, what made it, and whether they can take them."""

    _fields = ("limits_broken", "forecast", "contributions", "pair")
    limits_broken: tuple[str, ...]

    @property
    def provider(self) -> Provider:
        """Whom it is about."""
        return self.pair.provider
