"""What came of an import, as JSON and as text."""

from dataclasses import dataclass, field
from typing import Any

from rapport.site.directory.tally import Tally


@dataclass
class Report:
    """What came of an import, for a person or a script."""

    what: str
    file: str
    read: int = 0
    accepted: int = 0
    refused: int = 0
    is_written: bool = False
    written: dict[str, int] = field(default_factory=dict)
    reasons: Tally = field(default_factory=Tally)
    warnings: tuple[str, ...] = ()
    first: str = ""

    def plain(self) -> dict[str, Any]:
        """The report as JSON holds it; reasons with the most rows first."""
        return {
            "import": self.what,
            "file": self.file,
            "read": self.read,
            "accepted": self.accepted,
            "refused": self.refused,
            "is_written": self.is_written,
            "written": self.written,
            "reasons": [
                {"reason": reason, "rows": count, "first_rows": self.reasons.first_rows[reason]}
                for reason, count in sorted(self.reasons.counts.items(), key=lambda item: (-item[1], item[0]))
            ],
            "warnings": list(self.warnings),
        }

    def refusal(self) -> str:
        """Why nothing was written, in one line."""
        return (
            f"{self.file}: {self.refused} of {self.read} rows refused and nothing written, "
            f"first {self.first}; correct the file, or use --accept-valid for the rest"
        )


def as_text(report: Report) -> str:
    """The report for a terminal."""
    lines = [f"{report.file}: {report.read} rows read, {report.accepted} accepted, {report.refused} refused"]
    for reason in report.plain()["reasons"]:
        more = ", …" if reason["rows"] > len(reason["first_rows"]) else ""
        rows = ", ".join(map(str, reason["first_rows"]))
        lines.append(f"  {reason['rows']} refused: {reason['reason']} (row {rows}{more})")
    lines += [f"  warning: {warning}" for warning in report.warnings]
    if report.is_written:
        lines.append("  written: " + ", ".join(f"{count} {name}" for name, count in report.written.items()))
    else:
        lines.append("  nothing was written")
    return "\n".join(lines)
