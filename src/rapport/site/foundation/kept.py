"""What is reckoned once a night and read by every page until the next: kept, found again, forgotten."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from rapport.site.foundation.kept_models import KeptFigures
from rapport.site.foundation.models import DataKey

# Night in the United States, where clients are: 3 a.m. in the east, midnight in the west (UTC-5, UTC-8).
HOUR_UTC = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """What was told as of `made_at`, for this night."""

    night: date
    made_at: datetime
    told: Any


def night_of(at: datetime) -> date:
    """The night whose work is due at this time."""
    return (at.astimezone(UTC) - timedelta(hours=HOUR_UTC)).date()


def newest(name: str, *, version: str, at: datetime) -> Kept | None:
    """The newest that was kept until now; None where there is none. One query."""
    rows = KeptFigures.objects.filter(name=name, version=version, night__lte=night_of(at))
    row = rows.select_related("key").order_by("-night").first()
    return None if row is None else Kept(row.night, row.made_at, row.unseal("told"))


def keep_tonight(name: str, reckon: Callable[[], object], *, version: str, at: datetime) -> bool:
    """Reckon tonight's and keep it; False where it is there. One query where it is."""
    if KeptFigures.objects.filter(name=name, version=version, night=night_of(at)).exists():
        return False
    return keep(name, reckon(), version=version, at=at)


def keep(name: str, told: object, *, version: str, at: datetime) -> bool:
    """Keep it as tonight's, and the night before; False where somebody else had kept tonight's already.

    Of several processes that reckon at once the first one's stands, and nobody waits for another.
    """
    try:
        with transaction.atomic():
            row = KeptFigures(key=DataKey.make(), name=name, version=version, night=night_of(at), made_at=at)
            row.seal("told", told)
            row.save(force_insert=True)
            _forget_old()
    except IntegrityError:
        return False
    return True


def kept_or_reckoned(name: str, reckon: Callable[[], object], *, version: str, at: datetime) -> Kept:
    """The newest that was kept; where none ever was, it is reckoned now and kept."""
    found = newest(name, version=version, at=at)
    if found is None:
        keep(name, reckon(), version=version, at=at)
        found = newest(name, version=version, at=at)
        assert found is not None
    return found


def forget(name: str) -> None:
    """Let go of everything of this name."""
    _destroy(KeptFigures.objects.filter(name=name))


def _forget_old() -> None:
    """Nights before the last two in which anything was kept are gone, and so are their keys."""
    nights = KeptFigures.objects.order_by("-night").values_list("night", flat=True)
    last = nights[0]
    if (before := nights.filter(night__lt=last).first()) is not None:
        _destroy(KeptFigures.objects.filter(night__lt=before))


def _destroy(rows: Any) -> None:
    keys = list(rows.values_list("key_id", flat=True))
    rows.delete()
    DataKey.objects.filter(pk__in=keys).delete()
