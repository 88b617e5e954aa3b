"""A scratch installation served as operators serve it, and the bare page served the same way beside it."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from types import MappingProxyType
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).parents[1]
START_SECONDS: Final = 240
STOP_SECONDS: Final = 30
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class Site(NamedTuple):
    """Where a server listens, and its process."""

    port: int
    pid: int


def environment(folder: Path, port: int, given: Mapping[str, str] = NOTHING) -> dict[str, str]:
    """This shell's, with no setting for Rapport but those given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAPPORT_")}
    kept.pop("DATABASE_URL", None)
    path = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    return kept | {"RAPPORT_DATA": str(folder), "PORT": str(port), "PYTHONPATH": path} | dict(given)


@contextmanager
def site(folder: Path, given: Mapping[str, str] = NOTHING) -> Iterator[Site]:
    """`rapport serve` with its demo practice of 3,000 providers, on a free port, with the settings given."""
    port = _free_port()
    with _running(["-m", "rapport", "serve"], environment(folder, port, given)) as (pid, lines):
        for line in lines:
            if line.startswith("Demo clients"):
                break
        yield Site(port, pid)


@contextmanager
def node(folder: Path, of: Path, given: Mapping[str, str]) -> Iterator[Site]:
    """One more `rapport serve` before the database that `given` names, with the keys of the first one."""
    shutil.copytree(of / "keys", folder / "keys")
    port = _free_port()
    given = {**given, "RAPPORT_DEMO": "0"}
    with _running(["-m", "rapport", "serve"], environment(folder, port, given)) as (pid, lines):
        next(lines)
        yield Site(port, pid)


@contextmanager
def bare(folder: Path) -> Iterator[Site]:
    """The bare page with the same settings, middleware and server."""
    with _running(["-m", "benchmarks.bare.serve"], environment(folder, 1)) as (pid, lines):
        yield Site(int(next(lines)), pid)


@contextmanager
def postgresql() -> Iterator[tuple[str, str]]:
    """The server of DATABASE_URL, else a private one in a temporary folder; or why there is none."""
    served = os.environ.get("DATABASE_URL", "")
    if served.startswith("postgres"):
        yield served, ""
        return
    sys.path.append(str(ROOT / "tests"))
    from support import cluster

    if cluster.binaries() is None:
        yield "", "no PostgreSQL server is installed, and DATABASE_URL names none"
        return
    with cluster.running() as own:
        yield own.url, ""


def people(folder: Path, of: Site, count: int) -> dict[str, Any]:
    """New clients of a site with offers and bookings, and a provider (`booking_work.show`)."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "benchmarks.booking_work", "show"],
        env=environment(folder, of.port),
        input=json.dumps(count),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def a_provider(folder: Path) -> tuple[str, str]:
    """The id and name of somebody in the directory."""
    file = next(folder.glob("*.sqlite3"))
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        found = connection.execute("SELECT id, name FROM directory_provider ORDER BY provider_id LIMIT 1")
        provider_id, name = found.fetchone()
    return provider_id, name


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def _running(arguments: list[str], given: dict[str, str]) -> Iterator[tuple[int, Iterator[str]]]:
    """A process and its lines; it is ended with the block, or when it does not start in time."""
    process = subprocess.Popen(
        [sys.executable, "-P", *arguments], env=given, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    late = Timer(START_SECONDS, process.kill)
    late.start()
    assert process.stdout is not None
    try:
        yield process.pid, _until_ready(process.stdout, late)
    finally:
        late.cancel()
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def _until_ready(lines: Iterator[str], late: Timer) -> Iterator[str]:
    for line in lines:
        late.cancel()
        yield line
    raise AssertionError("the server ended before it was ready")
