"""A caseload for supervision: no name, no date and no word of anybody; only courses that are shared now."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from rapport.site.checkins.queries.caseload import Need, caseload, needs_of
from rapport.site.checkins.queries.course import Followed, Session
from rapport.site.checkins.queries.opened import parts_of
from rapport.site.checkins.queries.repairs import Noted, repairs_noted
from rapport.site.consultations.aliases import alias_of
from rapport.site.consultations.models import Course
from rapport.site.directory.models import Provider
from rapport.vocabulary import PARTS

COLUMNS: Final = (
    "course", "session", *PARTS, "balance", "flagged", "kind", "part", "repaired", "tried", "found", "shown",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SupervisedSession:
    """One session; what was noted after it stands beside it as codes."""

    session: int
    goals: int
    tasks: int
    bond: int
    balance: int | None
    flagged: bool
    kind: str | None
    part: str | None
    repaired: bool | None
    tried: tuple[str, ...]
    found: tuple[str, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Supervised:
    """One course under an opaque name of its own, the client's id for the trail, and why to look at it.

    What a client told their provider, of safety or of what may have shifted, is no reason here.
    """

    course: str
    client_id: str
    needs: tuple[Need, ...]
    followed: Followed
    sessions: tuple[SupervisedSession, ...]

    def as_json(self) -> dict[str, Any]:
        """What the file holds: no id of the client."""
        sessions = [asdict(each) for each in self.sessions]
        return {
            "course": self.course,
            "needs": [each.name.lower() for each in self.needs],
            "sessions": sessions,
        }

    def as_rows(self) -> list[list[Any]]:
        """Lines of the table, in the order of `COLUMNS`."""
        return [
            [self.course, *(_cell(getattr(each, name)) for name in COLUMNS[1:])] for each in self.sessions
        ]


def supervised(provider: Provider, *, at: datetime) -> list[Supervised]:
    """Courses that are open and shared now, what needs them first. Seven queries."""
    noted = repairs_noted(provider)
    return [
        _supervised(row.course, row.followed, noted.get(row.course.pk, []), at=at)
        for row in caseload(provider, at=at)
        if row.followed is not None
    ]


def _supervised(course: Course, followed: Followed, notes: list[Noted], *, at: datetime) -> Supervised:
    sessions = tuple(
        _session(each, [note for note in notes if note.after_session == each.number])
        for each in followed.sessions
    )
    needs = needs_of(course, followed, at=at)
    return Supervised(opaque_name(course.pk), course.client_id, needs, followed, sessions)


def _session(session: Session, notes: list[Noted]) -> SupervisedSession:
    return SupervisedSession(
        session=session.number,
        **{part: round(value) for part, value in parts_of(session.ratings).items()},
        balance=session.balance,
        flagged=session.judged.flagged,
        kind=session.judged.kind,
        part=session.judged.part,
        repaired=session.judged.repaired,
        tried=tuple(what.code for note in notes for what in note.tried),
        found=tuple(note.found for note in notes if note.found),
        shown=tuple(note.shown for note in notes if note.shown),
    )


def opaque_name(course_id: str) -> str:
    """The same name for a course always, which leads back to it nowhere: H2D-K3P."""
    return f"{alias_of(course_id)}-{alias_of(course_id[::-1])}"


def _cell(value: Any) -> Any:
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value
