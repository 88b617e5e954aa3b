"""What a benchmark hands back: rows, targets and missing peers, and how repeated timings are summed up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from typing import Any, TypeVar

T = TypeVar("T")
DIGITS = 4


@dataclass
class Report:
    """Collects what one benchmark found."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    targets: list[dict[str, Any]] = field(default_factory=list)
    unavailable: list[dict[str, str]] = field(default_factory=list)

    def add(self, case: str, ours: float, peers: Mapping[str, float], *, unit: str) -> float | None:
        """One row; returns the best peer's figure over ours, None where no peer ran or ours is nought."""
        ratio = min(peers.values()) / ours if peers and ours else None
        shown = {name: significant(value) for name, value in peers.items()}
        row = {"case": case, "ours": significant(ours), "peers": shown, "unit": unit}
        self.rows.append({**row, "ratio": None if ratio is None else significant(ratio)})
        return ratio

    def at_least(self, name: str, value: float, target: float) -> None:
        """A target that holds when the value reaches it."""
        self._target(name, value, target, holds=value >= target)

    def at_most(self, name: str, value: float, target: float) -> None:
        """A target that holds when the value stays below it."""
        self._target(name, value, target, holds=value <= target)

    def _target(self, name: str, value: float, target: float, *, holds: bool) -> None:
        self.targets.append({"name": name, "value": significant(value), "target": target, "holds": holds})

    def as_json(self) -> dict[str, Any]:
        """The keys that `rapport bench` prints."""
        return {"rows": self.rows, "targets": self.targets, "unavailable": self.unavailable}


def significant(value: float) -> float:
    """Cut to the digits that a timing can carry."""
    return float(f"{value:.{DIGITS}g}")


def milliseconds(work: Callable[[], T]) -> tuple[float, T]:
    """How long one call took, and what it gave."""
    started = perf_counter()
    found = work()
    return (perf_counter() - started) * 1000, found


def quantile(values: Sequence[float], share: float) -> float:
    """The value that this share of the values does not exceed (nearest rank)."""
    ordered = sorted(values)
    rank = max(1, -(-len(ordered) * share // 1))
    return ordered[int(rank) - 1]


def per_case_medians(rounds: Sequence[Sequence[float]]) -> list[float]:
    """Rounds of timings of the same cases in the same order: each case's median over the rounds."""
    return [median(each) for each in zip(*rounds, strict=True)]
