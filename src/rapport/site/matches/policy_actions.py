"""The policy set at the desk: never in the midst of a comparison, whose arms it would change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from rapport.site.foundation import steering
from rapport.site.foundation.models import PolicyVersion
from rapport.site.matches.models import Trial

HOW_DRAWN: Final = (*steering.DRAW, *steering.WEIGHTS)


class TrialRuns(Exception):
    """A comparison runs: how three are drawn stays as it was registered."""


def set_policy(
    figures: Mapping[str, float], *, because: str, seen: int, by: str, at: datetime, undoes: int | None = None
) -> PolicyVersion:
    """Set a version of the policy, as `steering.set_version` does.

    Raises:
        TrialRuns: a figure of the draw differs while a comparison runs. BadInput, MovedOn: as there.
    """
    with transaction.atomic():
        _number, now = steering.current()
        is_drawn_otherwise = any(figures.get(each.code) != now[each.code] for each in HOW_DRAWN)
        if is_drawn_otherwise and Trial.objects.filter(is_running=True).exists():
            raise TrialRuns
        return steering.set_version(figures, because=because, seen=seen, by=by, at=at, undoes=undoes)
