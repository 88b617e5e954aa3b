"""A private PostgreSQL cluster in a temporary folder: for the tests and drills of one run.

It listens on a free port of 127.0.0.1 alone, asks for a random password, and goes with the process
that started it. PostgreSQL refuses to run as root, so root runs it as another user.

    PYTHONPATH=tests python -m support.cluster COMMAND ...     COMMAND with DATABASE_URL set
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

ROLE = DATABASE = "rapport"
START_SECONDS = 30
ATTEMPTS = 3
# The unprivileged users that a Debian with PostgreSQL has, best first.
STAND_INS = ("postgres", "nobody")
# Tests open many short connections; nothing else of the server's defaults matters to them.
OPTIONS = {
    "max_connections": "100",
    "shared_buffers": "64MB",
    "logging_collector": "off",
    "log_statement": "none",
}


class NoCluster(RuntimeError):
    """PostgreSQL cannot run here; the message says why."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running cluster: its address for `DATABASE_URL`, and the folder that goes with it."""

    url: str
    folder: Path


def binaries() -> Path | None:
    """Where initdb and postgres are: Debian's versioned folders (newest first), else the path."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: float(path.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextlib.contextmanager
def running(*, durable: bool = True) -> Iterator[Cluster]:
    """Start a cluster, give its address, and stop and remove it afterwards.

    `durable=False` lets the server forget on a power cut: quicker, and only for tests of other things.
    """
    folder = Path(tempfile.mkdtemp(prefix="rapport-pg-", dir="/tmp"))
    try:
        password = secrets.token_urlsafe(24)
        _initialise(folder, password)
        server, port = _start(folder, durable=durable)
        try:
            url = f"postgresql://{ROLE}:{password}@127.0.0.1:{port}/{DATABASE}"
            _create_database(url)
            yield Cluster(url=url, folder=folder)
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(timeout=START_SECONDS)
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
        *_as_plain_user(), str(_required_binaries() / "initdb"), f"--pgdata={folder / 'data'}",
        f"--username={ROLE}", f"--pwfile={secret}", "--auth=scram-sha-256", "--encoding=UTF8",
        "--locale=C.UTF-8", "--no-sync",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    secret.unlink()
    if done.returncode:
        raise NoCluster(f"initdb failed: {done.stderr.strip()[-300:]}")


def _start(folder: Path, *, durable: bool) -> tuple[subprocess.Popen[bytes], int]:
    for _ in range(ATTEMPTS):
        port = _free_port()
        server = _launch(folder, port, durable=durable)
        if _answers(server, folder):
            return server, port
        server.kill()
        server.wait()
    raise NoCluster(f"the server did not start: {(folder / 'log').read_text(errors='replace')[-300:]}")


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
        str(_required_binaries() / "postgres"),
        "-D",
        str(folder / "data"),
        *settings,
    ]
    with (folder / "log").open("ab") as log:
        # Its own session: an interrupt on the terminal reaches the tests, which then stop the server.
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, start_new_session=True
        )


def _answers(server: subprocess.Popen[bytes], folder: Path) -> bool:
    deadline = time.monotonic() + START_SECONDS
    state = folder / "data" / "postmaster.pid"
    while time.monotonic() < deadline and server.poll() is None:
        # The eighth line of this file says "ready" once connections are taken.
        lines = state.read_text().splitlines() if state.exists() else []
        if len(lines) >= 8 and lines[7].strip() == "ready":
            return True
        time.sleep(0.02)
    return False


def _create_database(url: str) -> None:
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


def _required_binaries() -> Path:
    found = binaries()
    if found is None:
        raise NoCluster("no PostgreSQL server is installed")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(command: list[str]) -> int:
    """Run a command with `DATABASE_URL` set to a cluster of its own; its exit status."""
    with running() as cluster:
        return subprocess.run(command, env=os.environ | {"DATABASE_URL": cluster.url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
