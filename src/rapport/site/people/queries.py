"""Who is here."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Subquery

from rapport.site.foundation import audit, consent
from rapport.site.foundation.models import DataKey
from rapport.site.foundation.prepared import Prepared, columns, loaded, moment, text
from rapport.site.people import receipts
from rapport.site.people.models import Client, Session


def client_by_receipt(code: str, *, at: datetime) -> Client | None:
    """The client whom a receipt code belongs to, however it was typed; `None` when none, or when expired.

    One look-up of a keyed digest: the time it takes says nothing about how near a guess was. Limit the tries.
    """
    found = Client.objects.select_related("key").filter(receipt_digest=receipts.digest(code)).first()
    return found if found is not None and found.expires_at > at else None


_COLUMNS = (*columns(Client), *columns(DataKey, through="key__"))
_CLIENT = Prepared(lambda: Client.objects.filter(pk=text("id")).values_list(*_COLUMNS))


def client_by_id(client_id: str, *, at: datetime) -> Client | None:
    """The client with an id, the key at hand; `None` when erased or expired. One query."""
    row = _CLIENT.first({"id": client_id})
    found = _client(row) if row is not None else None
    return found if found is not None and found.expires_at > at else None


def _client(row: tuple[Any, ...]) -> Client:
    own = len(columns(Client))
    found = loaded(Client, row[:own])
    found.key = loaded(DataKey, row[own:])
    return found


def _visits() -> "QuerySet[Session]":
    return Session.objects.filter(session_key=text("key"), expire_date__gt=moment("now"))


_VISIT = Prepared(lambda: _visits().values_list("session_data"))
_VISIT_OF_CLIENT = Prepared(
    lambda: Client.objects.filter(pk=Subquery(_visits().values("client_id"))).values_list(
        Subquery(_visits().values("session_data")), *_COLUMNS
    )
)


def visit(key: str, *, at: datetime) -> tuple[str, Client | None] | None:
    """What a visit holds, still encoded, and its client; `None` when it never was or has ended.

    One query where there is a client, whether expired or not; two where there is none.
    """
    asked = {"key": key, "now": at}
    row = _VISIT_OF_CLIENT.first(asked)
    if row is not None:
        return row[0], _client(row[1:])
    row = _VISIT.first(asked)
    return None if row is None else (row[0], None)


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
        "consents": consent.history(client_id=client.pk),
        "who_did_what": audit.about(client.pk),
    }
