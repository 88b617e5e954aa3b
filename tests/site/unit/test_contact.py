"""A client's address: off, asked for once from the mailbox, used only when safe, gone with a word."""

import random
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from rapport.cli.drills.sink import Sink
from rapport.site.foundation import outbox
from rapport.site.foundation.error_pages import TooManyTries
from rapport.site.foundation.mail.delivery import Courier
from rapport.site.foundation.models import OutboxMessage
from rapport.site.foundation.outbox_models import MailState, Template
from rapport.site.people import account_actions, account_queries, actions, contact_actions, queries
from rapport.site.people.choices import AccountKind
from rapport.site.people.contact_queries import Contact, contact_of
from rapport.site.people.models import ContactAddress
from support import mailbox

pytestmark = pytest.mark.django_db
NEW_YORK = "America/New_York"
# Noon in New York.
NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
CONTACT = Contact("someone@canary.example", NEW_YORK, 9, 20)


@pytest.fixture
def someone():
    return actions.open_client(at=NOW)[0]


@pytest.fixture
def sink(settings):
    with Sink() as sink:
        mailbox.set_up(settings, sink.url)
        yield sink


def deliver(at=NOW):
    return Courier(now=lambda: at, rng=random.Random(1)).deliver(is_over=lambda: False)


def tell(client, key="news", *, at=NOW):
    outbox.put(template=Template.REQUEST_ANSWERED, to=outbox.to_client(client.pk), key=key, due_at=at)


def link_in(raw, part):
    text = mailbox.text_of(mailbox.parsed(raw))
    return re.search(rf"https://practice\.example/mine/contact/{part}/(\S+)/", text)[1]


def confirmed(client, sink, contact=CONTACT):
    contact_actions.give_contact(client, contact, at=NOW)
    deliver()
    assert contact_actions.confirm_contact(link_in(sink.mails.pop()[1], "confirm"), at=NOW)


def test_client_without_an_address_gets_nothing(someone, sink):
    tell(someone)

    assert (deliver(), OutboxMessage.objects.get().state) == (0, MailState.CANCELLED)


def test_unconfirmed_address_gets_the_question_and_nothing_else(someone, sink):
    contact_actions.give_contact(someone, CONTACT, at=NOW)
    tell(someone)

    deliver()

    (mail,) = [mailbox.parsed(raw) for _, raw in sink.mails]
    assert mail["To"] == CONTACT.address
    assert "/mine/contact/confirm/" in mailbox.text_of(mail)
    assert "List-Unsubscribe" not in mail


def test_confirmed_address_gets_notes_with_a_way_to_stop_them(someone, sink):
    confirmed(someone, sink)
    tell(someone)

    deliver()

    ((to, raw),) = sink.mails
    contact_actions.stop_notes(link_in(raw, "stop"), at=NOW)
    tell(someone, "more")
    assert to == CONTACT.address
    assert (deliver(), contact_of(someone)) == (0, None)


def test_link_to_an_address_that_was_changed_since_has_ended(someone, sink):
    contact_actions.give_contact(someone, CONTACT, at=NOW)
    deliver()
    contact_actions.give_contact(someone, Contact("other@canary.example", NEW_YORK), at=NOW)

    assert not contact_actions.confirm_contact(link_in(sink.mails[0][1], "confirm"), at=NOW)


def test_question_that_waits_dies_with_the_address(someone, sink):
    contact_actions.give_contact(someone, CONTACT, at=NOW)
    contact_actions.remove_contact(someone, at=NOW)

    assert (deliver(), OutboxMessage.objects.get().state) == (0, MailState.CANCELLED)


def test_other_hours_keep_the_yes_and_another_address_does_not(someone, sink):
    confirmed(someone, sink)

    contact_actions.give_contact(someone, Contact(CONTACT.address, NEW_YORK, 18, 22), at=NOW)
    kept = contact_of(someone)
    contact_actions.give_contact(someone, Contact("other@canary.example", NEW_YORK), at=NOW)
    changed = contact_of(someone)

    assert (kept[0].from_hour, kept[1].confirmed_at) == (18, NOW)
    assert changed[1].confirmed_at is None


