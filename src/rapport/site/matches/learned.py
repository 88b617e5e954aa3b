"""The newest published model, as the draw takes it; read once in a process until a newer one is published."""

import hashlib
import logging
from dataclasses import dataclass
from threading import Lock
from typing import Any

from rapport.errors import BadInput
from rapport.matching import learned as library
from rapport.matching.learned import from_bytes
from rapport.site.matches.models import ModelVersion

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Learned:
    """A model and the number of its version; both None before anything was published."""

    number: int | None
    model: library.Learned | None


NOTHING = Learned(None, None)


class _Kept:
    """What this process read last, by number and checksum."""

    lock = Lock()
    asked: tuple[int, str] | None = None
    learned = NOTHING


def newest_published() -> ModelVersion | None:
    """The row of the model that is in use, without its artefact. One query."""
    return _published().defer("artefact").first()


def newest_learned() -> Learned:
    """The model that the draw uses now. One small query unless a newer one was published."""
    asked = _published().values_list("number", "checksum").first()
    with _Kept.lock:
        if asked != _Kept.asked:
            _Kept.asked, _Kept.learned = asked, NOTHING if asked is None else _read(asked[0])
        return _Kept.learned


def learned_in(number: int | None) -> Learned:
    """The model of a version, to draw as was drawn with it; the newest one where its artefact was dropped.

    None is what was before any model. One small query, and the artefact where it is not the newest.
    """
    newest = newest_learned()
    if number is None or number == newest.number:
        return NOTHING if number is None else newest
    is_kept = ModelVersion.objects.filter(pk=number, artefact__isnull=False).exists()
    return _read(number) if is_kept else newest


def _published() -> Any:
    return ModelVersion.objects.filter(is_published=True, artefact__isnull=False).order_by("-number")


def _read(number: int) -> Learned:
    row = ModelVersion.objects.get(pk=number)
    stored = bytes(row.artefact or b"")
    if checksum_of(stored) != row.checksum:
        # A damaged model must not keep anyone from being matched: the prior forecasts as it always could.
        log.error("model %s is damaged and not used", number)
        return NOTHING
    try:
        return Learned(number, from_bytes(stored, name=f"model {number}"))
    except BadInput:
        log.error("model %s is of a format that this version does not read", number)
        return NOTHING


def checksum_of(stored: bytes) -> str:
    """What tells a damaged model."""
    return hashlib.sha256(stored).hexdigest()
