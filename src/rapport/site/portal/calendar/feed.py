"""The private feed: its address, renewed or ended by the provider, and what calendar programs read there."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rapport.site.consultations import calendars
from rapport.site.consultations.actions.feeds import end_feed, renew_feed
from rapport.site.consultations.feed_addresses import feed_id_of, token_of
from rapport.site.consultations.models import CalendarFeed
from rapport.site.consultations.queries.bookings import bookings_of_feed, feed_of, feed_with_id
from rapport.site.consultations.rules import FEED_READER
from rapport.site.directory.models import Provider
from rapport.site.foundation.methods import read_or_send
from rapport.site.people import policy
from rapport.site.portal.pages import of_provider, portal_page


@read_or_send
@of_provider
def manage(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Show the address, make a new one, or end it."""
    if request.method == "POST":
        if request.POST.get("what") == "end":
            end_feed(by=provider, at=timezone.now())
        else:
            renew_feed(by=provider, at=timezone.now())
        return redirect("portal-feed")
    feed = feed_of(provider)
    address = _address(feed) if feed is not None and feed.is_on else ""
    context = {"feed": feed, "address": address, "back": reverse("portal-calendar")}
    return portal_page(request, "portal/calendar/feed.html", provider, context, section="calendar")


@require_safe
def read(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001
    """The appointments, for whoever holds the address; a wrong or ended one does not exist."""
    named = feed_id_of(token)
    feed = feed_with_id(named[0]) if named is not None else None
    if feed is None or named is None or feed.version != named[1]:
        raise Http404
    policy.require(FEED_READER, "read", feed)
    text = calendars.feed(bookings_of_feed(feed.provider, at=timezone.now()))
    return HttpResponse(text, content_type=calendars.CONTENT_TYPE)


def _address(feed: CalendarFeed) -> str:
    return settings.SITE_ADDRESS + reverse("calendar-feed", args=(token_of(feed),))
