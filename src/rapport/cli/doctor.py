"""`rapport doctor`: is this installation whole? One line a check; exit status 1 when anything is wrong."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rapport.cli.doctor_database import CHECKS as DATABASE_CHECKS
from rapport.cli.doctor_database import Wrong
from rapport.errors import BrokenInstallation

# Zones that every client's hours may be in; a missing one means the time zone data is not installed.
ZONES = ("America/New_York", "America/Los_Angeles", "Pacific/Honolulu", "America/Puerto_Rico", "Pacific/Guam")
LATE = timedelta(minutes=10)
# Longer than a server's usual rest, shorter than what somebody waits for a link.
MAIL_LATE = timedelta(minutes=30)
NIGHTS_MISSED = timedelta(days=1)
Check = Callable[[], str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `rapport doctor`."""
    parser.add_argument("--format", choices=("json", "text"), help="default: text")


def run(args: argparse.Namespace) -> int:
    """Run all checks."""
    from rapport.site.config.start import start

    start()
    results = [(name, *_outcome(check)) for name, check in CHECKS]
    if args.format == "json":
        rows = [{"check": name, "ok": ok, "text": text} for name, ok, text in results]
        print(json.dumps(rows, indent=2))
    else:
        width = max(len(name) for name, _ in CHECKS)
        for name, ok, text in results:
            print(f"{'ok   ' if ok else 'WRONG'} {name:<{width}}  {text}")
    return 0 if all(ok for _, ok, _ in results) else 1


def _outcome(check: Check) -> tuple[bool, str]:
    try:
        return True, check()
    except (Wrong, BrokenInstallation) as wrong:
        return False, str(wrong)
    except Exception as error:
        # The words of an error may quote data; its type and the check's name say where to look.
        return False, f"could not be checked: {type(error).__name__}"


def python() -> str:
    """Versions."""
    import django

    from rapport import __version__

    return f"rapport {__version__}, Python {sys.version.split()[0]}, Django {django.__version__}"


def folders() -> str:
    """Only this user may open what is private."""
    from django.conf import settings

    data = settings.ENVIRONMENT.data
    private = [data, data / "keys", *(data / "keys").iterdir(), *data.glob("rapport.sqlite3*")]
    open_to_others = [path.name for path in private if path.stat().st_mode & 0o077 and path.parent != data]
    if data.stat().st_mode & 0o077 or open_to_others:
        raise Wrong(f"expected no access for others, found it on {open_to_others or data}; chmod go=")
    return f"{data} and its keys are closed to others"


def key_files() -> str:
    """Keys are there, work, and open what clients' keys are wrapped with."""
    from django.conf import settings

    from rapport.site.foundation import keys
    from rapport.site.foundation.models import DataKey

    DataKey.check_folder()
    ring = keys.read_ring(Path(settings.KEYS_FOLDER))
    keys.self_test(ring)
    used = DataKey.objects.values_list("key_version", flat=True).distinct()
    missing = sorted(set(used) - set(ring.wrapping))
    if missing:
        raise Wrong(f"expected the wrapping keys {missing}, found none; restore them from your backup")
    newest = [DataKey.objects.filter(key_version=version).first() for version in used]
    for row in filter(None, newest):
        row.open()
    return f"{len(ring.wrapping)} wrapping keys, the newest is {ring.newest:04}; each opens what it sealed"


def migrations() -> str:
    """Tables fit this version."""
    from rapport.site.config.start import waiting_migrations

    waiting = waiting_migrations()
    if waiting:
        raise Wrong(f"expected no waiting migrations, found {waiting}; start `rapport serve` once")
    return "tables fit this version"


def audit_trail() -> str:
    """Nobody changed the audit trail."""
    from rapport.site.foundation import audit, audit_guard
    from rapport.site.foundation.models import AuditEvent, DataKey

    DataKey.check_folder()
    broken = audit.broken_links()
    if broken:
        raise Wrong(f"expected an unbroken trail, found changes at {broken[:5]}; see docs/operator/trust.md")
    if not audit_guard.stands():
        raise Wrong("expected the database's guard of the trail, found none; run the migrations")
    return f"{AuditEvent.objects.count()} events, unbroken, guarded"


