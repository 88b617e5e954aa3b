"""Several connections want one half hour at the same moment: one gets it.

On PostgreSQL; SQLite has one writer at a time, and the drill of bookings tries it with processes.
"""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, connections

from rapport.site.consultations import overlap_guard
from rapport.site.consultations.actions import bookings
from rapport.site.consultations.actions.once import Refused
from rapport.site.consultations.choices import FREE_AGAIN
from rapport.site.consultations.models import Booking
from support import practice
from support.booked import ALWAYS, held, offered, person, starts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
NOW = datetime(2026, 11, 27, 15, tzinfo=UTC)
PEOPLE = 5


@pytest.fixture
def asked():
    """Requests of several clients to one provider."""
    practice.providers(3, slots=ALWAYS)
    found = [offered(person()) for _ in range(PEOPLE)]
    for each in found[1:]:
        each.provider = found[0].provider
        each.save()
    return found


def all_at_once(acts):
    """What each of these gave, done in threads of their own that wait for each other."""
    together, given = threading.Barrier(len(acts)), []

    def one(act):
        together.wait()
        try:
            given.append(act())
        except Refused as refused:
            given.append(type(refused).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def occupying(half_hour):
    return Booking.objects.filter(half_hour=half_hour).exclude(state__in=FREE_AGAIN).count()


def test_one_of_several_holds_the_half_hour(asked):
    first = starts(asked[0])[5]

    given = all_at_once([lambda each=each: held(each, first) for each in asked])

    assert given.count("Taken") == PEOPLE - 1
    assert occupying(Booking.objects.get().half_hour) == 1


def test_one_of_several_moves_there(asked):
    found = starts(asked[0])
    mine = [held(each, found[5 + place]) for place, each in enumerate(asked)]
    for each, booking in zip(asked, mine, strict=True):
        bookings.book(
            by=each.client,
            at=NOW,
            booking=booking,
            identity=bookings.Identity("R", "x", True),
            key=f"b{each.pk}",
        )

    given = all_at_once(
        [
            lambda each=each, booking=booking: bookings.move(
                by=each.client, at=NOW, booking=booking, starts_at=found[40], key=f"m{each.pk}"
            )
            for each, booking in zip(asked, mine, strict=True)
        ]
    )

    assert given.count("Taken") == PEOPLE - 1
    assert Booking.objects.filter(state="booked").values("half_hour").distinct().count() == PEOPLE


def test_the_exclusion_constraint_alone_refuses_an_overlap_in_minutes(asked):
    """Half hours that differ, minutes that overlap: only the exclusion constraint can see that."""
    booking = held(asked[0], starts(asked[0])[5])
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE consultations_booking DROP CONSTRAINT booking_within_half_hour")
    try:
        clash = Booking(
            request=asked[1], client=asked[1].client, provider=booking.provider, minutes=60, made_at=NOW,
            half_hour=booking.half_hour - 1, state="booked", changed_at=NOW,
        )  # fmt: skip
        with pytest.raises(Exception, match="booking_provider_no_overlap"):
            clash.save()
        overlap_guard.lift()
        clash.save()
        assert Booking.objects.count() == 2
        clash.delete()
    finally:
        overlap_guard.lift()
        overlap_guard.put()
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE consultations_booking ADD CONSTRAINT booking_within_half_hour "
                "CHECK (minutes >= 1 AND minutes <= 30)"
            )
