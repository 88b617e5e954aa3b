"""Every mail of a way from request to reminder, by the real actions, searched for planted words."""

import random
from datetime import timedelta

import pytest

from rapport.cli.drills.sink import Fault, Sink
from rapport.site.consultations.actions import bookings, requests
from rapport.site.directory.models import Provider
from rapport.site.foundation.mail.delivery import Courier
from rapport.site.foundation.models import OutboxMessage
from rapport.site.matches.models import Match
from rapport.site.people import account_actions, account_queries, contact_actions
from rapport.site.people.choices import AccountKind
from rapport.site.people.contact_queries import Contact
from rapport.site.people.models import ContactAddress
from support import mailbox, practice
from support.booked import ALWAYS, NOW, held, key, person, starts

pytestmark = pytest.mark.django_db
# Stands in what the client wrote, in what they want to be called, in the provider's name and reply.
CANARY = "kestrelquarry"
CLIENTS, PROVIDERS = "client@drill.example", "provider@drill.example"


@pytest.fixture
def sink(settings):
    # Every fourth mail is refused once: what a server makes of a mail must not reach a log either.
    with Sink(plan=lambda number: Fault.BUSY if number % 4 == 0 else Fault.NONE) as sink:
        mailbox.set_up(settings, sink.url)
        yield sink


def everybody():
    """A client who may be written to, and the first of their three, who has an account."""
    practice.providers(5, slots=ALWAYS)
    client = person(text=f"{CANARY} I worry all the time.")
    contact_actions.give_contact(client, Contact(CLIENTS, "America/New_York"), at=NOW)
    ContactAddress.objects.update(confirmed_at=NOW)
    link = account_actions.invite(address=PROVIDERS, kind=AccountKind.PROVIDER, by="drill", at=NOW)
    account = account_actions.follow_link(account_queries.token_of(link), password="x" * 20, at=NOW)
    match = Match.objects.select_related("provider").get(client=client, position=1, is_open=True)
    Provider.objects.filter(pk=match.provider_id).update(account=account, name=f"Dr. {CANARY}")
    return client, Match.objects.select_related("provider").get(pk=match.pk)


def journey():
    """Asked, offered, booked, moved, reminded; the time of the last reminder."""
    client, match = everybody()
    asked = requests.request(by=client, match=match, at=NOW, with_words=True)
    requests.offer(by=match.provider, request=asked, words=f"{CANARY}, hello", at=NOW)
    asked.refresh_from_db()
    first, second = (start for start in starts(asked) if start > NOW + timedelta(days=2)), None
    first, second = next(first), next(first)
    booking = held(asked, first)
    identity = bookings.Identity(called=CANARY, contact=f"{CANARY}@x.example", shares=True)
    bookings.book(by=client, at=NOW, booking=booking, identity=identity, key=key())
    booking.refresh_from_db()
    bookings.move(by=client, at=NOW, booking=booking, starts_at=second, key=key())
    booking.refresh_from_db()
    return booking


def deliver(at):
    courier = Courier(now=lambda: at, rng=random.Random(1))
    return courier.deliver(is_over=lambda: False)


def test_no_planted_word_stands_in_any_mail_header_file_or_log(sink, caplog):
    booking = journey()
    for at in (NOW, NOW + timedelta(hours=1), booking.starts_at - timedelta(hours=20), booking.starts_at):
        deliver(at)
    bookings.cancel(by=booking.client, at=booking.starts_at - timedelta(hours=1), booking=booking, key=key())
    for minutes in (0, 30):
        deliver(booking.starts_at - timedelta(minutes=60 - minutes))

    read = [(to, mailbox.parsed(raw)) for to, raw in sink.mails]
    for _, mail in read:
        whole = "".join(f"{name}: {value}" for name, value in mail.items())
        whole += "".join(str(part.get_content()) for part in mail.walk() if not part.is_multipart())
        assert CANARY not in whole.lower()
        assert booking.client_id not in whole
        assert booking.pk not in whole
    assert CANARY not in caplog.text
    assert CANARY not in str(list(OutboxMessage.objects.values()))
    assert {to for to, _ in read} == {CLIENTS, PROVIDERS}


def test_each_side_gets_its_own_mails_once(sink):
    booking = journey()
    for hours in (0, 1, 2, 3):
        deliver(NOW + timedelta(hours=hours))
    for before in (24, 23, 22, 2, 1, -3):
        deliver(booking.starts_at - timedelta(hours=before))

    told = {(row.kind, row.template): row.state for row in OutboxMessage.objects.exclude(state="cancelled")}
    ids = [mailbox.parsed(raw)["Message-ID"] for _, raw in sink.mails]
    assert set(told.values()) == {"sent"}
    assert len(ids) == len(set(ids))
    # The booking was moved before anybody was told of it: only the new time is told.
    both = {
        (side, f"consultation_{what}") for side in ("client", "account") for what in ("moved", "reminder")
    }
    assert both | {("client", "request_answered"), ("account", "request_received")} <= set(told)
    assert ("client", "consultation_booked") not in told
