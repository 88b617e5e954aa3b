"""`rapport bench exploration`: what it costs to learn whom to offer, beside ways that do not learn.

Clients come one after another; ten of the providers are eligible for each, three are offered, one of the
three is met, and the outcome is seen. Regret is how much better the best three would have been, in standard
deviations of the outcome. The same markets, clients and eligible sets for every way of choosing.

    PYTHONPATH=. .venv/bin/python -m benchmarks.exploration docs/researcher

draws the curves anew and prints the table of docs/researcher/exploration.md.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.curves import Curves
from benchmarks.report import Report

from rapport.learning.policy.exploration import FLOOR
from rapport.simulation.market import Market, expected_gain, make_market

Say = Callable[[str], None]
SLATE = 3
SHARE, PAIR, ANSWERED = 0.08, 0.05, 0.25
CASES = (15, 60)
RECOVERED_TARGET = 0.95
# In standard deviations of the outcome; a small share of the spread between providers (√.08 = .28).
TEMPERATURE = 0.05


@dataclass(frozen=True)
class Size:
    """How large a world, and how many of them."""

    worlds: int = 24
    providers: int = 40
    eligible: int = 10
    cases: int = 60

    @property
    def clients(self) -> int:
        """Enough for that many cases a provider."""
        return self.providers * self.cases


@dataclass
class Seen:
    """What a way of choosing has seen so far: shape (worlds, providers). Beliefs are normal, by Bayes."""

    size: Size
    cases: np.ndarray = field(init=False)
    total: np.ndarray = field(init=False)
    squares: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.cases = np.zeros((self.size.worlds, self.size.providers))
        self.total, self.squares = np.zeros_like(self.cases), np.zeros_like(self.cases)

    def add(self, place: tuple[np.ndarray, np.ndarray], outcome: np.ndarray) -> None:
        """One more outcome in each world."""
        self.cases[place] += 1
        self.total[place] += outcome
        self.squares[place] += outcome**2

    def mean(self) -> np.ndarray:
        """Empirical Bayes: the total, shrunk by the noise of one case over the providers' own spread."""
        return self.total / (self.cases + (1 - SHARE) / SHARE)

    def mean_with_shares_from_data(self) -> np.ndarray:
        """The same, with noise and spread of providers estimated in each world (EM)."""
        cases = np.maximum(self.cases, 1)
        raw = self.total / cases
        within = (self.squares - cases * raw**2).sum(axis=1) / (cases - 1).sum(axis=1)
        between = np.full(len(within), 0.1)
        for _ in range(200):
            shrink = 1 / (cases / within[:, None] + 1 / between[:, None])
            mean = shrink * self.total / within[:, None]
            between = (mean**2 + shrink).mean(axis=1)
        return mean

    def spread(self) -> np.ndarray:
        return np.sqrt((1 - SHARE) / (self.cases + (1 - SHARE) / SHARE))


@dataclass
class Moment:
    """One client in each world: shape (worlds, eligible), but `rng`."""

    told: np.ndarray
    fit: np.ndarray
    mean: np.ndarray
    spread: np.ndarray
    cases: np.ndarray
    rng: np.random.Generator

    def chance(self) -> np.ndarray:
        return self.rng.standard_normal(self.told.shape)

    def forecast(self) -> np.ndarray:
        """What is believed of the provider, and what the answers tell of the pair."""
        return self.mean + np.sqrt(PAIR * ANSWERED) * self.told


def _with_temperature(moment: Moment) -> np.ndarray:
    """Plackett–Luce by Gumbel noise, mixed with an even draw: nobody's inclusion is below the floor."""
    even = moment.rng.uniform(size=(len(moment.told), 1)) < FLOOR * moment.told.shape[1] / SLATE
    noise = moment.rng.gumbel(size=moment.told.shape)
    return np.where(even, 0.0, moment.forecast() / TEMPERATURE) + noise


WAYS: dict[str, Callable[[Moment], np.ndarray]] = {
    "random": Moment.chance,
    "popularity": lambda moment: moment.cases + 0.01 * moment.chance(),
    "rules only": lambda moment: 10.0 * (moment.told > 0) + moment.chance(),
    "declared profiles": lambda moment: moment.told,
    "greedy on the forecast": Moment.forecast,
    "temperature with floor": _with_temperature,
    "Thompson": lambda moment: moment.forecast() + moment.spread * moment.chance(),
    "oracle": lambda moment: moment.fit,
}


@dataclass(frozen=True)
class Course:
    """What came of one way: regret of each client, shape (worlds, clients); what was seen at the end."""

    regret: np.ndarray
    seen: Seen


def markets(size: Size, seed: int) -> list[Market]:
    """The worlds, each from a seed of its own."""
    rngs = [np.random.default_rng([seed, world]) for world in range(size.worlds)]
    return [
        make_market(
            clients=size.clients, providers=size.providers, share=SHARE, pair=PAIR, answered=ANSWERED, rng=rng
        )
        for rng in rngs
    ]


