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
    `stop` is the page that ends these mails without signing in. `language` is theirs, where they said one.
    """

    address: str
    home: str = "/"
    stop: str = ""
    language: str = ""
    free_at: Callable[[datetime], datetime | None] = _at_any_time


Book = Callable[[OutboxMessage], Recipient | None]
Hearing = Callable[[OutboxMessage, str, datetime], None]
_books: dict[str, Book] = {}
_hearing: dict[str, Hearing] = {}


def register(kind: RecipientKind, book: Book) -> None:
    """Say how recipients of a kind are found; a second way for one kind is a mistake."""
    if kind in _books:
        raise ValueError(f"expected one address book for {kind}, got a second")
    _books[kind] = book


def recipient(row: OutboxMessage) -> Recipient | None:
    """Whom a mail goes to now; None when there is nobody, or no address that may be used."""
    return _books[row.kind](row) if row.kind in _books else None


def hear(kind: RecipientKind, hearing: Hearing) -> None:
    """Tell a chapter what became of each mail to its recipients, in the transaction that writes it down.

    It hears why a mail failed for good, "" where it was sent.
    """
    if kind in _hearing:
        raise ValueError(f"expected one listener for {kind}, got a second")
    _hearing[kind] = hearing


def tell(row: OutboxMessage, error: str, at: datetime) -> None:
    """What became of a mail, to whoever listens."""
    if row.kind in _hearing:
        _hearing[row.kind](row, error, at)
