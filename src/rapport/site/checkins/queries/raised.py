"""What clients raised with those they see, and whether it helped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapport.site.checkins.models import Raised
from rapport.site.checkins.queries.following import courses_followed
from rapport.site.checkins.raised_choices import Talked, Way
from rapport.site.consultations.models import Course
from rapport.site.directory.models import Provider
from rapport.site.people.models import Client


@dataclass(frozen=True, slots=True)
class Said:
    """One thing raised, opened; `talked` and `helped` are "" until the client has said."""

    id: str
    course_id: str
    raised_at: datetime
    after_session: int
    way: str
    about: str
    shown: str
    words: str
    talked: str
    helped: str

    @property
    def is_open(self) -> bool:
        """Whether it is still to be asked how it went."""
        return self.way != Way.KEEP and self.talked in ("", Talked.NO)


def raised_with_id(raised_id: str) -> Raised | None:
    """The row, with client and key."""
    rows = Raised.objects.select_related("client__key", "provider")
    return rows.filter(pk=raised_id).first()


def raised_in(course: Course) -> list[Said]:
    """Everything that the client raised in a course, the newest first; for the client alone. One query."""
    rows = Raised.objects.filter(course=course).select_related("client__key")
    return [_said(row) for row in rows.order_by("-raised_at", "id")]


def raised_to(provider: Provider) -> Mapping[str, list[Said]]:
    """What clients told this provider, by course, the newest first: only where the provider may follow the
    course now. One query."""
    followed = courses_followed(provider).values("pk")
    rows = Raised.objects.filter(is_told=True, course_id__in=followed).select_related("client__key")
    found: dict[str, list[Said]] = {}
    for row in rows.order_by("-raised_at", "id"):
        found.setdefault(row.course_id, []).append(_said(row))
    return found


def raised_held(client: Client) -> list[dict[str, Any]]:
    """All that a client raised, for their download."""
    rows = Raised.objects.filter(client_id=client.pk).select_related("provider")
    return [_held(client, row) for row in rows.order_by("raised_at", "id")]


def _said(row: Raised) -> Said:
    said, after = row.unseal("said"), row.unseal("after") or {"talked": "", "helped": ""}
    return Said(row.pk, row.course_id, row.raised_at, row.after_session, **said, **after)


def _held(client: Client, row: Raised) -> dict[str, Any]:
    row.client = client
    return {
        "with": row.provider.name,
        "raised_at": row.raised_at.isoformat(),
        **row.unseal("said"),
        "after": row.unseal("after"),
    }
