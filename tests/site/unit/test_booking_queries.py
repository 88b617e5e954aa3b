"""A booking is few statements, and PostgreSQL plans each of them once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.site.consultations.actions import bookings
from support import practice
from support.booked import ALWAYS, IDENTITY, NOW, booked, held, key, offered, person, starts

# Two transactions begin and end. Holding: lock, the key, what is around, hours of the date and of the week,
# the booking, its transition, the end of the trail, the trail. Booking: lock, the key, consent asked and
# given, the booking, its transition, its mails, the end of the trail, the trail.
MOST = 18
BEGUN_AND_ENDED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@pytest.mark.django_db
def test_a_booking_is_few_statements():
    practice.providers(3, slots=ALWAYS)
    request = offered(person())
    first = starts(request)[5]
    with CaptureQueriesContext(connection) as captured:
        booking = held(request, first)
        bookings.book(by=request.client, at=NOW, booking=booking, identity=IDENTITY, key=key())

    asked = [str(each["sql"]) for each in captured if not str(each["sql"]).startswith(BEGUN_AND_ENDED)]

    # SQLite moves the end of the trail in a statement of its own.
    assert len(asked) <= MOST + (2 if connection.vendor == "sqlite" else 0), asked


@pytest.mark.django_db
@pytest.mark.postgresql
def test_what_comes_again_is_planned_once():
    practice.providers(3, slots=ALWAYS)
    request = offered(person())
    booked(request, starts(request)[5])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%audithead%'")
        assert cursor.fetchone()[0] >= 1
