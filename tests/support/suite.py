"""`./run test`: every check and test in stages, the quick ones first, and one honest exit status.

Two stages run at a time, and the next begins as soon as one ends: no core waits for the other's stage.
Only one of them is on PostgreSQL, since they share its test database, so these begin as early as they can.
What a stage said is printed whole when it ends.

    ./run test          all stages, on SQLite and on PostgreSQL, and in Chromium
    ./run test ARGS     pytest ARGS alone

What this machine cannot run is named with the reason; where CI=true it is a failure.
"""

import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from support import cluster, machine

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent
PYTEST = (sys.executable, "-P", "-m", "pytest", "-q", "--no-header")
# These need a database, so they run on both; whatever else is under tests/ needs none.
SITE, FAULTS = ("tests/site", "tests/story"), ("tests/faults",)
ON_DATABASES = (*SITE, *FAULTS)
AT_ONCE = 2
PROGRESS_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.2

CHECKS = {
    "ruff check": (str(TOOLS / "ruff"), "check", "."),
    "ruff format": (str(TOOLS / "ruff"), "format", "--check", "."),
    "mypy": (str(TOOLS / "mypy"),),
    "import contracts": (str(TOOLS / "lint-imports"), "--no-logo"),
}


@dataclass
class Result:
    """What happened so far: names of the stages that failed, and of those that could not run and why."""

    failed: list[str] = field(default_factory=list)
    not_run: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stage:
    """One run of pytest: what to call it, with which arguments, on which database."""

    name: str
    arguments: tuple[str, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """A stage that has begun, and the file that it writes to."""

    stage: Stage
    process: subprocess.Popen[bytes]
    output: IO[bytes]
    started: float

    @property
    def said(self) -> str:
        """All that it said so far, read without moving the place where it writes on.

        A file, since what a test leaves behind could hold a pipe open.
        """
        file = self.output.fileno()
        return os.pread(file, os.fstat(file).st_size, 0).decode(errors="replace").rstrip()

    @property
    def progress(self) -> str:
        """Its name, and how far pytest says it is."""
        return " ".join([self.stage.name, *re.findall(r"\[ *(\d+%)\]", self.said)[-1:]])


def main(arguments: list[str]) -> int:
    """Run everything, or pytest with these arguments; 0 only if nothing failed."""
    # Hundreds of processes are begun: each would compile the whole site for itself.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # As commands do whose bytes must be the same everywhere; pytest loads numpy before a test could say so.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if arguments:
        return subprocess.run([*PYTEST, *arguments], check=False).returncode
    os.chdir(ROOT)
    result = Result()
    missing = machine.provide(machine.CHROMIUM, machine.POSTGRESQL)
    _checks(result)
    with _databases(missing) as urls:
        in_browser = [] if machine.CHROMIUM.name in missing else _in_browser(urls)
        _queue(
            result,
            [*_without_database(), *_on(urls, "site", SITE), *in_browser, *_on(urls, "faults", FAULTS)],
        )
    result.not_run |= missing
    return _verdict(result)


def _without_database() -> list[Stage]:
    rules = "tests/repository"
    apart = tuple(f"--ignore={path}" for path in (*ON_DATABASES, rules))
    return [
        Stage("library", ("tests", *apart, "-m", "not browser")),
        Stage("house rules", (rules, "-m", "not browser")),
    ]


def _on(urls: Mapping[str, str], what: str, paths: tuple[str, ...]) -> list[Stage]:
    return [Stage(f"{what} on {name}", (*paths, "-m", "not browser"), url) for name, url in urls.items()]


def _in_browser(urls: Mapping[str, str]) -> list[Stage]:
    # The house's own browser tests need no database: once is enough.
    own = {url: () if url else ("tests/repository",) for url in urls.values()}
    return [
        Stage(f"browser on {name}", (*own[url], *ON_DATABASES, "-m", "browser"), url)
        for name, url in urls.items()
    ]


def _checks(result: Result) -> None:
    """The tools that read the code, at once, since each uses one core."""
    started = time.monotonic()
    running = {
        name: subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for name, command in CHECKS.items()
    }
    for name, process in running.items():
        output, _ = process.communicate()
        if process.returncode:
            print(output.rstrip(), flush=True)
            result.failed.append(name)
        _say(name, process.returncode, started)


def _queue(result: Result, stages: list[Stage]) -> None:
    """Run all stages, so many at a time, each in its turn; names of those that failed in that order."""
    waiting, running, failed = deque(stages), list[Running](), set[str]()
    told = time.monotonic()
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            free = next((each for each in waiting if _has_its_database(each, running)), None)
            if free is None:
                break
            waiting.remove(free)
            running.append(_begin(free))
        time.sleep(LOOK_EVERY_SECONDS)
        for each in [each for each in running if each.process.poll() is not None]:
            running.remove(each)
            if _end(each):
                failed.add(each.stage.name)
        if running and time.monotonic() - told > PROGRESS_SECONDS:
            told = time.monotonic()
            print(f"   running: {', '.join(each.progress for each in running)}", flush=True)
    result.failed += [stage.name for stage in stages if stage.name in failed]


def _has_its_database(stage: Stage, running: list[Running]) -> bool:
    """Each process has an SQLite of its own; a server has one test database for all."""
    return not stage.url or stage.url not in {each.stage.url for each in running}


def _begin(stage: Stage) -> Running:
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    if stage.url:
        environment["DATABASE_URL"] = stage.url
    # Two runs at once may share neither the cache nor the folder of what failed pages leave behind.
    apart = ("-p", "no:cacheprovider", f"--output=test-results/{stage.name.replace(' ', '-')}")
    output = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the stage ends
    process = subprocess.Popen(
        [*PYTEST, *apart, *stage.arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
    )
    return Running(stage, process, output, time.monotonic())


def _end(running: Running) -> int:
    """Print what a stage said and how it ended; its exit status."""
    print(f"== {running.stage.name}\n{running.said}", flush=True)
    running.output.close()
    status: int = running.process.returncode
    _say(running.stage.name, status, running.started)
    return status


def _say(name: str, status: int, started: float) -> None:
    verdict = f"FAILED (exit status {status})" if status else "ok"
    print(f"== {name}: {verdict}, {time.monotonic() - started:.1f} s", flush=True)


@contextlib.contextmanager
def _databases(missing: dict[str, str]) -> Iterator[dict[str, str]]:
    """The databases to run on, by name; a PostgreSQL that cannot start joins the missing."""
    with contextlib.ExitStack() as stack:
        urls = {"SQLite": ""}
        if machine.POSTGRESQL.name not in missing:
            try:
                urls = {machine.POSTGRESQL.name: stack.enter_context(cluster.running()).url, **urls}
            except cluster.NoCluster as error:
                missing[machine.POSTGRESQL.name] = str(error)
        yield urls


def _verdict(result: Result) -> int:
    for name, why in result.not_run.items():
        print(f"== not run here: everything with {name}: {why}")
    if os.environ.get("CI") == "true":
        result.failed += result.not_run
    print(f"== ./run test: {'FAILED: ' + ', '.join(result.failed) if result.failed else 'everything passed'}")
    return 1 if result.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
