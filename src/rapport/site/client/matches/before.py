"""The question before the first three, while ways to choose them are compared: take part, or not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from rapport.site.client.matches.written import QUESTIONNAIRE
from rapport.site.foundation.methods import read_or_send
from rapport.site.matches import actions, queries
from rapport.site.matches.trial_actions import PURPOSE
from rapport.site.people import policy, sessions
from rapport.site.people.actions import answer_consent
from rapport.site.people.forms import ConsentForm

RETURN = "/return/"
CHECK = "/questionnaire/check/"


@read_or_send
def before(request: HttpRequest) -> HttpResponse:
    """Ask once; with either answer the three are drawn next."""
    client = sessions.current_client(request)
    if client is None:
        return redirect(RETURN)
    policy.require(policy.viewer_of(request), "change", client)
    if not queries.is_asked_to_take_part(client):
        return redirect("matches")
    form = ConsentForm(PURPOSE, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        answer_consent(client, purpose=PURPOSE, is_given=form.is_yes, at=now)
        try:
            actions.issue(by=client, at=now)
        except actions.AnswersMissing:
            return redirect(QUESTIONNAIRE)
        return redirect("matches")
    context = {"form": form, "back": CHECK, "more": reverse("does-it-work")}
    return render(request, "client/matches/before.html", context)
