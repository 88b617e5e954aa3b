"""The ways of following as one SVG file: a dot and its intervals for each, readable in light and dark."""

from collections.abc import Sequence
from html import escape
from math import ceil, floor
from typing import Final

from rapport.simulation.following.report import Estimate, WayCame

WIDTH, ROW, TOP, BOTTOM = 760, 26, 64, 40
NAMES: Final = 250  # pixels for the names
GAP: Final = 30
INK, SOFT, MARK = "#222222", "#767676", "#1f77b4"
PANELS: Final = (("dropout", "dropout, points of 100 less"), ("gained", "PHQ-9 points gained more"))


def picture(ways: Sequence[WayCame], *, title: str) -> str:
    """Differences from nothing, better to the right, with 80% (thick) and 95% (thin) intervals."""
    height = TOP + ROW * len(ways) + BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        'font-family="sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(_in_words(ways))}</desc>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="12" y="22" font-size="15" fill="{INK}">{escape(title)}</text>',
    ]
    for row, way in enumerate(ways):
        parts.append(f'<text x="12" y="{_y(row) + 4}" fill="{INK}">{escape(way.name)}</text>')
    width = (WIDTH - NAMES - GAP * len(PANELS)) / len(PANELS)
    for place, (key, words) in enumerate(PANELS):
        left = NAMES + GAP + place * (width + GAP)
        sign = -1.0 if key == "dropout" else 1.0
        own = [_turned(way.over_nothing[key], sign) for way in ways]
        parts += _panel(own, words, left, width - GAP, height)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _turned(one: Estimate, sign: float) -> Estimate:
    if sign > 0:
        return one
    return Estimate(-one.mean, -one.high80, -one.low80, -one.high, -one.low)


def _panel(own: Sequence[Estimate], words: str, left: float, width: float, height: int) -> list[str]:
    low, high = floor(min(0.0, *(one.low for one in own))), ceil(max(0.0, *(one.high for one in own)))

    def x(value: float) -> float:
        return round(left + (value - low) / (high - low) * width, 1)

    found = [f'<text x="{left:.0f}" y="{TOP - 20}" fill="{INK}">{escape(words)}</text>']
    for value in sorted({low, 0, high}):
        ink = INK if value == 0 else "#d0d0d0"
        bottom = height - BOTTOM
        found.append(f'<line x1="{x(value)}" x2="{x(value)}" y1="{TOP - 8}" y2="{bottom}" stroke="{ink}"/>')
        found.append(
            f'<text x="{x(value)}" y="{bottom + 18}" text-anchor="middle" fill="{SOFT}">{value}</text>'
        )
    for row, one in enumerate(own):
        y = _y(row)
        ends = ((one.low, one.high, 1.5), (one.low80, one.high80, 4.5))
        for start, end, thick in ends:
            found.append(
                f'<line x1="{x(start)}" x2="{x(end)}" y1="{y}" y2="{y}" stroke="{MARK}" '
                f'stroke-width="{thick}"/>'
            )
        found.append(f'<circle cx="{x(one.mean)}" cy="{y}" r="5" fill="{INK}"/>')
    return found


def _y(row: int) -> int:
    return TOP + ROW * row + ROW // 2


def _in_words(ways: Sequence[WayCame]) -> str:
    told = [
        f"{way.name}: dropout {way.over_nothing['dropout'].mean:+.1f}, "
        f"gained {way.over_nothing['gained'].mean:+.2f}"
        for way in ways
    ]
    return "Differences from nothing. " + "; ".join(told) + "."
