"""`rapport bench robustness`: what dishonest ratings do to providers' order and to first-three lists.

A practice of honest ratings, an attack on it, and the lists of three of the same clients before and after.
Ours is the quality of providers in the model that the night learns and matching takes
(`learning.mixed`); the peer is the plain shrunken mean of all ratings.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
from benchmarks.attacks import (
    ATTACKS,
    HONEST,
    RATED_FALSELY,
    TOLD,
    TYPICAL,
    Practice,
    Ratings,
    attacked,
    make_practice,
    told_clients,
)
from benchmarks.report import Report
from scipy.special import ndtri

from rapport.learning.mixed import robust

Say = Callable[[str], None]
TARGET_CHANGED, TARGET_ORDER_LOST = 0.01, 0.005
SLATE = 3
PRACTICES = 8


def lists(practice: Practice, effect: np.ndarray) -> np.ndarray:
    """The three best of each client to come, as sorted provider numbers: shape (clients, 3)."""
    utility = effect[practice.eligible] + practice.declared
    three = np.argsort(-utility, axis=1, kind="stable")[:, :SLATE]
    return np.sort(np.take_along_axis(practice.eligible, three, axis=1), axis=1)


def changed(before: np.ndarray, after: np.ndarray) -> float:
    """The share of lists that are no longer the same three."""
    return float((before != after).any(axis=1).mean())


@dataclass(frozen=True)
class Harm:
    """Share of lists changed, by ours and by the plain mean; r of our order with the truth afterwards."""

    ours: float
    plain: float
    order: float


def harm(practice: Practice, after: Ratings) -> Harm:
    """What other ratings do to the lists."""
    size, before = practice.providers, practice.ratings
    reached = after.ours(size)
    return Harm(
        changed(lists(practice, before.ours(size)), lists(practice, reached)),
        changed(lists(practice, before.plain(size)), lists(practice, after.plain(size))),
        float(np.corrcoef(reached, practice.truth)[0, 1]),
    )


def measure(say: Say) -> dict[str, Any]:
    """Every attack, at full size, in several practices."""
    report = Report()
    practices = [
        make_practice(np.random.default_rng(seed), providers=300, clients=6000, to_come=20_000)
        for seed in range(1, 1 + PRACTICES)
    ]
    _honest(report, practices, say)
    for attack in ATTACKS:
        say(attack)
        found = [harm(each, attacked(each, attack, np.random.default_rng(2))) for each in practices]
        share, error = _add(report, attack, found)
        name = attack.replace("_", " ")
        report.at_most(f"lists changed, {name}", share, TARGET_CHANGED)
        report.add(f"the same, twice its standard error, {name}", 200 * error, {}, unit="%")
    say("bounds")
    _bounds(report, practices)
    for missing in HONEST:
        say(missing.__name__)
        found = [harm(each, missing(each, np.random.default_rng(2))) for each in practices]
        _add(report, f"no attack: {missing.__name__}", found)
    return report.as_json()


def _add(report: Report, case: str, found: list[Harm]) -> tuple[float, float]:
    """Ours: mean share of lists changed, and its standard error over practices."""
    ours, plain, order = (
        np.array([getattr(each, of) for each in found]) for of in ("ours", "plain", "order")
    )
    name = case.replace("_", " ")
    report.add(f"lists changed, {name}", 100 * ours.mean(), {"plain mean": 100 * plain.mean()}, unit="%")
    report.add(f"order of providers, r with the truth, {name}", float(order.mean()), {}, unit="r")
    return float(ours.mean()), float(ours.std(ddof=1)) / len(ours) ** 0.5


def _bounds(report: Report, practices: list[Practice]) -> None:
    """What no way of learning could stay below, and how few points move a list."""
    found = np.array([bounds(each) for each in practices])
    names = (
        "lists changed, coached clients, were they known and left out",
        "lists changed, clever tenth, bound of all rules that treat ratings alike",
        "lists changed by each point that five providers move",
    )
    for name, share in zip(names, found.T, strict=True):
        report.add(name, 100 * float(share.mean()), {}, unit="%")
        error = 200 * float(share.std(ddof=1)) / len(share) ** 0.5
        report.add(f"the same, twice its standard error, {name}", error, {}, unit="%")


def bounds(practice: Practice) -> tuple[float, float, float]:
    """Shares of lists changed: by the loss of the coached alone; by Huber's least worst bias; by a point.

    The least worst bias: with a share ε of false clients, two worlds whose quality differs by twice
    σ·Φ⁻¹(1/(2(1 − ε))) give the same ratings, σ being the spread of honest clients around a provider, and no
    rule can tell them apart (Huber 1964, Ann. Math. Stat. 35:73). What is learned of it is shrunken.
    """
    own, size = practice.ratings, practice.providers
    before = own.ours(size)
    honest = lists(practice, before)
    spread, share = _spread_around_providers(practice), TOLD / (1 + TOLD)
    bias = spread * float(ndtri(1 / (2 * (1 - share)))) * float(before.var() / practice.truth.var())
    told = told_clients(practice, np.random.default_rng(2))
    known = changed(honest, lists(practice, own.only(~told).ours(size)))
    by_bias, by_point = (
        changed(honest, lists(practice, before + np.where(np.arange(size) < RATED_FALSELY, moved, 0.0)))
        for moved in (bias, 1.0)
    )
    return known, by_bias, by_point


def _spread_around_providers(practice: Practice) -> float:
    own, size = practice.ratings, practice.providers
    pairs, pair = np.unique(own.client * size + own.provider, return_inverse=True)
    means = np.bincount(pair, weights=own.value) / np.bincount(pair)
    return float(np.sqrt(np.mean((means - TYPICAL - practice.truth[pairs % size]) ** 2)))


def _honest(report: Report, practices: list[Practice], say: Say) -> None:
    """What setting pairs aside costs where everybody is honest, the best tenth of providers above all."""
    say("all honest")
    judged = [Honest.of(each) for each in practices]
    ours, without, plain, best, best_without = np.array(judged).T[:5]
    peers = {"nothing set aside": float(without.mean()), "plain mean": float(plain.mean())}
    report.add("order of providers, r with the truth, all honest", float(ours.mean()), peers, unit="r")
    report.at_most(
        "order lost by setting pairs aside, all honest", float(np.mean(1 - ours / without)), TARGET_ORDER_LOST
    )
    peers = {"nothing set aside": float(best_without.mean())}
    report.add("true points of those ranked the best tenth, all honest", float(best.mean()), peers, unit="")
    for name, share in zip(("of all", "of the best tenth"), np.array(judged).T[5:], strict=True):
        report.add(f"honest pairs set aside, {name}", 100 * float(share.mean()), {}, unit="%")


class Honest(NamedTuple):
    """One honest practice: orders (r), true points of those ranked best, shares of pairs set aside."""

    ours: float
    without: float
    plain: float
    best: float
    best_without: float
    aside: float
    aside_of_best: float

    @classmethod
    def of(cls, practice: Practice) -> "Honest":
        """As it is judged."""
        own, truth, size = practice.ratings, practice.truth, practice.providers
        ours = own.ours(size)
        with patch.object(robust, "MOST_SET_ASIDE", 0.0):
            without = own.ours(size)
        excellent = np.argsort(-truth)[: size // 10]
        return cls(
            *(float(np.corrcoef(each, truth)[0, 1]) for each in (ours, without, own.plain(size))),
            *(float(truth[np.argsort(-each)[: size // 10]].mean()) for each in (ours, without)),
            own.set_aside(np.arange(size)),
            own.set_aside(excellent),
        )
