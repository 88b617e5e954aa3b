"""A provider's courses: who is seen, ending with a reason, referring on, good-byes both ways."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rapport.site.consultations.actions.ending import end_course
from rapport.site.consultations.actions.once import Refused
from rapport.site.consultations.choices import CourseEnded
from rapport.site.consultations.models import Course
from rapport.site.consultations.queries.courses import (
    called_by,
    course_with,
    ended_courses_of,
    open_courses_of,
)
from rapport.site.directory.models import Provider
from rapport.site.foundation.audit import record_reading
from rapport.site.people import policy
from rapport.site.portal.pages import of_provider, portal_page, posted
from rapport.site.referrals.actions.closing import say_goodbye
from rapport.site.referrals.actions.referring import ask
from rapport.site.referrals.choices import Helped, Lacked, Side
from rapport.site.referrals.forms import EndForm, ProviderGoodbyeForm, ReferForm
from rapport.site.referrals.models import Closing
from rapport.site.referrals.queries.referrals import closings_with, live_ids

SECTION: Final = "courses"
GOES_BACK: Final = timedelta(days=90)
BOTH = ["GET", "HEAD", "POST"]


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


@require_safe
@of_provider
def courses(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Open courses, and those that ended in the last three months."""
    now, viewer = timezone.now(), policy.viewer_of(request)
    under_way, past = open_courses_of(provider), ended_courses_of(provider, since=now - GOES_BACK)
    called, asked = called_by([*under_way, *past]), live_ids(under_way)
    closings = closings_with(past)
    context = {
        "under_way": [
            Line(each.pk, _name(called, each), each.opened_at, _state(each, asked)) for each in under_way
        ],
        "past": [_past(viewer, each, called, closings) for each in past],
    }
    record_reading(actor=provider.pk, verb="read_courses", subject=provider.pk, at=now)
    return portal_page(request, "portal/courses/courses.html", provider, context, section=SECTION)


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
        called=_name(called, course),
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


@require_http_methods(BOTH)
@of_provider
def end(request: HttpRequest, provider: Provider, course_id: str) -> HttpResponse:
    """End with a reason: together, once the client says so too; or because one cannot go on."""
    course = _theirs(request, course_id, "end")
    form = EndForm(
        posted(request),
        label=_("Why does it end?"),
        choices=_reasons(course),
        hints={
            CourseEnded.FINISHED: _("They are asked to say so too. Until then it goes on."),
            CourseEnded.GAVE_UP: _("It ends now. No new requests are sent to you for two weeks."),
            CourseEnded.REFERRED: _("Only once they have met somebody else."),
        },
    )
    if form.is_bound and form.is_valid():
        try:
            end_course(by=provider, at=timezone.now(), course=course, because=form.reason)
            return redirect("portal-courses")
        except Refused as refused:
            form.add_error(None, str(refused.words))
    return _page(request, "end", provider, course, {"form": form})


def _reasons(course: Course) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = [
        (CourseEnded.FINISHED, _("We have come to the end together")),
        (CourseEnded.GAVE_UP, _("I cannot go on with them")),
    ]
    if course.handing_over_since is not None:
        found.append((CourseEnded.REFERRED, _("They went on with someone else")))
    return found


@require_http_methods(BOTH)
@of_provider
def refer(request: HttpRequest, provider: Provider, course_id: str) -> HttpResponse:
    """Suggest somebody else: three anew, a colleague here, or one elsewhere. The client decides."""
    course = _theirs(request, course_id, "refer")
    form = ReferForm(posted(request), but=provider)
    if form.is_bound and form.is_valid():
        try:
            ask(by=provider, at=timezone.now(), course=course, to=form.to, outside=form.outside)
            return redirect("portal-courses")
        except Refused as refused:
            form.add_error(None, str(refused.words))
    return _page(request, "refer", provider, course, {"form": form})


@require_http_methods(BOTH)
@of_provider
def goodbye(request: HttpRequest, provider: Provider, course_id: str) -> HttpResponse:
    """A line and a good-bye, which the client reads."""
    course = _theirs(request, course_id, "read")
    mine = Closing(client=course.client, course=course, side=Side.PROVIDER)
    policy.require(policy.viewer_of(request), "change", mine)
    if course.ended_at is None or (course.pk, Side.PROVIDER) in closings_with([course]):
        return redirect("portal-courses")
    form = ProviderGoodbyeForm(posted(request))
    if form.is_bound and form.is_valid():
        say_goodbye(by=provider, at=timezone.now(), course=course, goodbye=form.goodbye())
        return redirect("portal-courses")
    return _page(request, "goodbye", provider, course, {"form": form})


def _theirs(request: HttpRequest, course_id: str, verb: str) -> Course:
    course = course_with(course_id)
    if course is None:
        raise Http404
    policy.require(policy.viewer_of(request), verb, course)
    return course


def _page(
    request: HttpRequest, name: str, provider: Provider, course: Course, context: dict[str, Any]
) -> HttpResponse:
    shown = {"called": _name(called_by([course]), course), "back": reverse("portal-courses")} | context
    return portal_page(request, f"portal/courses/{name}.html", provider, shown, section=SECTION)


def _name(called: Mapping[str, str], course: Course) -> str:
    return called.get(course.client_id, "") or _("Someone who no longer shows their name")
