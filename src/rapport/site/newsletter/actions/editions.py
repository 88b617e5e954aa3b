"""What a coordinator does with an edition: write, schedule, stop, go on; each locks it and is audited."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rapport.site.foundation import audit, outbox
from rapport.site.newsletter.choices import EditionState
from rapport.site.newsletter.models import Edition
from rapport.site.newsletter.queries.editions import counted, key_of


class TooLate(Exception):
    """The edition has come too far for this, or not far enough."""


@dataclass(frozen=True)
class Content:
    """What an edition says."""

    language: str
    subject: str
    opening: str
    guides: tuple[str, ...]


def write(content: Content, *, by: str, at: datetime) -> Edition:
    """A new draft."""
    with transaction.atomic():
        made = Edition(made_at=at)
        _fill(made, content)
        made.save(force_insert=True)
        audit.record(actor=by, verb="edition_written", subject=made.pk, at=at)
    return made


def rewrite(edition: Edition, content: Content, *, by: str, at: datetime) -> None:
    """Other words, as long as it is a draft; raises `TooLate` after that."""
    with _changing(edition, "edition_rewritten", (EditionState.DRAFT,), by=by, at=at) as row:
        _fill(row, content)


def _fill(row: Edition, content: Content) -> None:
    row.language, row.subject = content.language, content.subject
    row.opening, row.guides = content.opening, list(content.guides)


def schedule(edition: Edition, *, send_at: datetime, by: str, at: datetime) -> None:
    """Let it begin at a time; now, when that is past."""
    with _changing(edition, "edition_scheduled", (EditionState.DRAFT,), by=by, at=at) as row:
        row.state, row.send_at = EditionState.SCHEDULED, max(send_at, at)


def unschedule(edition: Edition, *, by: str, at: datetime) -> None:
    """A draft again, as long as nothing has left; raises `TooLate` after that."""
    with _changing(edition, "edition_unscheduled", (EditionState.SCHEDULED,), by=by, at=at) as row:
        row.state, row.send_at = EditionState.DRAFT, None


def stop(edition: Edition, *, by: str, at: datetime) -> None:
    """Nobody else gets it; what a worker is handing over this moment may still arrive."""
    with _changing(edition, "edition_stopped", (EditionState.SENDING,), by=by, at=at) as row:
        outbox.cancel(key_of(row))
        end(row, EditionState.STOPPED, at)


def go_on(edition: Edition, *, by: str, at: datetime) -> None:
    """Send it to those who have not got it; nobody gets it twice, since their mail keeps its name."""
    with _changing(edition, "edition_continued", (EditionState.STOPPED,), by=by, at=at) as row:
        row.state, row.ended_at, row.reached, row.filled_until = EditionState.SENDING, None, "", at


def discard(edition: Edition, *, by: str, at: datetime) -> None:
    """Throw a draft away."""
    with _changing(edition, "edition_discarded", (EditionState.DRAFT,), by=by, at=at) as row:
        pass
    row.delete()


def end(row: Edition, state: EditionState, at: datetime) -> None:
    """Note what became of its mails; the outbox forgets them in time."""
    of = counted(row)
    row.state, row.ended_at = state, at
    row.sent, row.failed, row.left_out = of.sent, of.failed, of.left_out


@contextmanager
def _changing(
    edition: Edition, verb: str, states: tuple[EditionState, ...], *, by: str, at: datetime
) -> Iterator[Edition]:
    with transaction.atomic():
        row = Edition.objects.select_for_update().filter(pk=edition.pk, state__in=states).first()
        if row is None:
            raise TooLate
        yield row
        row.save()
        audit.record(actor=by, verb=verb, subject=row.pk, at=at)
