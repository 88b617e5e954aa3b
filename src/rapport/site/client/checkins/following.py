"""What stands around a check-in: goals in one's own words, who may see it, reminders."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rapport.site.checkins.actions import reminding
from rapport.site.checkins.actions.goals import set_goals
from rapport.site.checkins.forms import GoalsForm
from rapport.site.checkins.queries.due import Due, goals_of, is_reminded
from rapport.site.client.checkins.asking import PAGES, with_due
from rapport.site.foundation import consent
from rapport.site.foundation.methods import read_or_send
from rapport.site.people.actions import answer_consent
from rapport.site.people.contact_queries import contact_of
from rapport.site.people.forms import ConsentForm

# In the order asked; each is a question of its own.
SHARED = ("share_course", "tell_safety", "share_course_desk")


@read_or_send
@with_due
def goals(request: HttpRequest, due: Due) -> HttpResponse:
    """Up to three goals in one's own words."""
    sent = request.POST if request.method == "POST" else None
    form = GoalsForm(sent, goals=tuple(goals_of(due.course)))
    if form.is_bound and form.is_valid():
        set_goals(by=due.client, at=timezone.now(), course=due.course, words=form.words())
        return redirect("checkin")
    return render(request, f"{PAGES}goals.html", {"form": form, "back": "/checkin/"})


@read_or_send
@with_due
def sharing(request: HttpRequest, due: Due) -> HttpResponse:
    """Who may see how it goes: three questions, neither answer chosen beforehand."""
    said = consent.answers(client_id=due.client.pk)
    sent = request.POST if request.method == "POST" else None
    forms = [ConsentForm(purpose, sent, said=said[purpose]) for purpose in SHARED]
    are_valid = [form.is_valid() for form in forms]
    if request.method == "POST" and all(are_valid):
        for form in forms:
            answer_consent(due.client, purpose=form.purpose, is_given=form.is_yes, at=timezone.now())
        return redirect("checkin")
    shown = {"forms": forms, "name": due.course.provider.name, "back": "/checkin/"}
    return render(request, f"{PAGES}sharing.html", shown)


@read_or_send
@with_due
def reminders(request: HttpRequest, due: Due) -> HttpResponse:
    """Short notes after sessions: on, or off."""
    if request.method == "POST":
        change = reminding.stop_reminders if "stop" in request.POST else reminding.start_reminders
        change(by=due.client, at=timezone.now())
        return redirect("checkin-reminders")
    shown = {
        "is_on": is_reminded(due.course),
        "has_contact": contact_of(due.client) is not None,
        "back": "/checkin/",
    }
    return render(request, f"{PAGES}reminders.html", shown)


@read_or_send
@with_due
def stop_by_link(request: HttpRequest, due: Due, token: str = "") -> HttpResponse:  # noqa: ARG001
    """The end of these reminders, from the mailbox; other notes go on."""
    if request.method == "POST":
        reminding.stop_reminders(by=due.client, at=timezone.now(), actor="mailbox")
    return render(request, f"{PAGES}reminders_stopped.html", {"is_done": request.method == "POST"})
