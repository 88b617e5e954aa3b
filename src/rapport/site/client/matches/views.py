"""The three, one of them in full, three others, and a recommended name."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rapport.site.client.matches import presentation
from rapport.site.client.matches.talks import with_talk, with_talks
from rapport.site.client.matches.written import QUESTIONNAIRE, Written, written_once
from rapport.site.client.requests.presentation import left_of
from rapport.site.consultations.actions import renewing
from rapport.site.consultations.actions.once import Refused
from rapport.site.consultations.queries.requests import newest_by_match
from rapport.site.directory.queries import provider_with_id
from rapport.site.foundation.methods import read_or_send
from rapport.site.matches import actions, queries
from rapport.site.matches.forms import MissingForm
from rapport.site.people import policy, sessions

RETURN = "/return/"


@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """Draw the three for the client of this visit, once."""
    client = sessions.current_client(request)
    if client is None:
        return redirect(RETURN)
    policy.require(policy.viewer_of(request), "change", client)
    if queries.is_asked_to_take_part(client):
        return redirect("before")
    try:
        renewing.issue(by=client, at=timezone.now())
    except actions.AnswersMissing:
        return redirect(QUESTIONNAIRE)
    except Refused:
        return redirect("requests")  # A conversation is booked: that comes first.
    return redirect("matches")


@require_safe
def matches(request: HttpRequest) -> HttpResponse:
    """The three that stand, or what stands in the way of three."""
    client = sessions.current_client(request)
    if client is None:
        return redirect(RETURN)
    viewer = policy.viewer_of(request)
    policy.require(viewer, "read", client)
    standing = queries.standing_shortlist(client)
    if standing is None:
        return redirect(QUESTIONNAIRE)
    shortlist, versions = standing
    policy.require(viewer, "read", shortlist)

    def write(answers: queries.Answers, at: datetime) -> Written:
        is_newer = queries.answers_are_newer(client, shortlist)
        newest = newest_by_match(client)
        page = presentation.three(shortlist, queries.cards(shortlist, answers, at=at))
        left = left_of(queries.left_matches(shortlist), newest)
        receipt = client.receipt_code()
        page = with_talks(page, newest)
        context = {"page": page, "answers_are_newer": is_newer, "receipt": receipt, "left": left}
        html = render_to_string("client/matches/three.html", context, request)
        # The form to choose again carries a token of this visit.
        return Written(html, is_kept=not is_newer)

    return written_once(request, client, versions=versions, write=write)


@require_safe
def match(request: HttpRequest, match_id: str) -> HttpResponse:
    """One of the three in full: all that made the forecast, and what to ask."""
    client = sessions.current_client(request)
    if client is None:
        return redirect(RETURN)
    known = queries.match_of(client, match_id)
    if known is None:
        raise Http404
    found, versions = known
    policy.require(policy.viewer_of(request), "read", found)

    def write(answers: queries.Answers, at: datetime) -> Written:
        page = presentation.one(queries.card(found, answers, at=at), back=reverse("matches"))
        if found.is_open:
            page = with_talk(page, newest_by_match(client))
        return Written(render_to_string("client/matches/one.html", {"page": page}, request))

    return written_once(request, client, versions=versions, write=write)


@read_or_send
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
        try:
            if form.cleaned_data["number"] == shortlist.number:
                renewing.issue(by=client, at=timezone.now(), missing=form.said())
            return redirect("matches")
        except Refused as refused:
            form.add_error(None, str(refused.words))
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

    def write(answers: queries.Answers, at: datetime) -> Written | None:
        named = queries.fit_with(client, answers, provider, at=at)
        if named is None:
            return None
        page = presentation.named(named, back=reverse("lookup"))
        return Written(render_to_string("client/matches/one.html", {"page": page}, request))

    return written_once(request, client, versions=queries.versions_behind(client), write=write)
