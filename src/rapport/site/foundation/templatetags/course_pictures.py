"""Pictures of a course as inline SVG: a line with its band over what is usual with its spread.

As `pictures`: no style attributes, colours from the stylesheet, shapes beside colours, always with words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# The drawing is 340 by 190; the plot leaves room for numbers on the left, sessions below, marks above.
WIDTH, HEIGHT = 340, 190
LEFT, RIGHT, TOP, BOTTOM = 30.0, 330.0, 24.0, 166.0
# A course of one session would fill the picture; so few places are kept free at least.
FEWEST_PLACES: Final = 4
MOST_LABELS: Final = 10
STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100)


@dataclass(frozen=True)
class Band:
    """A line with its range, at sessions 1, 2, …; shape of all three the same."""

    mean: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]


@dataclass(frozen=True)
class Drawn:
    """One picture: `part` names its colour and shape, `title` tells it in words.

    `points`: session and value of what was rated; `trail`: whether a line leads from point to point; `asked`,
    `mended`: sessions with a mark; `highest`, `lowest`: the ends of the scale that are shown.
    """

    part: str
    title: str
    points: Sequence[tuple[int, float]]
    usual: Band | None = None
    own: Band | None = None
    asked: Sequence[int] = ()
    mended: Sequence[int] = ()
    lowest: float = 0.0
    highest: float = 100.0
    trail: bool = False

    @property
    def places(self) -> int:
        """How many sessions are shown."""
        longest = max((len(band.mean) for band in (self.usual, self.own) if band), default=0)
        return max(longest, *(number for number, _ in self.points), FEWEST_PLACES)


@register.simple_tag
def course_picture(drawn: Drawn) -> SafeString:
    """The picture of one part, or of one questionnaire, over sessions."""
    place = _Place(drawn)
    body = (
        _frame(drawn, place)
        + _marks(drawn, place)
        + _band(drawn.usual, place, "usual-band", "usual-line")
        + _band(drawn.own, place, "own-band", "own-line")
        + _points(drawn, place)
    )
    return mark_safe(  # noqa: S308  numbers, constants of this module, and words that are escaped
        f'<svg class="course-picture part-{escape(drawn.part)}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' focusable="false"><title>{escape(drawn.title)}</title>{body}</svg>'
    )


class _Place:
    """Where a session and a value stand in the drawing."""

    def __init__(self, drawn: Drawn) -> None:
        self._places = drawn.places
        self.low, self.high = drawn.lowest, drawn.highest

    def x(self, session: float) -> float:
        return LEFT + (session - 0.5) / self._places * (RIGHT - LEFT)

    def y(self, value: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return BOTTOM - share * (BOTTOM - TOP)

    def trace(self, values: Sequence[float], *, back: bool = False) -> list[str]:
        """The corners of a line over sessions 1, 2, …; a line of one session gets a width."""
        corners = [(self.x(place + 1), self.y(value)) for place, value in enumerate(values)]
        if len(corners) == 1:
            ((x, y),) = corners
            corners = [(x - 8, y), (x + 8, y)]
        told = [f"{x:.1f},{y:.1f}" for x, y in corners]
        return told[::-1] if back else told


def _frame(drawn: Drawn, place: _Place) -> str:
    found = []
    for value in _ticks(drawn.lowest, drawn.highest):
        y = place.y(value)
        found.append(f'<line class="grid-line" x1="{LEFT}" x2="{RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        found.append(f'<text class="tick" x="{LEFT - 5}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>')
    every = -(-drawn.places // MOST_LABELS)
    for session in range(1, drawn.places + 1, every):
        x = place.x(session)
        found.append(f'<text class="tick" x="{x:.1f}" y="182" text-anchor="middle">{session}</text>')
    return "".join(found)


def _ticks(low: float, high: float) -> Iterable[float]:
    step = next((each for each in STEPS if (high - low) / each <= 5), STEPS[-1])
    first = -(-low // step) * step
    return (first + step * place for place in range(int((high - first) // step) + 1))


def _band(band: Band | None, place: _Place, area: str, line: str) -> str:
    if band is None or not len(band.mean):
        return ""
    corners = " ".join([*place.trace(band.high), *place.trace(band.low, back=True)])
    return f'<polygon class="{area}" points="{corners}"/>' + _line(place.trace(band.mean), line)


def _line(corners: list[str], name: str) -> str:
    return f'<polyline class="{name}" points="{" ".join(corners)}"/>'


def _points(drawn: Drawn, place: _Place) -> str:
    trail = [f"{place.x(session):.1f},{place.y(value):.1f}" for session, value in drawn.points]
    return (_line(trail, "own-line") if drawn.trail and len(trail) > 1 else "") + "".join(
        f'<circle class="rated" cx="{place.x(session):.1f}" cy="{place.y(value):.1f}" r="3.6"/>'
        for session, value in drawn.points
    )


def _marks(drawn: Drawn, place: _Place) -> str:
    asked = "".join(_mark(place.x(session), "asked-mark", "?") for session in drawn.asked)
    return asked + "".join(_mark(place.x(session), "mended-mark", "✓") for session in drawn.mended)


def _mark(x: float, name: str, sign: str) -> str:
    """A flag above the plot with a line down: a square with a question, or a disc with a tick."""
    shape = (
        f'<rect x="{x - 8:.1f}" y="2" width="16" height="16" rx="3"/>'
        if name == "asked-mark"
        else f'<circle cx="{x:.1f}" cy="10" r="8.5"/>'
    )
    return (
        f'<g class="{name}"><line x1="{x:.1f}" x2="{x:.1f}" y1="18" y2="{BOTTOM}"/>{shape}'
        f'<text x="{x:.1f}" y="14.5" text-anchor="middle">{sign}</text></g>'
    )
