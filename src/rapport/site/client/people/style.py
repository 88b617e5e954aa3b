"""How a provider works, on the four axes that clients answer about too: a picture and a sentence each."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.site.directory.queries import Row
from rapport.vocabulary import STYLE_AXES, STYLE_RANGE

Words = str | Promise


class Axis(NamedTuple):
    """One axis: what stands at its ends, and a sentence for each of five stretches from low to high."""

    title: Words
    low: Words
    high: Words
    sentences: tuple[Words, Words, Words, Words, Words]


AXES: Final = {
    "directive": Axis(
        _("Who leads"),
        _("You lead"),
        _("They lead"),
        (
            _("You choose the way; they follow."),
            _("You lead a little more than they do."),
            _("Sometimes you lead, sometimes they do."),
            _("They lead a little more than you do."),
            _("They lead, with a plan for each time."),
        ),
    ),
    "emotional": Axis(
        _("Feelings"),
        _("Calm and reserved"),
        _("Deep into feelings"),
        (
            _("They keep things calm and even."),
            _("They stay more with thoughts than with feelings."),
            _("They go into feelings when it helps."),
            _("They often go into feelings."),
            _("They go deep into strong feelings."),
        ),
    ),
    "past": Axis(
        _("Now or then"),
        _("The present"),
        _("The past"),
        (
            _("They stay with what happens now."),
            _("They look at the present more than the past."),
            _("They look at both the present and the past."),
            _("They look at the past more than the present."),
            _("They look closely at where things come from."),
        ),
    ),
    "challenge": Axis(
        _("Support and challenge"),
        _("Warm support"),
        _("Focused challenge"),
        (
            _("They mostly support and encourage."),
            _("They support more than they challenge."),
            _("They do both in equal measure."),
            _("They challenge a little more than others."),
            _("They say plainly where you might be wrong, and mean it kindly."),
        ),
    ),
}

# Five stretches of the seven points: the two outer ones on each side share a sentence.
_STRETCH: Final = {-3: 0, -2: 0, -1: 1, 0: 2, 1: 3, 2: 4, 3: 4}

# The picture is 240 wide; the scale runs from x=12 to x=228, so that a marker at either end is whole.
_LEFT: Final = 12
_RIGHT: Final = 228


@dataclass(frozen=True, slots=True)
class Placed:
    """One axis of one provider, ready to draw; `x` is None where the provider has not said."""

    title: Words
    low: Words
    high: Words
    sentence: Words
    x: float | None
    ticks: tuple[float, ...]


def placed(row: Row) -> list[Placed]:
    """The four axes of a provider, in the order of the questionnaire."""
    return [_placed(AXES[axis], getattr(row, axis)) for axis in STYLE_AXES]


def _placed(axis: Axis, value: int | None) -> Placed:
    low, high = STYLE_RANGE
    ticks = tuple(_x(point) for point in range(low, high + 1))
    sentence = _("They have not said.") if value is None else axis.sentences[_STRETCH[value]]
    return Placed(axis.title, axis.low, axis.high, sentence, None if value is None else _x(value), ticks)


def _x(value: int) -> float:
    low, high = STYLE_RANGE
    return _LEFT + (value - low) / (high - low) * (_RIGHT - _LEFT)
