"""Whose referrals go well, and which go round in circles: a question to colleagues, no verdict."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rapport.site.desk.as_of import as_of_words
from rapport.site.desk.finding import CalledForm
from rapport.site.desk.tonight import or_tonight
from rapport.site.foundation import audit
from rapport.site.foundation.paging import Mark, page_in
from rapport.site.outcomes.queries.nightly_reports import REFERRERS
from rapport.site.people import policy
from rapport.site.referrals.queries.trust import FEWEST_TOLD, ReferralGraph, referrers_called


@require_safe
@or_tonight
def referrals(request: HttpRequest) -> HttpResponse:
    """Colleagues who referred somebody, by pages, and what goes round among all; no client stands here."""
    viewer = policy.viewer_of(request)
    policy.require(viewer, "read", ReferralGraph())
    audit.record_reading(actor=viewer.actor, verb="read_referrers", subject=viewer.actor, at=timezone.now())
    told, form = REFERRERS.read(timezone.now()), CalledForm(request.GET)
    found = told.found
    page = page_in(referrers_called(found, form.said("q")), Mark.of(request.GET), id_of=lambda row: row.id)
    shown = {"found": found, "page": page, "find": form, "fewest": FEWEST_TOLD, "back": reverse("desk")}
    shown["as_of"] = as_of_words(told.as_of)
    if (graph := found.graph) is not None:
        shown |= {
            "percent": {name: 100 * getattr(graph, name) for name in ("returned", "excess", "low", "high")}
        }
    return render(request, "desk/referrals.html", shown)
