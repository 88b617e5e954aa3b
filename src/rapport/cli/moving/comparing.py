"""Whether both sides hold the same: row by row, as the site itself reads them, not as they were written."""

import hashlib
import json
import math
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from rapport.cli.moving.tables import all_models
from rapport.cli.moving.target import ALIAS
from rapport.errors import BadInput, Problem

BATCH = 1000
WRITTEN_WHOLE = 1e16  # from here on Python writes a float with an exponent
# Ids sort by their bytes on both sides, whatever the target's language is.
BY_BYTES = {"sqlite": "BINARY", "postgresql": "C"}


def compare(*, compared: Callable[[int], None]) -> None:
    """Refuse the first table whose rows differ, by a hash over every row on both sides."""
    for model in all_models():
        both = zip_longest(digests(model, "default"), digests(model, ALIAS))
        for row, (here, there) in enumerate(both, 1):
            if here != there:
                arrived = f"another row {row:,}"
                raise BadInput(Problem("the same rows on both sides", arrived, file=model._meta.db_table))
            if row % BATCH == 0:
                compared(BATCH)


def digests(model: Any, alias: str) -> Iterator[bytes]:
    """A hash of each row of a model's table, in the order of its key."""
    from django.db import connections, models
    from django.db.models.functions import Collate

    fields = [field.attname for field in model._meta.concrete_fields]
    key: Any = models.F(model._meta.pk.attname)
    if isinstance(_kind(model._meta.pk), models.CharField | models.TextField):
        key = Collate(key, BY_BYTES[connections[alias].vendor])
    rows = model._base_manager.using(alias).order_by(key).values_list(*fields)
    for row in rows.iterator(chunk_size=BATCH):
        yield digest(row)


def _kind(field: Any) -> Any:
    while field.remote_field is not None:
        field = field.target_field
    return field


def digest(row: tuple[Any, ...]) -> bytes:
    """A hash of one row; equal only for equal values of equal kinds."""
    return hashlib.sha256(json.dumps([plain(value) for value in row], sort_keys=True).encode()).digest()


def plain(value: Any) -> Any:
    """A value as JSON holds it, its kind included where JSON would lose that."""
    if isinstance(value, bytes | memoryview):
        return ["bytes", bytes(value).hex()]
    if isinstance(value, datetime):
        return ["moment", value.astimezone(UTC).isoformat()]
    if isinstance(value, date):
        return ["day", value.isoformat()]
    if isinstance(value, float):
        # In JSON PostgreSQL keeps no sign of a nothing, and writes what has an exponent as a whole number.
        is_written_whole = math.isfinite(value) and abs(value) >= WRITTEN_WHOLE
        return int(Decimal(repr(value))) if is_written_whole else value + 0.0
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return (
        value if value is None or isinstance(value, bool | int | str) else [type(value).__name__, str(value)]
    )
