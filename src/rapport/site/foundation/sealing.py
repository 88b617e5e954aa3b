"""Fields that only this installation's keys open, each bound to its table, column, row and client.

A value copied to another row, column or client does not open; neither does one that was altered. Lengths are
padded to buckets, so that a stolen database does not tell who wrote much.
"""

import json
from typing import TYPE_CHECKING, Any, Protocol

from django.db import models

from rapport.site.foundation.keys import KeyProblem, decrypt, encrypt

if TYPE_CHECKING:
    from rapport.site.foundation.models import DataKey

FORMAT = 1
LENGTH_BYTES = 4
SMALLEST_BUCKET = 256


class HasKey(Protocol):
    """Whoever the row belongs to."""

    pk: Any
    key: "DataKey"


class SealedField(models.BinaryField):
    """Sealed bytes; read and written only through `SealedModel.seal` and `unseal`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"null": True, "editable": False, **options})


class SealedModel(models.Model):
    """A row with a `client`, some of whose columns are sealed under that client's own key."""

    class Meta:
        abstract = True

    client: HasKey

    def seal(self, column: str, value: object) -> None:
        """Put a JSON value into a column; `None` empties it. Saves nothing."""
        if value is None:
            setattr(self, column, None)
            return
        plain = padded(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
        sealed = encrypt(self.client.key.open(), plain, bound_to=self._place(column))
        setattr(self, column, bytes([FORMAT]) + sealed)

    def unseal(self, column: str) -> Any:
        """The JSON value of a column, `None` when it is empty. One query when the key is not loaded yet."""
        stored = getattr(self, column)
        if stored is None:
            return None
        sealed = bytes(stored)
        if sealed[:1] != bytes([FORMAT]):
            raise KeyProblem(
                f"expected sealed format {FORMAT}, found another; was this row made by a newer version?"
            )
        return json.loads(unpadded(decrypt(self.client.key.open(), sealed[1:], bound_to=self._place(column))))

    def _place(self, column: str) -> str:
        self._meta.get_field(column)  # A misspelt column must fail here, not seal into nowhere.
        return f"{self._meta.db_table}|{column}|{self.pk}|{self.client.pk}|{FORMAT}"


def padded(plain: bytes) -> bytes:
    """The length, the bytes, then zeros up to the next bucket: 256, 512, 1024, … bytes."""
    whole = len(plain) + LENGTH_BYTES
    bucket = SMALLEST_BUCKET
    while bucket < whole:
        bucket *= 2
    return len(plain).to_bytes(LENGTH_BYTES, "big") + plain + bytes(bucket - whole)


def unpadded(padded_bytes: bytes) -> bytes:
    """What `padded` was given."""
    length = int.from_bytes(padded_bytes[:LENGTH_BYTES], "big")
    return padded_bytes[LENGTH_BYTES : LENGTH_BYTES + length]
