"""Options that several simulations take, each read with one clear line when it is wrong."""

from datetime import UTC, date, datetime
from typing import Final

from rapport.errors import BadInput, Problem, quoted

LARGEST_SEED: Final = 2**63 - 1


def whole(text: str, option: str, least: int, most: int) -> int:
    """A whole number within bounds."""
    is_whole = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_SEED))
    if not is_whole or not least <= int(text) <= most:
        raise BadInput(
            Problem(expected=f"a whole number from {least} to {most}", arrived=quoted(text), column=option)
        )
    return int(text)


def day(text: str | None) -> date:
    """A date; today when none was given."""
    if text is None:
        return datetime.now(UTC).date()
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    # Days near the ends of the calendar leave no room for licences and past sessions.
    if found is None or not 1900 <= found.year <= 2200 or found.isoformat() != text:
        raise BadInput(Problem(expected="a date as YYYY-MM-DD", arrived=quoted(text), column="--on"))
    return found
