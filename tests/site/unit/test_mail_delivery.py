"""A mail leaves at least once, whatever the server does with it; nothing of it stands in a log."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from rapport.cli.drills.sink import Fault, Sink
from rapport.site.foundation import outbox
from rapport.site.foundation.mail import delivery, leases, parts, recipients, server
from rapport.site.foundation.models import AuditEvent, OutboxMessage
from rapport.site.foundation.outbox_models import MailState, RecipientKind, Template
from support import mailbox

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ADDRESS = "someone@canary.example"


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """Everyone with an account is at one address."""
    monkeypatch.setitem(recipients._books, RecipientKind.ACCOUNT, lambda row: recipients.Recipient(ADDRESS))


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.at = NOW

    def __call__(self):
        return self.at


class Post:
    """A courier, its clock, and the sink that it sends to."""

    def __init__(self, settings, sink, *, url=""):
        mailbox.set_up(settings, url or sink.url)
        self.sink, self.clock = sink, Clock()
        self.courier = delivery.Courier(now=self.clock, rng=random.Random(1))

    def deliver(self, *, after=timedelta(0), is_over=lambda: False):
        self.clock.at += after
        return self.courier.deliver(is_over=is_over)

    def rested(self):
        self.courier._rests_until = 0.0

    @property
    def mails(self):
        return [mailbox.parsed(raw) for _, raw in self.sink.mails]


def put(key="a", **given):
    given = {"template": Template.REQUEST_RECEIVED, "to": outbox.to_account(1), "due_at": NOW} | given
    outbox.put(key=key, **given)


def row(key="a"):
    return OutboxMessage.objects.get(key=key)


def failing(*faults):
    """The faults of the first mails; those that follow are taken."""
    return lambda number: faults[number - 1] if number <= len(faults) else Fault.NONE


def test_due_mail_is_sent_once_and_one_that_is_not_due_waits(settings):
    put("a")
    put("b", due_at=NOW + timedelta(seconds=1))
    with Sink() as sink:
        post = Post(settings, sink)
        sent = [post.deliver(), post.deliver(), post.deliver(after=timedelta(seconds=1)), post.deliver()]

    assert sent == [1, 0, 1, 0]
    assert [to for to, _ in sink.mails] == [ADDRESS] * 2
    assert {(each.state, each.attempts, each.lease) for each in OutboxMessage.objects.all()} == {
        (MailState.SENT, 1, "")
    }
    assert (row("a").sent_at, row("b").sent_at) == (NOW, NOW + timedelta(seconds=1))


def test_mails_without_a_server_wait(settings):
    put()
    settings.MAIL_SERVER = None

    sent = delivery.Courier(now=lambda: NOW, rng=random.Random(1)).deliver(is_over=lambda: False)

    assert (sent, row().state, row().attempts) == (0, MailState.WAITING, 0)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.BUSY, "RCPT 450"),
        (Fault.PICKY, "RCPT 421"),
        (Fault.FULL, "DATA 452"),
        (Fault.DROPPED, "SMTPServerDisconnected"),
    ],
)
def test_mail_that_was_not_taken_is_sent_later(settings, fault, error):
    put()
    with Sink(plan=failing(fault)) as sink:
        post = Post(settings, sink)
        post.deliver()
        waiting = row()
        early = post.deliver(after=timedelta(seconds=14))
        post.deliver(after=timedelta(seconds=16))

    assert (waiting.state, waiting.attempts, waiting.last_error) == (MailState.WAITING, 1, error)
    assert timedelta(seconds=15) <= waiting.due_at - NOW <= timedelta(seconds=30)
    assert (early, len(sink.mails)) == (0, 1)
    assert (row().state, row().attempts, row().last_error) == (MailState.SENT, 2, "")


def test_pauses_double_until_an_hour_and_end(settings, monkeypatch):
    monkeypatch.setattr(delivery, "MOST_ATTEMPTS", 10)
    put()
    pauses = []
    with Sink(plan=lambda number: Fault.BUSY) as sink:
        post = Post(settings, sink)
        for _ in range(10):
            post.clock.at = row().due_at
            post.deliver()
            pauses.append((row().due_at - post.clock.at) / timedelta(seconds=30))

    # The last try ended the mail; the others were pushed by a pause of half to all of 30 s · 2ⁿ, at most 1 h.
    assert all(min(2**n, 120) / 2 <= pauses[n] <= min(2**n, 120) for n in range(9))
    assert (row().state, row().attempts, row().last_error) == (MailState.FAILED, 10, "RCPT 450")


@pytest.mark.parametrize(("fault", "error"), [(Fault.UNKNOWN, "RCPT 550"), (Fault.REFUSED, "DATA 554")])
def test_mail_that_is_refused_for_good_is_kept(settings, fault, error):
    put("a")
    put("b")
    with Sink(plan=failing(fault)) as sink:
        post = Post(settings, sink)
        post.deliver()
        later = post.deliver(after=timedelta(days=9))

    assert (row("a").state, row("a").last_error) == (MailState.FAILED, error)
    assert (row("b").state, later, len(sink.mails)) == (MailState.SENT, 0, 1)


def test_mail_whose_answer_was_lost_is_sent_again_with_the_same_message_id(settings):
    put()
    with Sink(plan=failing(Fault.UNSAID)) as sink:
        post = Post(settings, sink)
        post.deliver()
        post.deliver(after=timedelta(minutes=1))

    assert len({mail["Message-ID"] for mail in post.mails}) == 1
    assert (len(post.mails), row().state) == (2, MailState.SENT)


def test_server_that_closes_is_nobody_elses_fault(settings):
    put("a")
    put("b")
    with Sink(plan=failing(Fault.CLOSING)) as sink:
        post = Post(settings, sink)
        post.deliver()
        waiting = {(each.state, each.attempts, each.due_at) for each in OutboxMessage.objects.all()}
        at_once = post.deliver()
        post.rested()
        sent = post.deliver()

    assert waiting == {(MailState.WAITING, 0, NOW)}
    assert (at_once, sent, len(sink.mails)) == (0, 2, 2)


def test_server_that_hangs_up_on_one_mail_gets_the_others(settings):
    """Behind a mail that always ends the connection, no other may wait for days."""
    put("a", due_at=NOW - timedelta(hours=1))
    put("b")
    with Sink(plan=failing(Fault.PICKY)) as sink:
        sent = Post(settings, sink).deliver()

    assert (sent, row("a").state, row("b").state) == (1, MailState.WAITING, MailState.SENT)


def test_server_that_is_down_is_left_alone_longer_each_time(settings):
    put()
    with Sink() as sink:
        gone = sink.url
    post = Post(settings, sink, url=gone)
    rests = []
    for _ in range(8):
        post.rested()
        post.deliver()
        rests.append(post.courier._rest_seconds)

    assert rests == [5, 10, 20, 40, 80, 160, 300, 300]
    assert (row().attempts, row().last_error) == (0, "ConnectionRefusedError")


def test_slow_server_is_given_up_and_asked_again(settings, monkeypatch):
    monkeypatch.setattr(server, "TIMEOUT_SECONDS", 0.05)
    put()
    with Sink(plan=failing(Fault.SLOW), slow_seconds=0.3) as sink:
        post = Post(settings, sink)
        post.deliver()
        error = row().last_error
        post.rested()
        monkeypatch.setattr(server, "TIMEOUT_SECONDS", 5.0)
        post.deliver()

    assert (error, len(sink.mails), row().state) == ("SMTPServerDisconnected", 1, MailState.SENT)


@pytest.mark.parametrize("is_wrapped", [False, True])
def test_mail_goes_encrypted_to_a_server_that_is_known(settings, tmp_path, is_wrapped):
    trust, file = mailbox.certificate(tmp_path)
    put()
    with Sink(trust=trust, is_wrapped=is_wrapped, login=mailbox.login("me", "p:ss")) as sink:
        scheme, _, rest = sink.url.partition("://")
        post = Post(settings, sink, url=f"{scheme}://me:p%3Ass@{rest}?ca={file}")
        post.deliver()

    assert (len(sink.mails), row().state) == (1, MailState.SENT)


@pytest.mark.parametrize("is_wrapped", [False, True])
def test_mail_does_not_go_to_a_server_that_is_not_known(settings, tmp_path, is_wrapped):
    trust, _ = mailbox.certificate(tmp_path)
    put()
    with Sink(trust=trust, is_wrapped=is_wrapped) as sink:
        Post(settings, sink).deliver()

    assert (sink.mails, row().state, row().last_error) == ([], MailState.WAITING, "SSLCertVerificationError")


def test_mail_does_not_go_in_plain_where_starttls_was_asked_for(settings):
    put()
    with Sink() as sink:
        Post(settings, sink, url=f"smtp+starttls://127.0.0.1:{sink.port}").deliver()

    assert (sink.mails, row().last_error) == ([], "SMTPNotSupportedError")


def test_wrong_password_fails_no_mail(settings):
    put()
    with Sink(login=mailbox.login("me", "right")) as sink:
        Post(settings, sink, url=f"smtp://me:wrong@127.0.0.1:{sink.port}").deliver()

    assert (sink.mails, row().state, row().last_error) == (
        [],
        MailState.WAITING,
        "SMTPAuthenticationError",
    )


def test_cancelled_after_it_was_leased_is_not_sent(settings, monkeypatch):
    put("a:1")
    put("b:1")
    lease = leases.lease

    def and_cancelled(at):
        taken = lease(at)
        outbox.cancel("a:")
        return taken

    monkeypatch.setattr(leases, "lease", and_cancelled)
    with Sink() as sink:
        sent = Post(settings, sink).deliver()

    assert (sent, row("a:1").state, row("b:1").state) == (1, MailState.CANCELLED, MailState.SENT)


def test_erased_after_it_was_leased_is_not_sent(settings, monkeypatch):
    put(client_id="c" * 26)
    lease = leases.lease

    def and_erased(at):
        taken = lease(at)
        outbox.forget(client_id="c" * 26)
        return taken

    monkeypatch.setattr(leases, "lease", and_erased)
    with Sink() as sink:
        assert Post(settings, sink).deliver() == 0


def test_lease_without_time_left_begins_nothing(settings, monkeypatch):
    put()
    monkeypatch.setattr(leases, "LEASE", leases.LEFT_TO_BEGIN)
    with Sink() as sink:
        post = Post(settings, sink)
        held = leases.lease(NOW)[0]

        assert not leases.is_mine(held, NOW)
        assert leases.lease(NOW) == []
        assert post.deliver() == 0


def test_mail_of_a_worker_that_died_is_sent_when_its_lease_ends(settings):
    put()
    leases.lease(NOW)
    with Sink() as sink:
        post = Post(settings, sink)
        sent = [
            post.deliver(after=leases.LEASE - timedelta(seconds=1)),
            post.deliver(after=timedelta(seconds=1)),
        ]

    assert (sent, row().attempts) == ([0, 1], 2)


def test_worker_that_was_too_slow_changes_nothing_that_another_took_over():
    put()
    slow = leases.lease(NOW)[0]
    quick = leases.lease(NOW + leases.LEASE)[0]

    leases.put_back(slow, due_at=NOW + timedelta(days=1), error="x", is_tried=True)
    leases.end(slow, state=MailState.FAILED, error="x", at=NOW)

    assert (row().lease, row().due_at, row().state) == (quick.lease, NOW, MailState.WAITING)


def test_mail_that_cannot_be_written_keeps_no_other_back(settings, monkeypatch, caplog):
    def breaks(_):
        raise ValueError(ADDRESS)

    monkeypatch.setitem(parts._files, parts.CALENDAR, breaks)
    put("a", template=Template.CONSULTATION_BOOKED)
    put("b")
    with Sink() as sink:
        sent = Post(settings, sink).deliver()

    assert (sent, row("a").state, row("a").last_error) == (1, MailState.WAITING, "ValueError")
    assert "canary" not in caplog.text


def test_told_to_stop_it_frees_what_it_has_not_begun(settings):
    for key in "abc":
        put(key)
    with Sink() as sink:
        post = Post(settings, sink)
        sent = post.deliver(is_over=lambda: len(sink.mails) == 1)

    left = OutboxMessage.objects.filter(state=MailState.WAITING)
    assert (sent, {(each.lease, each.attempts) for each in left}) == (1, {("", 0)})


def test_mail_that_could_not_be_written_down_is_not_freed_at_once(settings, monkeypatch):
    """The database fails after the server has taken the mail: freed, it would be sent twice."""

    def fails(row, *, at):
        raise DatabaseError

    put("a")
    put("b")
    monkeypatch.setattr(leases, "mark_sent", fails)
    with Sink() as sink:
        post = Post(settings, sink)
        with pytest.raises(DatabaseError), transaction.atomic():
            post.deliver()

    assert len(sink.mails) == 1


@pytest.mark.parametrize(
    ("given", "free_at", "state", "error"),
    [
        ({"not_after": NOW - timedelta(seconds=1)}, lambda at: at, MailState.CANCELLED, "too late"),
        ({}, lambda at: None, MailState.CANCELLED, "too late"),
        (
            {"not_after": NOW + timedelta(hours=1)},
            lambda at: NOW + timedelta(hours=2),
            MailState.CANCELLED,
            "too late",
        ),
        ({}, lambda at: NOW + timedelta(hours=2), MailState.WAITING, ""),
    ],
)
def test_mail_is_not_sent_at_a_time_that_is_not_safe(settings, monkeypatch, given, free_at, state, error):
    book = lambda row: recipients.Recipient(ADDRESS, free_at=free_at)  # noqa: E731
    monkeypatch.setitem(recipients._books, RecipientKind.CLIENT, book)
    put(to=outbox.to_client("c" * 26), **given)
    with Sink() as sink:
        post = Post(settings, sink)
        sent = post.deliver()

        assert (sent, row().state, row().last_error, row().attempts) == (0, state, error, 1 - (error == ""))
        if state == MailState.WAITING:
            assert [post.deliver(after=timedelta(hours=1)), post.deliver(after=timedelta(hours=1))] == [0, 1]


def test_mail_to_nobody_is_cancelled(settings, monkeypatch):
    monkeypatch.setitem(recipients._books, RecipientKind.CLIENT, lambda row: None)
    put(to=outbox.to_client("c" * 26))
    with Sink() as sink:
        Post(settings, sink).deliver()

    assert (row().state, row().last_error) == (MailState.CANCELLED, "nobody to write to")


def test_mail_to_a_client_stands_on_their_trail_without_content(settings, monkeypatch):
    monkeypatch.setitem(recipients._books, RecipientKind.CLIENT, lambda row: recipients.Recipient(ADDRESS))
    put("a", to=outbox.to_client("c" * 26), template=Template.REQUEST_ANSWERED)
    put("b")
    with Sink() as sink:
        Post(settings, sink).deliver()

    told = AuditEvent.objects.filter(verb="mailed").values_list("actor", "subject", "detail")
    assert list(told) == [("system", "c" * 26, '{"template":"request_answered"}')]


def test_nothing_of_a_mail_stands_in_a_log_or_a_row(settings, caplog):
    put("a")
    put("b")
    with Sink(plan=failing(Fault.UNKNOWN, Fault.CLOSING)) as sink:
        Post(settings, sink).deliver()

    stored = str(list(OutboxMessage.objects.values("key", "last_error", "recipient_id", "about")))
    assert "unwell" in caplog.text
    assert "canary" not in caplog.text + stored


def test_old_mails_are_forgotten_and_waiting_ones_are_not():
    for key, state in (("a", MailState.FAILED), ("b", MailState.CANCELLED), ("c", MailState.WAITING)):
        put(key)
        OutboxMessage.objects.filter(key=key).update(state=state)

    assert leases.forget_old(NOW + leases.KEPT) == 0
    assert leases.forget_old(NOW + leases.KEPT + timedelta(seconds=1)) == 2
    assert row("c").state == MailState.WAITING
