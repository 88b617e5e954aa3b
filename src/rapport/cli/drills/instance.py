"""A scratch installation for a drill: a folder, keys and a database of its own, served by real processes."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from rapport.errors import BadInput, Problem

START_SECONDS = 60.0
STOP_SECONDS = 20.0
BETWEEN_LOOKS = 0.05
ENTRY = "from rapport.cli.main import entry; entry()"
DJANGO = "from rapport.site.config.start import start; start()\n"


class Instance:
    """One scratch installation; `database` is "sqlite" or "postgresql"."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url
        self.database = "postgresql" if url.startswith("postgres") else "sqlite"
        self.port = _free_port()
        self.base = f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """A clean environment that names this installation and nothing else."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("RAPPORT_")
            and name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PORT")
        }
        source = str(Path(__file__).parents[3])
        return kept | {
            "RAPPORT_DATA": str(self.folder / "data"),
            "DATABASE_URL": self.url,
            "RAPPORT_DEMO": "0",
            "PORT": str(self.port),
            "PYTHONPATH": source,
        }

    def rapport(self, *arguments: str) -> str:
        """What a command prints; it must end well."""
        return self._python(ENTRY, *arguments)

    def django(self, code: str, *, through: tuple[str, ...] = ()) -> str:
        """What a piece of Python prints with the site set up; `through` is a command to run it under."""
        return self._python(DJANGO + code, through=through)

    def _python(self, code: str, *arguments: str, through: tuple[str, ...] = ()) -> str:
        done = subprocess.run(  # noqa: S603 - our own interpreter and code
            [*through, sys.executable, "-P", "-c", code, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"the scratch installation failed: {done.stderr[-2000:]}")
        return done.stdout

    @contextlib.contextmanager
    def served(self, *, before: str = "") -> Iterator[subprocess.Popen[bytes]]:
        """The site, served as `rapport serve` does; `before` is Python run first in that process."""
        code = DJANGO + before + "\n" + ENTRY if before else ENTRY
        with (self.folder / "serve.log").open("wb") as log:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
                [sys.executable, "-P", "-c", code, "serve"],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            try:
                self._wait_for(process)
                yield process
            finally:
                _end(process)

    def _wait_for(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            with contextlib.suppress(OSError), urllib.request.urlopen(self.base + "/healthz", timeout=2):  # noqa: S310
                return
            time.sleep(BETWEEN_LOOKS)
        said = (self.folder / "serve.log").read_text(errors="replace")
        raise RuntimeError(f"the scratch site did not start: {said[-2000:]}")


@contextlib.contextmanager
def scratch(url: str) -> Iterator[Instance]:
    """A prepared installation, gone afterwards; a database of its own in the server of a PostgreSQL URL."""
    folder = Path(tempfile.mkdtemp(prefix="rapport-drill-"))
    own, drop = _own_database(url)
    try:
        instance = Instance(folder, own)
        instance.rapport("serve", "--prepare-only")
        yield instance
    finally:
        drop()
        shutil.rmtree(folder, ignore_errors=True)


def _own_database(url: str) -> tuple[str, Callable[[], None]]:
    if not url.startswith("postgres"):
        return "", lambda: None
    import psycopg

    name = f"drill_{secrets.token_hex(6)}"
    _administer(url, f'CREATE DATABASE "{name}"')
    own = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))

    def drop() -> None:
        with contextlib.suppress(psycopg.Error):
            _administer(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    return own, drop


def _administer(url: str, statement: str) -> None:
    import psycopg
    from psycopg import sql

    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
            connection.execute(sql.SQL(statement))  # type: ignore[arg-type]
    except psycopg.OperationalError:
        problem = Problem(
            file="--database", expected="a PostgreSQL server that may make databases", arrived="none there"
        )
        raise BadInput(problem) from None


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def grandchildren(pid: int) -> list[int]:
    """Processes two steps below: the web server's workers, which a drill may kill."""
    return [leaf for child in _children(pid) for leaf in _children(child)]


def _children(pid: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                after_name = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(after_name[1]) == pid:
                    found.append(int(folder.name))
    return found