@pytest.mark.parametrize("token", ["", "a", "a:b", "a" * 26 + ":" + "b" * 43])
def test_token_that_was_never_given_out_confirms_and_stops_nothing(someone, token, sink):
    confirmed(someone, sink)

    contact_actions.stop_notes(token, at=NOW)

    assert not contact_actions.confirm_contact(token, at=NOW)
    assert contact_of(someone) is not None


def test_link_that_stops_does_not_confirm(someone, sink):
    confirmed(someone, sink)
    tell(someone)
    deliver()
    ContactAddress.objects.update(confirmed_at=None)

    assert not contact_actions.confirm_contact(link_in(sink.mails[0][1], "stop"), at=NOW)


def test_link_ends_after_a_week_and_the_address_goes(someone, sink):
    contact_actions.give_contact(someone, CONTACT, at=NOW)
    deliver()
    late = NOW + timedelta(days=7, seconds=1)

    assert not contact_actions.confirm_contact(link_in(sink.mails[0][1], "confirm"), at=late)
    assert contact_actions.forget_unconfirmed(NOW + timedelta(days=7)) == 0
    assert contact_actions.forget_unconfirmed(late) == 1


def test_confirmed_address_is_not_forgotten(someone, sink):
    confirmed(someone, sink)

    assert contact_actions.forget_unconfirmed(NOW + timedelta(days=99)) == 0


def test_one_client_asks_a_few_times_a_day(someone):
    for n in range(5):
        contact_actions.give_contact(someone, Contact(f"a{n}@canary.example", NEW_YORK), at=NOW)

    with pytest.raises(TooManyTries):
        contact_actions.give_contact(someone, Contact("a5@canary.example", NEW_YORK), at=NOW)
    assert contact_of(someone)[0].address == "a4@canary.example"


def test_one_mailbox_is_asked_three_times_a_day_whoever_asks(sink):
    for n in range(5):
        client, _ = actions.open_client(at=NOW)
        shouted = Contact("SomeOne@canary.example" if n % 2 else CONTACT.address, NEW_YORK)
        contact_actions.give_contact(client, shouted, at=NOW)
        assert contact_of(client)[0] == shouted

    assert deliver() == 3


@pytest.mark.parametrize(
    ("hours", "local", "expected"),
    [
        ((0, 24), "2026-11-23T03:00", "2026-11-23T03:00"),
        ((9, 20), "2026-11-23T09:00", "2026-11-23T09:00"),
        ((9, 20), "2026-11-23T19:59", "2026-11-23T19:59"),
        ((9, 20), "2026-11-23T20:00", "2026-11-24T09:00"),
        ((9, 20), "2026-11-23T08:59", "2026-11-23T09:00"),
        ((18, 22), "2026-12-31T23:00", "2027-01-01T18:00"),
        # The clock jumps from 2 to 3 that night, and goes back from 2 to 1 in November.
        ((9, 20), "2026-03-07T22:00", "2026-03-08T09:00"),
        ((9, 20), "2026-10-31T22:00", "2026-11-01T09:00"),
    ],
)
@pytest.mark.parametrize("zone", [NEW_YORK, "America/Los_Angeles", "America/Phoenix", "Pacific/Guam"])
def test_safe_hours_are_those_of_the_clients_day(zone, hours, local, expected):
    place = ZoneInfo(zone)
    at = datetime.fromisoformat(local).replace(tzinfo=place).astimezone(UTC)

    found = Contact("a@b.example", zone, *hours).free_at(at)

    assert found.astimezone(place).replace(tzinfo=None) == datetime.fromisoformat(expected)
    assert found.tzinfo is UTC


