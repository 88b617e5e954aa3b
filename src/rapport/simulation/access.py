"""Who gets a first conversation, how soon, and whether groups are treated alike: requests simulated.

Clients come one after the other, get their three from the real draw and ask all three at once. Each
provider answers as published, or as a group of callers was answered; whoever declines or is silent is
replaced by the real refill, where the scenario has refills. What providers answered decides who is live for
the clients who come later. Time is counted in working days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from heapq import heappop, heappush
from random import Random
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching.answers import Answers
from rapport.matching.match import match
from rapport.matching.refill import refill
from rapport.matching.replies import UNASKED, Kind, Reply, Standing, heard
from rapport.matching.roster import Roster
from rapport.matching.working_days import DAYS_TO_ANSWER
from rapport.simulation.figures import REPLY_DECLINES, REPLY_OFFERS
from rapport.vocabulary import MODEL_ARM

# Voicemail offers by who seemed to call: middle-class White, middle-class Black, working-class (science.md,
# section 7: sciencecodex, medicaldaily; secondary). Used as shares of the first: rates stay those of e-mail.
VOICEMAIL: Final[Mapping[str, float]] = {"first": 0.28, "second": 0.17, "third": 0.08}
GROUPS: Final = tuple(VOICEMAIL)
# After how many working days somebody who is not live confirms their openings. Ours.
CONFIRM_AFTER: Final = 10.0


@dataclass(frozen=True, slots=True)
class Scenario:
    """How clients ask and providers answer.

    refills: who cannot is replaced; otherwise three names are all there is.
    asks_next: the replacement is asked at once, as the client ticked; otherwise after `returns_after`
    working days, when the client comes back.
    offers: how likely a request brings an offer, in the mean over providers; declines, of the same.
    spread: providers differ as a Dirichlet with so many requests behind it; None, all are alike.
    full: of those who decline, how many say that no place is open; not published.
    late: of the answers, those that would come after the deadline, and count as silence.
    keeps_live: whether answers decide who is offered to others; names on a list are not kept so.
    seen: how often a provider can tell the group: 1 without blind first contact, 0 with it.
    patience: working days after which a client gives up.
    """

    name: str
    refills: bool = True
    asks_next: bool = True
    returns_after: float = 1.0
    offers: float = REPLY_OFFERS.value
    declines: float = REPLY_DECLINES.value
    spread: float | None = None
    full: float = 0.0
    late: float = 0.0
    keeps_live: bool = True
    seen: float = 0.0
    patience: float = 20.0


class Client(NamedTuple):
    """One who asks: their answers, their group, and on which working day they come."""

    answers: Answers
    group: str
    comes: float


@dataclass(frozen=True)
class Course:
    """What came of each client, in the order given; arrays of shape (clients,).

    eligible: how many could take them when they came. days: working days to the first offer, NaN without.
    requests, offers: how many were sent, and answered with an offer, until then.
    """

    group: tuple[str, ...]
    eligible: NDArray[np.int64]
    days: NDArray[np.float64]
    requests: NDArray[np.int64]
    offers: NDArray[np.int64]


def simulate_requests(
    roster: Roster, clients: Sequence[Client], scenario: Scenario, *, on: date, seed: int
) -> Course:
    """What comes of these clients' requests?

    Args:
        roster: the practice; the utilities are those of this day throughout.
        clients: in any order; each with a day on which they come.
        scenario: how they ask and are answered.
        on: the day it begins, for licences and the clocks.
        seed: of everything that chance decides.

    1. A client comes: three are drawn from whoever is live, and asked.
    2. An answer, or silence at the deadline: an offer ends the search; otherwise the place is refilled.
    3. Each answer moves the provider's standing (`matching.replies`); not live is offered to nobody.

    Missing data: a client without anybody eligible asks nobody, and gets no offer.

    Source: 10.1037/cou0000624 (replies), science.md sections 2 and 7.
    Compared with: 1 − (1 − p)³ for three names, in tests.
    """
    return _Practice(roster, clients, scenario, on, seed).run()


@dataclass(slots=True)
class _Search:
    """One client's search so far."""

    eligible: int = 0
    days: float = float("nan")
    requests: int = 0
    offers: int = 0
    offered_before: set[str] = field(default_factory=set)
    standing: dict[int, str] = field(default_factory=dict)


