"""A visit and the client whose it is, read together: every page of a signed-in client begins so."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Subquery

from rapport.site.foundation.models import DataKey
from rapport.site.foundation.prepared import Prepared, columns, loaded, moment, text
from rapport.site.people.models import Client, Session

CLIENT_COLUMNS = (*columns(Client), *columns(DataKey, through="key__"))


def client_from(row: tuple[Any, ...]) -> Client:
    """The client of a row of `CLIENT_COLUMNS`, the key at hand."""
    own = len(columns(Client))
    found = loaded(Client, row[:own])
    found.key = loaded(DataKey, row[own:])
    return found


def _standing() -> "QuerySet[Session]":
    return Session.objects.filter(session_key=text("key"), expire_date__gt=moment("now"))


_VISIT = Prepared(lambda: _standing().values_list("session_data"))
_VISIT_OF_CLIENT = Prepared(
    lambda: Client.objects.filter(pk=Subquery(_standing().values("client_id"))).values_list(
        Subquery(_standing().values("session_data")), *CLIENT_COLUMNS
    )
)


def visit(key: str, *, at: datetime) -> tuple[str, Client | None] | None:
    """What a visit holds, still encoded, and its client; `None` when it never was or has ended.

    One query where there is a client, whether expired or not; two where there is none.
    """
    asked = {"key": key, "now": at}
    row = _VISIT_OF_CLIENT.first(asked)
    if row is not None:
        return row[0], client_from(row[1:])
    row = _VISIT.first(asked)
    return None if row is None else (row[0], None)
