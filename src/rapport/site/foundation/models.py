"""Tables that belong to no chapter: wrapped keys, consents, the audit trail, limits, heartbeats, mails."""

import secrets
from pathlib import Path

from django.conf import settings
from django.db import models

from rapport.site.foundation.ids import ID_LENGTH, OpaqueIdField
from rapport.site.foundation.kept_models import KeptFigures
from rapport.site.foundation.keys import KEY_BYTES, KeyProblem, has_keys, ring, ring_with
from rapport.site.foundation.looking_models import DeskList, Look
from rapport.site.foundation.outbox_models import OutboxMessage
from rapport.site.foundation.steering_models import PolicyVersion

__all__ = [
    "AuditEvent", "AuditHead", "ConsentEntry", "DataKey", "DeskList", "Heartbeat", "KeptFigures",
    "LimitCount", "Look", "OutboxMessage", "PolicyVersion",
]  # fmt: skip


class DataKey(models.Model):
    """The key of one client, wrapped by a key outside the database; deleting the row destroys it."""

    id = OpaqueIdField()
    wrapped = models.BinaryField()
    key_version = models.PositiveSmallIntegerField(db_index=True)

    @classmethod
    def make(cls) -> "DataKey":
        """A new random key, saved."""
        row = cls()
        row.rewrap(secrets.token_bytes(KEY_BYTES))
        row.save(force_insert=True)
        return row

    @classmethod
    def check_folder(cls) -> None:
        """Raise `KeyProblem` unless the key folder opens the newest client's key; makes no key itself.

        With an empty folder, a wrong volume say, new keys would be made, what is sealed under them would
        hide for days that nothing older opens, and the audit trail would look as if it had been changed.
        """
        row, folder, found = cls.objects.order_by("-pk").first(), Path(settings.KEYS_FOLDER), "none"
        if row is None and not AuditHead.objects.filter(seq__gt=0).exists():
            return
        if has_keys(folder):
            try:
                if row is not None:
                    row.open()
            except KeyProblem:
                found = "others"
            else:
                return
        raise KeyProblem(
            f"expected in {folder} the keys of this database, found {found}; restore them from your backup"
        )

    def open(self) -> bytes:
        """The key itself; kept on this object, so that several columns of a row cost one unwrapping."""
        opened: bytes | None = self.__dict__.get("_opened")
        if opened is None:
            current = ring_with(self.key_version)
            opened = current.unwrap(bytes(self.wrapped), version=self.key_version, bound_to=self._place())
            self.__dict__["_opened"] = opened
        return opened

    def rewrap(self, secret: bytes) -> None:
        """Wrap under the newest key; saves nothing."""
        self.wrapped, self.key_version = ring().wrap(secret, bound_to=self._place())

    def _place(self) -> str:
        return f"datakey|{self.pk}"


class ConsentEntry(models.Model):
    """One answer to one question of consent; a change of mind is a new row, the newest holds."""

    id = models.BigAutoField(primary_key=True)
    # No foreign key: foundation knows no chapter. `people.actions.erase_client` forgets these rows.
    client_id = models.CharField(max_length=ID_LENGTH)
    purpose = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    wording_hash = models.CharField(max_length=64)
    given = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["client_id", "purpose", "id"])]


class AuditEvent(models.Model):
    """One link of the audit trail; the database itself refuses to change or remove it."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=64, db_index=True)
    detail = models.TextField()
    previous = models.CharField(max_length=64)
    link = models.CharField(max_length=64)


class AuditHead(models.Model):
    """The end of the trail: one row, locked while a link is added, so that no two links share a place."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField()
    link = models.CharField(max_length=64)


class LimitCount(models.Model):
    """How often something was tried in a stretch of time; who tried is a keyed digest."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=40)
    who = models.CharField(max_length=64)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "who", "window"], name="limit_one_row_a_window")
        ]


class Heartbeat(models.Model):
    """When a background process was last well."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
