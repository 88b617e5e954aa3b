"""Open courses by need, one course with what to do about it, and a note of what was tried."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rapport.site.checkins.actions.repair import NotedOtherwise, NotFollowed, note_repair
from rapport.site.checkins.actions.safety import mark_seen
from rapport.site.checkins.models import RatedSession, RepairNote
from rapport.site.checkins.queries.caseload import CaseloadRow, Need, caseload, one_course
from rapport.site.checkins.queries.course_words import page_of
from rapport.site.checkins.queries.following import safety_answer_with
from rapport.site.checkins.queries.repairs import repairs_of
from rapport.site.checkins.queries.suggested import advice_for, right_of
from rapport.site.checkins.repair_forms import RepairForm
from rapport.site.consultations.models import Course
from rapport.site.consultations.queries.courses import course_with
from rapport.site.directory.models import Provider
from rapport.site.foundation import audit
from rapport.site.foundation.ids import new_id
from rapport.site.foundation.methods import read_or_send
from rapport.site.people import policy
from rapport.site.portal.caseload import presentation
from rapport.site.portal.courses.listing import lists
from rapport.site.portal.pages import of_provider, portal_page, posted

SECTION = "caseload"


@require_safe
@of_provider
def everybody(request: HttpRequest, provider: Provider) -> HttpResponse:
    """What is shared of open courses, what needs them first; and who is under way, and who has ended.

    Whose courses are looked at stands on the audit trail.
    """
    now = timezone.now()
    rows = caseload(provider, at=now)
    shown = [each for each in rows if each.is_shared or each.unsafe]
    told = [("followed_course", who) for who in (provider.pk, *(each.course.client_id for each in shown))]
    told.append(("read_courses", provider.pk))
    audit.append([audit.Told(provider.pk, verb, who, now) for verb, who in told])
    context = lists(provider, policy.viewer_of(request), at=now) | {
        "shared": [presentation.entry(each) for each in shown],
        "not_shared": len(rows) - len(shown),
    }
    return portal_page(request, "portal/caseload/everybody.html", provider, context, section=SECTION)


@require_safe
@of_provider
def one(request: HttpRequest, provider: Provider, course_id: str) -> HttpResponse:
    """How one course goes: the alert as a question, what fell, what to try, what was tried."""
    now = timezone.now()
    course = _followed(request, course_id)
    row = one_course(course, at=now)
    audit.record_reading(actor=provider.pk, verb="followed_course", subject=course.client_id, at=now)
    context = _alert(row) | {
        "course": course,
        "called": presentation.called(row),
        "page": page_of(row.followed) if row.followed else None,
        "needs": [str(presentation.NEEDS[each]) for each in row.needs],
        "notes": [presentation.tried_note(each) for each in repairs_of(course)],
        "back": reverse("portal-caseload"),
    }
    return portal_page(request, "portal/caseload/one.html", provider, context, section=SECTION)


@require_POST
@of_provider
def seen(request: HttpRequest, provider: Provider, answer_id: str) -> HttpResponse:
    """The provider has seen an answer about safety."""
    answer = safety_answer_with(answer_id)
    policy.require(policy.viewer_of(request), "mark_seen", answer)
    if answer is None:
        raise Http404
    mark_seen(by=provider, at=timezone.now(), answer=answer)
    return redirect("portal-caseload")


@read_or_send
@of_provider
def tried(request: HttpRequest, provider: Provider, course_id: str) -> HttpResponse:
    """Note what was tried; the client can read it."""
    course = _followed(request, course_id)
    policy.require(
        policy.viewer_of(request),
        "change",
        RepairNote(client=course.client, provider=course.provider, course=course),
    )
    form = RepairForm(posted(request), initial={"key": new_id()})
    if form.is_bound and form.is_valid():
        key = form.cleaned_data["key"]
        try:
            note_repair(by=provider, at=timezone.now(), course=course, noting=form.noting(), key=key)
            return redirect("portal-course", course.pk)
        except NotFollowed:
            raise Http404 from None
        except NotedOtherwise:
            form.add_error(None, presentation.SENT_BEFORE)
    context = {"form": form, "back": reverse("portal-course", args=(course.pk,))}
    return portal_page(request, "portal/caseload/tried.html", provider, context, section=SECTION)


def _followed(request: HttpRequest, course_id: str) -> Course:
    """The course, if it is this provider's and its client lets them follow now."""
    course = course_with(course_id)
    asked = RatedSession(client=course.client, provider=course.provider) if course else None
    policy.require(policy.viewer_of(request), "read", asked)
    if course is None:
        raise Http404
    return course


def _alert(row: CaseloadRow) -> dict[str, object]:
    """The question, what the client raised, and what to try about both."""
    alert, raised = row.alert, [presentation.told(each) for each in row.raised]
    right = right_of(alert.session.judged.kind) if alert else None
    parts = presentation.parts_raised(row.raised) | set(alert.parts if alert else ())
    shown = next((each.shown for each in row.raised if each.is_open and each.shown), "")
    has_advice = alert is not None or Need.RAISED in row.needs
    return {
        "alert": presentation.alert_words(alert) if alert else "",
        "precision": presentation.precision_words(right) if right else "",
        "fell": presentation.fell_words(alert) if alert else [],
        "raised": raised,
        "steps": presentation.steps(advice_for(parts, shown=shown)) if has_advice else [],
        "more_from": presentation.SHOWN_STEPS + 1,
    }
