"""Where people are written to: clients at an address that they confirmed, accounts at their own."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core import signing

from rapport.site.foundation.mail import parts, recipients
from rapport.site.foundation.mail.recipients import Recipient
from rapport.site.foundation.models import OutboxMessage
from rapport.site.foundation.outbox_models import RecipientKind, Template
from rapport.site.people.choices import AccountKind
from rapport.site.people.models import Account, Client, ContactAddress

CONFIRM = signing.Signer(salt="rapport.people.contact.confirm")
STOP = signing.Signer(salt="rapport.people.contact.stop")
# A mail that waits for the next safe hours comes late; then some days to press the link.
LINK_LASTS = timedelta(days=7)
MIDNIGHT = 24


@dataclass(frozen=True)
class Contact:
    """An address, the hours of the client's own day in which a mail is safe (from one, before another), and
    the language that they read.
    """

    address: str
    zone: str
    from_hour: int = 0
    until_hour: int = MIDNIGHT
    language: str = ""

    def free_at(self, at: datetime) -> datetime:
        """The first safe moment from a time on."""
        local = at.astimezone(ZoneInfo(self.zone))
        if self.from_hour <= local.hour < self.until_hour:
            return at
        day = local.date() + timedelta(days=local.hour >= self.until_hour)
        return datetime.combine(day, time(self.from_hour), tzinfo=local.tzinfo).astimezone(at.tzinfo)


def contact_of(client: Client) -> tuple[Contact, ContactAddress] | None:
    """What a client gave, opened, and its row; None when they gave nothing."""
    row = ContactAddress.objects.filter(client_id=client.pk).first()
    if row is None:
        return None
    row.client = client
    return Contact(**row.unseal("detail")), row


def confirm_path(contact_id: str) -> str | None:
    """The link that says yes to an address; None when that is another one now, or said already."""
    row = ContactAddress.objects.filter(pk=contact_id, confirmed_at__isnull=True)
    return f"/mine/contact/confirm/{CONFIRM.sign(contact_id)}/" if row.exists() else None


def by_confirm_token(token: str, *, at: datetime, lock: bool = False) -> ContactAddress | None:
    """The row that a link confirms; None when it has ended."""
    row = _by_token(CONFIRM, token, lock=lock)
    return row if row is not None and at - row.asked_at <= LINK_LASTS else None


def by_stop_token(token: str) -> ContactAddress | None:
    """The row whose notes a link stops; None when they have stopped."""
    return _by_token(STOP, token)


def _by_token(signer: signing.Signer, token: str, *, lock: bool = False) -> ContactAddress | None:
    try:
        contact_id = signer.unsign(token)
    except signing.BadSignature:
        return None
    rows = ContactAddress.objects.select_related("client")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    return rows.filter(pk=contact_id).first()


def held_about(client: Client) -> dict[str, Any] | None:
    """The address, for the client's download."""
    found = contact_of(client)
    if found is None:
        return None
    contact, row = found
    confirmed_at = row.confirmed_at.isoformat() if row.confirmed_at else None
    return vars(contact) | {"asked_at": row.asked_at.isoformat(), "confirmed_at": confirmed_at}


def client_recipient(message: OutboxMessage) -> Recipient | None:
    """A client, where they said yes to an address; before that, the question alone."""
    client = Client.objects.select_related("key").filter(pk=message.recipient_id).first()
    found = contact_of(client) if client is not None else None
    if found is None:
        return None
    contact, row = found
    is_question = message.template == Template.CONTACT_CONFIRMATION and message.about == row.pk
    if row.confirmed_at is None and not is_question:
        return None
    stop = "" if is_question else f"/mine/contact/stop/{STOP.sign(row.pk)}/"
    return Recipient(
        contact.address, home="/return/", stop=stop, language=contact.language, free_at=contact.free_at
    )


def account_recipient(message: OutboxMessage) -> Recipient | None:
    """Someone with an account; whoever has not joined yet gets their invitation alone."""
    account = Account.objects.select_related("key").filter(pk=message.recipient_id).first()
    if account is None or account.revoked_at is not None or account.address is None:
        return None
    if not account.is_active and message.template != Template.INVITATION:
        return None
    home = "/portal/" if account.kind == AccountKind.PROVIDER else "/desk/"
    return Recipient(str(account.unseal("address")), home=home)


recipients.register(RecipientKind.CLIENT, client_recipient)
recipients.register(RecipientKind.ACCOUNT, account_recipient)
parts.register_link(Template.CONTACT_CONFIRMATION, confirm_path)
