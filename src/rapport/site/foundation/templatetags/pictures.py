"""Pictures of data as inline SVG: no style attributes, colours from the stylesheet, always with words."""

from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.site.foundation.figures import rounded

register = template.Library()
register.filter(rounded)

PART_NAMES = {
    "goals": gettext_lazy("Goals"),
    "tasks": gettext_lazy("Tasks"),
    "bond": gettext_lazy("Bond"),
    "overall": gettext_lazy("Overall"),
}

# The picture is 240 wide; 0 stands at x=2 and 100 at x=238; the stylesheet lets a marker overhang the ends.
_LEFT = 2.0
_SPAN = 236.0
_MIDDLE = 14.0
_THINNEST = 2.0  # a band that nobody can see would look like certainty

# A template hands on "" for a variable that it does not have.
NOT_GIVEN = (None, "")
_UNIT = Decimal(1)

# One shape a part, so that colour is never the only sign: a disc, a square, the lens two circles share.
_MARKERS = {
    "goals": '<circle class="part-mark" cx="0" cy="0" r="6.5"/>',
    "tasks": '<rect class="part-mark" x="-6" y="-6" width="12" height="12" rx="2.5"/>',
    "bond": '<path class="part-mark" d="M0-9.5a11 11 0 0 1 0 19a11 11 0 0 1 0-19z"/>',
    "overall": '<path class="part-mark" d="M0-8 8 0 0 8-8 0z"/>',
}


def _x(rating: float) -> str:
    """Where a rating of 0 to 100 stands in the picture; beyond the scale it stays at the end."""
    return f"{_LEFT + min(max(float(rating), 0.0), 100.0) / 100.0 * _SPAN:.1f}"


@register.filter
def whole(rating: float) -> str:
    """A rating without decimals, halves up: what `rounded:0` writes, in a part of the time."""
    return str(Decimal(str(rating)).quantize(_UNIT, ROUND_HALF_UP) + 0)


def _known(part: str) -> str:
    if part not in PART_NAMES:
        expected = ", ".join(PART_NAMES)
        raise ValueError(f"part: expected one of {expected}, arrived {part!r}")
    return part


@register.simple_tag
def part_name(part: str) -> str:
    """The part's name in words."""
    return str(PART_NAMES[_known(part)])


@register.simple_tag
def part_mark(part: str) -> SafeString:
    """The part's shape alone, for a label or a key; decoration beside a word."""
    return format_html(
        '<svg class="glyph part-{}" viewBox="-10 -10 20 20" width="20" height="20" aria-hidden="true"'
        ' focusable="false">{}</svg>',
        _known(part),
        mark_safe(_MARKERS[part]),  # noqa: S308  a constant of this module
    )


@register.simple_tag
def interval_words(mean: float, low: float, high: float, typical: float | None = None) -> str:
    """The picture in a sentence: what is likely, how wide the doubt is, and what is typical."""
    words = _(
        "Most likely about %(mean)s of 100. 8 times in 10 it would fall between %(low)s and %(high)s."
    ) % {
        "mean": whole(mean),
        "low": whole(low),
        "high": whole(high),
    }
    if typical in NOT_GIVEN:
        return words
    return words + " " + _("Typical is %(typical)s.") % {"typical": whole(typical)}


@register.simple_tag
def interval(part: str, mean: float, low: float, high: float, typical: float | None = None) -> SafeString:
    """A forecast as a picture: the scale, the 80% band, the most likely point, and a tick where typical is.

    `part` is goals, tasks, bond or overall; the numbers are ratings of 0 to 100. The SVG names itself in
    words.
    """
    title = f"{PART_NAMES[_known(part)]}: {interval_words(mean, low, high, typical)}"
    top, wide = _MIDDLE - 6, max(float(_x(high)) - float(_x(low)), _THINNEST)
    return mark_safe(  # noqa: S308  numbers, constants of this module, and the title, which is escaped
        f'<svg class="interval part-{part}" viewBox="0 0 240 28" role="img" focusable="false">'
        f"<title>{escape(title)}</title>"
        f'<line class="scale-line" x1="{_x(0)}" x2="{_x(100)}" y1="{_MIDDLE}" y2="{_MIDDLE}"/>'
        f'<rect class="part-band" x="{_x(low)}" y="{top}" width="{wide:.1f}" height="12" rx="6"/>'
        f'{_tick(typical)}<g transform="translate({_x(mean)} {_MIDDLE})">{_MARKERS[part]}</g></svg>'
    )


def _tick(typical: float | None) -> str:
    if typical is None or typical in NOT_GIVEN:
        return ""
    return f'<line class="typical" x1="{_x(typical)}" x2="{_x(typical)}" y1="0" y2="28"/>'
