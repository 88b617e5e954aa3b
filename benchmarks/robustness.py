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
from benchmarks.attacks import ATTACKS, HONEST, Practice, Ratings, attacked, make_practice
from benchmarks.report import Report

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
