"""First conversations in the format of rated sessions, marked: for researchers, and never mixed in by itself.

A consultation is no session: half an hour, nothing done yet, rated in order to choose. The nightly model does
not learn from it. Only reflections of clients who say yes to learning are told, under ids of one export.
"""

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from rapport.site.checkins.queries.sessions import LEARNING
from rapport.site.consultations.models import Reflection
from rapport.site.foundation import consent, keys
from rapport.vocabulary import PARTS

# The mark: a feature known before, as `rapport schema sessions` has them.
MARK: Final = "x_consultation"
COLUMNS: Final = ("session_id", "client_id", "provider_id", "started_at", *PARTS, MARK)
BATCH: Final = 500
ID_LETTERS: Final = 26
SECRET_BYTES: Final = 32


def consultations(at: datetime) -> Iterator[dict[str, str]]:
    """Rated consultations by the day on which they were held, oldest first; those without ratings left out.

    One query, which reads consent with the rows.
    """
    secret = secrets.token_bytes(SECRET_BYTES)
    rows = (
        Reflection.objects.filter(written_at__lte=at, client_id__in=consent.holders(LEARNING))
        .select_related("client__key", "booking__provider")
        .order_by("booking__half_hour", "id")
    )
    for row in rows.iterator(chunk_size=BATCH):
        ratings = row.unseal("said")["ratings"]
        if ratings:
            yield {
                "session_id": keys.digest(secret, row.pk)[:ID_LETTERS],
                "client_id": keys.digest(secret, row.client_id)[:ID_LETTERS],
                "provider_id": row.booking.provider.provider_id,
                # The day is enough for an order; the minute could be laid beside somebody's calendar.
                "started_at": row.booking.starts_at.date().isoformat(),
                **{part: f"{ratings[part]:.1f}" if part in ratings else "" for part in PARTS},
                MARK: "1",
            }
