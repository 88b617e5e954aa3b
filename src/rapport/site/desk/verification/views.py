"""Verification at the desk: every case is read and decided under the coordinator's name."""

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rapport.site.desk.verification.forms import DecisionForm
from rapport.site.directory.actions.verification import NotEditable, NumberTaken, decide
from rapport.site.directory.beside import lines_of
from rapport.site.directory.choices import CaseState, Verdict
from rapport.site.directory.models import VerificationCase
from rapport.site.directory.queries.roster import profession_of
from rapport.site.directory.queries.verification import (
    EXPIRES_SOON,
    case_with_id,
    compared,
    decisions_of,
    licences_of,
    namesakes,
    verification_queue,
)
from rapport.site.directory.rows import is_whole
from rapport.site.foundation import audit
from rapport.site.foundation.methods import read_or_send
from rapport.site.people import policy


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Who waits, the longest first; whose licence runs out within sixty days."""
    now = timezone.now()
    found = verification_queue(at=now)
    policy.require(policy.viewer_of(request), "read", found)
    context = {"queue": found, "days": EXPIRES_SOON.days, "now": now}
    return render(request, "desk/verification/queue.html", context)


@read_or_send
def case(request: HttpRequest, case_id: str) -> HttpResponse:
    """One case beside the federal list, what was decided before, and the decision."""
    found, viewer = case_with_id(case_id), policy.viewer_of(request)
    policy.require(viewer, "decide" if request.method == "POST" else "read", found)
    if found is None or viewer.kind is not policy.Kind.COORDINATOR:
        raise Http404  # A provider reads their own case in the portal.
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(found, form, by=viewer.actor)
        except NumberTaken:
            form.add_error("verdict", _("Somebody else was verified with this provider number."))
        else:
            return redirect("desk-verification")
    audit.record_reading(actor=viewer.actor, verb="case_read", subject=found.provider_id, at=timezone.now())
    return render(request, "desk/verification/case.html", _context(found, form))


def _decide(found: VerificationCase, form: DecisionForm, *, by: str) -> None:
    verdict, reason = Verdict(form.cleaned_data["verdict"]), form.cleaned_data["reason"]
    # Where somebody else decided in the meantime, the queue no longer has it.
    with suppress(NotEditable):
        decide(found, verdict=verdict, reason=reason, by=by, at=timezone.now())


def _context(found: VerificationCase, form: DecisionForm) -> dict[str, object]:
    return {
        "case": found,
        "form": form,
        "profession": profession_of(found.taxonomy),
        "licences": licences_of(found),
        "compared": lines_of(compared(found)),
        "namesakes": namesakes(found),
        "decisions": decisions_of(found.provider),
        "is_whole": is_whole(found.provider.row),
        "can_decide": found.state == CaseState.SUBMITTED,
        "back": reverse("desk-verification"),
    }
