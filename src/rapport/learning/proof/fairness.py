"""Is it as good, and as often, for one group as for the others?

Two questions, each with intervals and counts: how far forecasts miss by group (`by_group`), and how often
a group gets something against everybody else (`rates_by_group`). Nothing is adjusted for: a difference
that some other circumstance explains is a difference all the same, and what one adjusts for can hide it.

Cells of fewer than 11 people are never shown (the rule of the US Medicare agency): such groups are put
together as "other groups", and those, while still too few, with the smallest group that can be shown, so
that nobody can be had by taking the rest from a total. With several groups every interval is widened
(Bonferroni): one false alarm in twenty at most for a whole column.

Source: four fifths, 29 CFR 1607.4 D; small cells, CMS cell size policy; both from memory. Interval of a
share: Wilson (1927) at the effective number of rows. Compared with: simulated groups without and with a
difference (tests/library/references/test_fairness.py).
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri, stdtrit

from rapport.learning.policy.estimate import clustered_error
from rapport.learning.policy.log_columns import codes

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

FEWEST_SHOWN: Final = 11
FALSE_ALARMS: Final = 0.05
FOUR_FIFTHS: Final = 0.8
COVERED: Final = 0.8
# Coverage off by more than two points, beyond noise, is an alarm.
COVERAGE_SLACK: Final = 0.02
OTHERS: Final = "other groups"
HIDDEN: Final = f"fewer than {FEWEST_SHOWN} people"


class Range(NamedTuple):
    """A figure with its interval."""

    value: float
    low: float
    high: float


class ForecastFigures(NamedTuple):
    """How far forecasts miss for one group; figures are None where the cell is hidden.

    `mae` and `bias` (forecast less rating) in rating points, `coverage` as a share. `alarm` says what is
    wrong, empty when nothing is beyond noise.
    """

    group: str
    people: int | None
    rows: int | None
    mae: Range | None
    bias: Range | None
    coverage: Range | None
    alarm: str


class RateFigures(NamedTuple):
    """How often one group gets something, and that against everybody else; None where hidden."""

    group: str
    people: int | None
    rate: float | None
    ratio: Range | None
    alarm: str


def by_group(
    groups: Sequence[str],
    clients: Sequence[str] | Codes,
    *,
    actual: ArrayLike,
    mean: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
) -> tuple[ForecastFigures, ...]:
    """How far 80% forecasts miss, by group of clients.

    Args:
        groups: shape (rows,), as the client says it; blank counts as the group "not said".
        clients: shape (rows,), whose row it is: rows of one client go together.
        actual, mean, low, high: shape (rows,), the rating and its forecast, 0 to 100; no NaN.

    Returns:
        One entry a group, in order of name.
    """
    of_actual, of_mean = np.asarray(actual, dtype=np.float64), np.asarray(mean, dtype=np.float64)
    inside = (of_actual >= np.asarray(low)) & (of_actual <= np.asarray(high))
    _, person = codes(np.asarray(clients).tolist())
    names, place = _cells(groups, person)
    level = 1 - FALSE_ALARMS / max(len(names), 1)
    found = []
    for code, name in enumerate(names):
        rows = place == code
        people = len(np.unique(person[rows]))
        if people < FEWEST_SHOWN:
            found.append(ForecastFigures(name, None, None, None, None, None, ""))
            continue
        _, own = codes(person[rows].tolist())
        error = of_mean[rows] - of_actual[rows]
        coverage = _share(inside[rows], own, level)
        found.append(
            ForecastFigures(
                name,
                people,
                int(rows.sum()),
                _mean(np.abs(error), own, level),
                _mean(error, own, level),
                coverage,
                _coverage_alarm(coverage),
            )
        )
    return tuple(found)


def rates_by_group(
    groups: Sequence[str],
    people: Sequence[str] | Codes,
    clusters: Sequence[str] | Codes,
    *,
    got: ArrayLike,
    due: ArrayLike,
) -> tuple[RateFigures, ...]:
    """How often each group gets something, against everybody else.

    For exposure: one row a provider in a request's pool, got = 1 or the probability of standing in the
    slate, due = 3 / pool, which is what chance would give everybody. For offers: one row a request,
    got = 1 when three were offered, due = 1.

    Args:
        groups: shape (rows,); blank counts as "not said".
        people: shape (rows,), whom the row is about: cells are hidden by their number.
        clusters: shape (rows,), rows that go together, such as one client's requests.
        got, due: shape (rows,), not negative; the rate is Σ got / Σ due.

    Returns:
        One entry a group, in order of name. The ratio is None where a side has nobody, or got nothing.
    """
    received, expected = np.asarray(got, dtype=np.float64), np.asarray(due, dtype=np.float64)
    _, person = codes(np.asarray(people).tolist())
    _, cluster = codes(np.asarray(clusters).tolist())
    names, place = _cells(groups, person)
    level = 1 - FALSE_ALARMS / max(len(names), 1)
    found = []
    for code, name in enumerate(names):
        rows = place == code
        size = len(np.unique(person[rows]))
        if size < FEWEST_SHOWN:
            found.append(RateFigures(name, None, None, None, ""))
            continue
        ratio = _ratio(received, expected, rows, cluster, level)
        rate = float(received[rows].sum() / expected[rows].sum()) if expected[rows].sum() > 0 else None
        found.append(RateFigures(name, size, rate, ratio, _ratio_alarm(ratio)))
    return tuple(found)


def _cells(groups: Iterable[str], person: Codes) -> tuple[list[str], Codes]:
    """The groups that can be shown, in order of name, and each row's place among them."""
    named = np.array([each.strip() or "not said" for each in groups], dtype=np.str_)
    names, place = np.unique(named, return_inverse=True)
    sizes = {name: len(np.unique(person[place == code])) for code, name in enumerate(names.tolist())}
    few = [name for name, size in sizes.items() if size < FEWEST_SHOWN]
    is_few = np.isin(named, few)
    if few and len(few) < len(sizes) and len(np.unique(person[is_few])) < FEWEST_SHOWN:
        smallest = min((size, name) for name, size in sizes.items() if name not in few)[1]
        is_few |= named == smallest
        found = np.where(is_few, f"{smallest} and {OTHERS}", named)
    else:
        found = np.where(is_few, OTHERS, named)
    names, place = np.unique(found, return_inverse=True)
    return names.tolist(), place


