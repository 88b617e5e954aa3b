"""The database of a scratch installation: made and dropped in a PostgreSQL server, taken away, locked."""

import contextlib
import secrets
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rapport.cli.drills import cluster
from rapport.errors import BadInput, Problem

PREFIX = "drill_"
CONNECT_SECONDS = 5


def refuse_unreachable(url: str) -> None:
    """Raise BadInput, before anything is begun, when that server does not answer."""
    if url:
        with _administering(url):
            pass


@contextlib.contextmanager
def own(url: str, *, like: str = "") -> Iterator[str]:
    """The address of a new database in that server, a copy of `like` if given; empty for SQLite."""
    if not url.startswith("postgres"):
        yield ""
        return
    name = PREFIX + secrets.token_hex(6)
    is_here = _named(like, "") == _named(url, "")
    template = _name(like) if like and is_here else "template1"
    with _administering(url, instead_of=template) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        if like and not is_here:
            carry(like, _named(url, name))
        yield _named(url, name)
    finally:
        with _administering(url, instead_of=name) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def carry(source: str, to: str) -> None:
    """All of a database, from one server to another."""
    dump, restore = (str(cluster.required_binaries() / name) for name in ("pg_dump", "psql"))
    ours = ["--no-owner", "--no-privileges"]
    with subprocess.Popen([dump, *ours, source], stdout=subprocess.PIPE) as dumped:  # noqa: S603 - our own
        quietly = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        command = [restore, *quietly, to]
        subprocess.run(  # noqa: S603 - our own
            command, stdin=dumped.stdout, stdout=subprocess.DEVNULL, check=True
        )
    if dumped.returncode:
        raise RuntimeError("the database to copy could not be read")


@contextlib.contextmanager
def down(url: str, data: Path) -> Iterator[None]:
    """The database is gone for this time: its file has been taken away, or its server refuses everyone."""
    if not url:
        _take_file_away(data)
        yield
        return
    name = _name(url)
    with _administering(url, instead_of=name) as server:
        server.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false')
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    try:
        yield
    finally:
        with _administering(url, instead_of=name) as server:
            server.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS true')


def cut(url: str) -> int:
    """Cut every connection to a database; how many there were."""
    name = _name(url)
    with _administering(url, instead_of=name) as server:
        ended = server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        return len(ended.fetchall())


def _take_file_away(data: Path) -> None:
    """Not brought back: what stands in its place is no database."""
    for file in data.glob("rapport.sqlite3*"):
        file.unlink()
    (data / "rapport.sqlite3").mkdir()


@contextlib.contextmanager
def locked(url: str, data: Path) -> Iterator[None]:
    """Somebody holds a lock on everything for this time."""
    if not url:
        with contextlib.closing(sqlite3.connect(data / "rapport.sqlite3", isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            yield
        return
    import psycopg

    with psycopg.connect(url, connect_timeout=CONNECT_SECONDS) as holder:
        tables = holder.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        names = ", ".join(row[0] for row in tables)
        holder.execute(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE".encode())
        yield
        holder.rollback()


@contextlib.contextmanager
def _administering(url: str, *, instead_of: str = "") -> Iterator[Any]:
    """A connection to the server; to its usual database where the one named is the one worked on."""
    import psycopg

    try:
        address = _named(url, "postgres") if _name(url) == instead_of else url
        with psycopg.connect(address, autocommit=True, connect_timeout=CONNECT_SECONDS) as connection:
            yield connection
    except (psycopg.Error, ValueError) as error:
        expected = "a PostgreSQL server in which this user may make databases"
        raise BadInput(Problem(file="--database", expected=expected, arrived=type(error).__name__)) from None


def _name(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


def _named(url: str, name: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/{name}" + (f"?{parts.query}" if parts.query else "")
