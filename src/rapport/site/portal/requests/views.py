"""Requests with a clock: who waits, what they need, and the answer. Nobody's name stands here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rapport.site.consultations.actions import requests as actions
from rapport.site.consultations.actions.once import Refused
from rapport.site.consultations.aliases import alias_of
from rapport.site.consultations.choices import Declined, RequestState
from rapport.site.consultations.models import Request
from rapport.site.consultations.need_words import in_short, in_words
from rapport.site.consultations.queries import requests as queries
from rapport.site.directory.actions.answering import confirm_openings
from rapport.site.directory.models import Provider
from rapport.site.directory.queries.answering import why_not_live
from rapport.site.directory.queries.hours import zone_of
from rapport.site.foundation.audit import record_reading
from rapport.site.foundation.methods import read_or_send
from rapport.site.people import policy
from rapport.site.portal.pages import of_provider, portal_page
from rapport.site.portal.requests.clock import UNSAID_ZONE, Clock, clock_of
from rapport.site.portal.requests.forms import DeclineForm, OfferForm
from rapport.site.referrals.queries.history import along_with

SECTION = "requests"


@dataclass(frozen=True, slots=True)
class Line:
    """One request in the list."""

    id: str
    alias: str
    about: str
    clock: Clock
    is_offered: bool


@require_safe
@of_provider
def waiting(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Everybody who waits for an answer, the most urgent first."""
    now = timezone.now()
    lines = [_line(each, provider, at=now) for each in queries.shown_to(provider)]
    context = {
        "waiting": [each for each in lines if not each.is_offered],
        "offered": [each for each in lines if each.is_offered],
        "not_live": why_not_live(provider),
    }
    return portal_page(request, "portal/requests/waiting.html", provider, context, section=SECTION)


def _line(found: Request, provider: Provider, *, at: datetime) -> Line:
    clock = clock_of(found.due_at, at=at, zone=zone_of(provider) or UNSAID_ZONE)
    about = in_short(found.unseal("need"))
    return Line(found.pk, alias_of(found.pk), about, clock, found.state != RequestState.WAITING)


@require_safe
@of_provider
def one(request: HttpRequest, provider: Provider, request_id: str) -> HttpResponse:
    """What one of them needs, and how they could meet."""
    found = _asked(request, provider, request_id, "read")
    return _page(request, "portal/requests/one.html", provider, found, {})


@read_or_send
@of_provider
def offer(request: HttpRequest, provider: Provider, request_id: str) -> HttpResponse:
    """Offer a first conversation, with a line of text."""
    found = _asked(request, provider, request_id, "answer")
    form = OfferForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        try:
            actions.offer(by=provider, request=found, words=words, at=timezone.now())
            return redirect("portal-request", found.pk)
        except Refused as refused:
            form.add_error(None, str(refused.words))
    return _page(request, "portal/requests/offer.html", provider, found, {"form": form})


@read_or_send
@of_provider
def decline(request: HttpRequest, provider: Provider, request_id: str) -> HttpResponse:
    """Say that one cannot take them, and why."""
    found = _asked(request, provider, request_id, "answer")
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = Declined(form.cleaned_data["reason"])
        try:
            actions.decline(by=provider, request=found, reason=reason, at=timezone.now())
            return redirect("portal-requests")
        except Refused as refused:
            form.add_error(None, str(refused.words))
    return _page(request, "portal/requests/decline.html", provider, found, {"form": form})


@require_POST
@of_provider
def confirm(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Openings are open: shown to clients again."""
    policy.require(policy.viewer_of(request), "change", provider)
    confirm_openings(provider, by=provider.pk, at=timezone.now())
    return redirect("portal-requests")


def _asked(request: HttpRequest, provider: Provider, request_id: str, verb: str) -> Request:
    """The request, if it is this provider's to see and the client shares it now."""
    found = queries.request_shown_to(provider, request_id)
    if found is None:
        raise Http404
    policy.require(policy.viewer_of(request), verb, found)
    return found


def _along(request: HttpRequest, found: Request) -> dict[str, Any] | None:
    """What somebody who goes on from a course lets go along, if they do."""
    referral = along_with(found)
    if referral is None or not policy.may(policy.viewer_of(request), "read_along", referral):
        return None
    told: dict[str, Any] | None = referral.unseal("history")
    return told


def _page(
    request: HttpRequest, template: str, provider: Provider, found: Request, context: dict[str, Any]
) -> HttpResponse:
    now, need = timezone.now(), found.unseal("need")
    record_reading(actor=provider.pk, verb="read_request", subject=found.client_id, at=now)
    shown = {
        "asked": found,
        "along": _along(request, found),
        "called": _("Request %(alias)s") % {"alias": alias_of(found.pk)},
        "rows": in_words(need, there=True),
        "clock": clock_of(found.due_at, at=now, zone=zone_of(provider) or UNSAID_ZONE),
        "is_waiting": found.state == RequestState.WAITING,
        "is_offered": found.state == RequestState.OFFERED,
        "words": found.unseal("words"),
    }
    return portal_page(request, template, provider, shown | context, section=SECTION)
