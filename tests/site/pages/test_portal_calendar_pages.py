"""A provider's calendar and private feed: theirs alone, and what it tells of a client."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from rapport.site.consultations.actions import bookings
from rapport.site.consultations.choices import BookingState
from rapport.site.consultations.models import Booking, CalendarFeed
from rapport.site.directory.actions.verification import link_account
from rapport.site.foundation import consent
from rapport.site.foundation.models import AuditEvent
from rapport.site.people.account_actions import revoke
from support import accounts, practice
from support.booked import ALWAYS, NOW, booked, held, key, offered, person, starts

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


@pytest.fixture
def asked():
    practice.providers(4, slots=ALWAYS)
    return offered(person())


def signed_in(provider):
    """The browser of that provider."""
    browser = Browser()
    if provider.account_id is None:
        link_account(provider, accounts.account("provider"), by="coordinator", at=NOW)
        provider.refresh_from_db()
    accounts.sign_in(browser, provider.account)
    return browser


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_week_and_what_comes_next_show_bookings_and_no_holds(asked):
    first, second = starts(asked)[:2]
    booked(asked, first)
    held(offered(asked.client, place=2), second)

    page = text_of(signed_in(asked.provider).get("/portal/calendar/"))

    assert page.count("Robin") == 2  # next, and in the week
    assert "Friday, November 27, 10 pm" in page


def test_an_appointment_shows_how_to_reach_the_client_until_they_take_it_back(asked):
    booking = booked(asked, starts(asked)[0])
    browser, address = signed_in(asked.provider), f"/portal/calendar/{booking.pk}/"

    assert "robin@example.org" in text_of(browser.get(address))
    consent.withdraw(client_id=asked.client_id, purpose="share_with_provider", at=NOW)

    page = text_of(browser.get(address))
    assert "robin" not in page.lower()
    assert "Someone who no longer shows their name" in page
    assert "Robin" not in text_of(browser.get("/portal/calendar/"))


def test_cancelling_asks_once_and_frees_the_time(asked):
    booking = booked(asked, starts(asked)[0])
    browser = signed_in(asked.provider)

    browser.get(f"/portal/calendar/{booking.pk}/cancel/")
    assert Booking.objects.get().state == BookingState.BOOKED
    browser.post(f"/portal/calendar/{booking.pk}/cancel/", {"key": "c"})

    assert (Booking.objects.get().state, Booking.objects.get().cancelled_by) == ("cancelled", "provider")
    page = browser.get(f"/portal/calendar/{booking.pk}/")
    assert f"/portal/requests/{asked.pk}/" in page.content.decode()


@pytest.mark.parametrize(("said", "state"), [("took_place", "took_place"), ("no_show", "client_missed")])
def test_what_became_of_it_is_said_once_it_began(asked, clock, said, state):
    booking = booked(asked, starts(asked)[0])
    address = f"/portal/calendar/{booking.pk}/"
    assert "What became of it?" not in text_of(signed_in(asked.provider).get(address))

    clock.move_to(booking.starts_at + 10 * MINUTE)
    browser = signed_in(asked.provider)
    assert "What became of it?" in text_of(browser.get(address))
    browser.post(f"{address}outcome/", {"outcome": said, "key": "o"})

    assert Booking.objects.get().state == state


def test_an_outcome_that_is_none_changes_nothing(asked, clock):
    booking = booked(asked, starts(asked)[0])
    clock.move_to(booking.ends_at)

    signed_in(asked.provider).post(f"/portal/calendar/{booking.pk}/outcome/", {"outcome": "cancelled"})

    assert Booking.objects.get().state == BookingState.BOOKED


def test_everybody_else_gets_the_answer_for_what_never_was(asked):
    booking = booked(asked, starts(asked)[0])
    colleague = signed_in(offered(asked.client, place=2).provider)
    client, stranger = Browser(), Browser()
    practice.sign_in(client, asked.client)
    addresses = [f"/portal/calendar/{booking.pk}/{rest}" for rest in ("", "cancel/")]

    for browser in (colleague, client, stranger, accounts.signed_in("coordinator")):
        for address in addresses:
            assert browser.get(address).status_code == 404
        for address in (addresses[1], f"/portal/calendar/{booking.pk}/outcome/"):
            assert browser.post(address, {"outcome": "took_place"}).status_code == 404
    assert Booking.objects.get().state == BookingState.BOOKED
    assert "Robin" not in text_of(colleague.get("/portal/calendar/"))


def test_a_hold_does_not_exist_for_the_provider(asked):
    booking = held(asked, starts(asked)[0])

    assert signed_in(asked.provider).get(f"/portal/calendar/{booking.pk}/").status_code == 404


def feed_address(browser):
    page = browser.get("/portal/calendar/feed/").content.decode()
    found = re.search(r"/portal/calendar/feed/[^<\s]+/appointments\.ics", page)
    return found[0] if found else None


def test_the_feed_is_read_without_signing_in_and_says_appointment_only(asked):
    booking = booked(asked, starts(asked)[0])
    browser = signed_in(asked.provider)
    browser.post("/portal/calendar/feed/", {"what": "renew"})

    answer = Browser().get(feed_address(browser))

    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [(str(each["SUMMARY"]), each.start) for each in events] == [("Appointment", booking.starts_at)]
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    for word in ("Robin", "robin@example.org", asked.client_id, asked.provider.name):
        assert word not in answer.content.decode()


def test_a_new_address_ends_the_old_one_and_ending_ends_both(asked):
    browser, anyone = signed_in(asked.provider), Browser()
    assert feed_address(browser) is None
    browser.post("/portal/calendar/feed/", {"what": "renew"})
    old = feed_address(browser)
    browser.post("/portal/calendar/feed/", {"what": "renew"})
    new = feed_address(browser)

    assert (anyone.get(old).status_code, anyone.get(new).status_code) == (404, 200)
    browser.post("/portal/calendar/feed/", {"what": "end"})
    assert anyone.get(new).status_code == 404
    assert feed_address(browser) is None
    browser.post("/portal/calendar/feed/", {"what": "renew"})
    assert anyone.get(new).status_code == 404


def test_the_feed_of_a_provider_who_was_revoked_reads_nothing(asked):
    browser = signed_in(asked.provider)
    browser.post("/portal/calendar/feed/", {"what": "renew"})
    address = feed_address(browser)
    assert Browser().get(address).status_code == 200

    revoke(CalendarFeed.objects.get().provider.account, by="operator", at=NOW)

    assert Browser().get(address).status_code == 404


def test_an_address_that_we_did_not_sign_reads_nothing(asked):
    browser = signed_in(asked.provider)
    browser.post("/portal/calendar/feed/", {"what": "renew"})
    address, feed = feed_address(browser), CalendarFeed.objects.get()
    middle = address.split("/")[4]

    for token in (middle[:-1], middle + "x", f"{feed.pk}-1", f"{feed.pk}-2.{middle.partition('.')[2]}", "x"):
        assert Browser().get(address.replace(middle, token)).status_code == 404


def test_a_cancelled_appointment_stays_in_the_feed_as_cancelled(asked):
    booking = booked(asked, starts(asked)[0])
    browser = signed_in(asked.provider)
    browser.post("/portal/calendar/feed/", {"what": "renew"})
    bookings.cancel(by=asked.client, at=NOW, booking=booking, key=key())

    event = Calendar.from_ical(Browser().get(feed_address(browser)).content).walk("VEVENT")[0]

    assert (str(event["STATUS"]), int(event["SEQUENCE"])) == ("CANCELLED", 1)


def test_pages_cost_the_same_queries_for_one_and_for_thirty(asked):
    browser = signed_in(asked.provider)
    booking = booked(asked, starts(asked)[0])
    browser.post("/portal/calendar/feed/", {"what": "renew"})
    feed = feed_address(browser)
    counts = []
    for number in (0, 29):
        for place in range(number):
            Booking.objects.create(
                request=asked, client=asked.client, provider=asked.provider, state=BookingState.TOOK_PLACE,
                half_hour=booking.half_hour - place - 1, made_at=NOW, changed_at=NOW,
            )  # fmt: skip
        found = []
        for address in (
            "/portal/calendar/",
            f"/portal/calendar/{booking.pk}/",
            "/portal/calendar/feed/",
            feed,
        ):
            browser.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(address).status_code == 200
            found.append(len(captured))
        counts.append(found)

    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12


def test_the_trail_tells_when_a_feed_was_renewed_and_ended(asked):
    browser = signed_in(asked.provider)
    for what in ("renew", "end", "end"):
        browser.post("/portal/calendar/feed/", {"what": what})

    told = AuditEvent.objects.filter(subject=asked.provider_id, verb__startswith="feed_")
    assert list(told.order_by("seq").values_list("verb", flat=True)) == ["feed_renewed", "feed_ended"]
