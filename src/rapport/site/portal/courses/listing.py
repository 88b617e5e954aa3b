"""The lists on the caseload beside what is followed: who is under way, and who has ended lately."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from rapport.site.consultations.models import Course
from rapport.site.consultations.queries.courses import called_by, ended_courses_of, open_courses_of
from rapport.site.directory.models import Provider
from rapport.site.people import policy
from rapport.site.referrals.choices import Helped, Lacked, Side
from rapport.site.referrals.models import Closing
from rapport.site.referrals.queries.referrals import closings_with, live_ids

GOES_BACK: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Line:
    """One open course in the list."""

    id: str
    called: str
    since: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Past:
    """One that has ended: what the client wrote, as far as it is shown."""

    id: str
    called: str
    ended_at: datetime
    because: str
    note: str
    said: list[str]
    has_said: bool


def lists(provider: Provider, viewer: policy.Viewer, *, at: datetime) -> dict[str, Any]:
    """Open courses, and those that ended in the last three months. A constant number of queries."""
    under_way, past = open_courses_of(provider), ended_courses_of(provider, since=at - GOES_BACK)
    called, asked = called_by([*under_way, *past]), live_ids(under_way)
    closings = closings_with(past)
    return {
        "under_way": [
            Line(each.pk, name_in(called, each), each.opened_at, _state(each, asked)) for each in under_way
        ],
        "past": [_past(viewer, each, called, closings) for each in past],
    }


def name_in(called: Mapping[str, str], course: Course) -> str:
    """How the client of a course is called."""
    return called.get(course.client_id, "") or _("Someone who no longer shows their name")


def _state(course: Course, asked: set[str]) -> str:
    if course.handing_over_since is not None:
        return _("They are meeting others; their place is kept until they choose, or end it.")
    if course.pk in asked:
        return _("Somebody else is suggested; it is for them to say.")
    if course.finish_asked_at is not None:
        return _("You said that you have finished; they have not said so yet.")
    return ""


def _past(
    viewer: policy.Viewer,
    course: Course,
    called: Mapping[str, str],
    closings: Mapping[tuple[str, str], Closing],
) -> Past:
    theirs = closings.get((course.pk, Side.CLIENT))
    may_read = theirs is not None and policy.may(viewer, "read", theirs)
    may_see = theirs is not None and policy.may(viewer, "read_said", theirs)
    return Past(
        id=course.pk,
        called=name_in(called, course),
        ended_at=course.ended_at or course.opened_at,
        because=course.get_ended_because_display(),
        note=(theirs.unseal("note") or "") if theirs and may_read else "",
        said=_said(theirs.unseal("said")) if theirs and may_see else [],
        has_said=(course.pk, Side.PROVIDER) in closings,
    )


def _said(said: Mapping[str, Any] | None) -> list[str]:
    if said is None:
        return []
    helped, lacked = ([str(kind(code).label) for code in said[name]] for kind, name in _KINDS)
    found = [_("Helped: %(what)s") % {"what": ", ".join(helped)}] if helped else []
    found += [_("Missing: %(what)s") % {"what": ", ".join(lacked)}] if lacked else []
    return found + ([said["line"]] if said["line"] else [])


_KINDS: Final = ((Helped, "helped"), (Lacked, "lacked"))
