"""Places taken and given back, and times without new clients."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, QuerySet

from rapport.matching.replies import Kind as Reply
from rapport.site.directory.actions.answering import count
from rapport.site.directory.actions.current import held, refresh
from rapport.site.directory.choices import Away, CoolingOff, PauseReason
from rapport.site.directory.models import Absence, Places, Provider
from rapport.site.directory.queries.hours import zone_of
from rapport.site.directory.queries.places import absence_of, places_of
from rapport.site.foundation import audit

# Our judgement, before there is data: whoever leaves someone who chose them has time to look at why, and
# whoever declines this often has openings that are not true and is asked to put them right.
COOLING_OFF: Final = {CoolingOff.GAVE_UP: timedelta(days=14), CoolingOff.MANY_DECLINES: timedelta(days=7)}
MANY_DECLINES: Final = 5
WORKER: Final = "system"


class NoPlace(Exception):
    """Every place of this provider is taken."""


class TooMany(Exception):
    """A trainee may not have so many clients; `most` says how many."""

    def __init__(self, most: int) -> None:
        super().__init__(f"expected at most {most} places, as a trainee may have")
        self.most = most


class PlacesTaken(Exception):
    """More places are taken than the number that was asked for."""

    def __init__(self, used: int) -> None:
        super().__init__(f"expected at least {used} places, as many as are taken")
        self.used = used


def take_place(provider: Provider, *, by: str, at: datetime) -> None:
    """Take one of the provider's places, in the caller's transaction where there is one.

    Raises:
        NoPlace: none is open; nothing was changed.
    """
    with transaction.atomic():
        locked, kept = held(provider)
        made_places(locked)
        open_ones = Places.objects.filter(pk=locked.pk, used__lt=F("capacity"))
        if not open_ones.update(used=F("used") + 1):
            raise NoPlace
        refresh(locked, kept, at=at)
        audit.record(actor=by, verb="place_taken", subject=locked.pk, at=at)


def give_back_place(provider: Provider, *, by: str, at: datetime) -> None:
    """Open a place again; where none is taken nothing changes."""
    with transaction.atomic():
        locked, kept = held(provider)
        if Places.objects.filter(pk=locked.pk, used__gt=0).update(used=F("used") - 1):
            refresh(locked, kept, at=at)
            audit.record(actor=by, verb="place_given_back", subject=locked.pk, at=at)


def set_places(provider: Provider, *, capacity: int, by: str, at: datetime) -> None:
    """The provider says how many clients of this service they have room for; that confirms the openings.

    Raises:
        PlacesTaken: more than so many are taken already. TooMany: for a trainee.
    """
    with transaction.atomic():
        locked, kept = held(provider)
        places = made_places(locked)
        if places.used > capacity:
            raise PlacesTaken(places.used)
        if places.most is not None and capacity > places.most:
            raise TooMany(places.most)
        places.capacity, places.is_own = capacity, True
        places.save(update_fields=["capacity", "is_own"])
        kept.cells["openings_confirmed_on"] = at.date().isoformat()
        kept.save(update_fields=["cells"])
        count(locked, Reply.CONFIRMED, at=at)
        refresh(locked, kept, at=at)
        audit.record(actor=by, verb="places_set", subject=locked.pk, at=at, detail={"capacity": capacity})


def made_places(provider: Provider) -> Places:
    """The provider's places, saved if they were not; in the caller's transaction."""
    places = places_of(provider)
    if places._state.adding:
        places.save(force_insert=True)
    return places


def pause(provider: Provider, *, back_on: date, because: PauseReason, by: str, at: datetime) -> None:
    """Offer the provider to nobody new before the date on which they are back; a pause that runs is moved."""
    until = datetime.combine(back_on, time(0), ZoneInfo(zone_of(provider) or "UTC"))
    _stay_away(provider, Away.PAUSE, until=until, because=because.value, by=by, at=at)


def cool_off(provider: Provider, *, because: CoolingOff, by: str, at: datetime) -> None:
    """Send the provider no new requests for a while; cooling off that runs is never made shorter."""
    _stay_away(
        provider, Away.COOLING_OFF, until=at + COOLING_OFF[because], because=because.value, by=by, at=at
    )


def _stay_away(
    provider: Provider, kind: Away, *, until: datetime, because: str, by: str, at: datetime
) -> None:
    with transaction.atomic():
        locked, kept = held(provider)
        running = absence_of(locked, kind)
        if running is None:
            running = Absence(provider=locked, kind=kind, began_at=at, until=until)
        elif kind is Away.COOLING_OFF:
            until = max(until, running.until)
        running.until, running.because, running.by = until, because, by
        running.save()
        refresh(locked, kept, at=at)
        audit.record(actor=by, verb=f"{kind.value}_began", subject=locked.pk, at=at)


def end_pause(provider: Provider, *, by: str, at: datetime) -> None:
    """The provider is back; where no pause runs nothing changes. Cooling off runs on."""
    _come_back(provider, Absence.objects.filter(kind=Away.PAUSE), by=by, at=at)


def _come_back(provider: Provider, which: "QuerySet[Absence]", *, by: str, at: datetime) -> None:
    with transaction.atomic():
        locked, kept = held(provider)
        if which.filter(provider=locked, ended_at__isnull=True).update(ended_at=at):
            refresh(locked, kept, at=at)
            audit.record(actor=by, verb="came_back", subject=locked.pk, at=at)


def keep_current(at: datetime) -> int:
    """End times away that are over, and let go of licences that ran out; returns how many people changed.

    The worker calls this every minute.
    """
    over = Absence.objects.filter(ended_at__isnull=True, until__lte=at)
    away = Provider.objects.filter(pk__in=over.values("provider")).order_by("pk")
    for provider in away:
        _come_back(provider, Absence.objects.filter(until__lte=at), by=WORKER, at=at)
    return len(away) + _let_go_of_licences(at)


def _let_go_of_licences(at: datetime) -> int:
    over = Provider.objects.filter(kept__licence_until__lt=at.date())
    return sum(_refreshed(provider, at) for provider in over.order_by("kept__licence_until", "pk"))


def _refreshed(provider: Provider, at: datetime) -> bool:
    with transaction.atomic():
        return refresh(*held(provider), at=at)
