"""What happens to clients: they come, they come back, they go, and nothing of them stays."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from rapport.site.foundation import audit, consent, erasure, looking, outbox
from rapport.site.foundation.models import DataKey
from rapport.site.foundation.steering import retention_days
from rapport.site.people import queries, receipts
from rapport.site.people.models import Client, Session

# Moving the date at every click would write at every click; a day more or less harms nobody.
TOUCH_EVERY = timedelta(days=1)


def open_client(*, at: datetime) -> tuple[Client, str]:
    """A new client and their receipt code; the code is stored only as a digest and sealed for themselves."""
    code = receipts.new_code()
    with transaction.atomic():
        client = Client(
            key=DataKey.make(),
            receipt_digest=receipts.digest(code),
            created_at=at,
            expires_at=kept_until(at),
        )
        client.seal("receipt", code)
        client.save(force_insert=True)
        audit.record(actor=client.pk, verb="opened", subject=client.pk, at=at)
    return client, code


def kept_until(at: datetime) -> datetime:
    """When a client who was last here at this time is erased."""
    return at + timedelta(days=retention_days())


def touch(client: Client, *, at: datetime) -> None:
    """The client was here: keep what they said for the whole time again."""
    until = kept_until(at)
    # Either way: a shorter time holds from the next visit too, and never behind the client's back.
    if abs(until - client.expires_at) >= TOUCH_EVERY:
        client.expires_at = until
        Client.objects.filter(pk=client.pk).update(expires_at=client.expires_at)


def answer_consent(client: Client, *, purpose: str, is_given: bool, at: datetime) -> None:
    """The client says yes or no to a purpose; a repeated answer changes nothing."""
    with transaction.atomic():
        # One client's answers wait for each other; on SQLite the transaction itself is the lock.
        Client.objects.select_for_update().get(pk=client.pk)
        if consent.answer(client_id=client.pk, purpose=purpose) is is_given:
            return
        say = consent.give if is_given else consent.withdraw
        say(client_id=client.pk, purpose=purpose, at=at)
        if purpose in looking.PURPOSES:
            looking.again(client.pk, at=at)
        verb = "consented" if is_given else "declined"
        audit.record(actor=client.pk, verb=verb, subject=client.pk, at=at, detail={"purpose": purpose})


def erase_client(client: Client, *, by: str, at: datetime) -> None:
    """Rows gone, key destroyed, deleted bytes overwritten; the audit trail keeps the random id only."""
    with transaction.atomic():
        key = DataKey.objects.select_for_update().filter(pk=client.key_id).first()
        if key is None:
            return  # Two tabs asked at once: the first one did it.
        looking.forget(client_id=client.pk)
        audit.record(actor=by, verb="erased", subject=client.pk, at=at)
        consent.forget(client_id=client.pk)
        outbox.forget(client_id=client.pk)
        Session.objects.filter(client_id=client.pk).delete()
        destroyed = key.pk
        key.delete()
        transaction.on_commit(partial(erasure.note, destroyed))
        transaction.on_commit(erasure.overwrite_deleted)


def replay_erasures(at: datetime) -> int:
    """Erase again whom a restored backup brought back; returns how many. Runs before the site is served."""
    back = erasure.came_back()
    for client in Client.objects.filter(key_id__in=back):
        erase_client(client, by="system", at=at)
    DataKey.objects.filter(pk__in=back).delete()
    return len(back)


def delete_expired(at: datetime) -> int:
    """Erase clients whose time has passed; returns how many. The worker calls this every minute."""
    gone = queries.expired(at)
    for client in gone:
        erase_client(client, by="system", at=at)
    return len(gone)


def end_old_sessions(at: datetime) -> int:
    """Delete visits that have ended; returns how many."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]
