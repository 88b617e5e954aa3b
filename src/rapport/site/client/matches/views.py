"""The three, one of them in full, three others, and a recommended name."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.site.client.matches import presentation
from rapport.site.directory.queries import provider_with_id
from rapport.site.foundation.audit import record
from rapport.site.matches import actions, queries
from rapport.site.matches.forms import MissingForm
from rapport.site.people import policy, sessions
from rapport.site.people.models import Client

QUESTIONNAIRE = "/questionnaire/"
RETURN = "/return/"


@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """Draw the three for the client of this visit, once."""
    client = sessions.current_client(request)
    if client is None:
        return redirect(RETURN)
    policy.require(policy.viewer_of(request), "change", client)
    try:
        actions.issue(by=client, at=timezone.now())
    except actions.AnswersMissing:
        return redirect(QUESTIONNAIRE)
    return redirect("matches")


@require_safe
def matches(request: HttpRequest) -> HttpResponse:
    """The three that stand, or what stands in the way of three."""
    client = sessions.current_client(request)
    if client is None:
        return redirect(RETURN)
    policy.require(policy.viewer_of(request), "read", client)
    shortlist = queries.open_shortlist(client)
    answers = queries.answers_for_matching(client)
    if shortlist is None or answers is None:
        return redirect(QUESTIONNAIRE)
    policy.require(policy.viewer_of(request), "read", shortlist)
    page = presentation.three(shortlist, queries.cards(shortlist, answers, at=timezone.now()))
    is_newer = queries.answers_are_newer(client, shortlist)
    _note_read(client)
    context = {"page": page, "answers_are_newer": is_newer, "receipt": client.receipt_code()}
    return render(request, "client/matches/three.html", context)


@require_safe
def match(request: HttpRequest, match_id: str) -> HttpResponse:
    """One of the three in full: all that made the forecast, and what to ask."""
    client = sessions.current_client(request)
    if client is None:
        return redirect(RETURN)
    found = queries.match_of(client, match_id)
    if found is None:
        raise Http404
    policy.require(policy.viewer_of(request), "read", found)
    answers = queries.answers_for_matching(client)
    if answers is None:
        return redirect(QUESTIONNAIRE)
    page = presentation.one(queries.card(found, answers, at=timezone.now()), back=reverse("matches"))
    _note_read(client)
    return render(request, "client/matches/one.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """None of these: say what was missing, then three others are drawn."""
    client = sessions.current_client(request)
    if client is None:
        return redirect(RETURN)
    policy.require(policy.viewer_of(request), "change", client)
    shortlist = queries.open_shortlist(client)
    if shortlist is None:
        return redirect(QUESTIONNAIRE)
    form = MissingForm(request.POST or None, initial={"number": shortlist.number})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["number"] == shortlist.number:
            actions.issue(by=client, at=timezone.now(), missing=form.said())
        return redirect("matches")
    return render(request, "client/matches/again.html", {"form": form, "back": reverse("matches")})


@require_safe
def fit(request: HttpRequest, provider_id: str) -> HttpResponse:
    """A recommended name, seen as a match would be."""
    client = sessions.current_client(request)
    provider = provider_with_id(provider_id)
    if provider is None:
        raise Http404
    policy.require(policy.viewer_of(request), "read", provider)
    if client is None:
        return redirect(QUESTIONNAIRE)
    named = queries.fit_with(client, provider, at=timezone.now())
    if named is None:
        return redirect(QUESTIONNAIRE)
    page = presentation.named(named, back=reverse("lookup"))
    _note_read(client)
    return render(request, "client/matches/one.html", {"page": page})


def _note_read(client: Client) -> None:
    """Every reading of a client's matches stands on the audit trail, the client's own too."""
    record(actor=client.pk, verb="read_matches", subject=client.pk, at=timezone.now())
