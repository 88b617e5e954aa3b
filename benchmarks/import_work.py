"""What one process of `rapport bench import` does: each once, in microseconds of processor."""

import csv
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any, Final

from benchmarks import processor, scratch_work

COLUMNS: Final = (
    "registry_id", "source", "last_name", "first_name", "credential", "taxonomies", "licences", "state",
    "zip", "deactivated_on", "read_at",
)  # fmt: skip
CHUNK: Final = 1 << 20


def turn(asked: dict[str, str]) -> dict[str, float]:
    """One round: everything once, each on the same file."""
    from django.db import transaction
    from django.utils import timezone

    from rapport.cli.import_nppes import import_nppes
    from rapport.site.directory import registry_records
    from rapport.site.directory.delimited import open_table
    from rapport.site.directory.registry import RegistryRow, read_registry

    file, now = Path(asked["file"]), timezone.now()
    kept: list[RegistryRow] = []

    def deciding() -> None:
        with open_table(file) as table:
            kept.extend(row for row in read_registry(table) if isinstance(row, RegistryRow))

    def reading() -> None:
        with file.open(encoding="utf-8", newline="") as stream:
            for _ in csv.reader(stream, strict=True):
                pass

    found = {"import": _used(lambda: import_nppes(file, accept_valid=True))}
    found |= {"reading": _used(reading), "deciding": _used(deciding), "kept": float(len(kept))}
    values = [registry_records._values(row, now) for row in kept]
    found["bare"] = _used(lambda: _bare(values))
    found["writing"] = _used(transaction.atomic(lambda: registry_records.write_records(kept, now)))
    all_columns = _all_columns(file)
    return found if all_columns is None else found | {"all columns": all_columns}


def _bare(values: list[tuple[Any, ...]]) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare")
        cursor.execute("CREATE TABLE bare AS SELECT * FROM directory_registryrecord WHERE 1 = 0")
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY bare ({', '.join(COLUMNS)}) FROM STDIN") as copy:
                for each in values:
                    copy.write_row(each)
        else:
            at = connection.ops.adapt_datetimefield_value(values[0][-1])
            places = ", ".join(["%s"] * len(COLUMNS))
            rows = [(*each[:-1], at) for each in values]
            cursor.executemany(f"INSERT INTO bare ({', '.join(COLUMNS)}) VALUES ({places})", rows)


def _all_columns(file: Path) -> float | None:
    """The file as it is into a table as wide; None where the database has no COPY."""
    from django.db import connection, transaction

    from rapport.simulation.registry import COLUMNS as WIDTH

    if connection.vendor != "postgresql":
        return None
    columns = ", ".join(f"c{n} text" for n in range(WIDTH))

    def copy() -> None:
        with transaction.atomic(), connection.cursor() as cursor, file.open("rb") as stream:
            cursor.execute("DROP TABLE IF EXISTS wide")
            cursor.execute(f"CREATE TABLE wide ({columns})")
            with cursor.copy("COPY wide FROM STDIN WITH (FORMAT csv, HEADER true)") as copying:
                while piece := stream.read(CHUNK):
                    copying.write(piece)

    return _used(copy)


def _used(work: Callable[[], object]) -> float:
    """Microseconds of processor, this process's and the server's for it."""
    from django.db import connection

    connection.ensure_connection()
    server = connection.connection.info.backend_pid if connection.vendor == "postgresql" else None
    theirs = processor.milliseconds(server) if server else 0.0
    mine = process_time()
    work()
    mine = process_time() - mine
    used = (processor.milliseconds(server) or 0.0) - (theirs or 0.0) if server else 0.0
    return mine * 1e6 + used * 1e3


TASKS: Final = {"turn": turn}

if __name__ == "__main__":
    scratch_work.answer(TASKS)
