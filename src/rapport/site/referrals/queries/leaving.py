"""Whose courses must be handed over when they leave the service, without a word of any client."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from rapport.site.consultations.aliases import alias_of
from rapport.site.consultations.choices import CourseEnded
from rapport.site.consultations.models import Course
from rapport.site.consultations.queries.courses import open_courses_of
from rapport.site.directory.models import Provider
from rapport.site.people.models import Client
from rapport.site.referrals.choices import LIVE, ReferralState
from rapport.site.referrals.models import Continuity, Departure, Referral


@dataclass(frozen=True, slots=True)
class Leaving:
    """The desk's page on courses whose provider leaves; `provider` where it is about one."""

    provider: Provider | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """One course of a provider who leaves, called by three signs that tell nothing.

    `goes_on`: its client has begun with the next one; `has_stopped`: they said that they stop, or finished.
    """

    id: str
    alias: str
    since: datetime
    is_open: bool
    is_meeting_others: bool
    is_asked: bool
    goes_on: bool = False
    has_stopped: bool = False


def departure_of(provider: Provider) -> Departure | None:
    """That, and why, a provider has left. One query."""
    return Departure.objects.filter(provider=provider).first()


def left_by(provider: Provider) -> list[Left]:
    """The open courses of one, and those whose continuity was begun. Three queries."""
    courses = {each.pk: each for each in open_courses_of(provider)}
    begun = _begun().filter(departure__provider=provider).select_related("course")
    told = {each.course_id: each for each in begun}
    for each in told.values():
        courses.setdefault(each.course_id, each.course)
    live = Referral.objects.filter(course__in=list(courses), state__in=LIVE)
    asked = set(live.values_list("course_id", flat=True))
    found = [_left(each, told.get(each.pk), is_asked=each.pk in asked) for each in courses.values()]
    return sorted(found, key=lambda each: (each.goes_on or each.has_stopped, each.since, each.id))


def _left(course: Course, begun: Continuity | None, *, is_asked: bool) -> Left:
    stopped = course.ended_because in (CourseEnded.FINISHED, CourseEnded.LEFT)
    return Left(
        course.pk,
        alias_of(course.pk),
        course.opened_at,
        course.ended_at is None,
        course.handing_over_since is not None,
        is_asked,
        goes_on=bool(begun and begun.goes_on),  # type: ignore[attr-defined]
        has_stopped=stopped,
    )


def _begun() -> "QuerySet[Continuity]":
    later = Course.objects.filter(client_id=OuterRef("client_id"), opened_at__gt=OuterRef("begun_at"))
    return Continuity.objects.annotate(goes_on=Exists(later))


@dataclass(frozen=True, slots=True)
class Unsettled:
    """So many clients of somebody who left have not gone on with anybody yet."""

    provider: str
    name: str
    count: int


def unsettled() -> list[Unsettled]:
    """By provider, whose clients are the most first. One query."""
    stays = Exists(Referral.objects.filter(course_id=OuterRef("course_id"), state=ReferralState.TAKEN_BACK))
    open_ones = (
        _begun()
        .filter(goes_on=False)
        .exclude(Q(course__ended_because__in=(CourseEnded.FINISHED, CourseEnded.LEFT)))
    )
    rows = open_ones.exclude(stays).values(
        left=F("departure__provider_id"), name=F("departure__provider__name")
    )
    counted = rows.annotate(count=Count("pk")).order_by("-count", "name")
    return [Unsettled(each["left"], each["name"], each["count"]) for each in counted]


def held_about(client: Client) -> list[dict[str, str]]:
    """That a plan was begun since somebody left, for the client's download."""
    rows = Continuity.objects.filter(client_id=client.pk).select_related("departure__provider")
    return [
        {"provider": each.departure.provider.name, "begun_at": each.begun_at.isoformat()}
        for each in rows.order_by("begun_at")
    ]
