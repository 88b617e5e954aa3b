"""Readers, found by an address, by a link from their mailbox, or by where a mail goes."""

from datetime import datetime, timedelta

from django.core import signing
from django.db.models import Count, QuerySet

from rapport.site.foundation import keys
from rapport.site.foundation.mail.recipients import Recipient
from rapport.site.foundation.models import OutboxMessage
from rapport.site.foundation.outbox_models import Template
from rapport.site.newsletter.choices import Language
from rapport.site.newsletter.models import Reader
from rapport.site.people.account_queries import normalised

CONFIRM = signing.Signer(salt="rapport.newsletter.confirm")
STOP = signing.Signer(salt="rapport.newsletter.stop")
# For the link in the mail; after it, an address that nobody said yes to is forgotten.
LINK_LASTS = timedelta(days=7)


def digest(address: str) -> str:
    """By what an address is found again, however it was typed; no digest of another table is the same."""
    return keys.digest(keys.ring().sign_in_pepper, f"newsletter|{normalised(address)}")


def by_address(address: str, *, lock: bool = False) -> Reader | None:
    """The row of an address."""
    rows = Reader.objects.select_related("key")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    return rows.filter(address_digest=digest(address)).first()


def by_confirm_token(token: str, *, at: datetime, lock: bool = False) -> Reader | None:
    """Whose yes a link brings; None when it has ended."""
    row = _by_token(CONFIRM, token, lock=lock)
    if row is None or row.confirmed_at is not None:
        return row
    return row if at - row.asked_at <= LINK_LASTS else None


def is_open(token: str, *, at: datetime) -> bool:
    """Whether a link still brings a yes."""
    return by_confirm_token(token, at=at) is not None


def by_stop_token(token: str, *, lock: bool = False) -> Reader | None:
    """Whose newsletter a link ends; None when it has ended."""
    return _by_token(STOP, token, lock=lock)


def _by_token(signer: signing.Signer, token: str, *, lock: bool) -> Reader | None:
    try:
        reader_id = signer.unsign(token)
    except signing.BadSignature:
        return None
    rows = Reader.objects.select_for_update() if lock else Reader.objects.all()
    return rows.filter(pk=reader_id).first()


def confirm_path(reader_id: str) -> str | None:
    """The link that says yes; None where the address was forgotten."""
    is_there = Reader.objects.filter(pk=reader_id).exists()
    return f"/newsletter/confirm/{CONFIRM.sign(reader_id)}/" if is_there else None


def stop_path(reader_id: str) -> str:
    """The link that ends it."""
    return f"/newsletter/stop/{STOP.sign(reader_id)}/"


def recipient(message: OutboxMessage) -> Recipient | None:
    """Where a mail goes: only the question goes to whoever has not said yes."""
    row = Reader.objects.select_related("key").filter(pk=message.recipient_id).first()
    is_question = message.template == Template.NEWSLETTER_CONFIRMATION
    if row is None or (row.confirmed_at is None and not is_question):
        return None
    stop = "" if is_question else stop_path(row.pk)
    return Recipient(row.unseal("address"), home="/newsletter/", stop=stop, language=row.language)


def confirmed(language: str) -> "QuerySet[Reader]":
    """Who gets editions in a language."""
    return Reader.objects.filter(language=language, confirmed_at__isnull=False)


def how_many() -> dict[str, int]:
    """Readers by language. One query."""
    rows = Reader.objects.filter(confirmed_at__isnull=False).values_list("language")
    return dict.fromkeys(Language.values, 0) | dict(rows.annotate(count=Count("pk")))
