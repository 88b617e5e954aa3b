"""Visits kept in the database, with the client they belong to in a column of its own."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from rapport.site.people.models import Session

CLIENT = "client"


class SessionStore(DatabaseStore):
    """Django's database sessions with one column more."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to save, its client copied out of the data."""
        row: Session = super().create_model_instance(data)
        row.client_id = data.get(CLIENT, "")
        return row
