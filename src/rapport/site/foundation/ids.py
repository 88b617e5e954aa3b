"""Ids that say nothing: no order, no count, no time; they may stand in addresses and on the audit trail."""

import base64
import re
import secrets
from typing import Any

from django.db import models

ID_BYTES = 16
ID_LENGTH = 26
ID_PATTERN = re.compile(r"[a-z2-7]{26}")


def new_id() -> str:
    """128 random bits as 26 lower-case base32 letters."""
    return base64.b32encode(secrets.token_bytes(ID_BYTES)).decode("ascii").rstrip("=").lower()


class OpaqueIdField(models.CharField):
    """A primary key made before the row is saved, so that sealed fields can be bound to it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{"max_length": ID_LENGTH, "primary_key": True, "default": new_id, "editable": False, **options}
        )

    def db_type(self, connection: Any) -> str | None:
        """PostgreSQL's varchar by its full name.

        By the short one Django gives every id, and every column that names one, a second index for LIKE,
        which no id is ever asked with.
        """
        kind = super().db_type(connection)
        if kind and connection.vendor == "postgresql":
            return kind.replace("varchar", "character varying")
        return kind
