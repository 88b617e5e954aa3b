"""Which step each course is on, where another one is worth a question, and groups with their places."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rapport.site.checkins.queries.course import measures_of
from rapport.site.consultations.actions.once import Refused
from rapport.site.consultations.aliases import alias_of
from rapport.site.desk.cases.views import account_of
from rapport.site.desk.steps.forms import GroupForm, StepForm
from rapport.site.foundation import audit
from rapport.site.foundation.methods import read_or_send
from rapport.site.foundation.paging import Mark
from rapport.site.people import policy
from rapport.site.steps import actions
from rapport.site.steps.choices import Step, Why
from rapport.site.steps.listed import standing_page
from rapport.site.steps.models import Group
from rapport.site.steps.queries import (
    Standing,
    Steps,
    change_with_id,
    found_in,
    group_with_id,
    groups,
    shared_course,
    step_of,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One course: no name of the client, and nothing of what they said."""

    id: str
    alias: str
    provider: str
    since: datetime
    step: str
    to: str
    why: str
    proposed: str
    change: str


@require_safe
def steps(request: HttpRequest) -> HttpResponse:
    """Courses that may be followed, by pages, and groups; whose were looked at stands on the audit trail."""
    viewer, now = policy.viewer_of(request), timezone.now()
    policy.require(viewer, "read", Steps())
    page = standing_page(Mark.of(request.GET), at=now)
    seen = [audit.Told(viewer.actor, "read_at_desk", each.course.client_id, now) for each in page.rows]
    audit.append([audit.Told(viewer.actor, "read_at_desk", viewer.actor, now), *seen])
    shown = {"rows": list(map(_row, page.rows)), "page": page, "groups": groups(on=now.date())}
    shown |= {"back": reverse("desk")}
    return render(request, "desk/steps/list.html", shown)


def _row(one: Standing) -> Row:
    to, why = one.found or ("", "")
    return Row(
        one.course.pk,
        alias_of(one.course.pk),
        one.course.provider.name,
        one.course.opened_at,
        str(one.step.label),
        str(Step(to).label) if to else "",
        str(Why(why).label) if why else "",
        str(Step(one.proposed.to_step).label) if one.proposed else "",
        one.proposed.pk if one.proposed else "",
    )


@read_or_send
def propose(request: HttpRequest, course_id: str) -> HttpResponse:
    """Which step, and why; the client agrees or stays."""
    viewer, now = policy.viewer_of(request), timezone.now()
    policy.require(viewer, "propose", Steps())
    course = shared_course(course_id)
    if course is None:
        raise Http404
    step = step_of(course)
    found = found_in(step, measures_of([(course.client_id, course.provider_id)], now)[0])
    initial = {"to": found[0]} if found else {}
    form = StepForm(request.POST if request.method == "POST" else None, now=step, initial=initial)
    if form.is_bound and form.is_valid():
        to, words = Step(form.cleaned_data["to"]), form.cleaned_data["words"]
        why = found[1] if found and found[0] == to else Why.BY_HAND
        try:
            actions.propose_step(course, to, why, by=account_of(request), at=now, words=words)
        except Refused as refused:
            form.add_error(None, str(refused.words))
        else:
            return redirect("desk-steps")
    shown = {"form": form, "alias": alias_of(course.pk), "name": course.provider.name, "step": step.label}
    shown |= {"why": Why(found[1]).label if found else "", "back": reverse("desk-steps")}
    return render(request, "desk/steps/propose.html", shown)


@require_POST
def take_back(request: HttpRequest, change_id: str) -> HttpResponse:
    """The desk no longer proposes it; answered meanwhile, it stays as it was answered."""
    change = change_with_id(change_id)
    policy.require(policy.viewer_of(request), "take_back", change)
    assert change is not None
    with suppress(Refused):
        actions.take_back_step(change, by=account_of(request), at=timezone.now())
    return redirect("desk-steps")


@read_or_send
def new_group(request: HttpRequest) -> HttpResponse:
    """A group that clients may take places in."""
    policy.require(policy.viewer_of(request), "change", Group())
    form = GroupForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        leads = form.cleaned_data["provider"]
        actions.open_group(leads, form.meeting(), by=account_of(request), at=timezone.now())
        return redirect("desk-steps")
    return render(request, "desk/steps/group.html", {"form": form, "back": reverse("desk-steps")})


@require_POST
def close(request: HttpRequest, group_id: str) -> HttpResponse:
    """Nobody new joins it."""
    group = group_with_id(group_id)
    policy.require(policy.viewer_of(request), "change", group)
    assert group is not None
    actions.close_group(group, by=account_of(request), at=timezone.now())
    return redirect("desk-steps")
