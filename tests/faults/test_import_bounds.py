"""What an import may cost: memory that does not grow with the file, and a bar only when one waits."""

import io
import sys
import tracemalloc

import pytest

from faults.import_files import registry_header, registry_person
from rapport.cli import import_
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


@pytest.mark.parametrize(("seconds", "is_drawn"), [(1.0, False), (3.0, True)])
def test_bar_is_drawn_only_after_two_seconds(
    monkeypatch: pytest.MonkeyPatch, seconds: float, is_drawn: bool
) -> None:
    terminal, clock = Terminal(), iter([0.0, seconds])
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(import_.time, "monotonic", lambda: next(clock))

    with import_._bar("Reading") as told:
        told(50, 100)

    assert ("50%" in terminal.getvalue()) == is_drawn


def test_no_bar_where_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())

    with import_._bar("Reading") as told:
        assert told is None
