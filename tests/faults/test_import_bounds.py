"""What an import may cost: memory that does not grow with the file, and a bar only when one waits."""

import io
import sys
import tracemalloc
from pathlib import Path

import pytest

from faults.import_files import registry_person
from rapport.cli import progress
from rapport.simulation.registry import registry_header
from rapport.site.directory.delimited import Table
from rapport.site.directory.registry import RegistryRow, read_registry

HEADER = tuple(registry_header())


def peak_of(rows: int) -> int:
    cells = (
        (n + 2, [person.get(name, "") for name in HEADER])
        for n in range(rows)
        if (person := registry_person(n))
    )
    tracemalloc.start()
    taken = sum(
        isinstance(outcome, RegistryRow) for outcome in read_registry(Table("npidata.csv", HEADER, cells))
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken == rows
    return peak


def test_reading_a_registry_ten_times_as_long_takes_no_more_memory() -> None:
    assert peak_of(5000) < peak_of(500) + 50_000


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("seconds", "is_drawn"), [(1.0, False), (4.0, True)])
def test_bar_is_drawn_only_after_two_seconds(
    monkeypatch: pytest.MonkeyPatch, seconds: float, is_drawn: bool, tmp_path: Path
) -> None:
    file = tmp_path / "npidata.csv"
    file.write_bytes(b"x" * 4_000_000)
    terminal, clock = Terminal(), iter([0.0, seconds])
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))

    with progress.reading(file, "import", begun=1_000_000) as told:
        told(2_000_000)

    line = "import [###############...............]  50% 2 of 4 MB, 0.2 MB/s, 8 s left"
    assert terminal.getvalue().startswith("\r" + line) == is_drawn
    assert terminal.getvalue() in ("", f"\r{line}\r{' ' * len(line)}\r")


def test_no_bar_where_nobody_watches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    nobody, clock = io.StringIO(), iter([0.0, 4.0])
    monkeypatch.setattr(sys, "stderr", nobody)
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))

    with progress.reading(tmp_path / "absent.csv", "import") as told:
        told(50)

    assert nobody.getvalue() == ""
