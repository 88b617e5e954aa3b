"""What the caseload says; no query in here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from rapport.site.checkins.choices import SafetySource
from rapport.site.checkins.queries.alerts import Alert
from rapport.site.checkins.queries.caseload import CaseloadRow, Need
from rapport.site.checkins.queries.course import Followed
from rapport.site.checkins.queries.course_words import drawn
from rapport.site.checkins.queries.opened import parts_of
from rapport.site.checkins.queries.raised import Said
from rapport.site.checkins.queries.repairs import Noted
from rapport.site.checkins.queries.suggested import Advice, Right
from rapport.site.checkins.raised_choices import About, Helped, ShownAs, Talked
from rapport.site.checkins.repair_choices import Shown, WasFound
from rapport.site.foundation.figures import rounded
from rapport.site.foundation.templatetags.course_pictures import Drawn
from rapport.site.foundation.templatetags.pictures import PART_NAMES

NEEDS: Final = {
    Need.SAFETY: _lazy("Said that they are not safe"),
    Need.RAISED: _lazy("They raised something with you"),
    Need.RUPTURE: _lazy("Something may have shifted"),
    Need.OFF_TRACK: _lazy("Symptoms go worse than expected"),
    Need.SILENCE: _lazy("No check-in for three weeks"),
    Need.COMFORT: _lazy("Warm, and little moves"),
    Need.NONE: _lazy("Nothing asks for a look"),
    Need.NOT_SHARED: _lazy("Not shared"),
}
SENT_BEFORE: Final = _lazy("This page was sent before with something else in it. Open it again.")
SHOWN_STEPS: Final = 3
PRESSING: Final = (Need.SAFETY, Need.RAISED, Need.RUPTURE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the list."""

    id: str
    called: str
    since: datetime
    needs: list[str]
    sessions: int
    picture: Drawn | None
    is_shared: bool
    presses: bool
    unsafe: list[tuple[str, datetime, str]]


def entry(row: CaseloadRow) -> Entry:
    """A course in the list; one that is not shared says nothing but that it is open."""
    return Entry(
        id=row.course.pk,
        called=called(row),
        since=row.course.opened_at,
        needs=[str(NEEDS[each]) for each in row.needs if each is not Need.NOT_SHARED],
        sessions=len(row.followed.sessions) if row.followed else 0,
        picture=overall(row.followed) if row.followed else None,
        is_shared=row.is_shared,
        presses=row.needs[0] in PRESSING,
        unsafe=[(each.pk, each.answered_at, unsafe_words(each.unseal("said"))) for each in row.unsafe],
    )


def overall(followed: Followed) -> Drawn | None:
    """The picture of a course over all; None before its first session."""
    return drawn(followed, "overall") if followed.sessions else None


def called(row: CaseloadRow) -> str:
    """How the client wants to be called, as far as they show it."""
    if not row.is_shared and not row.unsafe:
        return _("An open course")
    return row.called or _("Someone who shows no name")


def unsafe_words(said: dict[str, object]) -> str:
    """What was answered, in the words of the page that asked."""
    if said["source"] == SafetySource.NOT_SAFE:
        return _("They ticked “I do not feel safe”.")
    return _("They said yes to a question about thoughts of being better off dead, or of hurting themselves.")


def alert_words(alert: Alert) -> str:
    """The alert, as a question."""
    words = _("Something may have shifted at session %(n)s, and may not have mended yet. Want to look at it?")
    if alert.is_new:
        words = _("Something may have shifted at session %(n)s. Want to look at it together?")
    return words % {"n": alert.session.number}


def precision_words(right: Right) -> str:
    """How often such alerts are right, and how far that is known."""
    told = {
        "right": rounded(right.value * 100),
        "low": rounded(right.low * 100),
        "high": rounded(right.high * 100),
        "n": rounded(right.n),
    }
    words = _(
        "Of 100 new alerts of this kind about %(right)s are right (%(low)s to %(high)s), as far as %(n)s "
        "made-up ones with a known truth can tell. How many are with real people is not known yet."
    )
    return words % told