class _Practice:
    """Everything that changes while clients ask: standings, searches, and what comes next."""

    def __init__(
        self, roster: Roster, clients: Sequence[Client], scenario: Scenario, on: date, seed: int
    ) -> None:
        self.roster, self.clients, self.scenario, self.on, self.seed = roster, clients, scenario, on, seed
        self.searches = [_Search() for _ in clients]
        self.standings: dict[str, Standing] = {}
        self.rates: dict[str, tuple[float, float]] = {}
        self.events: list[tuple[float, int, Any]] = []
        self.count = 0

    def run(self) -> Course:
        for place, client in enumerate(self.clients):
            self._later(client.comes, ("comes", place))
        while self.events:
            now, _, (what, *about) = heappop(self.events)
            getattr(self, f"_{what}")(now, *about)
        return Course(
            group=tuple(client.group for client in self.clients),
            eligible=np.array([each.eligible for each in self.searches], dtype=np.int64),
            days=np.array([each.days for each in self.searches]),
            requests=np.array([each.requests for each in self.searches], dtype=np.int64),
            offers=np.array([each.offers for each in self.searches], dtype=np.int64),
        )

    def _later(self, at: float, event: tuple[Any, ...]) -> None:
        self.count += 1
        heappush(self.events, (at, self.count, event))

    def _comes(self, now: float, place: int) -> None:
        search, answers = self.searches[place], self.clients[place].answers
        said: dict[str, Any] = {"crisis": False, "on": self.on, "seed": self.seed + place}
        drawn = match(self.roster, answers, without=self._not_live(), **said)
        search.eligible = drawn.eligible
        for each in drawn.matches:
            search.standing[each.position] = each.provider_id
            search.offered_before.add(each.provider_id)
            self._ask(now, place, each.position)

    def _ask(self, now: float, place: int, position: int) -> None:
        """Send a request; what comes of it, and when, is decided by the provider and chance."""
        search, client, scenario = self.searches[place], self.clients[place], self.scenario
        if not np.isnan(search.days) or now - client.comes > scenario.patience:
            return
        search.requests += 1
        rng = Random(f"{self.seed}:{place}:{search.requests}:reply")  # noqa: S311 - reproducible
        kind = self._kind(search.standing[position], client.group, rng)
        took = DAYS_TO_ANSWER if kind is Kind.SILENT else DAYS_TO_ANSWER * rng.random()
        self._later(now + took, ("answered", place, position, kind))

    def _kind(self, provider: str, group: str, rng: Random) -> Kind:
        offers, declines = self._rates_of(provider)
        if rng.random() < self.scenario.seen:
            # What is not offered any more is declined or left unanswered, in the same proportion.
            fewer = offers * VOICEMAIL[group] / VOICEMAIL[GROUPS[0]]
            declines += declines / max(1 - offers, 1e-9) * (offers - fewer)
            offers = fewer
        share, is_late = rng.random(), rng.random() < self.scenario.late
        if is_late or share >= offers + declines:
            return Kind.SILENT
        if share < offers:
            return Kind.OFFERED
        return Kind.FULL if rng.random() < self.scenario.full else Kind.DECLINED

    def _rates_of(self, provider: str) -> tuple[float, float]:
        """How likely this provider offers and declines; the same for every client who asks."""
        scenario = self.scenario
        if scenario.spread is None:
            return scenario.offers, scenario.declines
        if provider not in self.rates:
            rng = Random(f"{self.seed}:{provider}:rates")  # noqa: S311 - reproducible
            means = (scenario.offers, scenario.declines, 1 - scenario.offers - scenario.declines)
            drawn = [rng.gammavariate(max(mean * scenario.spread, 1e-9), 1.0) for mean in means]
            self.rates[provider] = drawn[0] / sum(drawn), drawn[1] / sum(drawn)
        return self.rates[provider]

    def _answered(self, now: float, place: int, position: int, kind: Kind) -> None:
        search, client = self.searches[place], self.clients[place]
        provider = search.standing.pop(position)
        self._heard(now, provider, kind)
        if kind is Kind.OFFERED:
            search.offers += 1
            if np.isnan(search.days):
                search.days = now - client.comes
        elif self.scenario.refills and np.isnan(search.days):
            self._refill(now, place, position)

    def _heard(self, now: float, provider: str, kind: Kind) -> None:
        before = self.standings.get(provider, UNASKED)
        after = heard(before, Reply(kind, self.on + timedelta(days=int(now))))
        self.standings[provider] = after
        if after.because is not None and before.because is None:
            self._later(now + CONFIRM_AFTER, ("confirms", provider))

    def _confirms(self, now: float, provider: str) -> None:
        self._heard(now, provider, Kind.CONFIRMED)

    def _refill(self, now: float, place: int, position: int) -> None:
        search = self.searches[place]
        found = refill(
            self.roster,
            self.clients[place].answers,
            MODEL_ARM,
            position=position,
            standing=tuple(search.standing.values()),
            without=frozenset(search.offered_before) | self._not_live(),
            crisis=False,
            on=self.on,
            seed=self.seed + self.count,
        )
        if found.match is None:
            return
        search.standing[position] = found.match.provider_id
        search.offered_before.add(found.match.provider_id)
        wait = 0.0 if self.scenario.asks_next else self.scenario.returns_after
        self._later(now + wait, ("ask", place, position))

    def _not_live(self) -> frozenset[str]:
        if not self.scenario.keeps_live:
            return frozenset()
        return frozenset(one for one, standing in self.standings.items() if standing.because is not None)
