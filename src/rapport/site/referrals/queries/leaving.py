"""Whose courses must be handed over when they leave the service, without a word of any client."""

from dataclasses import dataclass
from datetime import datetime

from rapport.site.consultations.aliases import alias_of
from rapport.site.consultations.queries.courses import open_courses_of
from rapport.site.directory.models import Provider
from rapport.site.referrals.queries.referrals import live_ids


@dataclass(frozen=True, slots=True)
class Leaving:
    """The desk's page on courses whose provider leaves; `provider` where it is about one."""

    provider: Provider | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """One open course, called by three signs that tell nothing."""

    id: str
    alias: str
    since: datetime
    is_meeting_others: bool
    is_asked: bool


def left_by(provider: Provider) -> list[Left]:
    """The open courses of one. Two queries."""
    courses = open_courses_of(provider)
    asked = live_ids(courses)
    return [
        Left(
            each.pk, alias_of(each.pk), each.opened_at, each.handing_over_since is not None, each.pk in asked
        )
        for each in courses
    ]