def _mean(values: Floats, clusters: Codes, level: float) -> Range:
    value = float(values.mean())
    half = _reach(clusters, level) * clustered_error(values - value, clusters)
    return Range(value, value - half, value + half)


def _reach(clusters: Codes, level: float) -> float:
    return float(stdtrit(int(clusters.max()), (1 + level) / 2))


def _share(inside: NDArray[np.bool_], clusters: Codes, level: float) -> Range:
    """Wilson's interval at the number of rows that would be as uncertain were they independent."""
    values = inside.astype(np.float64)
    value, rows = float(values.mean()), len(values)
    people = int(clusters.max()) + 1
    alone = value * (1 - value) / rows * people / (people - 1)
    error = clustered_error(values - value, clusters)
    effective = rows / max(error**2 / alone, 1.0) if alone > 0 else float(people)
    reach = float(ndtri((1 + level) / 2))
    middle = (value + reach**2 / (2 * effective)) / (1 + reach**2 / effective)
    half = (
        reach
        / (1 + reach**2 / effective)
        * np.sqrt(value * (1 - value) / effective + (reach / (2 * effective)) ** 2)
    )
    return Range(value, float(middle - half), float(middle + half))


def _ratio(got: Floats, due: Floats, rows: NDArray[np.bool_], clusters: Codes, level: float) -> Range | None:
    """A group's rate over everybody else's, with the interval of its logarithm."""
    sides = []
    for side in (rows, ~rows):
        received, expected = float(got[side].sum()), float(due[side].sum())
        if received <= 0 or expected <= 0:
            return None
        sides.append((received / expected, side * (got / received - due / expected) * len(got)))
    (own, influence), (others, influence_others) = sides
    value = own / others
    half = _reach(clusters, level) * clustered_error(influence - influence_others, clusters)
    return Range(value, value * float(np.exp(-half)), value * float(np.exp(half)))


def _coverage_alarm(coverage: Range) -> str:
    if coverage.high < COVERED - COVERAGE_SLACK:
        return "80% intervals are too narrow for this group"
    if coverage.low > COVERED + COVERAGE_SLACK:
        return "80% intervals are too wide for this group"
    return ""


def _ratio_alarm(ratio: Range | None) -> str:
    if ratio is None or ratio.value >= FOUR_FIFTHS:
        return ""
    if ratio.high < 1:
        return "less than four fifths of what others get, beyond noise"
    return "less than four fifths of what others get, perhaps by chance"
