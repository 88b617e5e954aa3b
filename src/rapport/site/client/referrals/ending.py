"""Ending a course, what happens then, and a good-bye."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.site.client.choosing.views import of_client
from rapport.site.client.referrals.views import of_course
from rapport.site.consultations.actions.ending import end_course
from rapport.site.consultations.choices import CourseEnded
from rapport.site.consultations.models import Course
from rapport.site.consultations.queries.courses import course_with
from rapport.site.foundation.methods import read_or_send
from rapport.site.people import policy
from rapport.site.people.models import Client
from rapport.site.referrals.actions.closing import say_goodbye
from rapport.site.referrals.actions.referring import change_along
from rapport.site.referrals.choices import Along, Side
from rapport.site.referrals.forms import EndForm, GoodbyeForm
from rapport.site.referrals.models import Closing
from rapport.site.referrals.queries.referrals import closings_of, live_referral


@read_or_send
@of_course
def end(request: HttpRequest, course: Course) -> HttpResponse:
    """Say that it has come to an end, and why; then it has."""
    policy.require(policy.viewer_of(request), "end", course)
    form = EndForm(
        request.POST if request.method == "POST" else None,
        label=_("Why do you end it?"),
        choices=_reasons(course),
        hints={CourseEnded.FINISHED: _("What you came for has changed, or enough of it.")},
    )
    if form.is_bound and form.is_valid():
        end_course(by=course.client, at=timezone.now(), course=course, because=form.reason)
        return redirect("course-ended", course.pk)
    shown = {"form": form, "name": course.provider.name, "is_asked": course.finish_asked_at is not None}
    return render(request, "client/referrals/end.html", shown)


def _reasons(course: Course) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = [
        (CourseEnded.FINISHED, _("We have finished")),
        (CourseEnded.LEFT, _("I would like to stop")),
    ]
    if course.handing_over_since is not None:
        found.append((CourseEnded.REFERRED, _("I go on with someone else")))
    return found


@read_or_send
@of_client
def ended(request: HttpRequest, client: Client, course_id: str) -> HttpResponse:
    """What happens now, the good-byes, and taking back what went along."""
    course = _theirs(request, client, course_id)
    if course.ended_at is None:
        return redirect("chosen")
    referral = live_referral(course)
    if request.method == "POST" and referral is not None:
        policy.require(policy.viewer_of(request), "change", referral)
        change_along(by=client, at=timezone.now(), referral=referral, along=Along.NOTHING)
        return redirect("course-ended", course.pk)
    said = closings_of(course)
    theirs = said.get(Side.PROVIDER)
    if theirs is not None:
        policy.require(policy.viewer_of(request), "read", theirs)
    shown = {
        "course": course,
        "goes_along": referral is not None and referral.history is not None,
        "has_said": Side.CLIENT in said,
        "note": theirs.unseal("note") if theirs else None,
        "line": (theirs.unseal("said") or {}).get("line") if theirs else None,
    }
    return render(request, "client/referrals/ended.html", shown)


@read_or_send
@of_client
def goodbye(request: HttpRequest, client: Client, course_id: str) -> HttpResponse:
    """Two minutes: what helped, what was missing, and a good-bye."""
    course = _theirs(request, client, course_id)
    mine = Closing(client=course.client, course_id=course.pk, side=Side.CLIENT)
    policy.require(policy.viewer_of(request), "change", mine)
    back = reverse("course-ended", args=[course.pk])
    if course.ended_at is None or Side.CLIENT in closings_of(course):
        return redirect(back)
    form = GoodbyeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        say_goodbye(by=client, at=timezone.now(), course=course, goodbye=form.goodbye())
        return redirect(back)
    shown = {"form": form, "name": course.provider.name, "back": back}
    return render(request, "client/referrals/goodbye.html", shown)


def _theirs(request: HttpRequest, client: Client, course_id: str) -> Course:
    course = course_with(course_id)
    if course is None:
        raise Http404
    policy.require(policy.viewer_of(request), "read", course)
    course.client = client
    return course
