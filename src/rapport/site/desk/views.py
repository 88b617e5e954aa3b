"""What coordinators see. Everything is refused unless the policy allows it; a refusal is a missing page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rapport.site.desk.as_of import as_of_words
from rapport.site.desk.report import report_page
from rapport.site.desk.today import needs_of
from rapport.site.desk.tonight import or_tonight
from rapport.site.foundation.audit import record
from rapport.site.outcomes.queries.nightly_reports import of_trial
from rapport.site.outcomes.queries.trial import newest_trial, report_of
from rapport.site.people import policy
from rapport.site.people.account_queries import Desk, Staff


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What there is to do and to look at, for whoever runs the service or studies it."""
    viewer, found = policy.viewer_of(request), newest_trial()
    policy.require(viewer, "read", Desk())
    has_trial = found is not None and policy.may(viewer, "report", found)
    shown = {"has_trial": has_trial, "may_invite": policy.may(viewer, "read", Staff())}
    if shown["may_invite"]:
        shown["needs"] = needs_of(viewer.id, at=timezone.now())
    return render(request, "desk/home.html", shown)


@require_safe
@or_tonight
def trial(request: HttpRequest) -> HttpResponse:
    """How the comparison goes; nobody's arm, no client."""
    viewer, found, at = policy.viewer_of(request), newest_trial(), timezone.now()
    if found is None:
        raise Http404
    policy.require(viewer, "report", found)
    record(actor=viewer.actor, verb="trial_reported", subject="system", at=at)
    told = of_trial(found).read(at)
    shown = {"page": report_page(report_of(found, told.found)), "as_of": as_of_words(told.as_of)}
    shown |= {"may_stop": policy.may(viewer, "stop", found), "is_running": found.is_running}
    return render(request, "desk/trial.html", shown)
