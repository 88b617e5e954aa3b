"""Who is here."""

from datetime import datetime
from typing import Any

from rapport.site.foundation import audit, consent, outbox
from rapport.site.foundation.prepared import Prepared, text
from rapport.site.people import account_queries, case_queries, contact_queries, receipts
from rapport.site.people.models import Client
from rapport.site.people.visits import CLIENT_COLUMNS, client_from


def client_by_receipt(code: str, *, at: datetime) -> Client | None:
    """The client whom a receipt code belongs to, however it was typed; `None` when none, or when expired.

    One look-up of a keyed digest: the time it takes says nothing about how near a guess was. Limit the tries.
    """
    found = Client.objects.select_related("key").filter(receipt_digest=receipts.digest(code)).first()
    return found if found is not None and found.expires_at > at else None


_CLIENT = Prepared(lambda: Client.objects.filter(pk=text("id")).values_list(*CLIENT_COLUMNS))


def client_by_id(client_id: str, *, at: datetime) -> Client | None:
    """The client with an id, the key at hand; `None` when erased or expired. One query."""
    row = _CLIENT.first({"id": client_id})
    found = client_from(row) if row is not None else None
    return found if found is not None and found.expires_at > at else None


def expired(at: datetime) -> list[Client]:
    """Clients whose time to be kept has passed."""
    return list(Client.objects.filter(expires_at__lte=at).order_by("expires_at")[:500])


def held_about(client: Client) -> dict[str, Any]:
    """Everything this chapter and the foundation hold about a client."""
    return {
        "id": client.pk,
        "receipt_code": client.receipt_code(),
        "created_at": client.created_at.isoformat(),
        "kept_until": client.expires_at.isoformat(),
        "account": account_queries.held_about(client),
        "consents": consent.history(client_id=client.pk),
        "contact": contact_queries.held_about(client),
        "desk": case_queries.held_about(client),
        "mails": outbox.about_client(client.pk),
        "who_did_what": audit.about(client.pk),
    }
