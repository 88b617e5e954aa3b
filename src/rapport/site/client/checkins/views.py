"""Half a minute after a session: one page, help first where it is needed, and two questionnaires at times."""

from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from rapport.errors import BadInput
from rapport.site.checkins.actions import checking_in
from rapport.site.checkins.actions.sessions import AlreadyRated
from rapport.site.checkins.actions.symptoms import keep_symptoms
from rapport.site.checkins.choices import CheckForm
from rapport.site.checkins.forms import CheckInForm, SymptomForm
from rapport.site.checkins.queries.due import Due, goals_of, session_at
from rapport.site.checkins.queries.safety import told_of
from rapport.site.checkins.queries.symptoms import is_translated, next_wanted, questionnaire
from rapport.site.checkins.queries.symptoms_course import ABOUT_THE_PAIR
from rapport.site.client.checkins.asking import PAGES, address, with_due
from rapport.site.foundation import consent
from rapport.site.foundation.error_pages import database_is_down
from rapport.site.foundation.methods import read_or_send

# How the audit trail names somebody who came by the link of a mail.
MAILBOX = "mailbox"
WRONG_DAY = gettext_lazy("Enter a day after the session before and not after the one that follows.")


@read_or_send
@with_due
def checkin(request: HttpRequest, due: Due, token: str = "") -> HttpResponse:
    """How the session went."""
    if due.is_done and request.method != "POST":
        return render(request, f"{PAGES}link_done.html")
    form = _form(request, due)
    if not form.is_bound or not form.is_valid():
        return _page(request, due, form, token)
    try:
        kept = checking_in.check_in(
            by=due.client,
            at=timezone.now(),
            course=due.course,
            entry=form.entry(),
            key=form.cleaned_data["key"],
            actor=MAILBOX if token else "",
        )
    except AlreadyRated:
        return _refused(request, due, form, token, "number", _("This session was filled in before."))
    except BadInput as error:
        return _refused(request, due, form, token, error.problem.column, WRONG_DAY)
    except checking_in.Over:
        return render(request, f"{PAGES}nothing.html")
    except DatabaseError as error:
        if not database_is_down(error):
            raise
        return _page(request, due, form, token, is_unsaved=True)
    number = kept.session.number if kept.session else due.number
    page = "help" if kept.needs_help else _next(due, number)
    return redirect(address(page, number=number, token=token))


def _form(request: HttpRequest, due: Due) -> CheckInForm:
    sent = request.POST if request.method == "POST" else None
    asked = (sent or request.GET).get("form", "")
    form = CheckForm(asked) if asked in CheckForm.values else due.form
    goals = () if due.by_link else tuple(goals_of(due.course))
    return CheckInForm(sent, due=due, at=timezone.now(), form=form, goals=goals)


def _refused(
    request: HttpRequest, due: Due, form: CheckInForm, token: str, field: str, words: Any
) -> HttpResponse:
    name = {"held_at": "day"}.get(field, field)
    form.add_error(name if name in form.fields else None, words)
    return _page(request, due, form, token)


def _page(
    request: HttpRequest, due: Due, form: CheckInForm, token: str, *, is_unsaved: bool = False
) -> HttpResponse:
    shown = {
        "form": form,
        "due": due,
        "token": token,
        "is_short": form.check_form == CheckForm.SHORT,
        "is_unsaved": is_unsaved,
        "sets_goals": not due.by_link and not form.goals,
    }
    return render(request, f"{PAGES}checkin.html", shown, status=503 if is_unsaved else 200)


def _next(due: Due, number: int, *, after: str = "") -> str:
    """The page after this one: the next questionnaire that is wanted, or the end."""
    session = session_at(due, number)
    name = next_wanted(due, session, after=after) if session is not None else ""
    return f"also/{name}" if name else "saved"


@require_safe
@with_due
def help_first(request: HttpRequest, due: Due, token: str = "", number: int = 0) -> HttpResponse:
    """Who can help now, before anything else; then on, or not."""
    number = number or due.number
    is_rated = session_at(due, number) is not None
    form = f"/checkin/link/{token}/" if token else "/checkin/"
    page = _next(due, number, after=request.GET.get("after", ""))
    shown = {
        "safety": told_of(due.course, timezone.now()),
        "name": "" if token else due.course.provider.name,
        "next": address(page, number=number, token=token) if is_rated else form,
        "is_rated": is_rated,
    }
    return render(request, f"{PAGES}help.html", shown)


@read_or_send
@with_due
def symptoms(request: HttpRequest, due: Due, name: str, token: str = "", number: int = 0) -> HttpResponse:
    """A symptom questionnaire; leaving it out costs nothing."""
    number = number or due.number
    asked, session = questionnaire(name), session_at(due, number)
    if asked is None or session is None:
        raise Http404
    form = SymptomForm(request.POST if request.method == "POST" else None, name=name)
    after = address(_next(due, number, after=name), number=number, token=token)
    language = "" if is_translated(name) else "en"
    shown: dict[str, Any] = {
        "form": form,
        "asked": asked,
        "skip": after,
        "language": language,
        "is_about_the_pair": name in ABOUT_THE_PAIR,
    }
    if not form.is_bound or not form.is_valid():
        return render(request, f"{PAGES}symptoms.html", shown)
    try:
        unsafe = keep_symptoms(
            by=due.client,
            at=timezone.now(),
            course=due.course,
            asked=asked,
            answers=form.answers(),
            key=form.cleaned_data["key"],
            session=session,
            actor=MAILBOX if token else "",
        )
    except DatabaseError as error:
        if not database_is_down(error):
            raise
        return render(request, f"{PAGES}symptoms.html", shown | {"is_unsaved": True}, status=503)
    if unsafe is None:
        return redirect(after)
    return redirect(address("help", number=number, token=token) + f"?after={name}")


@require_safe
@with_due
def saved(request: HttpRequest, due: Due, token: str = "", number: int = 0) -> HttpResponse:
    """It is kept; what else there is."""
    number = number or due.number
    if session_at(due, number) is None:
        raise Http404
    said = {} if token else consent.answers(client_id=due.client.pk)
    shown = {
        "name": "" if token else due.course.provider.name,
        "asks_sharing": not token and said["share_course"] is None,
        "token": token,
    }
    return render(request, f"{PAGES}saved.html", shown)
