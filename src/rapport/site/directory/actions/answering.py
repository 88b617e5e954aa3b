"""What a provider's answers to requests do to their openings."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from rapport.matching.replies import PRIOR, Kind, Reply, heard
from rapport.site.directory.actions.current import held, refresh
from rapport.site.directory.models import Answering, Provider
from rapport.site.directory.queries.answering import standing_in
from rapport.site.directory.queries.hours import zone_of
from rapport.site.foundation import audit


def note_reply(provider: Provider, kind: Kind, *, by: str, at: datetime) -> None:
    """Count an answer, or silence, and let the next match know; in the caller's transaction where one is."""
    with transaction.atomic():
        locked, kept = held(provider)
        count(locked, kind, at=at)
        if refresh(locked, kept, at=at):
            audit.record(actor=by, verb="openings_changed", subject=locked.pk, at=at)


def confirm_openings(provider: Provider, *, by: str, at: datetime) -> None:
    """The provider says that they have room: they are live again, whatever they answered before."""
    with transaction.atomic():
        locked, kept = held(provider)
        count(locked, Kind.CONFIRMED, at=at)
        refresh(locked, kept, at=at)
        audit.record(actor=by, verb="openings_confirmed", subject=locked.pk, at=at)


def count(locked: Provider, kind: Kind, *, at: datetime) -> None:
    """One answer more of a provider who is held."""
    row = Answering.objects.filter(pk=locked.pk).first()
    after = heard(standing_in(row), Reply(kind, _day(locked, at)))
    Answering.objects.update_or_create(
        pk=locked.pk,
        defaults={
            "offers": round(after.rate.offers - PRIOR.offers),
            "others": round(after.rate.others - PRIOR.others),
            "silent_running": after.silent_running,
            "confirmed_on": after.confirmed_on,
            "void_on": after.void_on,
            "not_live_on": after.not_live_on,
            "because": after.because or "",
        },
    )


def _day(provider: Provider, at: datetime) -> date:
    return at.astimezone(ZoneInfo(zone_of(provider) or "UTC")).date()
