"""The policy: what holds, a preview on last month's requests, and setting exactly what was previewed."""

from collections.abc import Mapping
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rapport.site.desk.policy.forms import PREVIEWED, FiguresForm, SetForm, signed
from rapport.site.desk.policy.presentation import changes, previewed
from rapport.site.foundation import steering
from rapport.site.foundation.audit import record
from rapport.site.foundation.models import PolicyVersion
from rapport.site.matches.policy_actions import TrialRuns, set_policy
from rapport.site.outcomes.queries.policy_preview import policy_preview
from rapport.site.outcomes.queries.trial import newest_trial
from rapport.site.people import policy


@require_safe
def policy_page(request: HttpRequest) -> HttpResponse:
    """What holds now, to be changed; every version before it; and the comparison, where one runs."""
    policy.require(policy.viewer_of(request), "read", PolicyVersion())
    return _page(request, FiguresForm(figures=steering.current()[1]))


def _page(request: HttpRequest, form: FiguresForm) -> HttpResponse:
    trial, versions = newest_trial(), steering.versions()
    rows = [(each, changes(each, versions)) for each in versions]
    shown = {"form": form, "rows": rows, "number": versions[0].number if versions else 0}
    shown |= {"trial": trial if trial is not None and trial.is_running else None, "back": reverse("desk")}
    return render(request, "desk/policy/page.html", shown)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What these figures, or those of an earlier version, would have meant; nothing is set yet."""
    viewer, form = policy.viewer_of(request), FiguresForm(request.POST)
    policy.require(viewer, "change", PolicyVersion())
    earlier = (
        steering.version(int(request.POST["undoes"])) if request.POST.get("undoes", "").isdigit() else None
    )
    if earlier is None and not form.is_valid():
        return _page(request, form)
    figures = earlier.figures if earlier else form.cleaned_data
    number, now = steering.current()
    figures = steering.checked(dict(now) | figures)
    token = signed(figures, seen=number, undoes=earlier.number if earlier else None)
    record(actor=viewer.actor, verb="policy_previewed", subject="system", at=timezone.now())
    return _preview(request, figures, SetForm(initial={"previewed": token}))


def _preview(request: HttpRequest, figures: Mapping[str, float], form: SetForm) -> HttpResponse:
    _number, now = steering.current()
    found = policy_preview(figures, at=timezone.now())
    shown: dict[str, Any] = {"form": form, "back": reverse("desk-policy"), "found": found}
    return render(request, "desk/policy/preview.html", shown | previewed(found, now, figures))


@require_POST
def set_it(request: HttpRequest) -> HttpResponse:
    """Set exactly what was previewed, unless the policy has moved on since."""
    viewer, form = policy.viewer_of(request), SetForm(request.POST)
    policy.require(viewer, "change", PolicyVersion())
    if form.is_valid():
        told, because = form.cleaned_data["previewed"], form.cleaned_data["because"]
        try:
            set_policy(**told, because=because, by=viewer.actor, at=timezone.now())
        except steering.MovedOn:
            form.add_error(None, _("A colleague has set another version since. Begin again from there."))
        except TrialRuns:
            form.add_error(None, _("A comparison runs: how three are drawn stays as it was registered."))
        else:
            return redirect("desk-policy")
    try:
        figures = signing.loads(request.POST.get("previewed", ""), salt=PREVIEWED)["figures"]
    except signing.BadSignature:
        return redirect("desk-policy")
    return _preview(request, figures, form)
