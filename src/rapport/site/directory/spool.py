"""Hold what an import accepted until it is known whether anything was refused, outside memory.

All or nothing needs the whole file read before the first row is written, and a transaction that waits for
the reading of a ten-gigabyte file would stop everybody else's writes. So rows wait in a temporary file.
"""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import astuple
from datetime import date
from types import TracebackType

from rapport.site.directory.registry import RegistryRow


class Spool:
    """Accepted rows and numbers since deactivated, in a file that is gone when the spool is closed."""

    def __init__(self) -> None:
        self._rows = tempfile.TemporaryFile("w+", encoding="ascii")  # noqa: SIM115  closed by __exit__
        self._deactivated = tempfile.TemporaryFile("w+", encoding="ascii")  # noqa: SIM115
        self.count = 0

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rows.close()
        self._deactivated.close()

    def add(self, row: RegistryRow) -> None:
        """Keep an accepted row."""
        self._rows.write(json.dumps(astuple(row)) + "\n")
        self.count += 1

    def add_deactivated(self, npi: str, on: date) -> None:
        """Keep a number that the registry has closed."""
        self._deactivated.write(f"{npi} {on.isoformat()}\n")

    def rows(self) -> Iterator[RegistryRow]:
        """The rows in the order they came."""
        self._rows.seek(0)
        for line in self._rows:
            registry_id, last, first, credential, taxonomies, licences, *rest = json.loads(line)
            pairs = tuple((state, number) for state, number in licences)
            yield RegistryRow(registry_id, last, first, credential, tuple(taxonomies), pairs, *rest)

    def deactivated(self) -> Iterator[tuple[str, date]]:
        """The closed numbers in the order they came."""
        self._deactivated.seek(0)
        for line in self._deactivated:
            npi, on = line.split()
            yield npi, date.fromisoformat(on)
