"""Two small line charts beside each other, as an SVG that reads in light and dark."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 420, 330
LEFT, RIGHT, TOP, BOTTOM = 52, 20, 48, 48
COLORS = ("#0b5c5a", "#a0522d", "#5b4a8a")
# Lines are told apart in grey too.
DASHES = ("", "7 4", "2 3")
STEPS = 4


@dataclass(frozen=True)
class Line:
    """A named line through points."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Panel:
    """A chart: the words on its axes, their ends, and its lines."""

    across: str
    up: str
    xs: tuple[float, float]
    ys: tuple[float, float]
    lines: Sequence[Line]

    def x(self, value: float) -> float:
        """Where a value stands across."""
        low, high = self.xs
        return LEFT + (WIDTH - LEFT - RIGHT) * (value - low) / (high - low)

    def y(self, value: float) -> float:
        """Where a value stands from the top."""
        low, high = self.ys
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low)


def picture_of(title: str, *panels: Panel) -> str:
    """The panels side by side."""
    whole = WIDTH * len(panels)
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="12" fill="#1d2b2b">',
        f"<title>{title}</title>",
        f'<rect width="{whole}" height="{HEIGHT}" fill="#fbf8f2"/>',
    ]
    for place, panel in enumerate(panels):
        drawn += [f'<g transform="translate({place * WIDTH} 0)">', *_frame(panel), *_lines(panel), "</g>"]
    return "\n".join([*drawn, "</svg>"]) + "\n"


def _frame(panel: Panel) -> Iterator[str]:
    for step in range(STEPS + 1):
        share = step / STEPS
        across = panel.xs[0] + share * (panel.xs[1] - panel.xs[0])
        up = panel.ys[0] + share * (panel.ys[1] - panel.ys[0])
        yield f'<path d="M{LEFT} {panel.y(up):.1f}H{WIDTH - RIGHT}" stroke="#d8d2c4"/>'
        yield f'<text x="{LEFT - 6}" y="{panel.y(up) + 4:.1f}" text-anchor="end">{round(up, 3):g}</text>'
        place = f'x="{panel.x(across):.1f}" y="{HEIGHT - 30}"'
        yield f'<text {place} text-anchor="middle">{round(across, 3):g}</text>'
    yield f'<text x="{(WIDTH + LEFT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">{panel.across}</text>'
    yield f'<text x="{LEFT - 40}" y="18">{panel.up}</text>'


def _lines(panel: Panel) -> Iterator[str]:
    for place, line in enumerate(panel.lines):
        path = "L".join(f"{panel.x(x):.1f} {panel.y(y):.1f}" for x, y in line.points)
        drawn = f'stroke="{COLORS[place]}" stroke-width="2" stroke-dasharray="{DASHES[place]}"'
        yield f'<path d="M{path}" fill="none" {drawn}/>'
        at = LEFT + 4 + place * (WIDTH - LEFT - RIGHT) // len(panel.lines)
        yield f'<path d="M{at} 36h18" {drawn}/><text x="{at + 22}" y="40">{line.name}</text>'
