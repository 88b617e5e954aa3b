"""How it goes with the person a client began with, and what to do when something may have shifted."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rapport.site.checkins.actions import raising
from rapport.site.checkins.models import Raised
from rapport.site.checkins.queries.course import course_of, newest_course
from rapport.site.checkins.queries.following import may_provider_follow
from rapport.site.checkins.queries.raised import raised_in, raised_with_id
from rapport.site.checkins.queries.raising_words import drafted, first_about
from rapport.site.checkins.raised_choices import Way
from rapport.site.checkins.raised_forms import AfterForm, LookForm, RaisingForm
from rapport.site.client.choosing.views import of_client
from rapport.site.client.courses import presentation
from rapport.site.consultations.models import Course
from rapport.site.foundation.audit import record_reading
from rapport.site.foundation.ids import new_id
from rapport.site.foundation.methods import read_or_send
from rapport.site.people import policy
from rapport.site.people.models import Client
from rapport.site.steps.queries import proposed_to

DRAFT, SEND = "draft", "send"


@require_safe
@of_client
def course(request: HttpRequest, client: Client) -> HttpResponse:
    """The pictures, the words, and what was raised."""
    now, mine = timezone.now(), newest_course(client)
    if mine is None:
        return render(request, "client/courses/none.html")
    policy.require(policy.viewer_of(request), "read", mine)
    followed = course_of(client, mine.provider, now)
    shown = {"is_open": mine.ended_at is None}
    page = presentation.course_page(mine.provider.name, followed, raised_in(mine), **shown)
    is_asked = mine.ended_at is None and proposed_to(mine) is not None
    record_reading(actor=client.pk, verb="read_course", subject=client.pk, at=now)
    return render(request, "client/courses/course.html", {"page": page, "is_asked": is_asked})


@read_or_send
@of_client
def shift(request: HttpRequest, client: Client) -> HttpResponse:
    """Look at what may have shifted, draft words, and choose what to do with them."""
    mine = newest_course(client)
    if mine is None or mine.ended_at is not None:
        return redirect("course")
    policy.require(policy.viewer_of(request), "change", Raised(client=client, provider=mine.provider))
    step = request.POST.get("step", "")
    if step == SEND:
        return _send(request, client, mine)
    followed = course_of(client, mine.provider, timezone.now())
    form = LookForm(request.POST if step == DRAFT else None, about=first_about(followed))
    if form.is_bound and form.is_valid():
        return _words(request, mine, _raising_form(mine, draft=_draft(**form.chosen())))
    page = presentation.shift_page(mine.provider.name, followed)
    return render(request, "client/courses/shift.html", {"page": page, "form": form, "key": new_id()})


def _send(request: HttpRequest, client: Client, mine: Course) -> HttpResponse:
    form = _raising_form(mine, data=request.POST)
    if not form.is_valid():
        return _words(request, mine, form)
    sent = {"raising": form.raising(), "key": form.cleaned_data["key"]}
    try:
        raising.raise_shift(
            by=client, at=timezone.now(), course=mine, shares=bool(form.cleaned_data.get("share")), **sent
        )
    except raising.NotOpen:
        return redirect("course")
    except raising.NotShared:
        form.not_shared()
        return _words(request, mine, form)
    except raising.RaisedOtherwise:
        # Sent before with other words: nothing typed is lost, and sent again it is a new one.
        form.data = form.data.copy() | {"key": new_id()}
        form.add_error(None, _("You sent this page before. To add these words as well, send it again."))
        return _words(request, mine, form)
    return redirect("course")


@read_or_send
@of_client
def after(request: HttpRequest, client: Client, raised_id: str) -> HttpResponse:
    """Did you talk about it, and did it help?"""
    raised = raised_with_id(raised_id)
    if raised is None:
        raise Http404
    policy.require(policy.viewer_of(request), "change", raised)
    said = raised.unseal("said")
    if said["way"] == Way.KEEP:
        raise Http404
    form = AfterForm(request.POST if request.method == "POST" else None, said=raised.unseal("after"))
    if form.is_bound and form.is_valid():
        raising.say_how_it_went(by=client, at=timezone.now(), raised=raised, **form.cleaned_data)
        return redirect("course")
    shown = {"form": form, "name": raised.provider.name, "words": said["words"]}
    return render(request, "client/courses/after.html", shown)


def _raising_form(mine: Course, **options: object) -> RaisingForm:
    has_shared = may_provider_follow(mine.client_id, mine.provider)
    return RaisingForm(name=mine.provider.name, has_shared=has_shared, **options)  # type: ignore[arg-type]


def _draft(*, about: str, shown: str) -> dict[str, str]:
    words = drafted(about, shown)
    return {"about": about, "shown": shown, "words": words, "key": new_id()}


def _words(request: HttpRequest, mine: Course, form: RaisingForm) -> HttpResponse:
    return render(request, "client/courses/words.html", {"form": form, "name": mine.provider.name})
