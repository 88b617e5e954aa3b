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
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """One page: what it was made from, when it ends to hold, and its bytes, sealed where it is a client's."""

    made_from: tuple[object, ...]
    until: datetime
    body: bytes


class Memory:
    """The pages of this process, the longest unseen first; never more bytes than the operator allows."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._size = 0

    def seen(self, key: Key) -> Kept | None:
        """What is kept under a key."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def keep(self, key: Key, page: Kept) -> None:
        """Keep a page in the place of an older one."""
        with self._lock:
            self._forget(key)
            self._pages[key] = page
            self._size += len(page.body)
            while self._size > settings.ENVIRONMENT.page_memory_mb * MEGABYTE // len(MEMORIES):
                self._forget(next(iter(self._pages)))

    def forget_all(self) -> None:
        """Empty it."""
        with self._lock:
            self._pages.clear()
            self._size = 0

    def held(self) -> list[bytes]:
        """The bytes of every page as they are kept."""
        with self._lock:
            return [page.body for page in self._pages.values()]

    def _forget(self, key: Key) -> None:
        gone = self._pages.pop(key, None)
        if gone is not None:
            self._size -= len(gone.body)


# Half each: a robot that walks through all providers drives out no client's page.
OWN, EVERYBODYS = MEMORIES = (Memory(), Memory())


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
        kept = self._memory.seen(self._key)
        if kept is None or kept.made_from != self.made_from or at >= kept.until:
            return None
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
        self._memory.keep(self._key, Kept(self.made_from, until, body))

    @property
    def _memory(self) -> Memory:
        return EVERYBODYS if self.client is None else OWN

    @property
    def _key(self) -> Key:
        return ("" if self.client is None else str(self.client.pk), self.address)

    @property
    def _bound_to(self) -> str:
        return "remembered|" + "|".join(self._key)
