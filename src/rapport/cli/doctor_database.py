"""What `rapport doctor` asks the database itself: durability, damage, room for connections, replicas."""

from collections.abc import Callable
from typing import Any

# The worker, what it begins beside itself, and a command or two of the operator.
CONNECTIONS_BESIDE = 4


class Wrong(Exception):
    """A check failed: what was expected, what was found, what to do."""


def database() -> str:
    """Settings that durability and erasure stand on, asked of the database itself."""
    from django.db import connection

    wanted = {
        "sqlite": {
            "journal_mode": ("wal", "memory"),
            "synchronous": ("2", "3"),
            "secure_delete": ("1",),
            "foreign_keys": ("1",),
        },
        "postgresql": {"synchronous_commit": ("on",), "fsync": ("on",), "full_page_writes": ("on",)},
    }[connection.vendor]
    ask = "PRAGMA {}" if connection.vendor == "sqlite" else "SHOW {}"
    for name, allowed in wanted.items():
        found = shown(ask.format(name))
        if found not in allowed:
            raise Wrong(
                f"expected {name} {' or '.join(allowed)}, found {found}; correct the database's settings"
            )
    return f"{connection.vendor}, " + ", ".join(wanted)


def integrity() -> str:
    """The database's own check of its files."""
    from django.db import connection

    if connection.vendor != "sqlite":
        if shown("SHOW data_checksums") == "on":
            return "PostgreSQL checks its pages itself (data_checksums)"
        return (
            "PostgreSQL checks no pages: switch data_checksums on (pg_checksums --enable) while it is stopped"
        )
    found = shown("PRAGMA quick_check")
    if found != "ok":
        raise Wrong("expected an intact database file, found damage; restore your newest backup")
    return "the database file is intact"


def room() -> str:
    """The server takes as many connections as this machine's processes may open."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor != "postgresql":
        return "SQLite opens files, not connections"
    environment = settings.ENVIRONMENT
    each = environment.database_pool or environment.web_threads
    wanted = environment.web_processes * each + CONNECTIONS_BESIDE
    free = int(shown("SHOW max_connections")) - int(shown("SHOW superuser_reserved_connections"))
    how = f"{environment.web_processes} web processes of {each}, and {CONNECTIONS_BESIDE} beside"
    if wanted > free:
        raise Wrong(
            f"expected room for {wanted} connections ({how}), found {free}; raise max_connections, or lower "
            "RAPPORT_DATABASE_POOL or RAPPORT_WEB_PROCESSES"
        )
    return f"{wanted} connections at most ({how}) of {free}"


def replicas() -> str:
    """Whether what is acknowledged stands on two machines."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return "SQLite has none; backups are all there is"
    if shown("SELECT pg_is_in_recovery()") == "True":
        raise Wrong("expected the server that takes writes, found a replica; correct DATABASE_URL")
    refuse_unready_replica()
    names = shown("SHOW synchronous_standby_names")
    streaming = shown("SELECT count(*) FROM pg_stat_replication")
    if not names:
        return f"{streaming} follow, none is waited for: a lost machine takes its last moments along"
    if streaming == "0":
        raise Wrong("expected a replica that is waited for, found none: nothing can be saved; start one")
    return f"{streaming} follow; what is acknowledged stands on one of them ({names})"


def refuse_unready_replica() -> None:
    """The replica of REPLICA_URL is one, and has what the primary had a moment ago."""
    from django.db import connections

    from rapport.site.foundation import replica

    if replica.ALIAS not in connections.databases:
        return
    if not replica.is_close():
        raise Wrong("expected a replica at REPLICA_URL close behind, found none; reports ask the primary")
    if shown("SELECT pg_is_in_recovery()", of=replica.ALIAS) != "True":
        raise Wrong("expected a replica at REPLICA_URL, found a server that takes writes; correct it")


def shown(sql: str, *, of: str = "default") -> str:
    """The one value that a statement gives."""
    from django.db import connections

    with connections[of].cursor() as cursor:
        cursor.execute(sql)
        row: Any = cursor.fetchone()
    return str(row[0])


CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("database", database),
    ("integrity", integrity),
    ("connections", room),
    ("replicas", replicas),
)
