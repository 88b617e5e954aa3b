"""Lines over time as one SVG file: readable in light and dark, every line named where it ends."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from math import floor, log10

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 62, 180, 40, 48
# Told apart by hue, lightness and dash, on white and on black.
INKS = ("#7f7f7f", "#b8860b", "#8c564b", "#9467bd", "#d62728", "#2ca02c", "#1f77b4", "#17a2b8")
DASHES = ("", "6 3", "2 3", "8 3 2 3")
APART = 14.0
ROUND = (1.0, 1.2, 1.6, 2.0, 2.4, 3.2, 4.0, 4.8, 6.0, 8.0, 10.0)


@dataclass
class Curves:
    """A picture of lines; `add` each, then `svg`."""

    title: str
    across: str
    up: str
    lines: list[tuple[str, Sequence[float], Sequence[float]]] = field(default_factory=list)

    def add(self, name: str, xs: Sequence[float], ys: Sequence[float]) -> None:
        """One line."""
        self.lines.append((name, xs, ys))

    def svg(self) -> str:
        """The picture, with a title and a description for people who do not see it."""
        told = "; ".join(f"{name} from {ys[0]:.3f} to {ys[-1]:.3f}" for name, _, ys in self.lines)
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            'font-family="sans-serif" font-size="12">',
            f"<title>{escape(self.title)}</title>",
            f"<desc>{escape(self.up)} over {escape(self.across)}: {escape(told)}.</desc>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            f'<text x="{LEFT}" y="22" font-size="15" fill="#222222">{escape(self.title)}</text>',
            *self._axes(),
            *self._drawn(),
            "</svg>",
        ]
        return "\n".join(parts) + "\n"

    def _ends(self) -> tuple[float, float]:
        """Round numbers at the ends of both axes."""
        return (
            _rounded_up(max(max(xs) for _, xs, _ in self.lines)),
            _rounded_up(max(max(ys) for _, _, ys in self.lines)),
        )

    def _place(self, x: float, y: float) -> tuple[float, float]:
        across, highest = self._ends()
        left = LEFT + x / across * (WIDTH - LEFT - RIGHT)
        return round(left, 1), round(HEIGHT - BOTTOM - y / highest * (HEIGHT - TOP - BOTTOM), 1)

    def _axes(self) -> list[str]:
        across, highest = self._ends()
        found, ink = [], 'fill="#444444"'
        for part in range(5):
            x, bottom = self._place(across * part / 4, 0)
            left, y = self._place(0, highest * part / 4)
            end = WIDTH - RIGHT
            found += [
                f'<line x1="{left}" y1="{y}" x2="{end}" y2="{y}" stroke="#dddddd"/>',
                f'<text x="{left - 6}" y="{y + 4}" text-anchor="end" {ink}>{highest * part / 4:.2f}</text>',
                f'<text x="{x}" y="{bottom + 18}" text-anchor="middle" {ink}>{across * part / 4:,.0f}</text>',
            ]
        middle = (LEFT + WIDTH - RIGHT) / 2
        found.append(
            f'<text x="{middle}" y="{HEIGHT - 10}" text-anchor="middle" {ink}>'
            f"{escape(self.across)}; upwards: {escape(self.up)}</text>"
        )
        return found

    def _drawn(self) -> list[str]:
        found = []
        ends = self._label_heights()
        for index, (name, xs, ys) in enumerate(self.lines):
            ink, dash = INKS[index % len(INKS)], DASHES[index % len(DASHES)]
            points = " ".join(
                f"{x},{y}" for x, y in (self._place(*pair) for pair in zip(xs, ys, strict=True))
            )
            dashed = f' stroke-dasharray="{dash}"' if dash else ""
            found += [
                f'<polyline points="{points}" fill="none" stroke="{ink}" stroke-width="2"{dashed}/>',
                f'<text x="{WIDTH - RIGHT + 8}" y="{ends[index] + 4:.1f}" fill="{ink}">{escape(name)}</text>',
            ]
        return found

    def _label_heights(self) -> list[float]:
        """Where each line ends, moved down where two names would overlap."""
        ends = [self._place(xs[-1], ys[-1])[1] for _, xs, ys in self.lines]
        found, last = list(ends), -APART
        for index in sorted(range(len(ends)), key=ends.__getitem__):
            found[index] = last = max(ends[index], last + APART)
        return found


def _rounded_up(value: float) -> float:
    """The next number whose quarters are round."""
    size = 10.0 ** floor(log10(value))
    return next(part * size for part in ROUND if part * size >= value)
