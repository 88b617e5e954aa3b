"""`./run test` is honest: one failed stage fails the whole, and what cannot run is named or fails."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support import cluster, machine, suite

OK = (sys.executable, "-c", "")
BAD = (sys.executable, "-c", "import sys; print('planted'); sys.exit(1)")
# Stands in for pytest: fails when its arguments, or the database it is given, hold the planted word.
FAKE = "import os, sys; sys.exit('{word}' in ' '.join([*sys.argv, os.environ.get('DATABASE_URL', 'sqlite')]))"


@pytest.fixture
def stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def server() -> Iterator[cluster.Cluster]:
        yield cluster.Cluster(url="postgresql://stand-in/x", folder=suite.ROOT)

    monkeypatch.setattr(cluster, "running", server)
    monkeypatch.setattr(machine, "provide", lambda *needs: {})
    monkeypatch.setattr(suite, "CHECKS", {"a check": OK})
    monkeypatch.setattr(suite, "PYTEST", (sys.executable, "-c", FAKE.format(word="nothing of this")))
    monkeypatch.delenv("CI", raising=False)


@pytest.mark.usefixtures("stand_ins")
def test_everything_passed_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    assert suite.main([]) == 0

    said = capfd.readouterr().out
    assert said.endswith("== ./run test: everything passed\n")
    for stage in ("a check", "library", "house rules", "site on SQLite", "site on PostgreSQL"):
        assert f"== {stage}: ok" in said
    assert "== browser on PostgreSQL: ok" in said
    assert "== faults on PostgreSQL: ok" in said


@pytest.mark.usefixtures("stand_ins")
@pytest.mark.parametrize(
    ("word", "failed"),
    [
        ("--ignore=tests/site", "library"),
        ("postgresql", "site on PostgreSQL, browser on PostgreSQL, faults on PostgreSQL"),
        ("-m browser", "browser on PostgreSQL, browser on SQLite"),
        ("test-results/house", "house rules"),
    ],
)
def test_failed_stage_fails_the_whole(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], word: str, failed: str
) -> None:
    monkeypatch.setattr(suite, "PYTEST", (sys.executable, "-c", FAKE.format(word=word)))

    assert suite.main([]) == 1
    assert capfd.readouterr().out.endswith(f"== ./run test: FAILED: {failed}\n")


# Waits in the middle of a stage on PostgreSQL, and fails where another one is there meanwhile.
ALONE = """
import os, pathlib, time
if 'DATABASE_URL' in os.environ:
    here = pathlib.Path({place!r})
    here.touch(exist_ok=False)
    time.sleep(0.5)
    here.unlink()
"""


@pytest.mark.usefixtures("stand_ins")
def test_stages_on_one_server_run_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    fake = ALONE.format(place=str(tmp_path / "here"))
    monkeypatch.setattr(suite, "PYTEST", (sys.executable, "-c", fake))

    assert suite.main([]) == 0, capfd.readouterr().out
    monkeypatch.setattr(suite, "_has_its_database", lambda *_: True)
    assert suite.main([]) == 1


@pytest.mark.usefixtures("stand_ins")
def test_failed_check_fails_the_whole(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(suite, "CHECKS", {"a check": OK, "another": BAD})

    assert suite.main([]) == 1
    said = capfd.readouterr().out
    assert "planted\n== another: FAILED" in said
    assert said.endswith("FAILED: another\n")


@pytest.mark.usefixtures("stand_ins")
@pytest.mark.parametrize(("ci", "status"), [("", 0), ("true", 1)])
def test_what_cannot_run_is_named_and_fails_in_ci(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], ci: str, status: int
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(
        machine, "provide", lambda *needs: {"Chromium": "no apt-get", "PostgreSQL": "no root"}
    )

    assert suite.main([]) == status
    said = capfd.readouterr().out
    assert "== not run here: everything with Chromium: no apt-get\n" in said
    assert "== not run here: everything with PostgreSQL: no root\n" in said
    assert "site on PostgreSQL: ok" not in said


@pytest.mark.usefixtures("stand_ins")
def test_arguments_go_to_pytest_alone(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(suite, "PYTEST", (sys.executable, "-c", FAKE.format(word="-k planted")))

    assert suite.main(["-k", "other"]) == 0
    assert suite.main(["-k", "planted"]) == 1
    assert capfd.readouterr().out == ""


@pytest.mark.usefixtures("stand_ins")
def test_what_a_stage_said_is_printed_whole_and_how_far_it_is_meanwhile(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    slow = "print('... [ 42%]', flush=True); import time; time.sleep(1); print('... [100%]')"
    monkeypatch.setattr(suite, "PYTEST", (sys.executable, "-c", slow))
    monkeypatch.setattr(suite, "PROGRESS_SECONDS", 0.1)

    assert suite.main([]) == 0
    said = capfd.readouterr().out
    assert "42%, " in said
    assert "== house rules\n... [ 42%]\n... [100%]\n== house rules: ok" in said
