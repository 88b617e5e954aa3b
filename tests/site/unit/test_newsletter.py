"""The newsletter: two yeses, one row an address, one mail a reader, and one click that erases."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction

from rapport.site.foundation.mail import leases
from rapport.site.foundation.models import AuditEvent, DataKey, OutboxMessage
from rapport.site.foundation.outbox_models import MailState, Template
from rapport.site.newsletter.actions import bounces, editions, joining
from rapport.site.newsletter.actions.sending import AHEAD, send_due
from rapport.site.newsletter.choices import EditionState
from rapport.site.newsletter.models import Edition, Reader
from rapport.site.newsletter.queries import readers
from rapport.site.newsletter.queries.editions import progress
from rapport.site.people import account_actions
from rapport.site.people.choices import AccountKind
from rapport.site.people.models import Account
from support import mailbox
from support.subscribed import NOW, an_edition, reader, under_way

pytestmark = pytest.mark.django_db
ADDRESS = "robin@mailbox.example"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def site(settings):
    mailbox.set_up(settings, "smtp://127.0.0.1")
    settings.NEWSLETTER_A_MINUTE = 60


def questions():
    return OutboxMessage.objects.filter(template=Template.NEWSLETTER_CONFIRMATION)


def letters(edition):
    return OutboxMessage.objects.filter(template=Template.EDITION, about=edition.pk)


# Two yeses.


def test_address_gets_one_question_and_nothing_else_before_its_mailbox_says_yes():
    joining.ask(ADDRESS, "en", at=NOW)
    sent = send_due_edition()

    (question,) = questions()
    assert Reader.objects.get().confirmed_at is None
    assert readers.recipient(question).address == ADDRESS
    assert readers.recipient(question).stop == ""
    assert not letters(sent).exists()


def test_mailbox_says_yes_once_however_often_it_presses():
    joining.ask(ADDRESS, "en", at=NOW)
    token = readers.CONFIRM.sign(Reader.objects.get().pk)

    assert joining.confirm(token, at=NOW + MINUTE)
    assert joining.confirm(token, at=NOW + DAY)
    assert Reader.objects.get().confirmed_at == NOW + MINUTE
    assert AuditEvent.objects.filter(verb="newsletter_joined").count() == 1


@pytest.mark.parametrize("token", ["", "x", "a" * 26, "aaaa:bbbb"])
def test_token_of_nobody_opens_nothing(token):
    assert not joining.confirm(token, at=NOW)
    joining.leave(token, at=NOW)


def test_link_to_say_yes_is_no_link_to_end_it():
    row = reader()

    joining.leave(readers.CONFIRM.sign(row.pk), at=NOW)

    assert Reader.objects.filter(pk=row.pk).exists()


def test_pending_address_ends_with_its_link_and_is_forgotten():
    joining.ask(ADDRESS, "en", at=NOW)
    late = NOW + readers.LINK_LASTS + MINUTE

    assert not joining.confirm(readers.CONFIRM.sign(Reader.objects.get().pk), at=late)
    assert joining.forget_unconfirmed(NOW + readers.LINK_LASTS) == 0
    assert joining.forget_unconfirmed(late) == 1
    assert not Reader.objects.exists()
    assert not DataKey.objects.exists()


def test_confirmed_address_is_not_forgotten():
    row = reader()

    assert joining.forget_unconfirmed(NOW + 400 * DAY) == 0
    assert Reader.objects.get() == row


@pytest.mark.parametrize(
    "typed", ["Robin@Mailbox.example", " robin@mailbox.example", "ROBIN@MAILBOX.EXAMPLE"]
)
def test_address_is_one_row_however_it_is_typed(typed):
    joining.ask(ADDRESS, "en", at=NOW)
    joining.ask(typed, "es", at=NOW + MINUTE)

    row = Reader.objects.get()
    assert (row.language, row.asked_at) == ("es", NOW + MINUTE)
    assert questions().count() == 2


def test_known_address_gets_the_same_question_and_stays_as_it_is():
    row = reader(ADDRESS)

    joining.ask(ADDRESS, "es", at=NOW + DAY)

    again = Reader.objects.get()
    assert (again.language, again.confirmed_at, again.asked_at) == ("en", row.confirmed_at, row.asked_at)
    assert questions().filter(due_at=NOW + DAY).exists()


def test_mailbox_of_a_stranger_is_not_filled():
    for minute in range(6):
        joining.ask(ADDRESS, "en", at=NOW + minute * MINUTE)

    assert questions().count() == joining.QUESTIONS_TO_ADDRESS.allowed


def test_address_stands_sealed_and_its_digest_matches_no_account():
    account_actions.invite(address=ADDRESS, kind=AccountKind.COORDINATOR, by="x", at=NOW)
    row = reader(ADDRESS)

    stored = repr([bytes(row.address), row.address_digest, row.pk, row.key_id])
    assert "mailbox" not in stored
    assert row.address_digest != Account.objects.get().sign_in_digest


def test_nothing_leads_from_a_reader_to_a_client_or_back():
    pointing = {field.related_model.__name__ for field in Reader._meta.get_fields() if field.is_relation}

    assert pointing == {"DataKey"}


# One click.


def test_one_click_erases_the_address_and_its_key():
    row = reader(ADDRESS)
    token = readers.STOP.sign(row.pk)

    joining.leave(token, at=NOW)
    joining.leave(token, at=NOW)

    assert not Reader.objects.exists()
    assert not DataKey.objects.filter(pk=row.key_id).exists()
    assert AuditEvent.objects.filter(verb="newsletter_left", subject=row.pk).count() == 1


def test_whoever_left_gets_nothing_that_waits():
    row = reader()
    edition = under_way()

    joining.leave(readers.STOP.sign(row.pk), at=NOW)

    assert readers.recipient(letters(edition).get()) is None


# Editions.


def send_due_edition(**given):
    edition = under_way(**given)
    edition.refresh_from_db()
    return edition


def test_edition_goes_once_to_each_who_said_yes_in_its_language():
    english = {reader(f"e{n}@mailbox.example").pk for n in range(3)}
    reader("s@mailbox.example", language="es")
    joining.ask("pending@mailbox.example", "en", at=NOW)

    edition = send_due_edition()
    for turn in range(4):
        send_due(NOW + turn * MINUTE)

    assert {row.recipient_id for row in letters(edition)} == english
    assert letters(edition).count() == 3


def test_edition_leaves_no_faster_than_it_may():
    for n in range(200):
        reader(f"r{n}@mailbox.example")
    edition = send_due_edition()
    due = sorted(letters(edition).values_list("due_at", flat=True))

    assert len(due) == 120  # a mail a second, for two minutes
    assert {later - sooner for sooner, later in pairwise(due)} == {timedelta(seconds=1)}
    assert due[0] == NOW
    assert send_due(NOW) == 0
    letters(edition).filter(due_at__lt=NOW + MINUTE).update(state=MailState.SENT, sent_at=NOW)
    assert send_due(NOW + MINUTE) == 60
    assert max(letters(edition).values_list("due_at", flat=True)) == NOW + 3 * MINUTE - timedelta(seconds=1)


def test_server_that_was_down_is_not_flooded():
    for n in range(200):
        reader(f"r{n}@mailbox.example")
    edition = send_due_edition()

    assert send_due(NOW + DAY) == 0
    assert letters(edition).count() == 120


def test_two_editions_share_the_rate():
    for n in range(100):
        reader(f"e{n}@mailbox.example")
        reader(f"s{n}@mailbox.example", language="es")
    for language in ("en", "es"):
        editions.schedule(an_edition(language), send_at=NOW, by="desk", at=NOW)

    assert send_due(NOW) == AHEAD // MINUTE * 60


def test_edition_ends_when_everything_has_left_and_keeps_its_counts():
    for n in range(4):
        reader(f"r{n}@mailbox.example")
    edition = send_due_edition()
    first, second, third, fourth = letters(edition)
    leases.mark_sent(first, at=NOW)
    leases.mark_sent(second, at=NOW)
    letters(edition).filter(pk=third.pk).update(state=MailState.FAILED)
    assert send_due(NOW + MINUTE) == 0
    edition.refresh_from_db()
    assert edition.state == EditionState.SENDING

    letters(edition).filter(pk=fourth.pk).update(state=MailState.CANCELLED)
    send_due(NOW + 2 * MINUTE)
    edition.refresh_from_db()
    letters(edition).delete()

    assert edition.state == EditionState.SENT
    assert (progress(edition).sent, progress(edition).failed, progress(edition).left_out) == (2, 1, 1)


def test_stopped_edition_goes_on_to_those_who_have_not_got_it():
    for n in range(3):
        reader(f"r{n}@mailbox.example")
    edition = send_due_edition()
    leases.mark_sent(letters(edition).first(), at=NOW)

    editions.stop(edition, by="desk", at=NOW + MINUTE)
    assert send_due(NOW + MINUTE) == 0
    assert sorted(letters(edition).values_list("state", flat=True)) == ["cancelled", "cancelled", "sent"]

    edition.refresh_from_db()
    assert (edition.state, edition.sent, edition.left_out) == (EditionState.STOPPED, 1, 2)
    editions.go_on(edition, by="desk", at=NOW + 2 * MINUTE)
    send_due(NOW + 2 * MINUTE)
    assert sorted(letters(edition).values_list("state", flat=True)) == ["sent", "waiting", "waiting"]


def test_whoever_joins_later_waits_for_the_next_edition():
    reader("before@mailbox.example")
    edition = send_due_edition()
    reader("after@mailbox.example", at=NOW + MINUTE)
    for turn in range(4):
        send_due(NOW + turn * MINUTE)

    assert letters(edition).count() == 1


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        ("draft", {"rewrite", "schedule", "discard"}),
        ("scheduled", {"unschedule"}),
        ("sending", {"stop"}),
        ("stopped", {"go_on"}),
        ("sent", set()),
    ],
)
def test_what_can_be_done_depends_on_how_far_it_has_come(state, allowed):
    content = editions.Content("en", "Other", "", ("it-grows",))
    doing = {
        "rewrite": lambda edition: editions.rewrite(edition, content, by="desk", at=NOW),
        "schedule": lambda edition: editions.schedule(edition, send_at=NOW, by="desk", at=NOW),
        "unschedule": lambda edition: editions.unschedule(edition, by="desk", at=NOW),
        "stop": lambda edition: editions.stop(edition, by="desk", at=NOW),
        "go_on": lambda edition: editions.go_on(edition, by="desk", at=NOW),
        "discard": lambda edition: editions.discard(edition, by="desk", at=NOW),
    }
    done = set()
    for name, act in doing.items():
        edition = in_state(state)
        with transaction.atomic():
            try:
                act(edition)
                done.add(name)
            except editions.TooLate:
                pass
            transaction.set_rollback(True)

    assert done == allowed


def in_state(state):
    edition = an_edition()
    times = {"send_at": NOW, "begun_at": NOW, "filled_until": NOW, "ended_at": NOW}
    known = {"draft": 0, "scheduled": 1, "sending": 3, "stopped": 4, "sent": 4}[state]
    given = dict(list(times.items())[:known])
    Edition.objects.filter(pk=edition.pk).update(state=state, **given)
    return Edition.objects.get(pk=edition.pk)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "scheduled"},
        {"state": "sending", "send_at": NOW},
        {"state": "sent", "send_at": NOW, "begun_at": NOW, "filled_until": NOW},
        {"state": "draft", "send_at": NOW},
        {"state": "draft", "reached": "a"},
        {"state": "unheard"},
        {"language": "xx"},
        {"subject": ""},
    ],
)
def test_database_refuses_an_edition_that_is_not_whole(wrong):
    edition = an_edition()

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [{"language": "xx"}, {"address": None}, {"address_digest": ""}, {"confirmed_at": NOW - DAY}],
)
def test_database_refuses_a_reader_who_is_not_whole(wrong):
    row = reader()

    with pytest.raises(IntegrityError), transaction.atomic():
        Reader.objects.filter(pk=row.pk).update(**wrong)


def test_database_refuses_a_second_row_of_an_address():
    row, other = reader("a@mailbox.example"), reader("b@mailbox.example")

    with pytest.raises(IntegrityError), transaction.atomic():
        Reader.objects.filter(pk=other.pk).update(address_digest=row.address_digest)


# Bounces.


def ended(edition, error):
    mail = letters(edition).get()
    mail.lease, mail.leased_until = "x", NOW + DAY
    mail.save()
    leases.end(mail, state=MailState.FAILED, error=error, at=NOW)


@pytest.mark.parametrize("error", ["RCPT 550", "RCPT 551", "RCPT 550 5.1.1", "RCPT 552 5.2.2"])
def test_mailbox_that_is_not_there_is_erased_at_once(error):
    reader()
    ended(send_due_edition(), error)

    assert not Reader.objects.exists()
    assert AuditEvent.objects.filter(verb="newsletter_bounced").count() == 1


@pytest.mark.parametrize(
    "error", ["RCPT 450", "DATA 554", "RCPT 550 5.7.1", "DATA 550 5.1.1", "SMTPServerDisconnected"]
)
def test_other_failures_are_counted_and_the_third_in_a_row_erases(error):
    reader()
    for number in range(1, bounces.MOST_FAILURES + 1):
        assert Reader.objects.get().failures == number - 1
        ended(send_due_edition(), error)

    assert not Reader.objects.exists()


def test_mail_that_arrives_forgets_earlier_failures():
    row = reader()
    Reader.objects.update(failures=2)
    leases.mark_sent(letters(send_due_edition()).get(), at=NOW)

    row.refresh_from_db()
    assert row.failures == 0


def test_trail_names_no_address():
    reader(ADDRESS)
    ended(send_due_edition(), "RCPT 550")

    told = AuditEvent.objects.values_list("detail", "actor", "subject")
    assert "mailbox.example" not in repr(list(told))
    assert re.fullmatch(r"[a-z2-7]{26}", AuditEvent.objects.get(verb="newsletter_bounced").subject)
