"""A provider leaves: a coordinator asks each of their clients about somebody else, or ends a course."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rapport.site.consultations.actions.ending import end_course
from rapport.site.consultations.choices import CourseEnded
from rapport.site.consultations.queries.courses import course_with, providers_with_courses
from rapport.site.desk.finding import CalledForm
from rapport.site.desk.forms import DepartureForm
from rapport.site.directory.models import Provider
from rapport.site.directory.queries import provider_with_id
from rapport.site.foundation import audit
from rapport.site.foundation.paging import Mark
from rapport.site.people import account_visits, policy
from rapport.site.people.models import Account
from rapport.site.referrals.actions.departing import depart
from rapport.site.referrals.choices import Departs
from rapport.site.referrals.queries.leaving import Leaving, departure_of, left_by, unsettled


@require_safe
def leaving(request: HttpRequest) -> HttpResponse:
    """Everybody with open courses, by pages; once, those who left somebody with nobody."""
    policy.require(policy.viewer_of(request), "read", Leaving())
    form, mark = CalledForm(request.GET), Mark.of(request.GET)
    page = providers_with_courses(mark, called=form.said("q"))
    shown = {"page": page, "find": form, "unsettled": [] if mark or form.is_used else unsettled()}
    return render(request, "desk/leaving.html", shown | {"back": reverse("desk")})


@require_safe
def one(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The open courses of one of them; nobody's name."""
    provider, viewer = _provider(provider_id), policy.viewer_of(request)
    policy.require(viewer, "read", Leaving(provider))
    audit.record_reading(actor=viewer.actor, verb="read_courses", subject=provider.pk, at=timezone.now())
    return _page(request, provider, DepartureForm())


@require_POST
def hand_over(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Begin the continuity of each of their clients, and send them nobody new."""
    provider, form = _provider(provider_id), DepartureForm(request.POST)
    policy.require(policy.viewer_of(request), "change", Leaving(provider))
    if not form.is_valid():
        return _page(request, provider, form)
    why = Departs(form.cleaned_data["why"])
    depart(by=_account(request), at=timezone.now(), provider=provider, why=why)
    return redirect("desk-leaving-one", provider.pk)


def _page(request: HttpRequest, provider: Provider, form: DepartureForm) -> HttpResponse:
    shown = {"provider": provider, "rows": left_by(provider), "departure": departure_of(provider)}
    return render(request, "desk/leaving_one.html", shown | {"form": form, "back": reverse("desk-leaving")})


@require_POST
def end(request: HttpRequest, course_id: str) -> HttpResponse:
    """End one course, since its provider is gone."""
    viewer, course = policy.viewer_of(request), course_with(course_id)
    # The provider of a course may end it, and has nothing to do at the desk.
    policy.require(viewer, "change", Leaving())
    if course is None:
        raise Http404
    policy.require(viewer, "end", course)
    end_course(by=_account(request), at=timezone.now(), course=course, because=CourseEnded.MOVED_AWAY)
    return redirect("desk-leaving-one", course.provider_id)


def _provider(provider_id: str) -> Provider:
    found = provider_with_id(provider_id)
    if found is None:
        raise Http404
    return found


def _account(request: HttpRequest) -> Account:
    account = account_visits.current(request)
    if account is None:
        raise Http404
    return account
