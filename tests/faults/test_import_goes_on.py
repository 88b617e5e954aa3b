"""An import of the registry, cut off anywhere, goes on where it was and ends like one that was not."""

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from faults.import_files import npi_number, registry_person, registry_text, written
from faults.scratch_site import new_site
from rapport.cli.import_nppes import import_nppes
from rapport.errors import BadInput
from rapport.site.directory import actions
from rapport.site.directory.actions import registry
from rapport.site.directory.delimited import open_table
from rapport.site.directory.models import Closure, RegistryImport, RegistryRecord
from rapport.site.foundation.models import AuditEvent

AT = datetime(2026, 11, 27, 9, tzinfo=UTC)
PEOPLE, PIECE = 200, 16
CLOSED = {"NPI Deactivation Date": "03/04/2021"}
COLUMNS = ("registry_id", "last_name", "taxonomies", "licences", "state", "zip", "deactivated_on")


def a_file(folder: Path, *, of: int = PEOPLE) -> Path:
    """People and organisations; a number that comes again, one closed before and one after its row."""
    rows = [registry_person(n, **({"Entity Type Code": "2"} if n % 3 == 0 else {})) for n in range(of)]
    rows.insert(of // 2, registry_person(1))
    rows.insert(of // 4, registry_person(of - 1, **CLOSED))
    rows.append(registry_person(2, **CLOSED) | {"Provider Last Name (Legal Name)": 'MADE "UP", 2\nLINES'})
    return written(folder / "npidata.csv", registry_text(rows))


def kept() -> list[tuple[Any, ...]]:
    return list(RegistryRecord.objects.order_by("registry_id").values_list(*COLUMNS))


class CutOff(BaseException):
    """Stands for a process that ends: nothing catches it."""


def cutting(work: Callable[..., Any], *, before: int | None = None, behind: int | None = None) -> Any:
    """The work, cut off before or behind the call of this number."""
    calls = iter(range(1, 1000))

    def cut(*arguments: Any, **options: Any) -> Any:
        number = next(calls)
        if number == before:
            raise CutOff
        done = work(*arguments, **options)
        if number == behind:
            raise CutOff
        return done

    return cut


@pytest.fixture
def in_small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "PIECE_ROWS", PIECE)


@pytest.fixture
def whole(tmp_path: Path, in_small_pieces: None, transactional_db: None) -> Iterator[list[tuple[Any, ...]]]:
    """What an import that nothing cuts off keeps."""
    import_nppes(a_file(tmp_path), accept_valid=True)
    found = kept()
    RegistryRecord.objects.all().delete()
    return found


CUTS = (
    ("write_records", {"before": 4}),
    ("write_records", {"behind": 4}),
    ("keep_closures", {"behind": 4}),
    ("_move_on", {"before": 1}),
    ("_move_on", {"behind": 1}),
    ("_move_on", {"before": 7}),
    ("mark_closures", {"before": 1}),
    ("mark_closures", {"behind": 1}),
)


def cut_and_gone_on_with(path: Path, step: str, where: dict[str, int]) -> list[tuple[Any, ...]]:
    """What is kept once an import was cut off there and the command given again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, step, cutting(getattr(registry, step), **where))
        with pytest.raises(CutOff):
            import_nppes(path, accept_valid=True)
    report = import_nppes(path, accept_valid=True)
    assert (report.read, report.accepted) == (PEOPLE + 3, 133)
    found = kept()
    RegistryRecord.objects.all().delete()
    return found


def test_import_cut_off_anywhere_ends_like_one_that_was_not(
    whole: list[tuple[Any, ...]], tmp_path: Path
) -> None:
    path = a_file(tmp_path)

    for step, where in CUTS:
        assert cut_and_gone_on_with(path, step, where) == whole, (step, where)
        assert not Closure.objects.exists()
        assert not RegistryImport.objects.exists()


def test_progress_written_apart_from_its_rows_would_lose_some(
    whole: list[tuple[Any, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "transaction", SimpleNamespace(atomic=nullcontext))
    monkeypatch.setattr(registry.audit, "record", lambda **_: None)
    monkeypatch.setattr(
        registry.RegistryImport.objects, "select_for_update", registry.RegistryImport.objects.all
    )

    found = cut_and_gone_on_with(a_file(tmp_path), "write_records", {"before": 4})

    assert len(found) < len(whole)


def test_killed_process_is_gone_on_with_by_the_next(tmp_path: Path) -> None:
    site, path = new_site(tmp_path), a_file(tmp_path)
    killed = site.begin_python(
        "import os, signal, sys\n"
        "from rapport.cli.main import main\n"
        "from rapport.site.directory.actions import registry\n"
        f"registry.PIECE_ROWS, pieces, write = {PIECE}, iter(range(1, 99)), registry.write_records\n"
        "def write_records(people, at):\n"
        "    write(people, at)\n"
        "    next(pieces) == 5 and os.kill(os.getpid(), signal.SIGKILL)\n"
        "registry.write_records = write_records\n"
        f"main(['import', 'nppes', {str(path)!r}, '--accept-valid'])\n"
    )
    killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL

    went_on = site.rapport("import", "nppes", str(path), "--accept-valid", "--format", "json")

    report = json.loads(went_on.stdout)
    assert (went_on.returncode, went_on.stderr) == (0, "")
    assert report["warnings"] == [f"went on behind line {4 * PIECE + 1}, where an earlier import was cut off"]
    assert (report["read"], report["accepted"], report["written"]) == (PEOPLE + 3, 133, {"kept": 133})
    told = site.python(
        "from rapport.site.directory.models import RegistryRecord as R\n"
        "print(R.objects.count(), R.objects.filter(deactivated_on=None).count(),"
        " R.objects.values('read_at').distinct().count())"
    )
    assert told == "133 131 1"


@pytest.mark.django_db
def test_two_processes_with_one_file_do_not_both_go_on(tmp_path: Path, in_small_pieces: None) -> None:
    path = a_file(tmp_path)
    one, another = actions.importing(path, at=AT), actions.importing(path, at=AT)

    with open_table(path) as table:
        actions.keep_in_pieces(table, one, by="operator")
    with open_table(path) as table, pytest.raises(BadInput, match="one import of the registry at a time"):
        actions.keep_in_pieces(table, another, by="operator")

    actions.end_in_pieces(one, by="operator", at=AT)
    assert len(kept()) == 133


@pytest.mark.django_db
def test_file_that_another_comes_after_is_given_up(tmp_path: Path, in_small_pieces: None) -> None:
    path = a_file(tmp_path)
    begun = actions.importing(path, at=AT)
    with open_table(path) as table:
        actions.keep_in_pieces(table, begun, by="operator")
    newer = written(tmp_path / "newer.csv", registry_text([registry_person(n) for n in (4, 500)]))

    import_nppes(newer, accept_valid=True)

    assert RegistryRecord.objects.filter(registry_id=npi_number(500)).exists()
    # The closures of the file that was given up are not marked: the newer file says who is closed now.
    assert not RegistryRecord.objects.exclude(deactivated_on=None).exists()
    with pytest.raises(BadInput, match="one import of the registry at a time"):
        actions.end_in_pieces(begun, by="operator", at=AT)


@pytest.mark.django_db
def test_import_in_pieces_stands_on_the_audit_trail_at_its_begin_and_its_end(tmp_path: Path) -> None:
    import_nppes(a_file(tmp_path), accept_valid=True)

    events = AuditEvent.objects.filter(verb__contains="import_registry").order_by("seq")
    assert [(event.verb, event.detail) for event in events] == [
        ("begin_import_registry", "{}"),
        ("import_registry", '{"deactivated":2,"kept":133}'),
    ]
