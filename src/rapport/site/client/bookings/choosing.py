"""Choosing a time, checking it, and choosing another."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from rapport.site.client.bookings.asking import with_booking, with_request
from rapport.site.client.bookings.presentation import moving_notes, times_page, when_facts
from rapport.site.consultations.actions import bookings as actions
from rapport.site.consultations.actions.once import Refused
from rapport.site.consultations.booking_forms import BookForm
from rapport.site.consultations.booking_models import EPOCH, HALF_HOUR, LONGEST_MINUTES
from rapport.site.consultations.choices import BookingState
from rapport.site.consultations.local_times import local_time
from rapport.site.consultations.models import Booking, Request
from rapport.site.consultations.queries.bookings import standing_booking
from rapport.site.consultations.queries.requests import zone_of_client
from rapport.site.consultations.queries.slots import offered_starts
from rapport.site.directory.queries.hours import zone_of
from rapport.site.foundation.ids import new_id
from rapport.site.foundation.methods import read_or_send
from rapport.site.people.models import Client

# A key of ours has 26 letters; with the number of a half hour it stays below what a key may have.
LONGEST_PAGE_KEY, LONGEST_NUMBER = 40, 8


@read_or_send
@with_request
def times(request: HttpRequest, client: Client, asked: Request) -> HttpResponse:
    """Choose a time; pressing one holds it for some minutes."""
    refused = ""
    if request.method == "POST":
        try:
            starts_at, key = _pressed(request)
            made = actions.hold(by=client, at=timezone.now(), request=asked, starts_at=starts_at, key=key)
            return redirect("booking-check", made.booking_id)
        except Refused as error:
            refused = str(error.words)
    standing = standing_booking(asked)
    if standing is not None and standing.state == BookingState.BOOKED:
        return redirect("booking", standing.pk)
    return _list(request, client, asked, {"refused": refused, "back": reverse("requests")})


@read_or_send
@with_booking
def check(request: HttpRequest, client: Client, booking: Booking) -> HttpResponse:
    """Check the time, say how one is called and reached, and book."""
    form = BookForm(request.POST if request.method == "POST" else None, initial={"key": new_id()})
    refused = ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.book(
                by=client, at=timezone.now(), booking=booking, identity=form.identity(), key=said["key"]
            )
            return redirect("booking", booking.pk)
        except Refused as error:
            refused = str(error.words)
    elif booking.state != BookingState.HELD:
        return redirect("booking", booking.pk)
    context = {"form": form, "refused": refused, "back": reverse("booking-times", args=(booking.request_id,))}
    return render(request, "client/bookings/check.html", context | _told(client, booking))


@read_or_send
@with_booking
def move(request: HttpRequest, client: Client, booking: Booking) -> HttpResponse:
    """Choose another time, see what changes, and move: pressing a time shows it first."""
    refused = ""
    if request.method == "POST":
        try:
            starts_at, key = _pressed(request)
            if "sure" not in request.POST:
                return _confirm(request, client, booking, starts_at)
            actions.move(by=client, at=timezone.now(), booking=booking, starts_at=starts_at, key=key)
            return redirect("booking", booking.pk)
        except Refused as error:
            refused = str(error.words)
    elif booking.state != BookingState.BOOKED:
        return redirect("booking", booking.pk)
    back = reverse("booking", args=(booking.pk,))
    return _list(request, client, booking.request, {"refused": refused, "back": back, "booking": booking})


def _confirm(request: HttpRequest, client: Client, booking: Booking, to: datetime) -> HttpResponse:
    zones = _zones(client, booking)
    context = {
        "from": when_facts(booking.starts_at, booking.minutes, name=booking.provider.name, **zones),
        "to": when_facts(to, booking.minutes, name=booking.provider.name, **zones),
        "notes": moving_notes(booking, to, **zones),
        "number": (to - EPOCH) // HALF_HOUR,
        "key": new_id(),
        "back": reverse("booking-move", args=(booking.pk,)),
    }
    return render(request, "client/bookings/move.html", context)


def _list(request: HttpRequest, client: Client, asked: Request, told: dict[str, object]) -> HttpResponse:
    provider = asked.provider
    starts = offered_starts(asked, at=timezone.now())
    since = _date(request.GET.get("from", ""))
    page = times_page(starts, zone=zone_of_client(client), theirs=zone_of(provider) or "UTC", since=since)
    context = {"page": page, "name": provider.name, "key": new_id(), "minutes": LONGEST_MINUTES, **told}
    return render(request, "client/bookings/times.html", context)


def _told(client: Client, booking: Booking) -> dict[str, object]:
    """When, for both; and until when a hold is kept."""
    zones = _zones(client, booking)
    held = booking.hold_until
    return {
        "facts": when_facts(booking.starts_at, booking.minutes, name=booking.provider.name, **zones),
        "name": booking.provider.name,
        "held_until": local_time(held, zones["zone"]).clock if held else "",
    }


def _zones(client: Client, booking: Booking) -> dict[str, str]:
    return {"zone": zone_of_client(client), "theirs": zone_of(booking.provider) or "UTC"}


def _pressed(request: HttpRequest) -> tuple[datetime, str]:
    """The time that was pressed, and its key: the page's with the time, since a page has many buttons."""
    number, key = _number(request.POST.get("starts", "")), request.POST.get("key", "")
    if number is None or not key:
        raise actions.Taken
    return EPOCH + number * HALF_HOUR, f"{key[:LONGEST_PAGE_KEY]}-{number}"


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
