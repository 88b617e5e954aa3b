"""What providers tried when something may have shifted: read only where they may follow the course now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapport.alliance.alerts import Share, share_found
from rapport.alliance.suggestions import Suggestion, all_suggestions
from rapport.site.checkins.models import RepairNote
from rapport.site.checkins.queries.following import courses_followed, courses_followed_at_the_desk
from rapport.site.checkins.repair_choices import WasFound
from rapport.site.consultations.models import Course
from rapport.site.directory.models import Provider
from rapport.site.people.models import Client


@dataclass(frozen=True, slots=True)
class Noted:
    """One note, opened; `tried` are suggestions, in the order they are recommended."""

    noted_at: datetime
    after_session: int
    tried: tuple[Suggestion, ...]
    shown: str
    found: str
    words: str


def repairs_noted(provider: Provider) -> Mapping[str, list[Noted]]:
    """Every note on the courses that this provider follows now, by course, the newest first. One query."""
    followed = courses_followed(provider).values("pk")
    rows = RepairNote.objects.filter(course_id__in=followed).select_related("client__key")
    return _by_course(rows.order_by("-noted_at", "id"))


def repairs_of(course: Course) -> list[Noted]:
    """The notes on one course that its provider may follow now, the newest first. One query."""
    return repairs_noted_on(course.provider, course.pk).get(course.pk, [])


def repairs_noted_on(provider: Provider, course_id: str) -> Mapping[str, list[Noted]]:
    """As `repairs_noted`, of one course alone. One query."""
    followed = courses_followed(provider).filter(pk=course_id).values("pk")
    rows = RepairNote.objects.filter(course_id__in=followed).select_related("client__key")
    return _by_course(rows.order_by("-noted_at", "id"))


def found_at_the_desk() -> Share | None:
    """Of the questions that providers looked into, in how many had something shifted? One query.

    Only of courses that a coordinator may see now, and only once there are enough of them.
    """
    seen = courses_followed_at_the_desk().values("pk")
    rows = RepairNote.objects.filter(course_id__in=seen).select_related("client__key")
    said = [row.unseal("said")["found"] for row in rows]
    answered = [each for each in said if each in (WasFound.YES, WasFound.NO)]
    return share_found(answered.count(WasFound.YES), len(answered))


def repair_was_tried(course: Course, *, after_session: int) -> bool:
    """Whether a repair was noted at or after this session, whoever may read it. One query."""
    return RepairNote.objects.filter(course=course, after_session__gte=after_session).exists()


def repairs_held(client: Client) -> list[dict[str, Any]]:
    """What providers noted about a client, for the client's download."""
    rows = RepairNote.objects.filter(client_id=client.pk).select_related("provider")
    return [_held(client, row) for row in rows.order_by("noted_at", "id")]


def _by_course(rows: Any) -> Mapping[str, list[Noted]]:
    found: dict[str, list[Noted]] = {}
    for row in rows:
        found.setdefault(row.course_id, []).append(_noted(row))
    return found


def _noted(row: RepairNote) -> Noted:
    said = row.unseal("said")
    tried = tuple(each for each in all_suggestions() if each.code in said["tried"])
    return Noted(row.noted_at, row.after_session, tried, said["shown"], said["found"], said["words"])


def _held(client: Client, row: RepairNote) -> dict[str, Any]:
    row.client = client
    return {"by": row.provider.name, "noted_at": row.noted_at.isoformat(), **row.unseal("said")}
