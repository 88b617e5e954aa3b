"""A provider's private calendar feed: switched on, renewed, switched off."""

from datetime import datetime

from django.db import transaction

from rapport.site.consultations.models import CalendarFeed
from rapport.site.directory.models import Provider
from rapport.site.foundation import audit


def renew_feed(*, by: Provider, at: datetime) -> CalendarFeed:
    """Make an address that no feed of this provider had before; every older one ends at once."""
    with transaction.atomic():
        feed = _locked(by) or CalendarFeed(provider=by, version=0)
        feed.version, feed.is_on, feed.renewed_at = feed.version + 1, True, at
        feed.save()
        audit.record(actor=by.pk, verb="feed_renewed", subject=by.pk, at=at)
    return feed


def end_feed(*, by: Provider, at: datetime) -> None:
    """End the feed; where there is none, nothing changes."""
    with transaction.atomic():
        feed = _locked(by)
        if feed is not None and feed.is_on:
            feed.is_on = False
            feed.save(update_fields=["is_on"])
            audit.record(actor=by.pk, verb="feed_ended", subject=by.pk, at=at)


def _locked(provider: Provider) -> CalendarFeed | None:
    return CalendarFeed.objects.select_for_update().filter(provider=provider).first()
