"""Whom a mail goes to, found when it is sent: a changed or removed address holds at once.

Chapters register how their own kind of recipient is found; foundation knows none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from rapport.site.foundation.outbox_models import OutboxMessage, RecipientKind


def _at_any_time(at: datetime) -> datetime | None:
    return at


@dataclass(frozen=True)
class Recipient:
    """An address, the page where they come in, and when they may be written to.

    `free_at` gives the first moment from a time on at which a mail is safe, None when there is none.
    `stop` is the page that ends these mails without signing in.
    """

    address: str
    home: str = "/"
    stop: str = ""
    free_at: Callable[[datetime], datetime | None] = _at_any_time


Book = Callable[[OutboxMessage], Recipient | None]
_books: dict[str, Book] = {}


def register(kind: RecipientKind, book: Book) -> None:
    """Say how recipients of a kind are found; a second way for one kind is a mistake."""
    if kind in _books:
        raise ValueError(f"expected one address book for {kind}, got a second")
    _books[kind] = book


def recipient(row: OutboxMessage) -> Recipient | None:
    """Whom a mail goes to now; None when there is nobody, or no address that may be used."""
    return _books[row.kind](row) if row.kind in _books else None