def erasures() -> str:
    """No erased client is here again."""
    from rapport.site.foundation import erasure

    back = erasure.came_back()
    if back:
        raise Wrong(
            f"expected no erased client, found {len(back)} that a backup brought back; start the site once"
        )
    return "nobody who was erased is here again"


def time_zones() -> str:
    """Hours can be compared between places."""
    for zone in ZONES:
        ZoneInfo(zone)
    return f"time zone data found ({len(ZONES)} zones tried)"


def static_files() -> str:
    """Files have been collected."""
    from django.conf import settings

    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise Wrong("expected collected static files, found none; start `rapport serve` once")
    return "collected"


def worker() -> str:
    """The worker is alive, or was stopped on purpose."""
    from rapport.site.foundation.models import Heartbeat

    beat = Heartbeat.objects.filter(name="worker").first()
    if beat is None:
        return "not running (`rapport serve` starts it)"
    if datetime.now(UTC) - beat.at > LATE:
        raise Wrong(
            f"expected a sign of life within 10 minutes, found {beat.at:%Y-%m-%d %H:%M} UTC; start it"
        )
    return f"alive at {beat.at:%H:%M} UTC"


def mails() -> str:
    """What should have been sent has been, and what was refused is counted."""
    from django.conf import settings

    from rapport.site.foundation import outbox

    now = datetime.now(UTC)
    found = outbox.standing(now)
    failed = f"{found.failed:,} failed for good" if found.failed else "none failed"
    if settings.MAIL_SERVER is None:
        return f"not set up: {found.due:,} wait until RAPPORT_MAIL_URL names a server, {failed}"
    if found.oldest_due_at is not None and now - found.oldest_due_at > MAIL_LATE:
        minutes = int((now - found.oldest_due_at).total_seconds() // 60)
        why = f" ({found.last_error})" if found.last_error else ""
        raise Wrong(
            f"expected mails to leave when due, found {found.due:,} waiting, the oldest for {minutes:,} "
            f"minutes{why}; see docs/operator/mail.md"
        )
    return f"{found.due:,} wait, none for long; {failed}"


def model() -> str:
    """What forecasts stand on, and whether the last night was worked."""
    from rapport.site.matches.learned import newest_learned, newest_published
    from rapport.site.outcomes.models import LearningNight

    now = datetime.now(UTC)
    left = (
        LearningNight.objects.filter(finished_at__isnull=True, leased_until__lt=now)
        .order_by("-night")
        .first()
    )
    if left is not None and now.date() - left.night > NIGHTS_MISSED:
        raise Wrong(f"expected every night's learning to end, found {left.night} left; see the worker's log")
    published = newest_published()
    if published is None:
        return "none published: forecasts stand on published figures"
    if newest_learned().number != published.number:
        raise Wrong(f"expected model {published.number} to open, found it damaged; it is not used")
    age = now - published.made_at
    return f"{published.name}, {age.days} days old, from {published.sessions:,} sessions"


def trial() -> str:
    """Nobody can be moved to another arm, and what was registered is what was frozen."""
    from rapport.site.matches import trial_actions, trial_guard
    from rapport.site.matches.models import Trial

    if not trial_guard.stands():
        raise Wrong("expected the database's guard of the arms, found none; run the migrations")
    newest = Trial.objects.order_by("-number").first()
    if newest is None:
        return "none was started; arms are guarded"
    if newest.digest != trial_actions.digest_of(newest.design, newest.text):
        raise Wrong(f"expected trial {newest.number} as it was frozen, found its design or text changed")
    return f"number {newest.number} {'runs' if newest.is_running else 'has ended'}; arms are guarded"


CHECKS: tuple[tuple[str, Check], ...] = (
    ("versions", python),
    ("folders", folders),
    *DATABASE_CHECKS,
    ("migrations", migrations),
    ("keys", key_files),
    ("audit trail", audit_trail),
    ("erasures", erasures),
    ("time zones", time_zones),
    ("static files", static_files),
    ("worker", worker),
    ("mails", mails),
    ("model", model),
    ("trial", trial),
)