def follow(way: str, worlds: list[Market], size: Size, seed: int) -> Course:
    """Send every client of every world one way."""
    common = np.random.default_rng([seed, 1])
    own = np.random.default_rng([seed, 2, sorted(WAYS).index(way)])
    fit = np.stack([each.fit for each in worlds])
    told = np.stack([each.told for each in worlds])
    seen, rows = Seen(size), np.arange(size.worlds)[:, None]
    regret = np.empty((size.worlds, size.clients))
    for client in range(size.clients):
        eligible = np.argsort(common.random((size.worlds, size.providers)), axis=1)[:, : size.eligible]
        moment = Moment(
            told[rows, client, eligible], fit[rows, client, eligible], seen.mean()[rows, eligible],
            seen.spread()[rows, eligible], seen.cases[rows, eligible], own,
        )  # fmt: skip
        three = np.argpartition(-WAYS[way](moment), SLATE - 1, axis=1)[:, :SLATE]
        best = np.sort(moment.fit, axis=1)[:, -SLATE:].mean(axis=1)
        regret[:, client] = best - moment.fit[rows, three].mean(axis=1)
        met = three[rows[:, 0], common.integers(SLATE, size=size.worlds)][:, None]
        noise = np.sqrt(1 - SHARE - PAIR) * common.standard_normal((size.worlds, 1))
        effect = np.sqrt(PAIR * ANSWERED) * moment.told[rows, met]
        seen.add((rows, eligible[rows, met]), moment.fit[rows, met] + noise - effect)
    return Course(regret, seen)


def recovered(believed: np.ndarray, worlds: list[Market], size: Size) -> tuple[float, float]:
    """The gain of the best of ten by what is believed, over the empirical-Bayes bound; and its error.

    believed: shape (worlds, providers).
    """
    rng = np.random.default_rng(5)
    bound = expected_gain(SHARE, cases=size.cases, choices=size.eligible)
    gains = []
    for world, mean in zip(worlds, believed, strict=True):
        tens = np.argsort(rng.random((4000, size.providers)), axis=1)[:, : size.eligible]
        chosen = tens[np.arange(4000), mean[tens].argmax(axis=1)]
        gains.append(world.general[chosen].mean() - world.general.mean())
    return float(np.mean(gains) / bound), float(np.std(gains) / np.sqrt(len(gains)) / bound)


def measure(say: Say) -> dict[str, Any]:
    """Run all of it."""
    report = Report()
    courses = courses_of(Size(), 1, say)
    regrets = {way: float(course.regret.mean()) for way, course in courses.items()}
    others = ("random", "popularity", "rules only", "declared profiles")
    for way in ("Thompson", "temperature with floor", "greedy on the forecast"):
        report.add(
            f"regret a client, {way}", regrets[way], {each: regrets[each] for each in others}, unit="SD"
        )
    for cases in CASES:
        say(f"{cases} cases a provider")
        size = Size(worlds=120, cases=cases)
        worlds = markets(size, 3)
        for way in ("Thompson", "random"):
            seen = follow(way, worlds, size, 3).seen
            for shares, believed in (
                ("known", seen.mean()),
                ("from data", seen.mean_with_shares_from_data()),
            ):
                share, _ = recovered(believed, worlds, size)
                name = f"{way}, shares {shares}: part of the bound at {cases} cases a provider"
                report.at_least(name, share, RECOVERED_TARGET)
    return report.as_json()


def courses_of(size: Size, seed: int, say: Say) -> dict[str, Course]:
    """Every way in the same worlds."""
    worlds, found = markets(size, seed), {}
    for way in WAYS:
        say(way)
        found[way] = follow(way, worlds, size, seed)
    return found


def table(courses: dict[str, Course]) -> str:
    """Regret a client in quarters of the time, with the error over worlds, as Markdown."""
    lines = ["| Way of choosing | first quarter | second | third | last quarter |", "|---|---|---|---|---|"]
    for way, course in courses.items():
        quarters = np.stack([each.mean(axis=1) for each in np.array_split(course.regret, 4, axis=1)])
        error = quarters.std(axis=1) / np.sqrt(quarters.shape[1])
        cells = [f"{mean:.3f} ± {one:.3f}" for mean, one in zip(quarters.mean(axis=1), error, strict=True)]
        lines.append(f"| {way} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def curves(courses: dict[str, Course], size: Size, points: int = 40) -> Curves:
    """Regret a client over time."""
    found = Curves("Regret a client", "clients so far", "standard deviations of the outcome")
    for way, course in courses.items():
        parts = np.array_split(course.regret.mean(axis=0), points)
        middle = [(index + 0.5) * size.clients / points for index in range(points)]
        found.add(way, middle, [float(part.mean()) for part in parts])
    return found


def main(folder: str) -> None:
    """Write exploration.svg into the folder and print the table."""
    size = Size()
    courses = courses_of(size, 1, lambda line: print(line, file=sys.stderr))
    Path(folder, "exploration.svg").write_text(curves(courses, size).svg(), encoding="utf-8")
    print(table(courses))


if __name__ == "__main__":
    main(sys.argv[1])
