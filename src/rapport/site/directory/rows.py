"""A provider's row between the roster's typed form and the text cells that the database keeps.

The cells are kept as text, in the columns of contract.md, so that what is stored can be read back by the
same reader that checked it, whatever columns a later release adds.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from rapport.matching.hours import week_hour_text
from rapport.matching.reading import read_roster
from rapport.matching.roster import Provider, Roster

COLUMNS: Final = Provider._fields
Cells = dict[str, str]


def cells_of(provider: Provider) -> Cells:
    """The non-blank cells of a provider's row; the same provider always gives the same text."""
    texts = {name: _text(name, getattr(provider, name)) for name in COLUMNS}
    return {name: text for name, text in texts.items() if text}


def roster_of(rows: Iterable[Mapping[str, str]]) -> Roster:
    """The roster that these stored rows make, in their order.

    Raises `ValueError` when a stored row no longer keeps the rules: better no answer than a shortlist
    from half a directory. Importing the roster again with this release names the rows.
    """
    reading = read_roster(COLUMNS, ([row.get(name, "") for name in COLUMNS] for row in rows))
    if reading.refused:
        raise ValueError(f"{len(reading.refused)} stored rows break the rules of this release")
    return reading.roster


def is_whole(row: Mapping[str, str]) -> bool:
    """Whether a row keeps every rule of a roster, so that it may stand in one."""
    return not read_roster(COLUMNS, [[row.get(name, "") for name in COLUMNS]]).refused


def provider_of(row: Mapping[str, str]) -> Provider:
    """One stored row, typed."""
    return roster_of([row]).provider(0)


def _text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ";".join(week_hour_text(part) if name == "slots" else str(part) for part in value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.10g}"
    return "" if value is None else str(value)


def laid_over(base: Mapping[str, str], over: Mapping[str, str]) -> Cells:
    """A row with other cells in the place of its own; a blank one leaves none."""
    return {name: text for name, text in {**base, **over}.items() if text}


def lying_under(base: Mapping[str, str], over: Mapping[str, str]) -> Cells:
    """What a row says where other cells lie over it, blanks too: with it the row itself comes back."""
    return {name: base.get(name, "") for name in over}
