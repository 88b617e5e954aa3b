"""Places and pauses. Three small forms on one page; each is sent to an address of its own."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from rapport.site.directory.actions import places as actions
from rapport.site.directory.choices import Away, PauseReason
from rapport.site.directory.models import Provider
from rapport.site.directory.queries import absence_of, places_of, zone_of
from rapport.site.foundation.methods import read_or_send
from rapport.site.portal.pages import of_provider, portal_page, posted
from rapport.site.portal.places.forms import PauseForm, PlacesForm


@read_or_send
@of_provider
def places(request: HttpRequest, provider: Provider) -> HttpResponse:
    """How many places; saving the number confirms the openings, changed or not."""
    form = PlacesForm(posted(request), initial={"capacity": places_of(provider).capacity})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_places(
                provider,
                capacity=form.cleaned_data["capacity"],
                by=str(provider.account_id),
                at=timezone.now(),
            )
        except actions.PlacesTaken as taken:
            form.add_error("capacity", _too_few(taken.used))
        except actions.TooMany as many:
            words = _("In training you may have at most %(most)d clients here.") % {"most": many.most}
            form.add_error("capacity", words)
        else:
            return redirect("portal-places")
    return _page(request, provider, {"form": form, "pause": _pause_form(provider)})


def _too_few(used: int) -> str:
    words = ngettext(
        "%(count)d place is taken: it cannot be fewer.",
        "%(count)d places are taken: it cannot be fewer.",
        used,
    )
    return words % {"count": used}


@read_or_send
@of_provider
def pause(request: HttpRequest, provider: Provider) -> HttpResponse:
    """No new clients for a time; nothing that is agreed already ends."""
    if request.method != "POST":
        return redirect("portal-places")
    form = _pause_form(provider, request.POST)
    if form.is_valid():
        actions.pause(
            provider,
            back_on=form.cleaned_data["back_on"],
            because=PauseReason(form.cleaned_data["because"]),
            by=str(provider.account_id),
            at=timezone.now(),
        )
        return redirect("portal-places")
    number = PlacesForm(initial={"capacity": places_of(provider).capacity})
    return _page(request, provider, {"form": number, "pause": form})


@require_POST
@of_provider
def back(request: HttpRequest, provider: Provider) -> HttpResponse:  # noqa: ARG001
    """The pause ends now."""
    actions.end_pause(provider, by=str(provider.account_id), at=timezone.now())
    return redirect("portal-places")


def _pause_form(provider: Provider, data: Any = None) -> PauseForm:
    zone = ZoneInfo(zone_of(provider) or "UTC")
    return PauseForm(data, today=timezone.now().astimezone(zone).date())


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _page(request: HttpRequest, provider: Provider, context: dict[str, Any]) -> HttpResponse:
    shown = context | {
        "places": places_of(provider),
        "paused": absence_of(provider, Away.PAUSE),
        "cooling_off": absence_of(provider, Away.COOLING_OFF),
        "confirmed": _day(provider.row.get("openings_confirmed_on", "")),
    }
    return portal_page(request, "portal/places/places.html", provider, shown, section="places")
