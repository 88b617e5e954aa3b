"""Which step of care a client is on, whether they agree to another one, and a place in a group."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rapport.site.client.referrals.views import of_course
from rapport.site.consultations.actions.once import Refused
from rapport.site.consultations.models import Course
from rapport.site.foundation.methods import read_or_send
from rapport.site.people import policy
from rapport.site.steps import actions
from rapport.site.steps.choices import Step, Why
from rapport.site.steps.forms import YES, AnswerForm
from rapport.site.steps.models import Group
from rapport.site.steps.queries import group_with_id, groups, place_of, proposed_to, step_of


@read_or_send
@of_course
def step(request: HttpRequest, course: Course) -> HttpResponse:
    """What is proposed and why; yes or no. Nothing happens before a yes."""
    change = proposed_to(course)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and change is None:
        return redirect("step")
    if change is not None and form.is_bound and form.is_valid():
        policy.require(policy.viewer_of(request), "answer", change)
        agrees = form.cleaned_data["answer"] == YES
        try:
            actions.answer_step(change, by=course.client, at=timezone.now(), agrees=agrees)
        except Refused:
            return redirect("step")
        to_another = agrees and change.to_step != Step.GROUP
        return redirect("refer" if to_another else "step")
    return _page(request, course, form)


def _page(request: HttpRequest, course: Course, form: AnswerForm, refused: str = "") -> HttpResponse:
    change, now = proposed_to(course), step_of(course)
    place = place_of(course.client)
    shown = {"form": form, "change": change, "now": now.label, "name": course.provider.name}
    shown |= {"place": place, "refused": refused}
    if change is not None:
        policy.require(policy.viewer_of(request), "read", change)
        to, why = Step(change.to_step), Why(change.why)
        shown |= {"to": to.label, "why": why.label, "words": change.unseal("words")}
    if now == Step.GROUP and place is None:
        shown["groups"] = [each for each in groups(on=timezone.now().date()) if _is_free(each)]
    return render(request, "client/steps/step.html", shown | {"is_group": now == Step.GROUP})


def _is_free(group: Group) -> bool:
    return bool(group.free > 0 and group.starts_on >= timezone.now().date())  # type: ignore[attr-defined]


@require_POST
@of_course
def join(request: HttpRequest, course: Course, group_id: str) -> HttpResponse:
    """Take a place, where a group is the step that was agreed to."""
    group = _group(request, group_id)
    if step_of(course) != Step.GROUP:
        raise Http404
    try:
        actions.take_place(group, by=course.client, at=timezone.now())
    except Refused as refused:
        return _page(request, course, AnswerForm(), str(refused.words))
    return redirect("step")


@require_POST
@of_course
def leave(request: HttpRequest, course: Course, group_id: str) -> HttpResponse:
    """Give the place back."""
    place = place_of(course.client)
    if place is None or place.group_id != group_id:
        raise Http404
    policy.require(policy.viewer_of(request), "change", place)
    actions.give_place_back(place.group, by=course.client, at=timezone.now())
    return redirect("step")


def _group(request: HttpRequest, group_id: str) -> Group:
    group = group_with_id(group_id)
    policy.require(policy.viewer_of(request), "read", group)
    assert group is not None
    return group
