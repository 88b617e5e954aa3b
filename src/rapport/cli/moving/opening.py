"""Whether what was moved still opens: every sealed field with our own keys, and the audit trail."""

from collections.abc import Callable, Iterator
from typing import Any

from rapport.cli.moving.tables import all_models
from rapport.errors import BadInput, Problem

BATCH = 500


def open_sealed(*, opened: Callable[[int], None]) -> int:
    """Open every sealed field; how many there are. Refuses the first table in which one does not open."""
    from rapport.site.foundation.keys import KeyProblem
    from rapport.site.foundation.models import DataKey

    fields = 0
    for model in (DataKey, *sealed_models()):
        try:
            for rows in _chunks(model):
                fields += sum(map(_opened, rows))
                opened(len(rows))
        except (KeyProblem, ValueError) as error:
            arrived = f"one that does not ({type(error).__name__})"
            raise BadInput(Problem("sealed fields that open", arrived, file=model._meta.db_table)) from None
    return fields


def sealed_models() -> list[Any]:
    """The models that have sealed fields."""
    from rapport.site.foundation.sealing import SealedModel

    return [model for model in all_models() if issubclass(model, SealedModel)]


def refuse_broken_trail() -> int:
    """How many events the audit trail has; refused unless its chain holds from the first to the last."""
    from rapport.site.foundation import audit
    from rapport.site.foundation.models import AuditEvent

    if broken := audit.broken_links():
        raise BadInput(
            Problem("an unbroken audit trail", f"changes at {broken[:5]}", file=AuditEvent._meta.db_table)
        )
    return AuditEvent.objects.count()


def _chunks(model: Any) -> Iterator[list[Any]]:
    names = [field.name for field in model._meta.concrete_fields]
    through = "client__key" if "client" in names else "key" if "key" in names else None
    rows = model._base_manager.select_related(through).order_by("pk")
    chunk = list(rows[:BATCH])
    while chunk:
        yield chunk
        chunk = list(rows.filter(pk__gt=chunk[-1].pk)[:BATCH])


def _opened(row: Any) -> int:
    from rapport.site.foundation.models import DataKey
    from rapport.site.foundation.sealing import SealedField

    if isinstance(row, DataKey):
        row.open()
        return 0
    names = [field.name for field in row._meta.concrete_fields if isinstance(field, SealedField)]
    return sum(row.unseal(name) is not None for name in names)
