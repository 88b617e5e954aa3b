"""Whose night it is: learning is due once a night, and one worker at a time does it."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from rapport.site.foundation.kept import HOUR_UTC as HOUR_UTC
from rapport.site.foundation.kept import night_of as night_of
from rapport.site.outcomes.models import LearningNight

# A worker that was killed holds its lease no longer than this; learning takes minutes.
LEASE = timedelta(hours=3)


def is_due(at: datetime) -> bool:
    """Whether tonight's work is neither done nor in another worker's hands. One query."""
    row = LearningNight.objects.filter(pk=night_of(at)).first()
    return row is None or (row.finished_at is None and row.leased_until <= at)


def lease(at: datetime, *, worker: str) -> LearningNight | None:
    """Take tonight's work; None when it is done or another worker has it.

    The row's key and one conditional update decide, so that of any number of workers one gets it.
    """
    night, until = night_of(at), at + LEASE
    try:
        with transaction.atomic():
            return LearningNight.objects.create(night=night, worker=worker, leased_until=until)
    except IntegrityError:
        pass
    left = LearningNight.objects.filter(Q(pk=night, finished_at__isnull=True, leased_until__lte=at))
    if not left.update(worker=worker, leased_until=until):
        return None
    return LearningNight.objects.get(pk=night)


def finish(night: LearningNight, *, at: datetime, outcome: str) -> bool:
    """Write down what came of it; False when the lease ran out and another worker took over."""
    held = LearningNight.objects.filter(pk=night.pk, worker=night.worker, finished_at__isnull=True)
    return bool(held.update(finished_at=at, outcome=outcome))
