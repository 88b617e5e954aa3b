"""Visits kept in the database, with the client they belong to in a column of its own."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from rapport.site.foundation.prepared import Prepared, moment, text
from rapport.site.people.models import Session

CLIENT = "client"
_VISIT = Prepared(
    lambda: Session.objects.filter(session_key=text("key"), expire_date__gt=moment("now")).values_list(
        "session_data"
    )
)


class SessionStore(DatabaseStore):
    """Django's database sessions with one column more, and a look-up that is written once."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to save, its client copied out of the data."""
        row: Session = super().create_model_instance(data)
        row.client_id = data.get(CLIENT, "")
        return row

    def load(self) -> dict[str, Any]:
        """What the visit holds; empty, and the key forgotten, when there is no such visit or it has ended."""
        row = _VISIT.first({"key": self.session_key, "now": timezone.now()}) if self.session_key else None
        if row is None:
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(row[0])
        return held