def fell_words(alert: Alert) -> list[str]:
    """What fell, the deepest first; what is out of balance."""
    found = [
        _("%(part)s: about %(points)s points below what it was before")
        % {"part": PART_NAMES[part], "points": rounded(points)}
        for part, points in alert.fell.items()
    ]
    if alert.is_out_of_balance:
        is_hard = (alert.session.balance or 0) > 0
        found.append(_("It felt too hard to them.") if is_hard else _("It felt too gentle to them."))
    return found or [_("No part alone: all of them together are a little below what they were.")]


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that the client raised, in their words."""

    when: datetime
    about: str
    shown: str
    words: str
    after: str


def told(said: Said) -> Told:
    """What the client chose to tell."""
    after = [str(Talked(said.talked).label)] if said.talked else []
    after += [str(Helped(said.helped).label)] if said.helped else []
    return Told(
        said.raised_at,
        str(About(said.about).label),
        str(ShownAs(said.shown).label) if said.shown else "",
        said.words,
        " ".join(f"{each}." for each in after),
    )


def parts_raised(raised: Iterable[Said]) -> set[str]:
    """What is about what, in the words of the suggestions."""
    return {_PARTS_OF[each.about] for each in raised if each.is_open and each.about in _PARTS_OF}


_PARTS_OF: Final = {
    About.GOALS: "goals", About.TASKS: "tasks", About.BOND: "bond",
    About.GENTLE: "balance", About.HARD: "balance",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tried:
    """One note in a list."""

    when: datetime
    after: str
    titles: list[str]
    shown: str
    found: str
    words: str


def tried_note(note: Noted) -> Tried:
    """A note in words."""
    after = ngettext("after session %(n)s", "after session %(n)s", note.after_session)
    return Tried(
        when=note.noted_at,
        after=after % {"n": note.after_session} if note.after_session else _("before the first check-in"),
        titles=[_(each.title) for each in note.tried],
        shown=str(Shown(note.shown).label) if note.shown else "",
        found=str(WasFound(note.found).label) if note.found else "",
        words=note.words,
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One suggestion, with where it comes from."""

    title: str
    text: str
    sources: list[tuple[str, str, str, bool]]


def steps(advice: Advice) -> list[tuple[str, str, list[Step], list[Step]]]:
    """The suggestions in their order, under what they are for: those to begin with, and more."""
    groups = (
        (_("In this session: validate and explore"), "explore"),
        (_("In later sessions: change what needs to change"), "change"),
    )
    found = []
    for title, phase in groups:
        here = [_step(each) for each in advice if each.phase == phase]
        found.append((title, phase, here[:SHOWN_STEPS], here[SHOWN_STEPS:]))
    return found


def _step(suggestion: object) -> Step:
    sources = [
        (each.cites, f"https://doi.org/{each.doi}" if each.doi else "", _(each.tells), each.verified)
        for each in suggestion.sources  # type: ignore[attr-defined]
    ]
    return Step(_(suggestion.title), _(suggestion.text), sources)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session in the table."""

    number: int
    held_at: datetime
    parts: list[str]
    balance: str
    flagged: bool


def session_lines(followed: Followed) -> list[SessionLine]:
    """The table behind the picture, the newest first."""
    return [
        SessionLine(
            each.number,
            each.held_at,
            [rounded(value) for value in parts_of(each.ratings).values()],
            balance_words(each.balance),
            each.judged.flagged,
        )
        for each in reversed(followed.sessions)
    ]


def balance_words(balance: int | None) -> str:
    """Too gentle, right or too hard."""
    if balance is None:
        return "–"
    if balance == 0:
        return _("right")
    return (
        _("too hard (%(n)s)") % {"n": balance} if balance > 0 else _("too gentle (%(n)s)") % {"n": -balance}
    )
