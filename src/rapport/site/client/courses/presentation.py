"""What the pages of a course say to the client; no query and no clock in here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.site.checkins.queries.course import Followed, Session
from rapport.site.checkins.queries.course_words import CoursePage, mended, page_of, precision
from rapport.site.checkins.queries.raised import Said
from rapport.site.checkins.queries.raising_words import sources
from rapport.site.checkins.raised_choices import Helped, Talked, Way
from rapport.site.foundation.templatetags.pictures import PART_NAMES, whole


@dataclass(frozen=True, slots=True)
class RaisedItem:
    """One thing the client raised: when, how, the words, what came of it, and where to say so."""

    after_session: int
    way: str
    words: str
    outcome: str
    after: str


@dataclass(frozen=True)
class Page:
    """How it goes with one person: what to look at first, pictures and words, what was raised."""

    name: str
    course: CoursePage
    is_open: bool
    question: str
    ask_after: str
    raised: tuple[RaisedItem, ...]


@dataclass(frozen=True)
class ShiftPage:
    """Something may have shifted: where, what fell, how sure that is, and what is known of ruptures."""

    name: str
    title: str
    where: str
    fell: tuple[str, ...]
    precision: str
    sources: tuple[Any, ...]


def course_page(name: str, followed: Followed, raised: Sequence[Said], *, is_open: bool) -> Page:
    """How it goes."""
    waiting = next((each for each in raised if each.is_open), None)
    return Page(
        name=name,
        course=page_of(followed),
        is_open=is_open,
        question=_question(followed, raised) if is_open else "",
        ask_after=_after(waiting) if waiting and is_open else "",
        raised=tuple(_item(each, followed) for each in raised),
    )


def shift_page(name: str, followed: Followed) -> ShiftPage:
    """What may have shifted; also opened by somebody who noticed it without us."""
    shift = followed.unrepaired
    return ShiftPage(
        name=name,
        title=_("Something may have shifted: want to look at it?")
        if shift
        else _("Something feels different?"),
        where=_("It is about session %(number)s with %(name)s.") % {"number": shift.number, "name": name}
        if shift
        else "",
        fell=_fell(shift) if shift else (),
        precision=precision(shift.judged.kind or "sudden") if shift else "",
        sources=sources(),
    )


def _question(followed: Followed, raised: Sequence[Said]) -> str:
    """Whether the latest shift is still to be looked at: nothing was raised or put off since."""
    shift = followed.unrepaired
    looked_at = shift is not None and any(each.after_session >= shift.number for each in raised)
    return reverse("course-shift") if shift is not None and not looked_at else ""


def _fell(shift: Session) -> tuple[str, ...]:
    return tuple(
        _("%(part)s: about %(by)s points below your sessions before")
        % {"part": PART_NAMES[part], "by": whole(by)}
        for part, by in shift.fell.items()
        if round(by) > 0
    )


def _item(said: Said, followed: Followed) -> RaisedItem:
    return RaisedItem(
        said.after_session,
        str(Way(said.way).label),
        said.words,
        outcome(said, followed),
        _after(said),
    )


def _after(said: Said) -> str:
    return "" if said.way == Way.KEEP else reverse("course-shift-after", args=[said.id])


def outcome(said: Said, followed: Followed) -> str:
    """What came of it, by what the client said and by what the ratings say, both told."""
    by_ratings = _looks_mended(said, followed)
    if said.talked == Talked.LET_GO:
        return _("You let it rest.")
    if said.talked != Talked.YES:
        return _("Your ratings are back where they were.") if by_ratings else ""
    return _TOLD[said.helped == Helped.YES, by_ratings]()


def _looks_mended(said: Said, followed: Followed) -> bool:
    later = [each for each in mended(followed.sessions) if each >= said.after_session]
    return bool(later) and followed.unrepaired is None


_TOLD: dict[tuple[bool, bool], Any] = {
    (True, True): lambda: _("You talked and it is better, and your ratings say so too: repaired."),
    (True, False): lambda: _(
        "You talked and it is better. Your ratings are not back yet; that can take a session or two."
    ),
    (False, True): lambda: _(
        "Your ratings are back where they were, and you said that it is not quite well yet. Your word counts."
    ),
    (False, False): lambda: _(
        "You talked, and it is not well yet. You can raise it again, or look at whether to go on."
    ),
}
