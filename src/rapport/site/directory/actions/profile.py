"""What a provider says of themselves: saved page by page, every change kept."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from rapport.site.directory.actions.current import held, refresh
from rapport.site.directory.models import ProfileChange, Provider
from rapport.site.foundation import audit


def save_profile(provider: Provider, *, cells: Mapping[str, str], by: str, at: datetime) -> bool:
    """Put cells in the place of what the profile says; returns whether anything changed.

    Cells that say what stands there already are no change, and none is kept of them.
    """
    with transaction.atomic():
        locked, kept = held(provider)
        before = {name: locked.row.get(name, "") for name in cells}
        changes = {name: [before[name], text] for name, text in cells.items() if text != before[name]}
        if not changes:
            return False
        kept.cells |= {name: cells[name] for name in changes}
        kept.version += 1
        kept.save(update_fields=["cells", "version"])
        ProfileChange.objects.create(provider=locked, number=kept.version, by=by, at=at, changes=changes)
        refresh(locked, kept, at=at)
        audit.record(
            actor=by, verb="profile_changed", subject=locked.pk, at=at, detail={"number": kept.version}
        )
    return True
