"""What needs a provider today: each part of the portal says its own, the most pressing first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from rapport.site.directory.models import Provider


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to do: what, why, where; `presses` when clients wait for it or nobody is sent without it."""

    title: str
    text: str
    url: str
    action: str
    presses: bool = False


Part = Callable[[Provider, datetime], Iterator[Need]]


def needs_of(provider: Provider, *, at: datetime) -> list[Need]:
    """Everything there is to do now, what presses first; a constant number of queries."""
    found = [need for part in PARTS for need in part(provider, at)]
    return sorted(found, key=lambda need: not need.presses)


PARTS: tuple[Part, ...] = ()
