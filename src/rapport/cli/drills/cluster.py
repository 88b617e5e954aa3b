"""A private PostgreSQL cluster in a temporary folder: for the tests and drills of one run, and to be harmed.

It listens on a free port of 127.0.0.1 alone, asks for a random password, and goes with the process
that started it. PostgreSQL refuses to run as root, so root runs it as another user.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROLE = DATABASE = "rapport"
START_SECONDS = 30
ATTEMPTS = 3
# The unprivileged users that a Debian with PostgreSQL has, best first.
STAND_INS = ("postgres", "nobody")
# Short names: a socket's path has room for a hundred letters. Folders of their own are made there.
ON_DISK, IN_MEMORY, ENOUGH_BYTES = Path("/tmp"), Path("/dev/shm"), 1 << 30  # noqa: S108
# Tests open many short connections; nothing else of the server's defaults matters to them.
OPTIONS = {
    "max_connections": "100",
    "shared_buffers": "64MB",
    "logging_collector": "off",
    "log_statement": "none",
}


class NoCluster(RuntimeError):
    """PostgreSQL cannot run here; the message says why."""


@dataclass(slots=True)
class Cluster:
    """A running cluster: its address for `DATABASE_URL`, the folder that goes with it, its first process."""

    url: str
    folder: Path
    port: int = 0
    server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it again after it was ended, on the same port; it recovers by itself."""
        # What a server that was killed left there says "ready".
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
        self.server = _launch(self.folder, self.port, durable=True)
        if not _answers(self.server, self.folder):
            raise NoCluster(f"the server did not recover: {_log(self.folder)}")

    def stop_at_once(self) -> None:
        """As `pg_ctl stop -m immediate`: nothing is tidied up."""
        if self.server is not None:
            self.server.send_signal(signal.SIGQUIT)
            self.server.wait(timeout=START_SECONDS)


def binaries() -> Path | None:
    """Where initdb and postgres are: Debian's versioned folders (newest first), else the path."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: float(path.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextlib.contextmanager
def running(*, durable: bool = True, in_memory: bool = False) -> Iterator[Cluster]:
    """Start a cluster, give its address, and stop and remove it afterwards.

    `durable=False` lets the server forget on a power cut: quicker, and only for tests of other things.
    `in_memory`: no file of it reaches a disk, where there is memory enough.
    """
    has_room = in_memory and IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ENOUGH_BYTES
    folder = Path(tempfile.mkdtemp(prefix="rapport-pg-", dir=IN_MEMORY if has_room else ON_DISK))
    try:
        password = secrets.token_urlsafe(24)
        _initialise(folder, password)
        server, port = _start(folder, durable=durable)
        url = f"postgresql://{ROLE}:{password}@127.0.0.1:{port}/{DATABASE}"
        cluster = Cluster(url, folder, port, server)
        try:
            _create_database(url)
            yield cluster
        finally:
            cluster.stop_at_once()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def following(primary: Cluster) -> Iterator[Cluster]:
    """A replica of a running cluster, streaming from it; gone afterwards, like every cluster here."""
    folder = Path(tempfile.mkdtemp(prefix="rapport-pg-", dir=primary.folder.parent))
    try:
        if os.geteuid() == 0:
            user = _stand_in()
            os.chown(folder, user.pw_uid, user.pw_gid)
        _run([
            *_as_plain_user(), str(required_binaries() / "pg_basebackup"), "--dbname", primary.url,
            "--pgdata", str(folder / "data"), "--write-recovery-conf", "--checkpoint=fast", "--no-sync",
        ], folder)  # fmt: skip
        server, port = _start(folder, durable=True)
        cluster = Cluster(primary.url.replace(f":{primary.port}/", f":{port}/"), folder, port, server)
        try:
            yield cluster
        finally:
            cluster.stop_at_once()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _initialise(folder: Path, password: str) -> None:
    secret = folder / "password"
    secret.write_text(password)
    if os.geteuid() == 0:
        user = _stand_in()
        os.chown(folder, user.pw_uid, user.pw_gid)
        os.chown(secret, user.pw_uid, user.pw_gid)
    command = [
        *_as_plain_user(), str(required_binaries() / "initdb"), f"--pgdata={folder / 'data'}",
        f"--username={ROLE}", f"--pwfile={secret}", "--auth=scram-sha-256", "--encoding=UTF8",
        "--locale=C.UTF-8", "--no-sync",
    ]  # fmt: skip
    try:
        _run(command, folder)
    finally:
        secret.unlink()


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own words
        command, capture_output=True, text=True, cwd=folder, check=False
    )
    if done.returncode:
        raise NoCluster(f"a server could not be made: {done.stderr.strip()[-300:]}")


def _start(folder: Path, *, durable: bool) -> tuple[subprocess.Popen[bytes], int]:
    for _ in range(ATTEMPTS):
        port = _free_port()
        server = _launch(folder, port, durable=durable)
        if _answers(server, folder):
            return server, port
        server.kill()
        server.wait()
    raise NoCluster(f"the server did not start: {_log(folder)}")


def _log(folder: Path) -> str:
    return (folder / "log").read_text(errors="replace")[-300:]


def _launch(folder: Path, port: int, *, durable: bool) -> subprocess.Popen[bytes]:
    options = OPTIONS | {
        "port": str(port),
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": str(folder),
    }
    if not durable:
        options |= {"fsync": "off", "full_page_writes": "off"}
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    command = [
        *_as_plain_user(),
        str(required_binaries() / "postgres"),
        "-D",
        str(folder / "data"),
        *settings,
    ]
    with (folder / "log").open("ab") as log:
        # Its own session: an interrupt on the terminal reaches the tests, which then stop the server.
        return subprocess.Popen(  # noqa: S603 - our own words
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, start_new_session=True
        )


def _answers(server: subprocess.Popen[bytes], folder: Path) -> bool:
    deadline = time.monotonic() + START_SECONDS
    state = folder / "data" / "postmaster.pid"
    while time.monotonic() < deadline and server.poll() is None:
        # The eighth line of this file says "ready" once connections are taken, "standby" by a replica.
        lines = state.read_text().splitlines() if state.exists() else []
        if len(lines) >= 8 and lines[7].strip() in ("ready", "standby"):
            return True
        time.sleep(0.02)
    return False


def _create_database(url: str) -> None:
    import psycopg

    with psycopg.connect(url.rpartition("/")[0] + "/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {DATABASE}")


def _stand_in() -> pwd.struct_passwd:
    for name in STAND_INS:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoCluster(f"PostgreSQL refuses root, and none of {', '.join(STAND_INS)} exists")


def _as_plain_user() -> list[str]:
    """The words before a command that drop root, and end it with the process that started it."""
    setpriv = shutil.which("setpriv", path=os.environ.get("PATH", "") + ":/usr/bin:/bin")
    if setpriv is None:
        if os.geteuid() == 0:
            raise NoCluster("PostgreSQL refuses root, and setpriv (util-linux) is missing")
        return []
    # SIGQUIT is an immediate stop: a run that is killed leaves no server behind.
    command = [setpriv, "--pdeathsig", "QUIT"]
    if os.geteuid() == 0:
        user = _stand_in()
        command += [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return command


def required_binaries() -> Path:
    """As `binaries`, or NoCluster."""
    found = binaries()
    if found is None:
        raise NoCluster("no PostgreSQL server is installed")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
