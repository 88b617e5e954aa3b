"""A private link by which anybody recommends a provider: who and until when, signed, and nothing else.

Neither who made it nor who opens it is in it or kept anywhere.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from django.core import signing

from rapport.site.directory.models import Provider
from rapport.site.directory.queries import provider_with_id

LASTS: Final = timedelta(days=30)
_SIGNER: Final = signing.Signer(salt="rapport.directory.recommended")
_BETWEEN: Final = "."


def token_for(provider: Provider, *, at: datetime) -> str:
    """What stands in the address of a link; all that are made on one day are alike."""
    ends = (at + LASTS).date().isoformat()
    return _SIGNER.sign(f"{provider.pk}{_BETWEEN}{ends}")


def recommended_by(token: str, *, at: datetime) -> Provider | None:
    """Whom a link recommends; None when it has ended, was altered, or they are no longer here. One query."""
    try:
        provider_id, _between, ends = _SIGNER.unsign(token).rpartition(_BETWEEN)
    except signing.BadSignature:
        return None
    if at.astimezone(UTC).date().isoformat() > ends:
        return None
    return provider_with_id(provider_id)
