"""Asking one of the three for a first conversation, and what came of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rapport.site.client.requests import presentation
from rapport.site.client.requests.forms import NEXT, WORDS, AskForm
from rapport.site.consultations.actions import requests as actions
from rapport.site.consultations.actions.once import Refused
from rapport.site.consultations.choices import LIVE
from rapport.site.consultations.deadlines import until_words
from rapport.site.consultations.models import Request
from rapport.site.consultations.need_words import in_words
from rapport.site.consultations.queries import requests as queries
from rapport.site.foundation.audit import record_reading
from rapport.site.foundation.methods import read_or_send
from rapport.site.matches.models import Match
from rapport.site.matches.queries import left_matches, match_of, open_shortlist
from rapport.site.people import policy, sessions
from rapport.site.people.models import Client

RETURN, QUESTIONNAIRE = "/return/", "/questionnaire/"


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """How far things have come with each of the three, and who left them."""
    client = sessions.current_client(request)
    if client is None:
        return redirect(RETURN)
    viewer = policy.viewer_of(request)
    policy.require(viewer, "read", client)
    shortlist = open_shortlist(client)
    if shortlist is None:
        return redirect(QUESTIONNAIRE)
    policy.require(viewer, "read", shortlist)
    newest, zone = queries.newest_by_match(client), queries.zone_of_client(client)
    context = {
        "standings": [
            presentation.standing_of(match, newest.get(match.pk), zone=zone)
            for match in shortlist.matches.all()
        ],
        "left": presentation.left_of(left_matches(shortlist), newest),
    }
    record_reading(actor=client.pk, verb="read_requests", subject=client.pk, at=timezone.now())
    return render(request, "client/requests/standing.html", context)


@read_or_send
def ask(request: HttpRequest, match_id: str) -> HttpResponse:
    """See what will be shown, tick, send; sent twice, it is one."""
    client = sessions.current_client(request)
    if client is None:
        return redirect(RETURN)
    match = _own_match(request, client, match_id)
    now = timezone.now()
    need = queries.need_shown(match, at=now, with_words=True)
    if need is None:
        return redirect(QUESTIONNAIRE)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        name=match.provider.name,
        has_words=bool(need["words"]),
    )
    if request.method == "POST" and form.is_valid():
        ticks = form.cleaned_data["ticks"]
        try:
            actions.request(
                by=client, match=match, at=now, with_words=WORDS in ticks, asks_next=NEXT in ticks
            )
            return redirect("requests")
        except Refused as refused:
            form.add_error(None, str(refused.words))
    return _asking(request, client, match, need | {"words": ""}, form)


def _asking(
    request: HttpRequest, client: Client, match: Match, need: dict[str, object], form: AskForm
) -> HttpResponse:
    """The page to ask on; whoever asked already is sent to what came of it."""
    live = queries.newest_by_match(client).get(match.pk)
    if live is not None and live.state in LIVE and not form.is_bound:
        return redirect("requests")
    due = queries.would_be_due(match, at=timezone.now())
    context = {
        "name": match.provider.name,
        "rows": in_words(need, there=False),
        "until": until_words(due, queries.zone_of_client(client)),
        "form": form,
        "back": reverse("match", args=[match.pk]),
    }
    return render(request, "client/requests/ask.html", context)


@read_or_send
def withdraw(request: HttpRequest, request_id: str) -> HttpResponse:
    """Take a request back, asked once more first."""
    client = sessions.current_client(request)
    if client is None:
        return redirect(RETURN)
    found = _own_request(request, client, request_id)
    problem = ""
    if request.method == "POST":
        try:
            actions.withdraw(by=client, request=found, at=timezone.now())
            return redirect("requests")
        except Refused as refused:
            problem = str(refused.words)
    context = {"name": found.provider.name, "problem": problem, "back": reverse("requests")}
    return render(request, "client/requests/withdraw.html", context)


def _own_match(request: HttpRequest, client: Client, match_id: str) -> Match:
    known = match_of(client, match_id)
    if known is None:
        raise Http404
    match, _versions = known
    policy.require(policy.viewer_of(request), "change", match)
    return match


def _own_request(request: HttpRequest, client: Client, request_id: str) -> Request:
    found = queries.request_of_client(client, request_id)
    if found is None:
        raise Http404
    policy.require(policy.viewer_of(request), "change", found)
    return found
