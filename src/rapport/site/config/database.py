"""From DATABASE_URL to Django's database settings, with the durability that nobody may turn off.

A check-in or an erasure that was confirmed must survive a power cut: SQLite with `synchronous=NORMAL` in
WAL mode loses acknowledged rows, so only FULL and EXTRA are accepted (docs/operator/trust.md).
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from rapport.errors import BadInput
from rapport.site.config.environment import PASSWORD_MIN_LENGTH, WELL_KNOWN, Refused, is_local, quoted

NAME, REPLICA = "DATABASE_URL", "REPLICA_URL"
BUSY_SECONDS = 20
SAFE_SYNCHRONOUS = ("FULL", "EXTRA")
KEPT_OPEN_SECONDS = 60
PREPARED_FROM = 2
# A page that waits for a lock for ever keeps its thread, and in the end nobody gets even the page with help.
POSTGRESQL_OPTIONS = f"-c synchronous_commit=on -c lock_timeout={BUSY_SECONDS}s"
# The same of a statement that never ends, and of a transaction that was begun and forgotten; only for visits:
# a migration, an import and a night's learning may take their time.
VISIT_OPTIONS = " -c statement_timeout=20s -c idle_in_transaction_session_timeout=60s"
CONNECT_SECONDS = 3
# A server that vanished without a word (a power cut, a cable) is given up after so long, not after hours.
NOTICED = {
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}
# Of several servers, the one that takes writes: the others are its replicas.
ATTRIBUTES = ("read-write", "primary")
# With a pool: nobody waits for long while the database is away, nor long after it is back.
POOL_SECONDS = 2.0


def database(url: str, *, data: Path, pool: int = 0) -> dict[str, Any]:
    """Django's settings of the one database; an empty URL is the embedded one in `data`.

    `pool` is how many connections the threads of a process share at most; 0 gives each its own.
    """
    if not url:
        return sqlite(data / "rapport.sqlite3", options={})
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    if parts.scheme == "sqlite":
        path = unquote(parts.path)
        return sqlite(Path(path[1:] if path.startswith("//") else path), options=options)
    if parts.scheme in ("postgres", "postgresql"):
        return _pooled(postgresql(url, options=options), pool)
    raise Refused(
        name=NAME,
        expected="postgresql://… or sqlite:///…",
        arrived=quoted(parts.scheme),
        do="correct the URL",
    )


def replica(url: str, *, of: str) -> dict[str, Any]:
    """The settings of a replica of the database `of`, by its alias; none where none is named."""
    if not url:
        return {}
    parts = urlsplit(url)
    if not all(each.startswith(("postgres://", "postgresql://")) for each in (url, of)):
        raise Refused(
            name=REPLICA,
            expected="postgresql://… beside such a DATABASE_URL",
            arrived=quoted(parts.scheme),
            do="leave it out",
        )
    try:
        chosen = postgresql(url, options=dict(parse_qsl(parts.query)))
    except Refused as refused:
        raise BadInput(refused.problem._replace(file=REPLICA)) from None
    chosen["OPTIONS"]["options"] += " -c default_transaction_read_only=on"
    return {"replica": chosen | {"TEST": {"MIRROR": "default"}}}


def sqlite(file: Path, *, options: dict[str, str]) -> dict[str, Any]:
    """SQLite as it must be: WAL, IMMEDIATE transactions, FULL synchronous, deleted content overwritten."""
    synchronous = options.pop("synchronous", "FULL").upper()
    if synchronous not in SAFE_SYNCHRONOUS:
        raise Refused(
            name=NAME,
            expected="synchronous=FULL or EXTRA",
            arrived=quoted(synchronous),
            do="leave the option out: anything less loses confirmed rows in a power cut",
        )
    _refuse_unknown(options, allowed=())
    if not file.name or file.is_dir():
        raise Refused(name=NAME, expected="the path of a file", arrived=quoted(str(file)), do="name a file")
    pragmas = ("journal_mode=WAL", f"synchronous={synchronous}", "secure_delete=ON", "foreign_keys=ON")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": KEPT_OPEN_SECONDS,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": BUSY_SECONDS,
            "init_command": "".join(f"PRAGMA {pragma};" for pragma in pragmas),
        },
    }


def postgresql(url: str, *, options: dict[str, str]) -> dict[str, Any]:
    """PostgreSQL over TCP or a socket, on one server or several that stand in for each other.

    `postgresql://user:pw@host/db`, `postgresql://user:pw@one:5432,two:5432/db`,
    `postgresql:///db?host=/run/postgresql`.
    """
    parts = urlsplit(url)
    hosts, ports = _servers(parts.netloc.rpartition("@")[2], options)
    password = unquote(parts.password or "")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise Refused(name=NAME, expected="a database name after the host", arrived="none", do="add /NAME")
    is_near = all(map(is_local, hosts))
    if not is_near:
        _refuse_weak_password(password)
    _refuse_unknown(options, allowed=("sslmode", "sslrootcert", "connect_timeout", "target_session_attrs"))
    encrypted = {} if is_near else {"sslmode": _encrypting(options.pop("sslmode", "verify-full"))}
    writing = {"target_session_attrs": _attributes(options)} if len(hosts) > 1 else {}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": password,
        "HOST": ",".join(hosts),
        "PORT": ",".join(ports),
        "CONN_MAX_AGE": KEPT_OPEN_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": str(CONNECT_SECONDS),
            **NOTICED,
            **encrypted,
            **writing,
            **options,
            "options": POSTGRESQL_OPTIONS,
            # Of statements that come again (`foundation.prepared`); the others are not prepared.
            "prepare_threshold": PREPARED_FROM,
        },
    }


def for_visits(chosen: dict[str, Any]) -> None:
    """Bound how long one statement of a visit may take, in a process that answers visits alone."""
    if chosen["ENGINE"].endswith("postgresql"):
        chosen["OPTIONS"]["options"] += VISIT_OPTIONS


def _servers(netloc: str, options: dict[str, str]) -> tuple[list[str], list[str]]:
    """Hosts and their ports, as many of one as of the other; no port where none is named."""
    try:
        each = [urlsplit(f"//{server}") for server in netloc.split(",")]
        hosts = [unquote(server.hostname or "") for server in each]
        ports = [str(server.port or "") for server in each]
    except ValueError:
        raise Refused(
            name=NAME, expected="HOST:PORT, several with commas", arrived="another form", do="correct the URL"
        ) from None
    if len(hosts) > 1 and not all(hosts):
        raise Refused(name=NAME, expected="a host on each side of a comma", arrived="none", do="name it")
    if not hosts[0]:
        hosts = [options.pop("host", "")]
    port = options.pop("port", "")
    return hosts, [each or port for each in ports] if port or any(ports) else []


def _attributes(options: dict[str, str]) -> str:
    wanted = options.pop("target_session_attrs", ATTRIBUTES[0])
    if wanted not in ATTRIBUTES:
        raise Refused(
            name=NAME,
            expected="target_session_attrs read-write or primary among several servers",
            arrived=quoted(wanted),
            do="leave it out",
        )
    return wanted


def _pooled(chosen: dict[str, Any], most: int) -> dict[str, Any]:
    if not most:
        return chosen
    chosen["CONN_MAX_AGE"] = 0  # The pool keeps them, not the threads.
    chosen["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": most,
        "timeout": POOL_SECONDS,
        "reconnect_timeout": POOL_SECONDS,
        "max_idle": KEPT_OPEN_SECONDS,
    }
    return chosen


def _refuse_weak_password(password: str) -> None:
    known = any(word in password.lower() and len(password) < len(word) * 3 for word in WELL_KNOWN)
    if len(password) < PASSWORD_MIN_LENGTH or len(set(password)) < PASSWORD_MIN_LENGTH // 2 or known:
        raise Refused(
            name=NAME,
            expected=f"a password of at least {PASSWORD_MIN_LENGTH} characters that cannot be guessed",
            arrived="none" if not password else "a weak one",
            do="give the database user a random password",
        )


def _encrypting(sslmode: str) -> str:
    if sslmode not in ("require", "verify-ca", "verify-full"):
        raise Refused(
            name=NAME,
            expected="sslmode require, verify-ca or verify-full to a database elsewhere",
            arrived=quoted(sslmode),
            do="correct sslmode",
        )
    return sslmode


def _refuse_unknown(options: dict[str, str], *, allowed: tuple[str, ...]) -> None:
    for option in options:
        if option not in (*allowed, "port"):
            raise Refused(
                name=NAME,
                expected="no option but " + ", ".join(allowed or ("synchronous",)),
                arrived=quoted(option),
                do="take it out",
            )
