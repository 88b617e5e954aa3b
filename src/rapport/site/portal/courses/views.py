"""A provider's courses: ending with a reason, referring on, good-byes both ways."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.site.consultations.actions.ending import end_course
from rapport.site.consultations.actions.once import Refused
from rapport.site.consultations.choices import CourseEnded
from rapport.site.consultations.models import Course
from rapport.site.consultations.queries.courses import (
    called_by,
    course_with,
)
from rapport.site.directory.models import Provider
from rapport.site.foundation.methods import read_or_send
from rapport.site.people import policy
from rapport.site.portal.courses.listing import name_in
from rapport.site.portal.pages import of_provider, portal_page, posted
from rapport.site.referrals.actions.closing import say_goodbye
from rapport.site.referrals.actions.referring import ask
from rapport.site.referrals.choices import Side
from rapport.site.referrals.forms import EndForm, ProviderGoodbyeForm
from rapport.site.referrals.models import Closing
from rapport.site.referrals.queries.referrals import closings_with
from rapport.site.referrals.whom_forms import ReferForm

SECTION: Final = "caseload"


@read_or_send
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
            return redirect("portal-caseload")
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


@read_or_send
@of_provider
def refer(request: HttpRequest, provider: Provider, course_id: str) -> HttpResponse:
    """Suggest somebody else: three anew, a colleague here, or one elsewhere. The client decides."""
    course = _theirs(request, course_id, "refer")
    form = ReferForm(posted(request), but=provider)
    if form.is_bound and form.is_valid():
        try:
            ask(
                by=provider, at=timezone.now(), course=course,
                to=form.to, outside=form.outside, relation=form.tie,
            )  # fmt: skip
            return redirect("portal-caseload")
        except Refused as refused:
            form.add_error(None, str(refused.words))
    return _page(request, "refer", provider, course, {"form": form})


@read_or_send
@of_provider
def goodbye(request: HttpRequest, provider: Provider, course_id: str) -> HttpResponse:
    """A line and a good-bye, which the client reads."""
    course = _theirs(request, course_id, "read")
    mine = Closing(client=course.client, course=course, side=Side.PROVIDER)
    policy.require(policy.viewer_of(request), "change", mine)
    if course.ended_at is None or (course.pk, Side.PROVIDER) in closings_with([course]):
        return redirect("portal-caseload")
    form = ProviderGoodbyeForm(posted(request))
    if form.is_bound and form.is_valid():
        say_goodbye(by=provider, at=timezone.now(), course=course, goodbye=form.goodbye())
        return redirect("portal-caseload")
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
    shown = {"called": name_in(called_by([course]), course), "back": reverse("portal-caseload")} | context
    return portal_page(request, f"portal/courses/{name}.html", provider, shown, section=SECTION)
