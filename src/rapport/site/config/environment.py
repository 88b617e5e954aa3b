"""Every setting that an operator can give, read once from the environment and refused when unsafe.

`SETTINGS` is the only list: documentation and `rapport doctor` print it. A refusal is one line that says
what was expected, what arrived and what to do; the values of secrets are never repeated in it.
"""

import ipaddress
import math
import os
import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from rapport.errors import BadInput, Problem, quoted


class Setting(NamedTuple):
    """One environment variable: its name, what holds when it is not given, and what it means."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("PORT", "8000", "Port to serve on."),
    Setting(
        "RAPPORT_BIND", "127.0.0.1", "Address to serve on; one that others can reach needs RAPPORT_TLS=1."
    ),
    Setting(
        "RAPPORT_DATA", "./.data", "Folder of the embedded database, keys and static files; made private."
    ),
    Setting("DATABASE_URL", "", "postgresql://… or sqlite:///…; empty means SQLite in RAPPORT_DATA."),
    Setting("REPLICA_URL", "", "postgresql://… of a replica that answers reports; empty reads all from one."),
    Setting("RAPPORT_DATABASE_POOL", "0", "Connections that a process's threads share (to 64); 0: one each."),
    Setting("RAPPORT_DEMO", "1", "1 fills an empty database with a made-up practice, 0 leaves it empty."),
    Setting("RAPPORT_HOSTS", "", "Host names that the site answers to, with commas; this machine's always."),
    Setting("RAPPORT_TLS", "0", "1 when a proxy in front speaks TLS and sets X-Forwarded-Proto."),
    Setting(
        "RAPPORT_SECRET_KEY", "", "Signing secret; empty means one made once and kept in RAPPORT_DATA/keys."
    ),
    Setting(
        "RAPPORT_RETENTION_DAYS", "90", "Days without a visit after which a client is erased (1 to 730)."
    ),
    Setting("RAPPORT_SESSION_MINUTES", "45", "Minutes without a click after which a visit ends (5 to 240)."),
    Setting("RAPPORT_LANGUAGE", "en", "Language when the browser asks for none that we have."),
    Setting(
        "RAPPORT_EXIT_URL",
        "https://www.weather.gov/",
        "Where “Leave this page” goes: a dull, well-known site.",
    ),
    Setting("RAPPORT_WEB_PROCESSES", "1", "Web processes (1 to 64); each has RAPPORT_WEB_THREADS threads."),
    Setting("RAPPORT_WEB_THREADS", "8", "Threads in each web process (2 to 64)."),
    Setting(
        "RAPPORT_PAGE_MEMORY_MB",
        "32",
        "Megabytes in each web process for sealed pages written already (0 to 4096).",
    ),
    Setting(
        "RAPPORT_MAIL_URL",
        "",
        "smtps://… or smtp+starttls://…, smtp://… on this machine alone; empty keeps mails in the outbox.",
    ),
    Setting("RAPPORT_MAIL_FROM", "", "Sender of all mails; its name and address tell nothing."),
    Setting(
        "RAPPORT_NEWSLETTER_A_MINUTE",
        "600",
        "Mails of a newsletter a minute at most (1 to 600000); ask whoever runs the mail server.",
    ),
    Setting(
        "RAPPORT_DEBUG", "0", "1 adds timing headers and page checks; only on this machine's own address."
    ),
)

# Each by its own name: whoever looks for it reads no other.
LANGUAGES = (("en", "English"), ("es", "Español"))
# 128 random bits (OWASP ASVS 5.0, V7.2.3) written in hexadecimal: 32 letters. Counting letters in so short
# a text finds fewer bits than it holds, 112 or so; a text that repeats itself has few different pairs.
SECRET_MIN_LENGTH = 32
SECRET_MIN_BITS = 96
SECRET_MIN_PAIRS = 20
PASSWORD_MIN_LENGTH = 12
WELL_KNOWN = (
    "django-insecure", "changeme", "change-me", "change_me", "secret", "password", "passwort", "letmein",
    "welcome", "admin", "qwerty", "123456", "abcdef", "example", "postgres", "rapport", "default",
)  # fmt: skip
LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


class Refused(BadInput):
    """A setting that would put people at risk: nothing starts until it is put right."""

    def __init__(self, *, name: str, expected: str, arrived: str, do: str) -> None:
        super().__init__(Problem(expected=expected, arrived=f"{arrived}; {do}", file=name))


@dataclass(frozen=True)
class Environment:
    """The settings, typed and checked."""

    port: int
    bind: str
    data: Path
    database_url: str
    replica_url: str
    database_pool: int
    demo: bool
    hosts: tuple[str, ...]
    tls: bool
    secret_key: str
    retention_days: int
    session_minutes: int
    language: str
    exit_url: str
    web_processes: int
    web_threads: int
    page_memory_mb: int
    mail_url: str = field(repr=False)
    mail_from: str
    newsletter_a_minute: int
    debug: bool

    @property
    def keys(self) -> Path:
        """The folder of keys, kept apart from the database so that a stolen database opens nothing."""
        return self.data / "keys"

    @property
    def address(self) -> str:
        """Where links in mails lead: the first host by name, or this machine."""
        named = [host for host in self.hosts if not host.startswith(".")]
        if self.tls and named:
            return f"https://{named[0]}"
        return f"http://127.0.0.1:{self.port}"


def read(environ: Mapping[str, str] | None = None) -> Environment:
    """Read and check all settings; make the private folders and the signing secret when they are missing."""
    given = _Given(os.environ if environ is None else environ)
    data = private_folder(Path(given.text("RAPPORT_DATA")).expanduser().resolve())
    environment = Environment(
        port=given.number("PORT", lowest=1, highest=65535),
        bind=given.text("RAPPORT_BIND"),
        data=data,
        database_url=given.text("DATABASE_URL"),
        replica_url=given.text("REPLICA_URL"),
        database_pool=given.number("RAPPORT_DATABASE_POOL", lowest=0, highest=64),
        demo=given.switch("RAPPORT_DEMO"),
        hosts=_hosts(given.text("RAPPORT_HOSTS")),
        tls=given.switch("RAPPORT_TLS"),
        secret_key=given.text("RAPPORT_SECRET_KEY")
        or kept_secret(private_folder(data / "keys") / "signing.key"),
        retention_days=given.number("RAPPORT_RETENTION_DAYS", lowest=1, highest=730),
        session_minutes=given.number("RAPPORT_SESSION_MINUTES", lowest=5, highest=240),
        language=given.choice("RAPPORT_LANGUAGE", [code for code, _ in LANGUAGES]),
        exit_url=_exit_url(given.text("RAPPORT_EXIT_URL")),
        web_processes=given.number("RAPPORT_WEB_PROCESSES", lowest=1, highest=64),
        web_threads=given.number("RAPPORT_WEB_THREADS", lowest=2, highest=64),
        page_memory_mb=given.number("RAPPORT_PAGE_MEMORY_MB", lowest=0, highest=4096),
        mail_url=given.text("RAPPORT_MAIL_URL"),
        mail_from=given.text("RAPPORT_MAIL_FROM"),
        newsletter_a_minute=given.number("RAPPORT_NEWSLETTER_A_MINUTE", lowest=1, highest=600_000),
        debug=given.switch("RAPPORT_DEBUG"),
    )
    refuse_weak_secret(environment.secret_key, name="RAPPORT_SECRET_KEY")
    _refuse_public_risk(environment)
    return environment


class _Given:
    """What the operator gave, or the default."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._defaults = {setting.name: setting.default for setting in SETTINGS}

    def text(self, name: str) -> str:
        return self._environ.get(name, "").strip() or self._defaults[name]

    def number(self, name: str, *, lowest: int, highest: int) -> int:
        text = self.text(name)
        if text.isascii() and text.isdigit() and lowest <= int(text) <= highest:
            return int(text)
        raise _wrong(name, f"a whole number from {lowest} to {highest}", text)

    def switch(self, name: str) -> bool:
        return self.choice(name, ["0", "1"]) == "1"

    def choice(self, name: str, allowed: list[str]) -> str:
        text = self.text(name)
        if text not in allowed:
            raise _wrong(name, " or ".join(allowed), text)
        return text