def test_first_hour_that_the_clock_leaves_out_is_the_next_one():
    place = ZoneInfo(NEW_YORK)
    at = datetime(2026, 3, 8, 1, 30, tzinfo=place).astimezone(UTC)

    found = Contact("a@b.example", NEW_YORK, 2, 5).free_at(at)

    assert found.astimezone(place).hour == 3


def test_mail_outside_of_the_hours_waits_for_them(someone, sink):
    confirmed(someone, sink)
    night = NOW + timedelta(hours=12)
    tell(someone, at=night)

    assert deliver(night) == 0
    morning = OutboxMessage.objects.get(key="news").due_at
    assert morning.astimezone(ZoneInfo(NEW_YORK)).hour == 9
    assert deliver(morning) == 1


def test_database_holds_no_letter_of_the_address(someone):
    contact_actions.give_contact(someone, CONTACT, at=NOW)

    with connection.cursor() as cursor:
        for table in ("people_contactaddress", "foundation_outboxmessage", "foundation_limitcount"):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = [bytes(x) if isinstance(x, memoryview) else x for row in cursor for x in row]
            assert "canary" not in str(rows)


def test_download_holds_the_address_and_which_notes_were_sent(someone, sink):
    confirmed(someone, sink)

    held = queries.held_about(someone)

    assert (held["contact"]["address"], held["contact"]["from_hour"]) == (CONTACT.address, 9)
    assert [(each["what"], each["state"]) for each in held["mails"]] == [("contact_confirmation", "sent")]


def test_erased_client_leaves_no_address_and_no_mail(someone, sink):
    confirmed(someone, sink)
    tell(someone)

    actions.erase_client(someone, by=someone.pk, at=NOW)

    assert (ContactAddress.objects.count(), OutboxMessage.objects.count(), deliver()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"detail": None}, "contact_has_detail"),
        ({"confirmed_at": NOW - timedelta(seconds=1)}, "contact_confirmed_after_asked"),
    ],
)
def test_database_refuses(someone, wrong, constraint):
    contact_actions.give_contact(someone, CONTACT, at=NOW)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ContactAddress.objects.update(**wrong)


def joined(kind=AccountKind.PROVIDER):
    link = account_actions.invite(address="colleague@canary.example", kind=kind, by="drill", at=NOW)
    return account_actions.follow_link(account_queries.token_of(link), password="x" * 20, at=NOW)


@pytest.mark.parametrize(
    ("kind", "home"),
    [(AccountKind.PROVIDER, "/portal/"), (AccountKind.COORDINATOR, "/desk/")],
)
def test_account_is_written_to_at_its_address_and_comes_in_at_its_place(sink, kind, home):
    account = joined(kind)
    outbox.put(template=Template.REQUEST_RECEIVED, to=outbox.to_account(account.pk), key="a", due_at=NOW)

    deliver()

    told = [(to, f"https://practice.example{home}" in raw.decode()) for to, raw in sink.mails]
    assert told[-1] == ("colleague@canary.example", True)


def test_account_that_was_revoked_or_has_not_joined_gets_nothing(sink):
    account = joined()
    outbox.put(template=Template.REQUEST_RECEIVED, to=outbox.to_account(account.pk), key="a", due_at=NOW)
    account_actions.revoke(account, by="drill", at=NOW)
    link = account_actions.invite(address="new@canary.example", kind=AccountKind.PROVIDER, by="drill", at=NOW)
    outbox.put(template=Template.REQUEST_RECEIVED, to=outbox.to_account(link.account_id), key="b", due_at=NOW)

    deliver()

    assert set(OutboxMessage.objects.filter(key__in="ab").values_list("state", flat=True)) == {
        MailState.CANCELLED
    }


def test_notes_are_in_the_language_in_which_the_address_was_given(someone, sink):
    confirmed(someone, sink, replace(CONTACT, language="es"))
    tell(someone)
    deliver()

    mail = mailbox.parsed(sink.mails.pop()[1])
    assert mail["Subject"] == "Una nota para ti"
    assert "Hay algo nuevo para ti" in mailbox.text_of(mail)
