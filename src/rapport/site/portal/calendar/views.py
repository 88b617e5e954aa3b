"""The week, and one appointment: what comes, who it is, and what became of it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rapport.site.consultations.actions import bookings as actions
from rapport.site.consultations.actions.once import Refused
from rapport.site.consultations.choices import BookingState
from rapport.site.consultations.models import Booking
from rapport.site.consultations.queries.bookings import bookings_of_provider, provider_booking
from rapport.site.consultations.queries.slots import HORIZON
from rapport.site.directory.models import Provider
from rapport.site.directory.queries.hours import zone_of
from rapport.site.foundation.ids import new_id
from rapport.site.foundation.methods import read_or_send
from rapport.site.people import policy
from rapport.site.portal.calendar import presentation
from rapport.site.portal.pages import of_provider, portal_page

SECTION = "calendar"
SHOWN_NEXT = 5
OUTCOMES = {"took_place": actions.took_place, "no_show": actions.no_show}


@require_safe
@of_provider
def week(request: HttpRequest, provider: Provider) -> HttpResponse:
    """One week by day, and what comes next."""
    zone, now = _zone(provider), timezone.now()
    today = now.astimezone(ZoneInfo(zone)).date()
    monday = presentation.monday_of(_date(request.GET.get("from", "")) or today)
    first, last = presentation.bounds(monday, zone)
    coming = [each for each in _coming(provider, now) if each.state == BookingState.BOOKED]
    days = presentation.week_of(monday, bookings_of_provider(provider, first=first, last=last), zone)
    context = {
        "days": days,
        "today": today,
        "next": [presentation.entry(each, zone) for each in coming[:SHOWN_NEXT]],
        "zone": presentation.zone_sentence(zone),
        "before": monday - timedelta(days=presentation.DAYS_A_WEEK),
        "after": monday + timedelta(days=presentation.DAYS_A_WEEK),
    }
    return portal_page(request, "portal/calendar/week.html", provider, context, section=SECTION)


def _coming(provider: Provider, now: datetime) -> list[Booking]:
    return bookings_of_provider(provider, first=now - timedelta(minutes=30), last=now + HORIZON)


@require_safe
@of_provider
def appointment(request: HttpRequest, provider: Provider, booking_id: str) -> HttpResponse:
    """One appointment: when, who, how to reach them, and what became of it."""
    return _page(request, provider, _own(request, booking_id))


@read_or_send
@of_provider
def cancel(request: HttpRequest, provider: Provider, booking_id: str) -> HttpResponse:
    """Ask once, then give the time free and let the client choose another."""
    booking = _own(request, booking_id)
    if request.method != "POST":
        return _page(request, provider, booking, template="portal/calendar/cancel.html")
    key = request.POST.get("key") or new_id()
    try:
        actions.cancel(by=provider, at=timezone.now(), booking=booking, key=key)
    except Refused as error:
        return _page(request, provider, booking, refused=str(error.words))
    return redirect("portal-appointment", booking.pk)


@require_POST
@of_provider
def outcome(request: HttpRequest, provider: Provider, booking_id: str) -> HttpResponse:
    """Say that the two talked, or that the client did not come."""
    booking = _own(request, booking_id)
    say = OUTCOMES.get(request.POST.get("outcome", ""))
    if say is None:
        return redirect("portal-appointment", booking.pk)
    try:
        say(by=provider, at=timezone.now(), booking=booking, key=request.POST.get("key") or new_id())
    except Refused as error:
        return _page(request, provider, booking, refused=str(error.words))
    return redirect("portal-appointment", booking.pk)


def _own(request: HttpRequest, booking_id: str) -> Booking:
    """The provider's own booking; any other does not exist."""
    booking = provider_booking(booking_id)
    if booking is None:
        raise Http404
    policy.require(policy.viewer_of(request), "change" if request.method == "POST" else "read", booking)
    return booking


def _page(
    request: HttpRequest,
    provider: Provider,
    booking: Booking,
    *,
    refused: str = "",
    template: str = "portal/calendar/appointment.html",
) -> HttpResponse:
    zone, now = _zone(provider), timezone.now()
    own = (BookingState.BOOKED, BookingState.TOOK_PLACE, BookingState.CLIENT_MISSED)
    context = {
        "booking": booking,
        "called": presentation.called(booking),
        "facts": presentation.facts(booking, zone),
        "state": presentation.STATES[BookingState(booking.state)],
        "is_coming": booking.state == BookingState.BOOKED and booking.starts_at > now,
        "can_say": booking.state in own and booking.starts_at <= now,
        "can_miss": booking.state in own and actions.is_late(booking, at=now),
        "is_ours_cancelled": booking.cancelled_by == actions.BY_PROVIDER,
        "key": new_id(),
        "refused": refused,
        "back": reverse("portal-calendar"),
    }
    return portal_page(request, template, provider, context, section=SECTION)


def _zone(provider: Provider) -> str:
    return zone_of(provider) or "UTC"


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
