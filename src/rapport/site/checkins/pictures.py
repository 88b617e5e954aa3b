"""A pair's sessions drawn small: its own line with its band, and a mark where something may have shifted."""

from statistics import fmean

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from rapport.site.checkins.queries.course import Followed, Session
from rapport.site.checkins.queries.opened import parts_of
from rapport.site.foundation.figures import rounded

WIDE, HIGH = 200.0, 56.0
EDGE = 8.0
# 0 to 100 of the scale, from the bottom up.
TOP, BOTTOM = 5.0, 51.0
MARK = 5.0


def small(followed: Followed) -> SafeString:
    """The picture, which names itself in words; nothing where there is no session yet."""
    if not followed.sessions:
        return SafeString()
    own, last = followed.lines["overall"].line, followed.sessions[-1].number
    upper = [_point(number, value, last) for number, value in enumerate(own.high, start=1)]
    lower = [_point(number, value, last) for number, value in enumerate(own.low, start=1)]
    middle = [_point(number, value, last) for number, value in enumerate(own.mean, start=1)]
    return format_html(
        '<svg class="course-small" viewBox="0 0 {} {}" role="img" focusable="false"><title>{}</title>'
        '<line class="scale-line" x1="0" x2="{}" y1="{}" y2="{}"/>'
        '<polygon class="course-band" points="{}"/><polyline class="course-line" points="{}"/>{}</svg>',
        f"{WIDE:.0f}", f"{HIGH:.0f}", in_words(followed), f"{WIDE:.0f}", BOTTOM, BOTTOM,
        " ".join(upper + lower[::-1]), " ".join(middle), _marks(followed, last),
    )  # fmt: skip


def in_words(followed: Followed) -> str:
    """What the picture shows, as a sentence."""
    first, last = _mean(followed.sessions[0]), _mean(followed.sessions[-1])
    told = {"n": len(followed.sessions), "first": rounded(first), "last": rounded(last)}
    words = ngettext(
        "%(n)s session rated, %(last)s of 100.",
        "%(n)s sessions rated, from %(first)s to %(last)s of 100.",
        len(followed.sessions),
    )
    flagged = [each.number for each in followed.sessions if each.judged.flagged]
    if not flagged:
        return words % told
    asked = ngettext(
        "Something may have shifted at session %(at)s.",
        "Something may have shifted at sessions %(at)s.",
        len(flagged),
    ) % {"at": ", ".join(map(str, flagged))}
    return f"{words % told} {asked}"


def _marks(followed: Followed, last: int) -> SafeString:
    """A disc for each rated session, a diamond where something may have shifted: never by colour alone."""
    return format_html_join(
        "", '<path class="{}" d="{}"/>', (_mark(each, last) for each in followed.sessions)
    )


def _mark(session: Session, last: int) -> tuple[str, str]:
    x, y = _place(session.number, _mean(session), last)
    if session.judged.flagged:
        around = f"M{x:.1f} {y - MARK:.1f}l{MARK} {MARK}l-{MARK} {MARK}l-{MARK}-{MARK}z"
        return "course-flag", around
    radius = MARK / 2
    return (
        "course-dot",
        f"M{x - radius:.1f} {y:.1f}a{radius} {radius} 0 1 0 {MARK} 0a{radius} {radius} 0 1 0-{MARK} 0z",
    )


def _mean(session: Session) -> float:
    return fmean(parts_of(session.ratings).values())


def _point(number: int, value: float, last: int) -> str:
    x, y = _place(number, value, last)
    return f"{x:.1f},{y:.1f}"


def _place(number: int, value: float, last: int) -> tuple[float, float]:
    x = WIDE / 2 if last == 1 else EDGE + (number - 1) / (last - 1) * (WIDE - 2 * EDGE)
    return x, BOTTOM - float(value) / 100.0 * (BOTTOM - TOP)
