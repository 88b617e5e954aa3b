"""Upkeep of the foundation: rotating the wrapping key, and the worker's sign of life."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from rapport.site.foundation import audit, keys
from rapport.site.foundation.models import DataKey, Heartbeat

BATCH = 200


def rotate(*, by: str, at: datetime) -> int:
    """Wrap every client's key under a new wrapping key; returns how many were rewrapped.

    Stopped half-way, it goes on at the next call with the key it had made. The old file stays: backups made
    before need it. Removing it, once those are gone, makes them unreadable for good.
    """
    newest = keys.ring(reread=True).newest
    if not DataKey.objects.filter(key_version__lt=newest).exists():
        newest = keys.add_wrapping_key(Path(settings.KEYS_FOLDER))
        audit.record(actor=by, verb="key_made", subject="system", at=at, detail={"version": newest})
    done = 0
    while rewrapped := _rewrap_batch(newest):
        done += rewrapped
    audit.record(
        actor=by, verb="key_rotated", subject="system", at=at, detail={"version": newest, "keys": done}
    )
    return done


def _rewrap_batch(newest: int) -> int:
    with transaction.atomic():
        rows = list(DataKey.objects.select_for_update().filter(key_version__lt=newest).order_by("pk")[:BATCH])
        for row in rows:
            row.rewrap(row.open())
            row.save(update_fields=["wrapped", "key_version"])
    return len(rows)


def beat(*, name: str, at: datetime) -> None:
    """A background process is well."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


def rest(*, name: str) -> None:
    """A background process ended on purpose."""
    Heartbeat.objects.filter(name=name).delete()
