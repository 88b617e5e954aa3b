"""What the drill of the newsletter does inside its scratch installation: readers, two editions, counts."""

from collections.abc import Callable
from typing import Any

LANGUAGES = ("en", "es")
SUBJECTS = {"en": "Something to read", "es": "Algo para leer"}
PENDING = "pending"
BATCH = 1000
# For every so many who said yes there is one who did not.
ONE_PENDING_IN = 20


def subscribe(asked: dict[str, int]) -> int:
    """So many readers, half of them in each language, and some who never said yes; how many.

    Written at once and not one by one: that they come in by two yeses is proved elsewhere.
    """
    from django.db import transaction
    from django.utils import timezone

    from rapport.site.foundation.models import DataKey
    from rapport.site.newsletter.models import Reader

    at, numbers = timezone.now(), range(asked["first"], asked["first"] + asked["count"])
    for start in range(numbers.start, numbers.stop, BATCH):
        rows = [_reader(number, at) for number in range(start, min(start + BATCH, numbers.stop))]
        rows += [_reader(row, at, is_pending=True) for row in range(start, start + len(rows), ONE_PENDING_IN)]
        with transaction.atomic():
            DataKey.objects.bulk_create([row.key for row in rows])
            Reader.objects.bulk_create(rows)
    return len(numbers)


def _reader(number: int, at: Any, *, is_pending: bool = False) -> Any:
    import secrets

    from rapport.site.foundation.keys import KEY_BYTES
    from rapport.site.foundation.models import DataKey
    from rapport.site.newsletter.models import Reader
    from rapport.site.newsletter.queries import readers

    language = LANGUAGES[number % len(LANGUAGES)]
    address = f"{PENDING if is_pending else language}{number}@drill.example"
    key = DataKey()
    key.rewrap(secrets.token_bytes(KEY_BYTES))
    row = Reader(key=key, language=language, asked_at=at, confirmed_at=None if is_pending else at)
    row.address_digest = readers.digest(address)
    row.seal("address", address)
    return row


def schedule(_: object) -> int:
    """An edition in each language, to begin now."""
    from django.utils import timezone

    from rapport.site.newsletter.actions import editions

    at = timezone.now()
    for language, subject in SUBJECTS.items():
        content = editions.Content(language, subject, "", ("it-grows", "bumps-and-repair"))
        editions.schedule(editions.write(content, by="drill", at=at), send_at=at, by="drill", at=at)
    return len(SUBJECTS)


def ended(_: object) -> dict[str, Any]:
    """What became of every mail, by its Message-ID; who got none; whether the trail is whole."""
    from rapport.site.foundation import audit
    from rapport.site.foundation.mail.writing import message_id
    from rapport.site.foundation.models import AuditEvent, OutboxMessage
    from rapport.site.foundation.outbox_models import MailState, Template
    from rapport.site.newsletter.choices import EditionState
    from rapport.site.newsletter.models import Edition, Reader

    mails = OutboxMessage.objects.filter(template=Template.EDITION)
    rows = mails.values_list("pk", "state", "recipient_id", "last_error")
    refused = {row[2] for row in rows if row[1] == MailState.FAILED and row[3].startswith("RCPT 5")}
    reached = {row[2] for row in rows}
    confirmed = set(Reader.objects.filter(confirmed_at__isnull=False).values_list("pk", flat=True))
    erased = set(AuditEvent.objects.filter(verb="newsletter_bounced").values_list("subject", flat=True))
    return {
        "states": {message_id(row[0]): row[1] for row in rows},
        "undone": 0,
        "trail": len(audit.broken_links()),
        "broken": {
            "readers without a mail": len(confirmed - reached),
            "two mails for one reader": len(rows) - len(reached),
            "addresses not there, and kept": len(refused & confirmed),
            "addresses there, and erased": len(erased - refused),
            "editions not said to be sent": Edition.objects.exclude(state=EditionState.SENT).count(),
        },
    }


TASKS: dict[str, Callable[[Any], Any]] = {task.__name__: task for task in (subscribe, schedule, ended)}
