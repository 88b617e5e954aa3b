"""What to note after a first conversation, who chose the provider, and what was written to them."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rapport.site.consultations.actions import reflections as actions
from rapport.site.consultations.local_times import local_time
from rapport.site.consultations.models import Booking, ProviderNote
from rapport.site.consultations.queries.after_talks import AfterTalks, after_talks, note_of
from rapport.site.consultations.queries.bookings import provider_booking
from rapport.site.consultations.queries.reflections import is_over
from rapport.site.consultations.reflection_forms import NoteForm
from rapport.site.directory.models import Provider
from rapport.site.directory.queries.hours import zone_of
from rapport.site.foundation.audit import record_reading
from rapport.site.foundation.methods import read_or_send
from rapport.site.people import policy
from rapport.site.portal.calendar.presentation import called
from rapport.site.portal.pages import of_provider, portal_page

SECTION = "reflections"
UNSAID_ZONE = "UTC"


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation in a list."""

    id: str
    called: str
    when: str


@require_safe
@of_provider
def after(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Conversations to note, those who chose them, closing notes, and lines without a name."""
    now = timezone.now()
    found = after_talks(provider, at=now)
    context = {
        "open_talks": [_talk(each, provider) for each in found.open_talks],
        "noted": [_talk(each, provider) for each in found.noted],
        "courses": [(_name(found, each.client_id), each.opened_at) for each in found.courses],
        "closings": [(_name(found, who), text) for who, text in found.closings],
        "lines": found.lines,
    }
    record_reading(actor=provider.pk, verb="read_notes", subject=provider.pk, at=now)
    return portal_page(request, "portal/reflections/after.html", provider, context, section=SECTION)


@read_or_send
@of_provider
def note(request: HttpRequest, provider: Provider, booking_id: str) -> HttpResponse:
    """The provider's own short note on one conversation; the client can read it."""
    booking = provider_booking(booking_id)
    if booking is None:
        raise Http404
    mine = ProviderNote(client=booking.client, provider=booking.provider, booking_id=booking.pk)
    policy.require(policy.viewer_of(request), "change", mine)
    if not is_over(booking, timezone.now()):
        return redirect("portal-appointment", booking.pk)
    form = NoteForm(request.POST if request.method == "POST" else None, said=note_of(booking))
    if form.is_bound and form.is_valid():
        actions.note(by=provider, at=timezone.now(), booking=booking, noting=form.noting())
        return redirect("portal-reflections")
    context = {"form": form, "called": called(booking), "back": reverse("portal-reflections")}
    return portal_page(request, "portal/reflections/note.html", provider, context, section=SECTION)


def _talk(booking: Booking, provider: Provider) -> Talk:
    when = local_time(booking.starts_at, zone_of(provider) or UNSAID_ZONE)
    return Talk(booking.pk, called(booking), f"{when.day}, {when.clock}")


def _name(found: AfterTalks, client_id: str) -> str:
    return found.called.get(client_id, "") or _("Someone who no longer shows their name")
