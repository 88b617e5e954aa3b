"""Draw the page on when to stop searching: what each number of consultations is worth, and what each rule is.

PYTHONPATH=tests .venv/bin/python -m support.draw_search
"""

from collections.abc import Iterator
from functools import cache
from math import e, sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.stats import norm, t

from rapport.alliance.consultation import VALIDITY, Forecast, Told, spread_told, updated
from rapport.alliance.search import reservation_values
from rapport.matching.forecast import QUESTIONNAIRE_R
from support.search_picture import Line, Panel, picture_of

SEEDS, SEARCHES = range(20), 5_000
PEOPLE = 9
COSTS = (0.05, 0.1, 0.2)
VALIDITIES = (0.3, 0.5, 0.7)
PRICES = tuple(round(0.02 + 0.005 * step, 3) for step in range(61))
WEITZMAN, SECRETARY = "Weitzman, with recall", "secretary (1/e, no way back)"
PAGE = Path(__file__).parents[2] / "docs" / "researcher" / "search.md"
PICTURE = PAGE.with_name("search.svg")

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@cache
def best_of(people: int) -> float:
    """Expected highest of so many standard normal draws."""
    return float(quad(lambda x: x * people * norm.pdf(x) * norm.cdf(x) ** (people - 1), -9, 9)[0])


def fixed(people: int, cost: float, validity: float = VALIDITY) -> float:
    """What meeting exactly so many, forecast alike, is worth: the best signal's fit less all costs."""
    return validity * best_of(people) - cost * people


def best_number(cost: float, validity: float = VALIDITY) -> int:
    """The fixed number that is worth most."""
    return max(range(1, 2 * PEOPLE), key=lambda people: fixed(people, cost, validity))


def met_on_average(cost: float, validity: float = VALIDITY) -> float:
    """How many of nine with equal forecasts Weitzman's rule meets, exactly."""
    spread = float(spread_told(1.0, validity))
    goes_on = float(norm.cdf(float(reservation_values(0.0, spread, cost)) / spread))
    return (1 - goes_on**PEOPLE) / (1 - goes_on)


def searches(seed: int, validity: float = VALIDITY) -> tuple[Floats, Floats, Floats]:
    """Of nine people in each of many searches, best forecast first: forecast, true fit, and fit as told."""
    rng = np.random.default_rng(seed)
    forecast = np.sort(QUESTIONNAIRE_R * rng.standard_normal((SEARCHES, PEOPLE)), axis=1)[:, ::-1]
    open_sd = sqrt(1 - QUESTIONNAIRE_R**2)
    fit = forecast + open_sd * rng.standard_normal(forecast.shape)
    signal = validity * fit + sqrt(1 - validity**2) * rng.standard_normal(forecast.shape)
    # The update is linear in the forecast and in the signal; three equal ratings are the signal times this.
    one_signal = sqrt((1 + 2 * 0.87) / 3)
    rated = updated(Forecast("", 0.0, open_sd), Told(*[one_signal] * 3), validity).mean
    kept = updated(Forecast("", 1.0, open_sd), Told(0.0, 0.0, 0.0), validity).mean
    return forecast, fit, kept * forecast + rated * signal


def first_where(holds: NDArray[np.bool_]) -> Counts:
    """How many are met until it holds; all where it never does."""
    return np.where(holds.any(axis=1), holds.argmax(axis=1) + 1, holds.shape[1])


def met_by_rule(forecast: Floats, told: Floats, cost: float, validity: float = VALIDITY) -> dict[str, Counts]:
    """How many each rule meets in each search."""
    one = np.ones(len(told), dtype=np.int64)
    z = reservation_values(forecast, spread_told(sqrt(1 - QUESTIONNAIRE_R**2), validity), cost)
    # After meeting k the highest value left is that of the next in the order of forecasts; after all, none.
    left = np.hstack([z[:, 1:], np.full((len(told), 1), -np.inf)])
    return {
        "take the first": one,
        "always three": 3 * one,
        "always nine": PEOPLE * one,
        SECRETARY: secretary(told),
        WEITZMAN: first_where(np.maximum.accumulate(told, axis=1) >= left),
    }


def secretary(told: Floats) -> Counts:
    """Let a share of 1/e go by, then take the first who beats them all, or else the last."""
    passed = round(PEOPLE / e)
    bar = told[:, :passed].max(axis=1, keepdims=True)
    return passed + first_where(told[:, passed:] > bar)


