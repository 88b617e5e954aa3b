"""A comparison: planned and previewed on last month's requests, started as it was previewed, stopped."""

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rapport.site.desk.trials.forms import PREVIEWED, PlanForm, StartForm, StopForm
from rapport.site.foundation.audit import record
from rapport.site.foundation.figures import rounded
from rapport.site.foundation.methods import read_or_send
from rapport.site.matches import trial_actions
from rapport.site.matches.choices import Arm
from rapport.site.matches.models import Trial
from rapport.site.outcomes.queries.trial_preview import TrialPreview, trial_preview
from rapport.site.people import policy


@read_or_send
def plan(request: HttpRequest) -> HttpResponse:
    """What is compared, among how many; then its power, and what it would have meant last month."""
    viewer = policy.viewer_of(request)
    policy.require(viewer, "start", Trial())
    form = PlanForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return render(request, "desk/trials/plan.html", {"form": form, "back": reverse("desk-policy")})
    record(actor=viewer.actor, verb="trial_previewed", subject="system", at=timezone.now())
    design, text = form.design(), form.cleaned_data["text"]
    token = signing.dumps({"design": design, "text": text}, salt=PREVIEWED)
    return _preview(request, design, text, StartForm(initial={"previewed": token}))


def _preview(request: HttpRequest, design: dict[str, Any], text: str, form: StartForm) -> HttpResponse:
    found = trial_preview(design, at=timezone.now())
    shown = {"form": form, "text": text, "rows": _rows(found, design), "back": reverse("desk-trial-plan")}
    return render(request, "desk/trials/preview.html", shown)


def _rows(found: TrialPreview, design: dict[str, Any]) -> list[tuple[str, str]]:
    arms = ", ".join(str(Arm(each).label) for each in design["arms"])
    power = _("%(power)s chances in 100 to show a difference of %(d)s standard deviations")
    told = {"power": rounded(100 * found.power), "d": rounded(design["assumed_d"], 2)}
    could = _("%(could)s of %(n)s looked at") % {"could": found.could, "n": found.looked_at}
    rows = [
        (_("Compared"), arms),
        (_("What could be shown"), power % told),
        (_("Requests of last month"), str(found.requests)),
        (_("Of these could have taken part"), could),
        (_("Months until so many took part, if all said yes"), _months(found)),
    ]
    if found.by_forecast is not None:
        value, low, high = (rounded(each, 1) for each in found.by_forecast)
        words = _("%(value)s points of 100 (95%% interval %(low)s to %(high)s)")
        told = {"value": value, "low": low, "high": high}
        rows.append((_("Forecast given up by whoever is drawn at random"), words % told))
    return rows


def _months(found: TrialPreview) -> str:
    return _("not known") if found.months is None else rounded(found.months, 1)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Start exactly what was previewed."""
    viewer, form = policy.viewer_of(request), StartForm(request.POST)
    policy.require(viewer, "start", Trial())
    if not form.is_valid():
        return redirect("desk-trial-plan")
    told = form.cleaned_data["previewed"]
    try:
        trial_actions.start_as_read(told["design"], told["text"], by=viewer.actor, at=timezone.now())
    except trial_actions.TrialRunning:
        form.add_error(None, _("Another comparison runs: stop it first."))
        return _preview(request, told["design"], told["text"], form)
    return redirect("desk-trial")


@read_or_send
def stop(request: HttpRequest) -> HttpResponse:
    """Enrol nobody any more; the result may then be told."""
    viewer = policy.viewer_of(request)
    policy.require(viewer, "stop", Trial())
    form = StopForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            trial_actions.stop(by=viewer.actor, at=timezone.now(), because=form.cleaned_data["because"])
        except trial_actions.NoTrial:
            form.add_error(None, _("No comparison runs."))
        else:
            return redirect("desk-trial")
    return render(request, "desk/trials/stop.html", {"form": form, "back": reverse("desk-trial")})