def _wrong(name: str, expected: str, arrived: str) -> Refused:
    return Refused(name=name, expected=expected, arrived=quoted(arrived), do="correct it and start again")


def private_folder(folder: Path) -> Path:
    """Make a folder that only this user can open; one that others can open is closed to them."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder


def kept_secret(file: Path) -> str:
    """A secret made at the first start and read at every later one.

    The file appears whole or not at all, so that two processes that start together agree on it.
    """
    if not file.exists():
        draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48) + "\n", encoding="ascii")
        try:
            os.link(draft, file)
        except FileExistsError:
            pass  # Another process was first: its secret holds.
        finally:
            draft.unlink()
    return file.read_text(encoding="ascii").strip()


def refuse_weak_secret(secret: str, *, name: str) -> None:
    """Refuse a secret that is short, of few different characters, or on every list of passwords."""
    lowered = secret.lower()
    # A short well-known word inside a long random secret is chance; it counts when it makes up a good part.
    known = [word for word in WELL_KNOWN if word in lowered and len(secret) < len(word) * 4]
    counts = Counter(secret)
    bits = -sum(n * math.log2(n / len(secret)) for n in counts.values()) if secret else 0.0
    pairs = len({secret[i : i + 2] for i in range(len(secret) - 1)})
    advice = f'unset {name}, or use python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
    if len(secret) < SECRET_MIN_LENGTH:
        raise Refused(
            name=name,
            expected=f"at least {SECRET_MIN_LENGTH} characters",
            arrived=str(len(secret)),
            do=advice,
        )
    if lowered.startswith("django-insecure") or known or bits < SECRET_MIN_BITS or pairs < SECRET_MIN_PAIRS:
        raise Refused(name=name, expected="a random secret", arrived="one that can be guessed", do=advice)


def is_local(host: str) -> bool:
    """Whether only this machine can be meant: a loopback address, its name, or a socket file."""
    bare = host.strip("[]")
    if bare in ("", "localhost") or bare.startswith("/"):
        return True
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False


def _refuse_public_risk(environment: Environment) -> None:
    public = not is_local(environment.bind)
    elsewhere = [host for host in environment.hosts if not is_local(host)]
    if public and not environment.tls:
        raise Refused(
            name="RAPPORT_BIND",
            expected="127.0.0.1, or RAPPORT_TLS=1 behind a proxy that speaks TLS",
            arrived=quoted(environment.bind),
            do="put a TLS proxy in front and set RAPPORT_TLS=1",
        )
    if environment.mail_url and environment.tls and not environment.hosts:
        raise Refused(
            name="RAPPORT_HOSTS",
            expected="a host name, which links in mails begin with",
            arrived="none",
            do="name the host that people know",
        )
    if environment.debug and (public or elsewhere or environment.tls):
        raise Refused(
            name="RAPPORT_DEBUG",
            expected="0 where others can reach the site",
            arrived="1",
            do="unset RAPPORT_DEBUG",
        )


def _hosts(text: str) -> tuple[str, ...]:
    hosts = tuple(host.strip() for host in text.split(",") if host.strip())
    for host in hosts:
        if host in ("*", ".") or "/" in host or " " in host:
            raise _wrong("RAPPORT_HOSTS", "host names with commas between, no wildcard for all", host)
    return hosts


def _exit_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.query:
        raise _wrong("RAPPORT_EXIT_URL", "a plain https:// address", text)
    return text
