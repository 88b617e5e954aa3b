"""Break-glass at the desk: asked for with a reason, decided by somebody else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.site.desk.cases.forms import GRANT, GlassDecisionForm, GlassForm
from rapport.site.desk.cases.presentation import alias
from rapport.site.desk.cases.views import account_of, case_of
from rapport.site.foundation import audit
from rapport.site.foundation.methods import read_or_send
from rapport.site.intake.queries import case_of_client
from rapport.site.people import case_actions, policy
from rapport.site.people.case_queries import glass_with_id


@read_or_send
def ask(request: HttpRequest, case_id: str) -> HttpResponse:
    """Ask for a second person, with a reason."""
    _viewer, intake, case = case_of(request, case_id, "ask_glass")
    form = GlassForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        by, reason = account_of(request), form.cleaned_data["reason"]
        try:
            case_actions.ask_to_break_glass(case.client, by=by, reason=reason, at=case.at)
        except case_actions.Asked:
            form.add_error(None, _("A colleague has asked already. Somebody else has to decide that first."))
        else:
            return redirect("desk-client", intake.pk)
    shown = {"form": form, "alias": alias(intake), "back": reverse("desk-client", args=[intake.pk])}
    return render(request, "desk/cases/glass.html", shown)


@read_or_send
def decide(request: HttpRequest, glass_id: str) -> HttpResponse:
    """Read why, and grant it or not; whoever asked takes it back here."""
    viewer, glass, now = policy.viewer_of(request), glass_with_id(glass_id), timezone.now()
    policy.require(viewer, "review", glass)
    assert glass is not None
    may_decide = policy.may(viewer, "decide", glass)
    if request.method == "POST" and not may_decide:
        policy.require(viewer, "take_back", glass)
        case_actions.take_back(glass, by=account_of(request), at=now)
        return redirect("desk")
    form = GlassDecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        say = case_actions.grant if form.cleaned_data["verdict"] == GRANT else case_actions.refuse
        try:
            say(glass, by=account_of(request), at=now)
        except case_actions.Decided:
            form.add_error(None, _("It was decided or taken back before, or its time was over."))
        else:
            return redirect("desk")
    audit.record_reading(actor=viewer.actor, verb="read_glass", subject=glass.client_id, at=now)
    intake = case_of_client(glass.client)
    shown = {"glass": glass, "form": form, "may_decide": may_decide, "back": reverse("desk")}
    shown |= {"alias": alias(intake) if intake else "", "reason": glass.unseal("reason")}
    shown |= {"asked_by": glass.asked_by.unseal("address"), "is_open": glass.waits(now)}
    return render(request, "desk/cases/decide.html", shown)
