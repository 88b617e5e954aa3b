"""What simulated requests come to, with intervals and counts, and the scenarios laid side by side."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from math import exp, log, sqrt
from random import Random
from typing import Any, Final

import numpy as np

from rapport.matching.answers import read_answers
from rapport.matching.columns import COLUMNS
from rapport.matching.reading import read_roster
from rapport.matching.replies import PRIOR_REQUESTS
from rapport.matching.slate import SLATE
from rapport.simulation.access import GROUPS, VOICEMAIL, Client, Course, Scenario, simulate_requests
from rapport.simulation.practice import Practice

Z95: Final = 1.96
# Clients come over so many working days.
WORKING_DAYS: Final = 60.0

NAMES: Final = Scenario("three names, nobody replaced", refills=False, keeps_live=False)
LIVE: Final = Scenario("three live, the next one asked at once")
SCENARIOS: Final = (
    NAMES,
    LIVE,
    replace(LIVE, name="three live, the client comes back after a day", asks_next=False),
    replace(LIVE, name="three live, providers differ", spread=PRIOR_REQUESTS),
    replace(LIVE, name="three live, half of declines say that no place is open", full=0.5),
    replace(LIVE, name="three live, a quarter of answers too late", late=0.25),
    *(
        replace(NAMES, name=f"three names, voicemail: {rate:.0%}", offers=rate, declines=(1 - rate) / 2)
        for rate in VOICEMAIL.values()
    ),
)  # fmt: skip
# How often a provider can tell the group: what blind first contact takes away, and what may leak.
BLINDNESS: Final = (
    replace(LIVE, name="blind first contact", seen=0.0),
    replace(LIVE, name="blind, the group guessed of one in ten", seen=0.1),
    replace(LIVE, name="blind, the group guessed of one in four", seen=0.25),
    replace(LIVE, name="not blind", seen=1.0),
    replace(NAMES, name="not blind, nobody replaced", seen=1.0),
)


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95% interval (Wilson) and how many it stands on."""

    share: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """A group's rate over the first group's, with its 95% interval (on the log scale)."""

    ratio: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Found:
    """One scenario: of the feasible, who got an offer, how soon, and by how many requests.

    days: median and 90th percentile of working days to the first offer, of those who got one.
    by_eligible: the share by how many could take the client. clients, requests: ratios by group, of clients
    with an offer, and of requests answered with one.
    """

    name: str
    offered: Share
    days: tuple[float, float]
    requests: float
    by_eligible: dict[str, Share]
    clients: dict[str, Ratio]
    asked: dict[str, Ratio]


def clients_of(practice: Practice) -> list[Client]:
    """The practice's clients, each in a group that chance decides, coming over sixty working days."""
    rng = Random(f"{practice.seed}:access")  # noqa: S311 - reproducible
    return [
        Client(read_answers(each), rng.choice(GROUPS), WORKING_DAYS * rng.random())
        for each in practice.answers
    ]


def report(
    practice: Practice,
    scenarios: Iterable[Scenario] = (*SCENARIOS, *BLINDNESS),
    *,
    seed: int,
    told: Callable[[int], None] | None = None,
) -> list[Found]:
    """Every scenario over the same practice and clients.

    Args:
        practice: from `make_practice`.
        scenarios: which; all of ours when left out.
        seed: of answers and draws.
        told: called with the number of scenarios done.
    """
    rows = [[row.get(name, "") for name in COLUMNS] for row in practice.roster_rows]
    roster, clients = read_roster(tuple(COLUMNS), rows).roster, clients_of(practice)
    found = []
    for scenario in scenarios:
        course = simulate_requests(roster, clients, scenario, on=practice.on, seed=seed)
        found.append(summary(scenario.name, course))
        if told is not None:
            told(len(found))
    return found


def summary(name: str, course: Course) -> Found:
    """The figures of one scenario, over clients whom three or more could take when they came."""
    feasible = course.eligible >= SLATE
    offered = ~np.isnan(course.days)
    days = course.days[feasible & offered]
    middle = (float(np.median(days)), float(np.percentile(days, 90))) if len(days) else (np.nan, np.nan)
    return Found(
        name=name,
        offered=share(offered[feasible]),
        days=middle,
        requests=float(course.requests[feasible].mean()) if feasible.any() else np.nan,
        by_eligible={
            label: share(offered[feasible & (course.eligible >= low) & (course.eligible <= high)])
            for label, low, high in (("3 to 5", 3, 5), ("6 to 11", 6, 11), ("12 or more", 12, 10**9))
        },
        clients=_ratios(course, feasible, offered.astype(np.int64), np.ones(len(offered), dtype=np.int64)),
        asked=_ratios(course, feasible, course.offers, course.requests),
    )


def share(yes: Any) -> Share:
    """How many of these are true.

    >>> one = share([True, True, True, False])
    >>> round(one.share, 2), round(one.low, 2), round(one.high, 2), one.n
    (0.75, 0.3, 0.95, 4)

    Source: Wilson (1927), J. Am. Stat. Assoc. 22:209.
    """
    n, found = len(yes), float(np.sum(yes))
    if not n:
        return Share(np.nan, 0.0, 1.0, 0)
    mean, square = found / n, Z95**2
    centre = (mean + square / (2 * n)) / (1 + square / n)
    reach = Z95 * sqrt(mean * (1 - mean) / n + square / (4 * n * n)) / (1 + square / n)
    return Share(mean, max(centre - reach, 0.0), min(centre + reach, 1.0), n)


def _ratios(course: Course, feasible: Any, of: Any, out_of: Any) -> dict[str, Ratio]:
    group = np.array(course.group)
    counts = {
        each: (int(of[feasible & (group == each)].sum()), int(out_of[feasible & (group == each)].sum()))
        for each in GROUPS
    }
    first = counts[GROUPS[0]]
    return {each: ratio(*counts[each], *first) for each in GROUPS[1:]}


def ratio(some: int, out_of: int, reference: int, reference_of: int) -> Ratio:
    """The ratio of two rates (Katz), NaN where either is 0."""
    if not (some and reference):
        return Ratio(np.nan, 0.0, np.inf, out_of)
    found = (some / out_of) / (reference / reference_of)
    spread = sqrt(max(1 / some - 1 / out_of + 1 / reference - 1 / reference_of, 0.0))
    return Ratio(found, exp(log(found) - Z95 * spread), exp(log(found) + Z95 * spread), out_of)
