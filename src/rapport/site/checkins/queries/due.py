"""The check-in that comes next: with whom, which session, and when a held session is taken to have been."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.core import signing
from django.db.models import QuerySet

from rapport.site.checkins.choices import CheckForm
from rapport.site.checkins.models import MOST_SESSIONS, Goal, RatedSession, Rhythm
from rapport.site.checkins.queries.asking import form_at
from rapport.site.consultations.models import Course
from rapport.site.consultations.queries.requests import zone_of_client
from rapport.site.consultations.queries.standing import open_course
from rapport.site.people.models import Client

LINK_LASTS: Final = timedelta(days=10)
_LINK: Final = signing.TimestampSigner(salt="rapport.checkins.link")
NOON: Final = time(12)


@dataclass(frozen=True, slots=True)
class Due:
    """The next check-in of a course. `by_link`: whoever asks came by a mail and sees nothing but the form."""

    course: Course
    number: int
    zone: str
    last: RatedSession | None
    by_link: bool = False
    is_done: bool = False

    @property
    def client(self) -> Client:
        """Whose it is."""
        return self.course.client

    @property
    def form(self) -> CheckForm:
        """Which form this session asks for."""
        return form_at(self.number)

    def today(self, at: datetime) -> date:
        """The client's own day."""
        return at.astimezone(ZoneInfo(self.zone)).date()


def due_of(client: Client) -> Due | None:
    """What this client would fill in now; None without an open course. Three queries."""
    course = open_course(client)
    if course is None:
        return None
    course.client = client
    return _due(course)


def _due(course: Course) -> Due:
    last = sessions_of(course).order_by("-number").first()
    number = min((last.number if last else 0) + 1, MOST_SESSIONS)
    return Due(course, number, zone_of_client(course.client), last)


def sessions_of(course: Course) -> QuerySet[RatedSession, RatedSession]:
    """The rated sessions of a course's pair."""
    return RatedSession.objects.filter(client_id=course.client_id, provider_id=course.provider_id)


def link_path(course_id: str) -> str | None:
    """The page that a mail leads to: the next session's form and no other; None when the course is over."""
    course = _open(course_id)
    if course is None:
        return None
    return f"/checkin/link/{_LINK.sign(f'{course_id}.{_due(course).number}')}/"


def due_by_link(token: str) -> Due | None:
    """What a link opens; None when it has ended, is none of ours, or the course is over."""
    try:
        course_id, _dot, number = _LINK.unsign(token, max_age=LINK_LASTS).partition(".")
    except signing.BadSignature:
        return None
    course = _open(course_id)
    if course is None:
        return None
    is_done = sessions_of(course).filter(number=number).exists()
    return Due(course, int(number), zone_of_client(course.client), None, by_link=True, is_done=is_done)


def _open(course_id: str) -> Course | None:
    rows = Course.objects.filter(pk=course_id, ended_at__isnull=True)
    return rows.select_related("client__key", "provider", "match__shortlist").first()


def held_on(due: Due, number: int, day: date, at: datetime) -> datetime:
    """When a session of that day was held: noon, moved so that sessions of one day keep their order.

    Today's was held just now.
    """
    if day >= due.today(at):
        return at
    found = datetime.combine(day, NOON, tzinfo=ZoneInfo(due.zone))
    others = sessions_of(due.course)
    before = others.filter(number__lt=number).order_by("-number").values_list("held_at", flat=True).first()
    after = others.filter(number__gt=number).order_by("number").values_list("held_at", flat=True).first()
    for bound in (due.course.match.shortlist.issued_at, before):
        found = max(found, bound) if bound and _day(bound, due) == day else found
    return min(found, after) if after and _day(after, due) == day else found


def _day(moment: datetime, due: Due) -> date:
    return moment.astimezone(ZoneInfo(due.zone)).date()


def session_at(due: Due, number: int) -> RatedSession | None:
    """A rated session of this pair, the client's key at hand."""
    session = sessions_of(due.course).select_related("responses").filter(number=number).first()
    if session is not None:
        session.client = due.client
    return session


@dataclass(frozen=True, slots=True)
class OwnGoal:
    """A goal as its client wrote it."""

    id: str
    place: int
    words: str


def goals_of(course: Course) -> list[OwnGoal]:
    """The goals that stand, in their places. One query."""
    rows = Goal.objects.filter(
        client_id=course.client_id, provider_id=course.provider_id, let_go_at__isnull=True
    )
    found = list(rows.order_by("place"))
    for row in found:
        row.client = course.client
    return [OwnGoal(row.pk, row.place, str(row.unseal("words"))) for row in found]


def is_reminded(course: Course) -> bool:
    """Whether reminders of this course go out; they do until they are stopped."""
    return not Rhythm.objects.filter(course=course, stopped_at__isnull=False).exists()
