"""Readers and editions of the newsletter, made by the real actions."""

from datetime import UTC, datetime
from itertools import count

from rapport.site.newsletter.actions import editions, joining
from rapport.site.newsletter.actions.sending import send_due
from rapport.site.newsletter.models import Edition, Reader
from rapport.site.newsletter.queries import readers

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OPENING = "Winter is coming.\n\nHere is *something* to read."
_numbers = count()


def reader(address: str = "", *, language: str = "en", at: datetime = NOW) -> Reader:
    """Somebody who said yes twice."""
    address = address or f"reader{next(_numbers)}@mailbox.example"
    joining.ask(address, language, at=at)
    found = readers.by_address(address)
    assert found is not None
    joining.confirm(readers.CONFIRM.sign(found.pk), at=at)
    found.refresh_from_db()
    return found


def an_edition(
    language: str = "en", *, guides: tuple[str, ...] = ("it-grows",), at: datetime = NOW
) -> Edition:
    """A draft."""
    return editions.write(editions.Content(language, "Something to read", OPENING, guides), by="desk", at=at)


def under_way(language: str = "en", *, at: datetime = NOW) -> Edition:
    """An edition whose first portion is in the outbox."""
    edition = an_edition(language, at=at)
    editions.schedule(edition, send_at=at, by="desk", at=at)
    send_due(at)
    return edition
