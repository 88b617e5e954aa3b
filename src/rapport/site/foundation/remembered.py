"""Pages written already, kept in the memory of this process, each sealed under its client's own key.

A page is written again only when something that it was made from has changed. Whoever reads this memory
without the database's wrapped key and the key folder reads nothing, and once a client is erased their pages
open for nobody. A page for everybody needs no seal.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final

from django.conf import settings

from rapport.site.foundation.keys import KeyProblem, decrypt, encrypt
from rapport.site.foundation.sealing import HasKey

MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Kept:
    made_from: tuple[object, ...]
    until: datetime
    body: bytes


class _Memory:
    """The pages of this process, the longest unseen first; never more bytes than the operator allows."""

    lock = Lock()
    pages: "OrderedDict[tuple[str, str], _Kept]" = OrderedDict()
    size = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where one page is kept: whose it is (None: everybody's), at which address.

    `made_from` names everything that the page depends on but the clock: language, versions, settings.
    """

    client: HasKey | None
    address: str
    made_from: tuple[object, ...]

    def recall(self, *, at: datetime) -> bytes | None:
        """The page, None where there is none that holds now."""
        with _Memory.lock:
            kept = _Memory.pages.get(self._key)
            if kept is None or kept.made_from != self.made_from or at >= kept.until:
                return None
            _Memory.pages.move_to_end(self._key)
        if self.client is None:
            return kept.body
        try:
            return decrypt(self.client.key.open(), kept.body, bound_to=self._bound_to)
        except KeyProblem:
            return None

    def keep(self, body: bytes, *, until: datetime) -> None:
        """Keep the page for as long as its `made_from` stays the same, at most until then."""
        if self.client is not None:
            body = encrypt(self.client.key.open(), body, bound_to=self._bound_to)
        with _Memory.lock:
            _forget(self._key)
            _Memory.pages[self._key] = _Kept(self.made_from, until, body)
            _Memory.size += len(body)
            while _Memory.size > settings.ENVIRONMENT.page_memory_mb * MEGABYTE:
                _forget(next(iter(_Memory.pages)))

    @property
    def _key(self) -> tuple[str, str]:
        return ("" if self.client is None else str(self.client.pk), self.address)

    @property
    def _bound_to(self) -> str:
        return "remembered|" + "|".join(self._key)


def forget_all() -> None:
    """Empty the memory of this process."""
    with _Memory.lock:
        _Memory.pages.clear()
        _Memory.size = 0


def _forget(key: tuple[str, str]) -> None:
    gone = _Memory.pages.pop(key, None)
    if gone is not None:
        _Memory.size -= len(gone.body)
