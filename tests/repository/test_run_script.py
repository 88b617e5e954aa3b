"""`./run`: installs once, again only when a requirement file changed, and mends what was cut off.

A stand-in for Python writes down what it is asked to do, so that nothing is really installed.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

from support.sources import ROOT

FILES = ("requirements.txt", "requirements-test.txt", "requirements-bench.txt", "requirements-ray.txt")
STAND_IN = """#!/bin/sh
echo . >> "$LOG.calls"
case "$1 ${2-} ${3-}" in
"-c "*) exit 0 ;;
"--version "*) echo "Python 3.11.0" ;;
"-m venv "*)
    for folder do :; done
    mkdir -p "$folder/bin" "$folder/lib/python3.11/site-packages"
    cp "$0" "$folder/bin/python" ;;
"-m pip "*) case "$*" in *" -r "*) echo "pip ${*##*/}" >> "$LOG"; exit "${PIP_STATUS-0}" ;; esac ;;
*) echo "$*" >> "$LOG" ;;
esac
"""
START = "-P -c from rapport.cli.main import entry; entry()"


class Checkout:
    """A folder with `run`, requirement files and a stand-in for Python."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        self._calls = folder / "log.calls"
        shutil.copy(ROOT / "run", folder)
        for name in FILES:
            (folder / name).write_text(f"{name} 1\n")
        stand_in = folder / "stand-in"
        stand_in.write_text(STAND_IN)
        stand_in.chmod(0o755)

    def run(self, *arguments: str, pip_status: int = 0) -> tuple[int, list[str]]:
        """The exit status, and what Python was asked to do."""
        for file in (self.log, self._calls):
            file.write_text("")
        environment = {"PATH": "/usr/bin:/bin", "PYTHON": str(self.folder / "stand-in"), "LOG": str(self.log)}
        environment["PIP_STATUS"] = str(pip_status)
        command = ["sh", str(self.folder / "run"), *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        return done.returncode, self.log.read_text().splitlines()

    @property
    def calls(self) -> int:
        """How often Python was begun by the last run."""
        return len(self._calls.read_text().splitlines())


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_first_start_installs_then_serves(checkout: Checkout) -> None:
    assert checkout.run() == (0, ["pip requirements.txt", f"{START} serve"])


def test_second_start_installs_nothing_and_asks_python_once(checkout: Checkout) -> None:
    checkout.run("match", "--help")
    first = checkout.calls

    assert checkout.run("match", "--help") == (0, [f"{START} match --help"])
    # Every process of Python costs more than the rest of the script together.
    assert first > 1
    assert checkout.calls == 1


def test_test_and_bench_add_their_own_packages(checkout: Checkout) -> None:
    _, for_tests = checkout.run("test", "-k", "x")
    _, for_benchmarks = checkout.run("bench", "match")
    _, for_ray = checkout.run("learn", "--engine", "ray")

    assert for_tests[1:] == ["pip requirements-test.txt", "-P -m support.suite -k x"]
    assert for_benchmarks[-2:] == ["pip requirements-bench.txt", f"{START} bench match"]
    assert for_ray[-2:] == ["pip requirements-ray.txt", f"{START} learn --engine ray"]


def test_the_whole_test_run_adds_what_some_tests_alone_need(checkout: Checkout) -> None:
    _, few = checkout.run("test", "-k", "x")
    _, whole = checkout.run("test")

    assert "pip requirements-ray.txt" not in few
    assert whole == ["pip requirements-ray.txt", "-P -m support.suite"]
    assert checkout.run("test") == (0, ["-P -m support.suite"])


def test_changed_requirements_are_installed_again(checkout: Checkout) -> None:
    checkout.run("doctor")
    (checkout.folder / "requirements.txt").write_text("requirements.txt 2\n")

    assert checkout.run("doctor") == (0, ["pip requirements.txt", f"{START} doctor"])


def test_failed_installation_is_said_and_started_over(checkout: Checkout) -> None:
    status, asked = checkout.run("doctor", pip_status=1)
    (checkout.folder / ".venv" / "half").touch()

    assert (status, asked) == (2, ["pip requirements.txt"])
    assert checkout.run("doctor") == (0, ["pip requirements.txt", f"{START} doctor"])
    assert not (checkout.folder / ".venv" / "half").exists()


def test_environment_that_was_cut_off_is_made_anew(checkout: Checkout) -> None:
    checkout.run("doctor")
    (checkout.folder / ".venv" / "installed" / "place").unlink()

    assert checkout.run("doctor") == (0, ["pip requirements.txt", f"{START} doctor"])


def test_moved_checkout_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "before").mkdir()
    Checkout(tmp_path / "before").run("doctor")
    (tmp_path / "before").rename(tmp_path / "after it moved")

    moved = Checkout(tmp_path / "after it moved")

    assert moved.run("doctor") == (0, ["pip requirements.txt", f"{START} doctor"])
