"""What happens to a client's address: given, confirmed from the mailbox itself, changed, removed."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from rapport.site.foundation import audit, keys, limits, outbox
from rapport.site.foundation.error_pages import TooManyTries
from rapport.site.foundation.limits import Limit
from rapport.site.foundation.outbox_models import Template
from rapport.site.people import contact_queries
from rapport.site.people.contact_queries import LINK_LASTS, Contact
from rapport.site.people.models import Client, ContactAddress

DAY_SECONDS = 86400
# Nobody may have a stranger's mailbox filled: so many questions from one client, and to one address, a day.
QUESTIONS_BY_CLIENT = Limit("contact-by", allowed=5, seconds=DAY_SECONDS)
QUESTIONS_TO_ADDRESS = Limit("contact-to", allowed=3, seconds=DAY_SECONDS)


def give_contact(client: Client, contact: Contact, *, at: datetime) -> None:
    """Keep an address; unless it is confirmed already, ask it once whether it may be used.

    Raises `TooManyTries` when this client asked too often today. Whether a mail goes to this address, or too
    many went there already, shows nowhere.
    """
    with transaction.atomic():
        Client.objects.select_for_update().get(pk=client.pk)
        row = _kept(client, contact, at)
        if row.confirmed_at is None:
            _ask(row, contact, at)
        audit.record(actor=client.pk, verb="contact_given", subject=client.pk, at=at)


def _kept(client: Client, contact: Contact, at: datetime) -> ContactAddress:
    """The row with this address; other hours change it, another address begins anew."""
    found = contact_queries.contact_of(client)
    if found is not None and found[0].address == contact.address:
        row = found[1]
        row.seal("detail", asdict(contact))
        row.asked_at = row.asked_at if row.confirmed_at else at
        row.save(update_fields=["detail", "asked_at"])
        return row
    if found is not None:
        _delete(found[1])
    row = ContactAddress(client=client, asked_at=at)
    row.seal("detail", asdict(contact))
    row.save(force_insert=True)
    return row


def _ask(row: ContactAddress, contact: Contact, at: datetime) -> None:
    limits.take(QUESTIONS_BY_CLIENT, who=_who(row.client_id), at=at)
    try:
        limits.take(QUESTIONS_TO_ADDRESS, who=_who(contact.address.casefold()), at=at)
    except TooManyTries:
        return
    outbox.put(
        template=Template.CONTACT_CONFIRMATION,
        to=outbox.to_client(row.client_id),
        key=f"contact:{row.pk}:{int(at.timestamp())}",
        about=row.pk,
        due_at=at,
        not_after=at + LINK_LASTS,
    )


def _who(text: str) -> str:
    return keys.digest(keys.ring().limits, f"contact|{text}")


def confirm_contact(token: str, *, at: datetime) -> bool:
    """Whoever reads the mailbox says yes; False when the link has ended. Pressed twice, it is one yes."""
    with transaction.atomic():
        row = contact_queries.by_confirm_token(token, at=at, lock=True)
        if row is None:
            return False
        if row.confirmed_at is None:
            row.confirmed_at = at
            row.save(update_fields=["confirmed_at"])
            audit.record(actor="mailbox", verb="contact_confirmed", subject=row.client_id, at=at)
    return True


def remove_contact(client: Client, *, at: datetime) -> None:
    """The client wants no more notes: the address is gone."""
    with transaction.atomic():
        row = ContactAddress.objects.select_for_update().filter(client_id=client.pk).first()
        if row is not None:
            _delete(row)
            audit.record(actor=client.pk, verb="contact_removed", subject=client.pk, at=at)


def stop_notes(token: str, *, at: datetime) -> None:
    """Whoever reads the mailbox wants no more notes; stopped already is as good."""
    with transaction.atomic():
        row = contact_queries.by_stop_token(token)
        if row is not None:
            _delete(row)
            audit.record(actor="mailbox", verb="contact_removed", subject=row.client_id, at=at)


def forget_unconfirmed(at: datetime) -> int:
    """Delete addresses that nobody said yes to in time; returns how many. The worker calls this."""
    rows = ContactAddress.objects.filter(confirmed_at__isnull=True, asked_at__lt=at - LINK_LASTS)
    return rows.delete()[0]


def _delete(row: ContactAddress) -> None:
    outbox.cancel(f"contact:{row.pk}:")
    row.delete()
