"""Draw the calibration page from a run on planted sessions:

PYTHONPATH=tests .venv/bin/python -m support.draw_calibration
"""

from collections.abc import Iterator
from math import sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rapport.learning.drift.components import earlier_sessions, pairs
from rapport.learning.drift.sequential import Predictions, predict_then_learn
from rapport.learning.sessions import Sessions
from support.planted_sessions import Truth, planted

SEED = 7
FOLDER = Path(__file__).parents[2] / "docs" / "researcher"
TENTHS = 10
SIDE, MARGIN = 480, 48
# Half a 95% interval of a share of n, times sqrt(n).
Z95 = 1.96

PICTURE_IN_WORDS = (
    "Mean rating beside mean forecast for each tenth of the forecasts, with the middle 80% of ratings and of"
    " intervals"
)
INTRODUCTION = (
    "# Calibration",
    "",
    "An 80% interval is worth something only if it holds the rating four times in five, and for everyone.",
    "This page is drawn from a run of [predict, then learn](forecast.md) on {rows:,} planted sessions"
    " (seed {seed}): every forecast was made from the sessions above it alone.",
    "It shows that intervals hold what they promise when the world is much as the model takes it to be,"
    " with skewed ratings, a ceiling, heavy tails and clients who swing.",
    "Your own data are judged by `rapport evaluate`.",
    "",
    "```sh",
    "PYTHONPATH=tests .venv/bin/python -m support.draw_calibration",
    "```",
    "",
    "draws it anew.",
    "",
    "![{words}](calibration.svg)",
    "",
    "Dots: mean rating of each tenth of the sessions, ordered by forecast, at its mean forecast;"
    " on the line they are equal.",
    "Thin bars: where the middle 80% of the ratings lay.",
    "Pale bars: the mean 80% interval.",
    "",
    "| sessions | n | 80% holds | 95% holds | width of 80% |",
    "|---|---|---|---|---|",
)


def main() -> None:
    """Write the page and its picture."""
    sessions, _ = planted(Truth(), SEED)
    told = predict_then_learn(sessions)
    (FOLDER / "calibration.md").write_text(page(sessions, told), encoding="utf-8")
    (FOLDER / "calibration.svg").write_text(picture(sessions, told), encoding="utf-8")


def page(sessions: Sessions, told: Predictions) -> str:
    """The page: what it shows, the picture, and how often intervals held, by group."""
    words = (line.format(rows=len(sessions), seed=SEED, words=PICTURE_IN_WORDS) for line in INTRODUCTION)
    rows = (_row(name, which, sessions, told) for name, which in _groups(sessions, told))
    return "\n".join([*words, *rows, "", "After ±: half a 95% interval of the share itself.", ""])


def _groups(sessions: Sessions, told: Predictions) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    every = np.ones(len(sessions), dtype=bool)
    first = earlier_sessions(pairs(sessions)) == 0
    seen = earlier_sessions(sessions.client)
    yield from (("all", every), ("first meetings", first), ("repeat meetings", ~first))
    for low, high in ((0, 0), (1, 4), (5, 19), (20, len(sessions))):
        name = f"{low}" if low == high else f"{low} to {high}" if high < len(sessions) else f"{low} or more"
        yield f"client's sessions before: {name}", (seen >= low) & (seen <= high)
    for place, rows in enumerate(_parts(told.mean, 3)):
        yield f"forecast: {('lowest', 'middle', 'highest')[place]} third", np.isin(np.arange(len(seen)), rows)


def _row(name: str, which: NDArray[np.bool_], sessions: Sessions, told: Predictions) -> str:
    ratings, cells = sessions.ratings["overall"][which], []
    for low, high in told.intervals.values():
        share = float(((low[which] <= ratings) & (ratings <= high[which])).mean())
        cells.append(f"{100 * share:.1f}% ± {100 * Z95 * sqrt(share * (1 - share) / len(ratings)):.1f}")
    low, high = told.intervals[80]
    return f"| {name} | {len(ratings):,} | {' | '.join(cells)} | {(high - low)[which].mean():.1f} |"


def _parts(values: NDArray[np.float64], parts: int) -> list[NDArray[np.int64]]:
    return np.array_split(np.argsort(values, kind="stable"), parts)


def picture(sessions: Sessions, told: Predictions) -> str:
    """Reliability as an SVG that reads in light and dark."""
    low, high = told.intervals[80]
    ratings = sessions.ratings["overall"]
    marks = []
    for rows in _parts(told.mean, TENTHS):
        x = _x(told.mean[rows].mean())
        spread = np.quantile(ratings[rows], [0.1, 0.9])
        marks.append(_bar(x, low[rows].mean(), high[rows].mean(), 10, "#9cc7c5"))
        marks.append(_bar(x, spread[0], spread[1], 2, "#0b5c5a"))
        marks.append(f'<circle cx="{x:.1f}" cy="{_y(ratings[rows].mean()):.1f}" r="4" fill="#0b5c5a"/>')
    return "\n".join([*_frame(), *marks, "</svg>"]) + "\n"


def _frame() -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" role="img" '
        'font-family="sans-serif" font-size="12" fill="#1d2b2b">'
    )
    yield "<title>Mean rating beside mean forecast, with the middle 80% of ratings and of intervals</title>"
    yield f'<rect width="{SIDE}" height="{SIDE}" fill="#fbf8f2"/>'
    for value in range(0, 101, 20):
        yield f'<text x="{_x(value):.1f}" y="{SIDE - MARGIN / 2:.1f}" text-anchor="middle">{value}</text>'
        yield f'<text x="{MARGIN * 0.8:.1f}" y="{_y(value) + 4:.1f}" text-anchor="end">{value}</text>'
    yield f'<path d="M{_x(0)} {_y(0)}L{_x(100)} {_y(100)}" stroke="#8a8578" stroke-dasharray="4 4"/>'
    yield f'<text x="{SIDE / 2}" y="{SIDE - 6}" text-anchor="middle">forecast</text>'
    yield f'<text x="{MARGIN}" y="{MARGIN / 4 + 4}">rating</text>'


def _bar(x: float, low: float, high: float, width: int, color: str) -> str:
    path = f"M{x:.1f} {_y(low):.1f}V{_y(high):.1f}"
    return f'<path d="{path}" stroke="{color}" stroke-width="{width}"/>'


def _x(value: float) -> float:
    return MARGIN + (SIDE - 1.5 * MARGIN) * value / 100


def _y(value: float) -> float:
    return SIDE - MARGIN - (SIDE - 1.5 * MARGIN) * value / 100


if __name__ == "__main__":
    main()
