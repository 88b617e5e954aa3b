"""A scratch installation for a drill: a folder, keys and a database of its own, served by real processes."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rapport.cli.drills import databases
from rapport.cli.drills.insider import Insider

START_SECONDS = 60.0
STOP_SECONDS = 20.0
BETWEEN_LOOKS = 0.05
WEB_PROCESSES = 2
ENTRY = "from rapport.cli.main import entry; entry()"
UNGUARDED = "from rapport.cli.drills.unguarded import entry; entry()"


# Installations to copy, by the server they lie in: to prepare one takes longer than many a small drill.
_prepared: dict[str, "Instance"] = {}


class Instance:
    """One scratch installation; `database` is "sqlite" or "postgresql"."""

    def __init__(self, folder: Path, url: str, given: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.given = given or {}
        self.url = url
        self.database = "postgresql" if url.startswith("postgres") else "sqlite"
        self.port = _free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self._insider: Insider | None = None

    @property
    def data(self) -> Path:
        """The installation's own folder."""
        return self.folder / "data"

    @property
    def environment(self) -> dict[str, str]:
        """A clean environment that names this installation and nothing else."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("RAPPORT_")
            and name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PORT")
        }
        return kept | {
            "RAPPORT_DATA": str(self.data),
            "DATABASE_URL": self.url,
            "RAPPORT_DEMO": "0",
            "RAPPORT_WEB_PROCESSES": str(WEB_PROCESSES),
            "PORT": str(self.port),
            "PYTHONPATH": str(Path(__file__).parents[3]),
            **self.given,
        }

    def rapport(self, *arguments: str, without: tuple[str, ...] = (), said: str = "") -> str:
        """What a command prints; `without` names guards to take away, `said` is its standard input."""
        if without:
            return self._python(UNGUARDED, _asked(without, None), *arguments, said=said)
        return self._python(ENTRY, *arguments, said=said)

    def inside(self, task: str, value: Any = None, *, of: str = "inside") -> Any:
        """What a task of `inside`, or of another such module, answers in a process with the site set up."""
        if self._insider is None or self._insider.environment != self.environment:
            self.close()
            self._insider = Insider(self.environment)
        return self._insider.do(of, task, value)

    def close(self) -> None:
        """End the process that does the tasks inside."""
        if self._insider is not None:
            self._insider.end()
            self._insider = None

    def _python(self, code: str, *arguments: str, said: str = "") -> str:
        done = subprocess.run(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-P", "-c", code, *arguments],
            env=self.environment,
            input=said,
            capture_output=True,
            text=True,
            check=False,
        )
        # Status 1 is an answer ("no", "fewer than asked for") to be read like any other.
        if done.returncode not in (0, 1) or "Traceback" in done.stderr:
            raise RuntimeError(f"the scratch installation failed: {done.stderr[-2000:]}")
        return done.stdout

    @contextlib.contextmanager
    def served(
        self, *, without: tuple[str, ...] = (), watch: Path | None = None
    ) -> Iterator[subprocess.Popen[bytes]]:
        """The site as `rapport serve` serves it; watched, or with guards taken away, for this time alone."""
        start = [UNGUARDED, _asked(without, watch)] if without or watch else [ENTRY]
        with (self.folder / "serve.log").open("wb") as log:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
                [sys.executable, "-P", "-c", *start, "serve"],
                env=self.environment,
                stdin=subprocess.DEVNULL,
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
            try:
                with urllib.request.urlopen(self.base + "/healthz", timeout=2):  # noqa: S310 - our own address
                    return
            except urllib.error.HTTPError:
                return  # Up, and failing as it was told to.
            except OSError:
                time.sleep(BETWEEN_LOOKS)
        said = (self.folder / "serve.log").read_text(errors="replace")
        raise RuntimeError(f"the scratch site did not start: {said[-2000:]}")


@contextlib.contextmanager
def scratch(
    url: str, given: dict[str, str] | None = None, *, prepared_in: str | None = None
) -> Iterator[Instance]:
    """A prepared installation, gone afterwards; a database of its own in the server of a PostgreSQL URL.

    `given` are settings of it beside its own; `prepared_in` names the server of the one to copy, where that
    is another.
    """
    of = _prepared.get(url if prepared_in is None else prepared_in)
    if of is not None:
        with twin(of, given, url=url) as instance:
            yield instance
        return
    with (
        _folder() as folder,
        databases.own(url) as own,
        contextlib.closing(Instance(folder, own, given)) as instance,
    ):
        instance.rapport("serve", "--prepare-only")
        yield instance


def placed(folder: Path, url: str, *, prepared_in: str) -> Instance:
    """A prepared installation in a database that is there and empty, and that goes with its server."""
    of, instance = _prepared.get(prepared_in), Instance(folder, url)
    if of is None:
        instance.rapport("serve", "--prepare-only")
    else:
        shutil.copytree(of.data, instance.data)
        databases.carry(of.url, url)
    return instance


@contextlib.contextmanager
def prepared_once(url: str) -> Iterator[None]:
    """While it lasts, each scratch installation in that server is a copy of one that was prepared first."""
    with scratch(url) as instance:
        _prepared[url] = instance
        try:
            yield
        finally:
            del _prepared[url]


@contextlib.contextmanager
def twin(of: Instance, given: dict[str, str] | None = None, *, url: str | None = None) -> Iterator[Instance]:
    """A copy of an installation that is not being served, with its settings or other ones, in its server or
    in that of `url`."""
    with (
        _folder() as folder,
        databases.own(of.url if url is None else url, like=of.url) as own,
        contextlib.closing(Instance(folder, own, of.given if given is None else given)) as instance,
    ):
        shutil.copytree(of.data, folder / "data")
        yield instance


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="rapport-drill-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _asked(without: tuple[str, ...], watch: Path | None) -> str:
    return json.dumps({"without": without, "watch": str(watch) if watch else ""})


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


def web_workers(served: subprocess.Popen[bytes]) -> list[int]:
    """The processes that answer requests, two steps below; none where the system has no /proc."""
    return [leaf for child in children(served.pid) for leaf in children(child)]


def children(pid: int) -> list[int]:
    """The processes that one began; none where the system has no /proc."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            after_name = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(after_name[1]) == pid:
                found.append(int(folder.name))
    return found
