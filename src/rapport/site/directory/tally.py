"""What came of a file's rows: how many were taken, how many refused for which reason, and where first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

FIRST_ROWS: Final = 10


@dataclass
class Tally:
    """Counts by reason and the first rows of each; grows with the reasons, never with the rows."""

    accepted: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    first_rows: dict[str, list[int]] = field(default_factory=dict)

    @property
    def refused(self) -> int:
        """How many rows were refused."""
        return sum(self.counts.values())

    @property
    def read(self) -> int:
        """How many rows were read."""
        return self.accepted + self.refused

    def refuse(self, reason: str, row: int) -> None:
        """Count a refused row, and remember where it is if it is among the first."""
        self.counts[reason] = self.counts.get(reason, 0) + 1
        rows = self.first_rows.setdefault(reason, [])
        if len(rows) < FIRST_ROWS:
            rows.append(row)

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {"accepted": self.accepted, "counts": self.counts, "first_rows": self.first_rows}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Tally":
        """From what `plain` gave."""
        return cls(
            plain["accepted"], dict(plain["counts"]), {k: [*v] for k, v in plain["first_rows"].items()}
        )
