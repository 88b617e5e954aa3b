"""`./run test`: every check and test in stages, the quick ones first, and one honest exit status.

    ./run test          all stages, on SQLite and on PostgreSQL, and in Chromium
    ./run test ARGS     pytest ARGS alone

What this machine cannot run is named with the reason; where CI=true it is a failure.
"""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

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


def main(arguments: list[str]) -> int:
    """Run everything, or pytest with these arguments; 0 only if nothing failed."""
    if arguments:
        return subprocess.run([*PYTEST, *arguments], check=False).returncode
    os.chdir(ROOT)
    result = Result()
    missing = machine.provide(machine.CHROMIUM, machine.POSTGRESQL)
    _checks(result)
    _stage(result, "library and house rules", _everything_else())
    databases = [path for path in ON_DATABASES if any(Path(path).rglob("test_*.py"))]
    with _databases(missing) as urls:
        for name, url in urls.items():
            _stage(result, f"site on {name}", [*databases, "-m", "not browser"], url=url)
        for name, url in urls.items():
            _browser_stage(result, f"browser on {name}", databases, url=url, missing=missing)
    result.not_run |= missing
    return _verdict(result)


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


def _everything_else() -> list[str]:
    return ["tests", *(f"--ignore={path}" for path in ON_DATABASES), "-m", "not browser"]


def _browser_stage(
    result: Result, name: str, paths: list[str], *, url: str, missing: Mapping[str, str]
) -> None:
    if machine.CHROMIUM.name not in missing:
        # The house's own browser tests need no database: once is enough.
        repository = [] if url else ["tests/repository"]
        _stage(result, name, [*repository, *paths, "-m", "browser"], url=url)


def _stage(result: Result, name: str, arguments: list[str], *, url: str = "") -> None:
    print(f"== {name}", flush=True)
    started = time.monotonic()
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    if url:
        environment["DATABASE_URL"] = url
    done = subprocess.run([*PYTEST, *arguments], env=environment, stdin=subprocess.DEVNULL, check=False)
    _note(result, name, done.returncode, started)


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
