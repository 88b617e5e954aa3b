"""From DATABASE_URL to Django's database settings, with the durability that nobody may turn off.

A check-in or an erasure that was confirmed must survive a power cut: SQLite with `synchronous=NORMAL` in
WAL mode loses acknowledged rows, so only FULL and EXTRA are accepted (docs/operator/trust.md).
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from rapport.site.config.environment import PASSWORD_MIN_LENGTH, WELL_KNOWN, Refused, is_local, quoted

NAME = "DATABASE_URL"
BUSY_SECONDS = 20
SAFE_SYNCHRONOUS = ("FULL", "EXTRA")
KEPT_OPEN_SECONDS = 60
PREPARED_FROM = 2
# A page that waits for a lock for ever keeps its thread, and in the end nobody gets even the page with help.
POSTGRESQL_OPTIONS = f"-c synchronous_commit=on -c lock_timeout={BUSY_SECONDS}s"


def database(url: str, *, data: Path) -> dict[str, Any]:
    """Django's settings of the one database; an empty URL is the embedded one in `data`."""
    if not url:
        return sqlite(data / "rapport.sqlite3", options={})
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    if parts.scheme == "sqlite":
        path = unquote(parts.path)
        return sqlite(Path(path[1:] if path.startswith("//") else path), options=options)
    if parts.scheme in ("postgres", "postgresql"):
        return postgresql(url, options=options)
    raise Refused(
        name=NAME,
        expected="postgresql://… or sqlite:///…",
        arrived=quoted(parts.scheme),
        do="correct the URL",
    )


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
    """PostgreSQL over TCP or a socket: `postgresql://user:pw@host/db`, `postgresql:///db?host=/run/postgresql`."""
    parts = urlsplit(url)
    host = unquote(parts.hostname or "") or options.pop("host", "")
    password = unquote(parts.password or "")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise Refused(name=NAME, expected="a database name after the host", arrived="none", do="add /NAME")
    _refuse_weak_password(password, host=host)
    _refuse_unknown(options, allowed=("sslmode", "sslrootcert", "connect_timeout"))
    encrypted = {} if is_local(host) else {"sslmode": _encrypting(options.pop("sslmode", "verify-full"))}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": password,
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": KEPT_OPEN_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": "5",
            **encrypted,
            **options,
            "options": POSTGRESQL_OPTIONS,
            # Of statements that come again (`foundation.prepared`); the others are not prepared.
            "prepare_threshold": PREPARED_FROM,
        },
    }


def _refuse_weak_password(password: str, *, host: str) -> None:
    if is_local(host):
        return
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
