"""What colleagues' blind ratings say of each provider, worked out once a day for matching to read."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from rapport.site.directory.actions.current import held, refresh
from rapport.site.directory.models import Judged, Provider
from rapport.site.directory.queries.vignettes import scores
from rapport.site.foundation.actions import beat
from rapport.site.foundation.models import Heartbeat

EVERY: Final = timedelta(days=1)
BEAT: Final = "judging"


def settle_judgements(at: datetime) -> int:
    """Keep each provider's score, and let it go where they have none any more; returns how many changed.

    The worker calls this every minute; it does something once a day, so that no single rating shows in what
    clients are told.
    """
    if Heartbeat.objects.filter(name=BEAT, at__gt=at - EVERY).exists():
        return 0
    found = {provider: round(score, 1) for provider, score in scores().items()}
    kept = dict(Judged.objects.values_list("provider", "score"))
    changed = sorted(each for each in {*found, *kept} if found.get(each) != kept.get(each))
    for provider in changed:
        _keep(provider, found.get(provider), at)
    beat(name=BEAT, at=at)
    return len(changed)


def _keep(provider_id: str, score: float | None, at: datetime) -> None:
    with transaction.atomic():
        locked, kept = held(Provider(pk=provider_id))
        if score is None:
            Judged.objects.filter(pk=provider_id).delete()
        else:
            Judged.objects.update_or_create(pk=provider_id, defaults={"score": score})
        refresh(locked, kept, at=at)
