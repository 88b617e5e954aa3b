"""Clients without a name or an e-mail address, and the visits of a browser."""

from typing import Any

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from rapport.site.foundation.ids import ID_LENGTH, OpaqueIdField
from rapport.site.foundation.models import DataKey
from rapport.site.foundation.sealing import SealedField, SealedModel


class Client(SealedModel):
    """Someone who answered the questionnaire; known by a random id and a receipt code only."""

    id = OpaqueIdField()
    # Destroying the key takes the client and, through them, every row of every chapter with it.
    key = models.OneToOneField(DataKey, on_delete=models.CASCADE, related_name="+")
    receipt_digest = models.CharField(max_length=64, unique=True)
    receipt = SealedField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    @property
    def client(self) -> "Client":  # type: ignore[override]
        """A client's own row is sealed like every other row of theirs."""
        return self

    def receipt_code(self) -> str:
        """The five words, to show them again to the client whom they belong to."""
        return str(self.unseal("receipt"))


class Session(AbstractBaseSession):
    """One visit. Whose it is stands in a column too, so that erasing a client ends all their visits."""

    client_id = models.CharField(max_length=ID_LENGTH, default="", blank=True, db_index=True)

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Django's way from a row to its store."""
        from rapport.site.people.session_store import SessionStore  # The store needs this class first.

        return SessionStore
