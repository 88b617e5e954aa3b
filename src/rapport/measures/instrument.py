"""The value objects of an instrument: items, answers, scales, and what its scores mean.

All are frozen and check themselves, so that a mistake in a catalogue file is found when it is read
and not when someone is scored. Every figure carries where it comes from and how well that is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, NoReturn, get_args

from rapport.errors import BadInput, Problem, quoted

# How well a figure is known: read in its source, read in another paper or page that cites the
# source, or remembered and not yet checked (to be shown as such wherever it is shown).
Evidence = Literal["read", "secondary", "unverified"]
# "percent": the mean as a share of the way from the lowest answer to the highest, 0 to 100.
Method = Literal["sum", "mean", "percent"]

EVIDENCE: Final[tuple[str, ...]] = get_args(Evidence)
METHODS: Final[tuple[str, ...]] = get_args(Method)


def refuse(expected: str, arrived: object, column: str) -> NoReturn:
    """Raise the one error of bad input for a part of an instrument."""
    raise BadInput(Problem(expected=expected, arrived=quoted(arrived), column=column))


@dataclass(frozen=True, slots=True)
class Figure:
    """One published number, with its source and how well it is known."""

    value: float
    source: str
    evidence: Evidence

    def __post_init__(self) -> None:
        if self.evidence not in EVIDENCE:
            refuse(f"one of {', '.join(EVIDENCE)}", self.evidence, "evidence")
        if not self.source:
            refuse("a source for every figure", self.source, "source")


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a public code system (LOINC) for an item, an answer, a panel or a total."""

    code: str
    evidence: Evidence

    def __post_init__(self) -> None:
        if self.evidence not in EVIDENCE:
            refuse(f"one of {', '.join(EVIDENCE)}", self.evidence, "loinc")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that may be given: its value and its words."""

    value: int
    label: str
    loinc: Code | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `low` and `high` are the words at the two ends where an item has them.

    A reversed item counts as lowest + highest − answer.
    """

    code: str
    text: str
    reverse: bool = False
    low: str = ""
    high: str = ""
    loinc: Code | None = None


@dataclass(frozen=True, slots=True)
class MissingRule:
    """How many items of a scale may be missing, and how the rest then stand for all.

    With up to `at_most` missing, the mean of the answered items stands for those missing (a sum is
    the mean times the number of items). `whole` rounds such a sum to a whole number, half up, because
    bands and cuts are published for whole numbers. More missing than that: no score.
    """

    at_most: int
    whole: bool
    source: str

    def words(self, items: int) -> str:
        """Name the rule in one line, for `items` items in the scale."""
        rounded = ", rounded to a whole number" if self.whole else ""
        return (
            f"up to {self.at_most} of {items} items may be missing; the mean of the rest stands in{rounded}"
        )


@dataclass(frozen=True, slots=True)
class Band:
    """A named range of scores, `low` to `high`, both inside it."""

    name: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Norms:
    """What is published about a scale's reliability and the people it was tried on."""

    reliability: Figure
    clinical_mean: Figure
    clinical_sd: Figure
    healthy_mean: Figure
    healthy_sd: Figure


@dataclass(frozen=True, slots=True)
class Scale:
    """Items that make one score, how they make it, and what the score means."""

    name: str
    title: str
    items: tuple[str, ...]
    method: Method
    missing: MissingRule
    bands: tuple[Band, ...] = ()
    clinical_cut: Figure | None = None
    reliable_change: Figure | None = None
    norms: Norms | None = None
    loinc: Code | None = None

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            refuse(f"one of {', '.join(METHODS)}", self.method, "method")
        if not self.items or len(set(self.items)) != len(self.items):
            refuse("items of a scale, each once", self.items, "items")
        if not 0 <= self.missing.at_most < len(self.items):
            refuse(f"0 to {len(self.items) - 1} missing items", self.missing.at_most, "at_most")
        _check_bands(self.bands)


def _check_bands(bands: Sequence[Band]) -> None:
    """Bands rise, hold whole numbers and leave no whole number out between them."""
    for band in bands:
        if band.low > band.high:
            refuse("a band from low to high", band.name, "bands")
    for lower, upper in pairwise(bands):
        if upper.low != lower.high + 1:
            refuse(f"the band after {lower.name!r} to begin at {lower.high + 1:g}", upper.low, "bands")


@dataclass(frozen=True, slots=True)
class SafetyItem:
    """The item whose answer of `at_least` or more opens the way to help before anything else."""

    item: str
    at_least: int


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire with everything needed to show it, score it and explain the score.

    `permission` is the rights holder's line, kept word for word wherever the items are shown.
    """

    name: str
    title: str
    version: str
    licence: str
    permission: str
    sources: tuple[str, ...]
    ask: str
    items: tuple[Item, ...]
    options: tuple[Option, ...]
    scales: tuple[Scale, ...]
    safety: SafetyItem | None = None
    loinc: Code | None = None

    def __post_init__(self) -> None:
        codes = [item.code for item in self.items]
        values = [option.value for option in self.options]
        if not codes or len(set(codes)) != len(codes):
            refuse("items with codes of their own", codes, "items")
        if len(values) < 2 or values != list(range(values[0], values[0] + len(values))):
            refuse("answers that rise one by one", values, "options")
        if not self.scales or len({scale.name for scale in self.scales}) != len(self.scales):
            refuse("scales with names of their own", [scale.name for scale in self.scales], "scales")
        for scale in self.scales:
            self._check_scale(scale, codes)
        if self.safety is not None and self.safety.item not in codes:
            refuse("the code of an item", self.safety.item, "safety")

    def _check_scale(self, scale: Scale, codes: Sequence[str]) -> None:
        unknown = [code for code in scale.items if code not in codes]
        if unknown:
            refuse("codes of items", unknown[0], f"scales.{scale.name}")
        if scale.bands and (scale.bands[0].low, scale.bands[-1].high) != self.bounds(scale):
            refuse("bands from the lowest score to the highest", scale.bands[-1].high, f"scales.{scale.name}")

    @property
    def lowest(self) -> int:
        """The smallest answer to an item."""
        return self.options[0].value

    @property
    def highest(self) -> int:
        """The largest answer to an item."""
        return self.options[-1].value

    def scale(self, name: str) -> Scale:
        """The scale of that name; `BadInput` if there is none."""
        for scale in self.scales:
            if scale.name == name:
                return scale
        refuse(f"one of {', '.join(scale.name for scale in self.scales)}", name, "scale")

    def bounds(self, scale: Scale) -> tuple[float, float]:
        """The lowest and highest score that the scale can have."""
        if scale.method == "percent":
            return 0.0, 100.0
        times = len(scale.items) if scale.method == "sum" else 1
        return float(self.lowest * times), float(self.highest * times)
