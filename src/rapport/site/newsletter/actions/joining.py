"""An address asks for the newsletter, its mailbox says yes, and later no: one row, one click, gone."""

from datetime import datetime

from django.db import IntegrityError, transaction

from rapport.site.foundation import audit, keys, limits, outbox
from rapport.site.foundation.error_pages import TooManyTries
from rapport.site.foundation.limits import Limit
from rapport.site.foundation.models import DataKey
from rapport.site.foundation.outbox_models import Template
from rapport.site.newsletter.models import Reader
from rapport.site.newsletter.queries import readers

# Nobody may have a stranger's mailbox filled.
QUESTIONS_TO_ADDRESS = Limit("newsletter-to", allowed=3, seconds=86400)
MAILBOX = "mailbox"
BATCH = 500


def ask(address: str, language: str, *, at: datetime) -> None:
    """Keep an address until its mailbox says yes, and send it the question.

    An address that said yes already gets the same question, and stays as it is: whoever asks learns nothing.
    Nor do they learn that too many questions went to it today.
    """
    with transaction.atomic():
        row = readers.by_address(address, lock=True) or _opened(address, language, at)
        if row.confirmed_at is None:
            row.language, row.asked_at = language, at
            row.save(update_fields=["language", "asked_at"])
        _put_question(row, address, at)


def _opened(address: str, language: str, at: datetime) -> Reader:
    """A new row; an address that asks twice at once has one."""
    try:
        with transaction.atomic():
            row = Reader(key=DataKey.make(), language=language, asked_at=at)
            row.address_digest = readers.digest(address)
            row.seal("address", address)
            row.save(force_insert=True)
            return row
    except IntegrityError:
        found = readers.by_address(address, lock=True)
        if found is None:
            raise
        return found


def _put_question(row: Reader, address: str, at: datetime) -> None:
    try:
        who = keys.digest(keys.ring().limits, f"newsletter|{address.casefold()}")
        limits.take(QUESTIONS_TO_ADDRESS, who=who, at=at)
    except TooManyTries:
        return
    outbox.put(
        template=Template.NEWSLETTER_CONFIRMATION,
        to=outbox.to_reader(row.pk),
        key=f"newsletter:{row.pk}:{int(at.timestamp())}",
        about=row.pk,
        due_at=at,
        not_after=at + readers.LINK_LASTS,
    )


def confirm(token: str, *, at: datetime) -> bool:
    """The mailbox says yes; False when the link has ended. Pressed twice, it is one yes."""
    with transaction.atomic():
        row = readers.by_confirm_token(token, at=at, lock=True)
        if row is None:
            return False
        if row.confirmed_at is None:
            row.confirmed_at = at
            row.save(update_fields=["confirmed_at"])
            audit.record(actor=MAILBOX, verb="newsletter_joined", subject=row.pk, at=at)
    return True


def leave(token: str, *, at: datetime) -> None:
    """The mailbox wants no more: the address is erased. Erased already is as good."""
    with transaction.atomic():
        row = readers.by_stop_token(token, lock=True)
        if row is not None:
            erase(row, by=MAILBOX, verb="newsletter_left", at=at)


def erase(row: Reader, *, by: str, verb: str, at: datetime) -> None:
    """Destroy the key, and the row with it; mails that wait find nobody. In the caller's transaction."""
    outbox.cancel(f"newsletter:{row.pk}:")
    DataKey.objects.filter(pk=row.key_id).delete()
    audit.record(actor=by, verb=verb, subject=row.pk, at=at)


def forget_unconfirmed(at: datetime) -> int:
    """Erase addresses that nobody said yes to in time; returns how many. The worker calls this."""
    late = Reader.objects.filter(confirmed_at__isnull=True, asked_at__lt=at - readers.LINK_LASTS)
    with transaction.atomic():
        # One that says yes meanwhile is locked, or no longer among them.
        keys_of = list(late.select_for_update(skip_locked=True).values_list("key_id", flat=True)[:BATCH])
        DataKey.objects.filter(pk__in=keys_of).delete()
    return len(keys_of)
