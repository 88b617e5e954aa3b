"""The errors that are one line at the command line; bad input raises the first, wherever it comes in.

It says what was expected and what arrived, and where; faces add what to do next.
The message never carries a client's text, name or score (trust.md, section 7).
"""

from typing import NamedTuple

LONGEST_QUOTE = 60


class Problem(NamedTuple):
    """One fault in an input: where it is, what was expected, what arrived.

    `row` counts from 1 and includes the header, as editors and spreadsheets do.
    """

    expected: str
    arrived: str
    column: str = ""
    row: int | None = None
    file: str = ""

    def __str__(self) -> str:
        where = [self.file] if self.file else []
        if self.row is not None:
            where.append(f"row {self.row}")
        if self.column:
            where.append(f"column {self.column}")
        place = ", ".join(where)
        return f"{place + ': ' if place else ''}expected {self.expected}, got {self.arrived}"


class BadInput(ValueError):
    """Input that breaks a rule of contract.md; carries the first `Problem`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class BrokenInstallation(Exception):
    """Something that this installation needs is missing or damaged.

    Says which, and what to restore; never a value.
    """


def quoted(value: object) -> str:
    """Show a value from a file in one short printable line: control characters escaped, long ones cut."""
    text = ascii(value) if not isinstance(value, str) else "'" + value + "'"
    text = text.encode("unicode_escape").decode("ascii")
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 3] + "..."
