"""`./run test`: every check and test in stages, the quick ones first, and one honest exit status.

    ./run test          all stages, on SQLite and on PostgreSQL, and in Chromium
    ./run test ARGS     pytest ARGS alone

What this machine cannot run is named with the reason; where CI=true it is a failure.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from support import cluster, machine

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent
PYTEST = (sys.executable, "-P", "-m", "pytest", "-q", "--no-header")
# These need a database, so they run on both; whatever else is under tests/ needs none.
ON_DATABASES = ("tests/site", "tests/story", "tests/faults")

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


def main(arguments: list[str]) -> int:
    """Run everything, or pytest with these arguments; 0 only if nothing failed."""
    if arguments:
        return subprocess.run([*PYTEST, *arguments], check=False).returncode
    os.chdir(ROOT)
    result = Result()
    missing = machine.provide(machine.CHROMIUM, machine.POSTGRESQL)
    _checks(result)
    _together(result, _without_database())
    with _databases(missing) as urls:
        _together(result, _on(urls))
        if machine.CHROMIUM.name not in missing:
            _together(result, _in_browser(urls))
    result.not_run |= missing
    return _verdict(result)


def _without_database() -> list[Stage]:
    rules = "tests/repository"
    apart = tuple(f"--ignore={path}" for path in (*ON_DATABASES, rules))
    return [
        Stage("library", ("tests", *apart, "-m", "not browser")),
        Stage("house rules", (rules, "-m", "not browser")),
    ]


def _on(urls: Mapping[str, str]) -> list[Stage]:
    return [
        Stage(f"site on {name}", (*_needing_one(), "-m", "not browser"), url) for name, url in urls.items()
    ]


def _in_browser(urls: Mapping[str, str]) -> list[Stage]:
    # The house's own browser tests need no database: once is enough.
    own = {url: () if url else ("tests/repository",) for url in urls.values()}
    return [
        Stage(f"browser on {name}", (*own[url], *_needing_one(), "-m", "browser"), url)
        for name, url in urls.items()
    ]


def _needing_one() -> list[str]:
    return [path for path in ON_DATABASES if any(Path(path).rglob("test_*.py"))]


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
        _note(result, name, process.returncode, started)


def _together(result: Result, stages: list[Stage]) -> None:
    """Run stages at the same time, each on a core; the first one's output is seen as it comes."""
    started = time.monotonic()
    first, *others = stages
    print(f"== {first.name}", flush=True)
    with contextlib.ExitStack() as stack:
        # Files, not pipes: a full pipe would hold its stage up until somebody reads.
        outputs = [stack.enter_context(tempfile.TemporaryFile("w+")) for _ in others]
        running = [_begin(stage, output=output) for stage, output in zip(others, outputs, strict=True)]
        _note(result, first.name, _begin(first, output=None).wait(), started)
        for stage, process, output in zip(others, running, outputs, strict=True):
            status = process.wait()
            output.seek(0)
            print(f"== {stage.name}\n{output.read().rstrip()}", flush=True)
            _note(result, stage.name, status, started)


def _begin(stage: Stage, *, output: IO[str] | None) -> subprocess.Popen[str]:
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    if stage.url:
        environment["DATABASE_URL"] = stage.url
    # Two runs at once may share neither the cache nor the folder of what failed pages leave behind.
    apart = ("-p", "no:cacheprovider", f"--output=test-results/{stage.name.replace(' ', '-')}")
    command = [*PYTEST, *apart, *stage.arguments]
    return subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=output, text=True)


def _note(result: Result, name: str, status: int, started: float) -> None:
    if status:
        result.failed.append(name)
    verdict = f"FAILED (exit status {status})" if status else "ok"
    print(f"== {name}: {verdict}, {time.monotonic() - started:.1f} s", flush=True)


@contextlib.contextmanager
def _databases(missing: dict[str, str]) -> Iterator[dict[str, str]]:
    """The databases to run on, by name; a PostgreSQL that cannot start joins the missing."""
    with contextlib.ExitStack() as stack:
        urls = {"SQLite": ""}
        if machine.POSTGRESQL.name not in missing:
            try:
                urls[machine.POSTGRESQL.name] = stack.enter_context(cluster.running()).url
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
