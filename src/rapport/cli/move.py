"""`rapport move --to URL`: from SQLite to PostgreSQL, all of it or nothing, and proved before it counts."""

import argparse
import sys
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from rapport.cli.moving import comparing, copying, opening, tables
from rapport.cli.moving import target as targets
from rapport.cli.output import add_format, print_json, wants_text
from rapport.cli.progress import Progress
from rapport.errors import BadInput, Problem

OPERATOR = "operator"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `rapport move`."""
    parser.add_argument(
        "--to",
        metavar="URL",
        required=True,
        help="postgresql://… of a migrated, empty database; - reads it from standard input",
    )
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Move while nobody uses the installation; every refusal leaves the target as it was."""
    from django.conf import settings

    from rapport.site.config import presence
    from rapport.site.config.start import start_migrated

    url = sys.stdin.readline().strip() if args.to == "-" else args.to
    start_migrated()
    with presence.alone(settings.ENVIRONMENT.data):
        done = move(url)
        presence.has_moved(settings.ENVIRONMENT.data)
    _say(args, url, done)
    return 0


def move(url: str) -> dict[str, int]:
    """Copy, compare and open everything in one transaction; what there was."""
    from django.db import connection, transaction

    if connection.vendor != "sqlite":
        raise BadInput(Problem("an installation on SQLite", connection.vendor, file="DATABASE_URL"))
    target = targets.opened(url)
    targets.refuse_unready(target)
    all_tables = tables.all_tables(connection, target)
    # On SQLite a transaction is a lock against every other writer from its beginning.
    with transaction.atomic(), transaction.atomic(using=targets.ALIAS):
        targets.refuse_filled(target, [table.name for table in all_tables])
        done = _moved(target, all_tables)
    with target.cursor() as cursor:
        cursor.execute("ANALYZE")
    target.close()
    return done


def _moved(target: Any, all_tables: list[tables.Table]) -> dict[str, int]:
    from django.db import connection

    file = copying.reader(connection)
    rows = copying.count(file, all_tables)
    bar = _Bar(2 * rows + sum(model.objects.count() for model in opening.sealed_models()))
    copying.copy(file, target, all_tables, moved=bar.add)
    file.close()
    comparing.compare(compared=bar.add)
    with targets.instead_of_own(target):
        fields = opening.open_sealed(opened=bar.add)
        events = opening.refuse_broken_trail()
        _note(rows)
    bar.end()
    return {"tables": len(all_tables), "rows": rows, "sealed_fields": fields, "audit_events": events}


def _note(rows: int) -> None:
    from rapport.site.foundation import audit

    at = datetime.now(UTC)
    audit.record(actor=OPERATOR, verb="database_moved", subject="system", at=at, detail={"rows": rows})


class _Bar(Progress):
    """A bar over copying, comparing and opening."""

    def __init__(self, whole: int) -> None:
        super().__init__("move", whole)
        self._done = 0

    def add(self, more: int) -> None:
        """So much more is done."""
        self._done += more
        self.show(self._done)


def _say(args: argparse.Namespace, url: str, done: dict[str, int]) -> None:
    if not wants_text(args):
        print_json({**done, "set": {"DATABASE_URL": without_password(url)}})
        return
    print(
        f"moved {done['rows']:,} rows of {done['tables']} tables; both sides hold the same, row by row\n"
        f"opened {done['sealed_fields']:,} sealed fields; "
        f"{done['audit_events']:,} events of the audit trail, unbroken\n\n"
        "Now set, for every process of this installation (PASSWORD is the one of the URL you gave):\n"
        f"  DATABASE_URL={without_password(url)}\n"
        "Leave RAPPORT_DATA as it is: its keys open what was moved.\n"
        "Then start `rapport serve`, ask `rapport doctor`, and delete rapport.sqlite3* in RAPPORT_DATA:\n"
        "whoever is erased from now on still stands in that file."
    )


def without_password(url: str) -> str:
    """The URL as it may stand on a screen."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    name, colon, _ = user.partition(":")
    return parts._replace(netloc=f"{name}{':PASSWORD' if colon else ''}{at}{host}").geturl()
