"""A provider's hours: seen, set for every week, and set for single dates."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rapport.site.directory.actions import hours as actions
from rapport.site.directory.models import Provider
from rapport.site.directory.queries import exceptions_of, hours_of, zone_of
from rapport.site.foundation.methods import read_or_send
from rapport.site.intake.places import TIME_ZONES
from rapport.site.portal.hours.forms import LONGEST_AHEAD, DatesForm, WeekForm, hours_words
from rapport.site.portal.hours.picture import days_ahead, weeks
from rapport.site.portal.pages import of_provider, portal_page, posted

SECTION = "hours"


@require_safe
@of_provider
def overview(request: HttpRequest, provider: Provider) -> HttpResponse:
    """The next two weeks as a picture and a table, and the dates that are different."""
    today = _today(provider)
    coming = exceptions_of(provider, first=today, last=today + LONGEST_AHEAD)
    days = days_ahead(hours_of(provider), coming, first=today)
    context = {
        "days": days,
        "weeks": weeks(days),
        "zone": _zone_words(provider),
        "coming": [(on, ", ".join(hours_words(spans))) for on, spans in coming.items()],
    }
    return portal_page(request, "portal/hours/overview.html", provider, context, section=SECTION)


def _today(provider: Provider) -> date:
    now: datetime = timezone.now()
    return now.astimezone(ZoneInfo(zone_of(provider) or "UTC")).date()


def _zone_words(provider: Provider) -> str:
    zone = zone_of(provider)
    return str(dict(TIME_ZONES).get(zone, zone.replace("_", " ")))


@read_or_send
@of_provider
def week(request: HttpRequest, provider: Provider) -> HttpResponse:
    """The hours of every week, as lines of from and to."""
    form = WeekForm(posted(request), hours=hours_of(provider), zone=zone_of(provider))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.set_hours(
            provider, hours=said["hours"], zone=said["zone"], by=str(provider.account_id), at=timezone.now()
        )
        return redirect("portal-hours")
    context = {"form": form, "back": reverse("portal-hours")}
    return portal_page(request, "portal/hours/week.html", provider, context, section=SECTION)


@read_or_send
@of_provider
def dates(request: HttpRequest, provider: Provider) -> HttpResponse:
    """A date, or some in a row, that are different."""
    form = DatesForm(posted(request), today=_today(provider))
    if request.method == "POST" and form.is_valid():
        actions.set_exceptions(
            provider,
            dates=form.dates(),
            hours=form.cleaned_data["hours"],
            by=str(provider.account_id),
            at=timezone.now(),
        )
        return redirect("portal-hours")
    context = {"form": form, "lines": form.lines(form.group), "back": reverse("portal-hours")}
    return portal_page(request, "portal/hours/dates.html", provider, context, section=SECTION)


@require_POST
@of_provider
def drop(request: HttpRequest, provider: Provider, on: str) -> HttpResponse:  # noqa: ARG001
    """On this date the week holds again."""
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise Http404 from None
    actions.drop_exception(provider, on=day, by=str(provider.account_id), at=timezone.now())
    return redirect("portal-hours")
