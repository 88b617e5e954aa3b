"""What the drill of check-ins does inside its scratch installation: people, guards, the recount."""

from collections import Counter
from typing import Any
from zlib import crc32

from rapport.cli.drills.inside_constraints import drop_constraints_of

ANSWERS = 7


def answer_of(key: str) -> int:
    """What the form of this key answers, 0 to 6: so that the recount knows it without being told."""
    return crc32(key.encode()) % ANSWERS


def checkin_practice(asked: dict[str, int]) -> list[str]:
    """Clients who have begun with someone; the visit of each."""
    from django.utils import timezone

    from rapport.cli.drills.inside_practice import make_client, make_providers
    from rapport.site.consultations.models import Course

    now = timezone.now()
    make_providers()
    visits = []
    for number in range(asked["clients"]):
        found = make_client(number, now, past=False)
        request = found["requests"][0]
        Course.objects.create(
            client=request.client, provider=request.provider, match=request.match, opened_at=now
        )
        visits.append(found["session"])
    return visits


def drop_checkin_constraints() -> None:
    """Take away what the database itself promises of rated sessions."""
    from django.db import connection

    from rapport.site.checkins.models import RatedSession

    drop_constraints_of((RatedSession,))
    connection.close()


def checkins(acknowledged: list[str]) -> dict[str, Any]:
    """Every broken promise about check-ins, by kind; `acknowledged` are keys that were told "saved"."""
    from rapport.site.checkins.models import RatedSession, Responses
    from rapport.site.foundation import audit
    from rapport.site.foundation.models import AuditEvent

    rows = list(RatedSession.objects.select_related("client__key", "responses"))
    keys = Counter(row.entry_key for row in rows)
    places = Counter((row.client_id, row.number) for row in rows)
    traced = set(AuditEvent.objects.filter(verb="rated").values_list("subject", flat=True))
    broken = Counter(
        {
            "acknowledged and gone": len(set(acknowledged) - set(keys)),
            "a form kept twice": sum(count - 1 for count in keys.values()),
            "a session kept twice": sum(count - 1 for count in places.values()),
            "kept without its answers": sum(not hasattr(row, "responses") for row in rows),
            "answers without a session": Responses.objects.count()
            - sum(hasattr(row, "responses") for row in rows),
            "says something else": sum(not _says_what_was_sent(row) for row in rows),
            "kept without a trace": len({row.client_id for row in rows} - traced),
            "trail broken": len(audit.broken_links()),
        }
    )
    return {
        "kept": len(rows),
        "broken": {kind: count for kind, count in sorted(broken.items()) if count},
        "durability": _durability(),
    }


def _says_what_was_sent(row: Any) -> bool:
    if not hasattr(row, "responses"):
        return True
    row.responses.client = row.client
    said, sent = row.responses.unseal("answers")["items"]["bond1"], answer_of(row.entry_key)
    return said == sent and row.unseal("ratings")["overall"] is not None


def _durability() -> dict[str, str]:
    """What the database promises about a power cut, in its own words."""
    from django.db import connection

    names = (
        ("PRAGMA journal_mode", "PRAGMA synchronous")
        if connection.vendor == "sqlite"
        else ("SHOW fsync", "SHOW synchronous_commit", "SHOW full_page_writes")
    )
    with connection.cursor() as cursor:
        found = {}
        for name in names:
            cursor.execute(name)
            found[name.split()[1]] = str(cursor.fetchone()[0])
    return found


TASKS = {task.__name__: task for task in (checkin_practice, checkins)}
