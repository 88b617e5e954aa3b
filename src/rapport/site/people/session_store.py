"""Visits kept in the database, with the client or account they belong to in columns of their own."""

from typing import Any

from django.contrib.auth import SESSION_KEY as ACCOUNT
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from rapport.site.people.models import Client, Session
from rapport.site.people.visits import visit

CLIENT = "client"


class SessionStore(DatabaseStore):
    """Django's database sessions with two columns more; a visit is read together with its client."""

    # Whose visit this is, once it was read from the database.
    client: Client | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to save, client and account copied out of the data."""
        row: Session = super().create_model_instance(data)
        row.client_id = data.get(CLIENT, "")
        row.account_id = data.get(ACCOUNT, "")
        return row

    def load(self) -> dict[str, Any]:
        """What the visit holds; empty, and the key forgotten, when there is no such visit or it has ended."""
        found = visit(self.session_key, at=timezone.now()) if self.session_key else None
        if found is None:
            self._session_key = None
            return {}
        held, self.client = found
        return dict(self.decode(held))
