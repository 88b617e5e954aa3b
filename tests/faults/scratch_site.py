"""A scratch installation: a folder, keys and a database of its own, used through real processes.

On SQLite a file, on PostgreSQL a database of its own in the cluster of `DATABASE_URL`.
"""

import atexit
import functools
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

SOURCE = Path(__file__).parents[2] / "src"
START_SECONDS = 30


@dataclass(frozen=True)
class Site:
    """One installation."""

    data: Path
    url: str

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("RAPPORT_")}
        return kept | {
            "RAPPORT_DATA": str(self.data),
            "DATABASE_URL": self.url,
            "RAPPORT_DEMO": "0",
            "PYTHONPATH": str(SOURCE),
            "DJANGO_SETTINGS_MODULE": "rapport.site.config.settings",
        }

    def rapport(self, *arguments: str, **given: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "rapport", *arguments],
            env=self.environment | given,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def begin(self, *arguments: str, **given: str) -> subprocess.Popen[str]:
        """Start a command and leave it running."""
        return self._popen([sys.executable, "-m", "rapport", *arguments], given)

    def begin_python(self, code: str, **given: str) -> subprocess.Popen[str]:
        """Start a piece of Python with the site set up."""
        return self._popen([sys.executable, "-c", "import django; django.setup()\n" + code], given)

    def python(self, code: str, **given: str) -> str:
        """What a piece of Python with the site set up prints; its problems show with a test that fails."""
        process = self.begin_python(code, **given)
        out, problems = process.communicate(timeout=120)
        assert process.returncode == 0, problems
        sys.stderr.write(problems)
        return out.strip()

    def _popen(self, command: list[str], given: dict[str, str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command,
            env=self.environment | given,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


def new_site(folder: Path) -> Site:
    """A prepared installation: the first is prepared, the others are copies of it."""
    model = _model()
    shutil.copytree(model.data, folder / "data")
    return Site(folder / "data", new_database(like=model.url))


@functools.cache
def _model() -> Site:
    folder = Path(tempfile.mkdtemp(prefix="rapport-scratch-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    site = Site(folder / "data", new_database(like=""))
    prepared = site.rapport("serve", "--prepare-only")
    assert prepared.returncode == 0, prepared.stderr
    return site


def prepared_database() -> str:
    """A database of its own with this version's tables and nothing in them."""
    return new_database(like=_model().url)


def new_database(*, like: str) -> str:
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return ""
    name = f"scratch_{secrets.token_hex(6)}"
    template = urlsplit(like).path.lstrip("/") or "template1"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def fetched(
    url: str, process: subprocess.Popen[str], *, headers: dict[str, str] | None = None
) -> tuple[int, str]:
    """The answer of a site that may be just starting."""
    asked = urllib.request.Request(url, headers=headers or {})
    deadline = time.monotonic() + START_SECONDS
    while True:
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        try:
            with urllib.request.urlopen(asked, timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            assert time.monotonic() < deadline, "the site did not start"
            process_is_starting()


def process_is_starting() -> None:
    """Give the other process the processor for a moment."""
    os.sched_yield()
