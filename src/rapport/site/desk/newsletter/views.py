"""Editions, as coordinators write and send them; who reads them stands on no page."""

import hashlib
from base64 import b64encode
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rapport.site.foundation.methods import read_or_send
from rapport.site.intake.places import TIME_ZONES
from rapport.site.newsletter import mails
from rapport.site.newsletter.actions import editions as actions
from rapport.site.newsletter.choices import EditionState, Language
from rapport.site.newsletter.forms import EditionForm, ScheduleForm
from rapport.site.newsletter.markup import STYLES
from rapport.site.newsletter.models import Edition
from rapport.site.newsletter.queries import editions, readers
from rapport.site.newsletter.queries.editions import Newsletter
from rapport.site.people import policy
from rapport.site.people.policy import Viewer

# The looks of a mail stand in its tags. The preview shows them, and each is named: any other stays refused.
_DIGESTS = [hashlib.sha256(each.encode()).digest() for each in STYLES.values()]
_NAMED = [f"'sha256-{b64encode(each).decode()}'" for each in _DIGESTS]
with_looks_of_mails = csp_update({"style-src": ["'unsafe-hashes'", *_NAMED]})


@require_safe
def newsletter(request: HttpRequest) -> HttpResponse:
    """Every edition, and how many read in which language."""
    policy.require(policy.viewer_of(request), "read", Newsletter())
    counts = readers.how_many()
    shown = {
        "rows": editions.editions(),
        "languages": [(each.value, each.label, counts[each.value]) for each in Language],
        "back": reverse("desk"),
    }
    return render(request, "desk/newsletter/all.html", shown)


@read_or_send
def new(request: HttpRequest, language: str) -> HttpResponse:
    """Write one in a language."""
    viewer = policy.viewer_of(request)
    policy.require(viewer, "write", Newsletter())
    if language not in Language.values:
        raise Http404
    form = EditionForm(_sent(request), language=language)
    if form.is_valid():
        made = actions.write(form.content(), by=viewer.actor, at=timezone.now())
        return redirect("desk-edition-preview", made.pk)
    shown = {"form": form, "back": reverse("desk-newsletter"), "language": Language(language).label}
    return render(request, "desk/newsletter/write.html", shown)


@require_safe
def one(request: HttpRequest, edition_id: str) -> HttpResponse:
    """How far an edition has come, and what can be done with it."""
    _viewer, edition = _edition(request, edition_id, "read")
    return _page(request, edition)


def _page(request: HttpRequest, edition: Edition, *, is_too_late: bool = False) -> HttpResponse:
    if is_too_late:
        edition.refresh_from_db()
    shown = {
        "edition": edition,
        "guides": editions.guides_of(edition),
        "progress": editions.progress(edition),
        "readers": readers.how_many()[edition.language],
        "states": EditionState,
        "can_mail": settings.MAIL_SERVER is not None,
        "is_too_late": is_too_late,
        "back": reverse("desk-newsletter"),
    }
    return render(request, "desk/newsletter/one.html", shown, status=409 if is_too_late else 200)


@read_or_send
def change(request: HttpRequest, edition_id: str) -> HttpResponse:
    """Write a draft anew."""
    viewer, edition = _edition(request, edition_id, "change")
    if edition.state != EditionState.DRAFT:
        return _page(request, edition, is_too_late=True)
    form = EditionForm(_sent(request), language=edition.language, edition=edition)
    if not form.is_valid():
        label = Language(edition.language).label
        shown = {"form": form, "back": reverse("desk-edition", args=[edition.pk]), "language": label}
        return render(request, "desk/newsletter/write.html", shown)
    try:
        actions.rewrite(edition, form.content(), by=viewer.actor, at=timezone.now())
    except actions.TooLate:
        return _page(request, edition, is_too_late=True)
    return redirect("desk-edition-preview", edition.pk)


@require_safe
@with_looks_of_mails
def preview(request: HttpRequest, edition_id: str) -> HttpResponse:
    """The mail as it arrives, in both forms, with a link that ends nothing."""
    _viewer, edition = _edition(request, edition_id, "read")
    stop = f"{settings.SITE_ADDRESS}/newsletter/stop/…/"
    made = mails.written(edition)
    shown = {
        "edition": edition,
        "text": made.text_with(stop),
        "html": mails.body_of(made.html_with(stop)),
        "sender": settings.MAIL_FROM,
        "back": reverse("desk-edition", args=[edition.pk]),
    }
    return render(request, "desk/newsletter/preview.html", shown)


@read_or_send
def schedule(request: HttpRequest, edition_id: str) -> HttpResponse:
    """Say when a draft begins to leave."""
    (viewer, edition), at = _edition(request, edition_id, "send"), timezone.now()
    form = ScheduleForm(_sent(request), zones=TIME_ZONES, at=at)
    if not form.is_valid():
        shown = {"form": form, "back": reverse("desk-edition", args=[edition.pk])}
        return render(request, "desk/newsletter/schedule.html", shown)
    try:
        actions.schedule(edition, send_at=form.send_at(), by=viewer.actor, at=at)
    except actions.TooLate:
        return _page(request, edition, is_too_late=True)
    return redirect("desk-edition", edition.pk)


def _now(edition: Edition, **given: Any) -> None:
    actions.schedule(edition, send_at=given["at"], **given)


DOING = {
    "now": _now,
    "unschedule": actions.unschedule,
    "stop": actions.stop,
    "go-on": actions.go_on,
    "discard": actions.discard,
}


@require_POST
def do(request: HttpRequest, edition_id: str, what: str) -> HttpResponse:
    """Send it now, stop it, go on, make it a draft again, or throw it away."""
    viewer, edition = _edition(request, edition_id, "send")
    if what not in DOING:
        raise Http404
    try:
        DOING[what](edition, by=viewer.actor, at=timezone.now())
    except actions.TooLate:
        return _page(request, edition, is_too_late=True)
    return redirect("desk-newsletter") if what == "discard" else redirect("desk-edition", edition.pk)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _edition(request: HttpRequest, edition_id: str, verb: str) -> tuple[Viewer, Edition]:
    viewer, found = policy.viewer_of(request), editions.edition(edition_id)
    policy.require(viewer, verb, found)
    assert found is not None
    return viewer, found
