"""A booking as its client sees it: when, with whom, and what can be done about it."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rapport.site.client.bookings.asking import RETURN, with_booking
from rapport.site.client.bookings.presentation import state_words, when_facts
from rapport.site.consultations import calendars
from rapport.site.consultations.actions import bookings as actions
from rapport.site.consultations.actions.once import Refused
from rapport.site.consultations.choices import BookingState
from rapport.site.consultations.models import Booking
from rapport.site.consultations.queries.bookings import bookings_of_client
from rapport.site.consultations.queries.reflections import is_over
from rapport.site.consultations.queries.requests import zone_of_client
from rapport.site.directory.queries.hours import zone_of
from rapport.site.foundation.ids import new_id
from rapport.site.foundation.methods import read_or_send
from rapport.site.people import policy, sessions
from rapport.site.people.models import Client


@require_safe
def bookings(request: HttpRequest) -> HttpResponse:
    """All appointments of the client, those to come first."""
    client = sessions.current_client(request)
    if client is None:
        return redirect(RETURN)
    policy.require(policy.viewer_of(request), "read", client)
    zone, now = zone_of_client(client), timezone.now()
    found = bookings_of_client(client)
    shown = [{"booking": each, "facts": _facts(each, zone), "state": state_words(each)} for each in found]
    coming = [each for each in reversed(shown) if _is_coming(each["booking"], now)]
    past = [each for each in shown if not _is_coming(each["booking"], now)]
    return render(request, "client/bookings/all.html", {"coming": coming, "past": past})


def _is_coming(booking: Booking, now: datetime) -> bool:
    return booking.state == BookingState.BOOKED and booking.ends_at > now


@require_safe
@with_booking
def booking(request: HttpRequest, client: Client, booking: Booking) -> HttpResponse:
    """One appointment."""
    return _page(request, client, booking)


@read_or_send
@with_booking
def cancel(request: HttpRequest, client: Client, booking: Booking) -> HttpResponse:
    """Ask once, then give the time free."""
    if request.method != "POST":
        context = {"facts": _facts(booking, zone_of_client(client)), "key": new_id(), "booking": booking}
        return render(request, "client/bookings/cancel.html", context | {"back": _address(booking)})
    try:
        actions.cancel(by=client, at=timezone.now(), booking=booking, key=request.POST.get("key") or new_id())
    except Refused as error:
        return _page(request, client, booking, refused=str(error.words))
    return redirect("booking", booking.pk)


@require_POST
@with_booking
def missed(request: HttpRequest, client: Client, booking: Booking) -> HttpResponse:
    """Say that the other one did not come."""
    try:
        actions.no_show(
            by=client, at=timezone.now(), booking=booking, key=request.POST.get("key") or new_id()
        )
    except Refused as error:
        return _page(request, client, booking, refused=str(error.words))
    return redirect("booking", booking.pk)


@require_safe
@with_booking
def calendar_file(request: HttpRequest, client: Client, booking: Booking) -> HttpResponse:  # noqa: ARG001
    """The appointment for one's own calendar: when, and nothing else."""
    if booking.state not in calendars.SHOWN:
        return redirect("booking", booking.pk)
    text = calendars.appointment(booking, calendars.Side.CLIENT)
    response = HttpResponse(text, content_type=calendars.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{calendars.FILE_NAME}"'
    return response


def _page(request: HttpRequest, client: Client, booking: Booking, *, refused: str = "") -> HttpResponse:
    now = timezone.now()
    is_booked = booking.state == BookingState.BOOKED
    context = {
        "booking": booking,
        "facts": _facts(booking, zone_of_client(client)),
        "state": state_words(booking),
        "is_held": booking.state == BookingState.HELD,
        "is_booked": is_booked,
        "is_coming": is_booked and booking.starts_at > now,
        "is_over": is_over(booking, now),
        "can_be_missed": is_booked and actions.is_late(booking, at=now),
        "can_choose_again": booking.state in (BookingState.CANCELLED, BookingState.EXPIRED),
        "key": new_id(),
        "refused": refused,
        "back": reverse("bookings"),
    }
    return render(request, "client/bookings/one.html", context)


def _facts(booking: Booking, zone: str) -> list[tuple[str, str]]:
    theirs = zone_of(booking.provider) or "UTC"
    name = booking.provider.name
    return when_facts(booking.starts_at, booking.minutes, zone=zone, theirs=theirs, name=name)


def _address(booking: Booking) -> str:
    return reverse("booking", args=(booking.pk,))