def chosen(told: Floats, met: Counts, *, recall: bool) -> Counts:
    """Whom each search ends with: the best of those met, or without a way back the last of them."""
    if not recall:
        return met - 1
    return np.where(np.arange(PEOPLE) < met[:, None], told, -np.inf).argmax(axis=1)


def compared(cost: float) -> dict[str, tuple[Floats, Floats]]:
    """Of each rule, by seed: mean net value in SD of fit, and how many are met on average."""
    found: dict[str, list[tuple[float, float]]] = {}
    for seed in SEEDS:
        forecast, fit, told = searches(seed)
        for rule, met in met_by_rule(forecast, told, cost).items():
            who = chosen(told, met, recall=rule != SECRETARY)
            net = fit[np.arange(len(fit)), who] - cost * met
            found.setdefault(rule, []).append((float(net.mean()), float(met.mean())))
    return {rule: (np.array(rows)[:, 0], np.array(rows)[:, 1]) for rule, rows in found.items()}


def half_interval(values: Floats) -> float:
    """Half a 95% interval of the mean over seeds (Student's t)."""
    return float(t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / sqrt(len(values)))


def rules_table() -> str:
    """Net value of each rule at each cost, and what Weitzman's rule is worth more, over the same searches."""
    at_cost = [compared(cost) for cost in COSTS]
    lines = ["| rule | " + " | ".join(f"c = {cost}" for cost in COSTS) + " |", "|---" * 4 + "|"]
    for rule in at_cost[0]:
        cells = (_cell(each[rule], each[WEITZMAN], own=rule == WEITZMAN) for each in at_cost)
        lines.append(f"| {rule} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(figures: tuple[Floats, Floats], best: tuple[Floats, Floats], *, own: bool) -> str:
    net, met = figures
    told = f"{net.mean():+.3f} ± {half_interval(net):.3f}; meets {met.mean():.1f}"
    if own:
        return told
    less = best[0] - net
    return f"{told}; {less.mean():.3f} ± {half_interval(less):.3f} less"


def sensitivity_table() -> str:
    """Where to stop, the best fixed number, and what three and nine are worth, without simulation."""
    lines = [
        "| r | c | stop at (SD of signal) | best n | its value | one fewer | one more | three | nine |",
        "|---" * 9 + "|",
    ]
    for r in VALIDITIES:
        for cost in COSTS:
            z = float(reservation_values(0.0, spread_told(1.0, r), cost)) / r
            best = best_number(cost, r)
            fewer = f"{fixed(best - 1, cost, r):+.3f}" if best > 1 else ""
            values = (f"{fixed(n, cost, r):+.3f}" for n in (best, best + 1, 3, PEOPLE))
            value, more, three, nine = values
            lines.append(
                f"| {r} | {cost} | {z:+.2f} | {best} | {value} | {fewer} | {more} | {three} | {nine} |"
            )
    return "\n".join(lines)


def picture() -> str:
    """Left: value by number met, a line a cost. Right: best fixed number, and the rule's, by cost."""
    numbers = range(1, PEOPLE + 1)
    worth = Panel(
        "people met", "net value, SD of fit", (1.0, float(PEOPLE)), (-1.2, 0.4),
        [Line(f"c = {cost}", [(float(n), fixed(n, cost)) for n in numbers]) for cost in COSTS],
    )  # fmt: skip
    wanted = Panel(
        "cost of one consultation, SD of fit", "people met", (0.0, 0.32), (0.0, 12.0),
        [
            Line("best fixed number", [(c, float(best_number(c))) for c in PRICES]),
            Line("Weitzman, of nine", [(c, met_on_average(c)) for c in PRICES]),
        ],
    )  # fmt: skip
    return picture_of("What a consultation's cost does to a search", worth, wanted)


def replaced(text: str, name: str, table: str) -> str:
    """The page with this table in its place."""
    before, begin, rest = text.partition(f"<!-- {name} -->\n")
    _, end, after = rest.partition(f"<!-- end of {name} -->")
    return before + begin + table + "\n" + end + after


def pieces() -> Iterator[tuple[str, str]]:
    """The tables of the page, by name."""
    yield "rules", rules_table()
    yield "sensitivity", sensitivity_table()


def main() -> None:
    """Write both tables and the picture."""
    text = PAGE.read_text(encoding="utf-8")
    for name, table in pieces():
        text = replaced(text, name, table)
    PAGE.write_text(text, encoding="utf-8")
    PICTURE.write_text(picture(), encoding="utf-8")


if __name__ == "__main__":
    main()
