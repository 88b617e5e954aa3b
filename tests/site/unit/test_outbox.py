"""The outbox: a mail stands or falls with what it tells of, once a key, and goes when its client goes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import CharField

from rapport.cli import doctor
from rapport.site.config.mail import server
from rapport.site.foundation import outbox
from rapport.site.foundation.models import OutboxMessage
from rapport.site.foundation.outbox import to_account, to_client
from rapport.site.foundation.outbox_models import MailState, Template
from rapport.site.people.actions import erase_client, open_client

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def put(key="request:a:received", *, to=None, **given):
    given = {"template": Template.REQUEST_RECEIVED, "due_at": NOW} | given
    outbox.put(to=to or to_account(7), key=key, **given)


def states():
    return dict(OutboxMessage.objects.order_by("key").values_list("key", "state"))


@pytest.mark.django_db(transaction=True)
def test_mail_outside_of_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="expected a transaction"):
        put()


@pytest.mark.django_db(transaction=True)
def test_mail_falls_with_what_it_tells_of():
    def told_and_failed():
        with transaction.atomic():
            put()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        told_and_failed()

    assert states() == {}


@pytest.mark.django_db
def test_key_put_again_is_one_mail_as_it_was_first():
    put(due_at=NOW)
    put(due_at=NOW + timedelta(days=1))

    assert list(OutboxMessage.objects.values_list("due_at", flat=True)) == [NOW]


@pytest.mark.django_db
def test_cancelled_mail_put_again_is_sent_after_all():
    put("booking:a:reminder:1")
    first = OutboxMessage.objects.get().pk
    outbox.cancel("booking:a:")
    put("booking:a:reminder:1")

    row = OutboxMessage.objects.get()
    assert (row.state, row.pk == first) == (MailState.WAITING, False)


@pytest.mark.django_db
def test_sent_mail_put_again_is_not_sent_twice():
    put()
    OutboxMessage.objects.update(state=MailState.SENT, sent_at=NOW)
    put()

    assert states() == {"request:a:received": MailState.SENT}


@pytest.mark.django_db
def test_cancel_takes_the_keys_that_begin_so_and_no_others():
    for key in ("booking:a:booked", "booking:a:reminder", "booking:b:booked", "bookings:a:x", "Booking:a:x"):
        put(key)
    OutboxMessage.objects.filter(key="booking:a:booked").update(state=MailState.SENT, sent_at=NOW)

    assert outbox.cancel("booking:a:") == 1
    assert {key for key, state in states().items() if state == MailState.CANCELLED} == {"booking:a:reminder"}


@pytest.mark.django_db
def test_cancel_takes_letters_as_they_are():
    put("booking:a_b:x")
    put("booking:aXb:x")
    put("booking:a%b:x")

    assert (outbox.cancel("booking:a_b:"), outbox.cancel("booking:a%b:")) == (1, 1)


@pytest.mark.django_db
def test_cancel_of_every_mail_is_refused():
    with pytest.raises(ValueError, match="every mail"):
        outbox.cancel("")


@pytest.mark.django_db
def test_template_that_is_not_listed_is_refused():
    with pytest.raises(ValueError, match="hello"):
        put(template="hello")


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"template": "hello"}, "outbox_known_template"),
        ({"state": "lost"}, "outbox_known_state"),
        ({"state": MailState.SENT}, "outbox_sent_has_time"),
        ({"sent_at": NOW}, "outbox_sent_has_time"),
        ({"recipient_id": ""}, "outbox_has_recipient"),
        ({"kind": "address"}, "outbox_has_recipient"),
        ({"kind": "client"}, "outbox_has_recipient"),
        ({"lease": "a"}, "outbox_lease_whole"),
        ({"leased_until": NOW}, "outbox_lease_whole"),
        ({"lease": "a", "leased_until": NOW, "state": MailState.CANCELLED}, "outbox_lease_whole"),
        ({"key": ""}, "outbox_has_key"),
    ],
)
@pytest.mark.django_db
def test_database_refuses(wrong, constraint):
    put()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        OutboxMessage.objects.update(**wrong)


@pytest.mark.django_db
def test_database_holds_no_key_twice():
    put()
    row = OutboxMessage.objects.get()
    row.pk = "b" * 26

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.django_db
def test_no_address_has_a_place_in_the_outbox():
    """What could hold one: letters long enough. Each is an id, a code, or an error's type."""
    texts = {field.name for field in OutboxMessage._meta.get_fields() if isinstance(field, CharField)}

    assert texts == {
        "id", "key", "template", "kind", "recipient_id", "client_id", "about", "state", "lease", "last_error",
    }  # fmt: skip


@pytest.mark.django_db
def test_erased_client_takes_their_mails_and_those_about_them_and_no_others():
    client, _ = open_client(at=NOW)
    other, _ = open_client(at=NOW)
    put("a", to=to_client(client.pk), template=Template.REQUEST_ANSWERED)
    put("b", client_id=client.pk)
    put("c", to=to_client(other.pk), template=Template.REQUEST_ANSWERED)
    put("d")

    erase_client(client, by=client.pk, at=NOW)

    assert list(states()) == ["c", "d"]


@pytest.mark.django_db
def test_doctor_counts_what_waits_and_what_failed(settings):
    put("a", due_at=datetime.now(UTC) - timedelta(minutes=29))
    put("b")
    OutboxMessage.objects.filter(key="b").update(state=MailState.FAILED)
    settings.MAIL_SERVER = None
    off = doctor.mails()
    settings.MAIL_SERVER = server("smtp://127.0.0.1")
    on = doctor.mails()

    assert off == "not set up: 1 wait until RAPPORT_MAIL_URL names a server, 1 failed for good"
    assert on == "1 wait, none for long; 1 failed for good"


@pytest.mark.django_db
def test_doctor_says_how_long_the_oldest_mail_waits_and_why(settings):
    put(due_at=datetime.now(UTC) - timedelta(minutes=31))
    OutboxMessage.objects.update(last_error="RCPT 450")
    settings.MAIL_SERVER = server("smtp://127.0.0.1")

    with pytest.raises(doctor.Wrong, match=r"1 waiting, the oldest for 31 minutes \(RCPT 450\)"):
        doctor.mails()
