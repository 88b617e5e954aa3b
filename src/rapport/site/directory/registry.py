"""The federal provider registry's monthly file (NPPES), read a row at a time: whom we can use, and why not.

Columns are found by name. A row is accepted when it is a person (entity type 1) with a right check digit,
at least one behavioural taxonomy of ours, and not deactivated. Everything else is refused for one of
`REASONS`, the first that applies. A second header is known too: the reduced public sample, whose ids are
pseudonyms; its rows are kept apart as samples and never verify anybody.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final, NamedTuple

from rapport.errors import BadInput, Problem
from rapport.matching import npi
from rapport.matching.taxonomy import BEHAVIOURAL, taxonomy_named
from rapport.site.directory.delimited import Table
from rapport.vocabulary import STATES

PERSON: Final = "1"
ORGANISATION: Final = "2"
TAXONOMY_SLOTS: Final = 15
LONGEST_NAME: Final = 200
_PRACTICE: Final = "Provider Business Practice Location Address"
# In the order of `_Columns`.
_ONCE: Final = (
    "NPI", "Entity Type Code", "Provider Last Name (Legal Name)", "Provider First Name",
    "Provider Credential Text", f"{_PRACTICE} State Name", f"{_PRACTICE} Postal Code",
    "NPI Deactivation Date", "NPI Reactivation Date",
)  # fmt: skip
_NEEDED: Final = (
    *_ONCE, "Healthcare Provider Taxonomy Code_1", "Healthcare Provider Primary Taxonomy Switch_1",
    "Provider License Number_1", "Provider License Number State Code_1",
)  # fmt: skip
_SAMPLE_NEEDED: Final = ("npi_id", "entity_type_code", "state", "classification", "specialization")

REASONS: Final[Mapping[str, str]] = {
    "width": "the row has not as many cells as the header",
    "check_digit": "the NPI is not ten digits with a right check digit",
    "repeated": "the same NPI stood in an earlier row",
    "date": "a deactivation or reactivation date is not a date",
    "deactivated": "the NPI is deactivated",
    "organisation": "an organisation, not a person",
    "no_entity_type": "no entity type: neither a person nor an organisation",
    "not_behavioural": "a person, but with none of the behavioural taxonomies that we know",
    "no_name": "a person without a last name",
    "too_long": "a name or licence longer than 200 characters",
}


@dataclass(frozen=True, slots=True)
class RegistryRow:
    """One person as the registry has them. Taxonomies: the primary one first. Licences: (state, number)."""

    registry_id: str
    last_name: str
    first_name: str
    credential: str
    taxonomies: tuple[str, ...]
    licences: tuple[tuple[str, str], ...]
    state: str
    zip: str
    is_sample: bool = False


class Refusal(NamedTuple):
    """Why a row was not taken; `npi` only where the number itself is known to be deactivated."""

    reason: str
    row: int
    npi: str = ""
    deactivated_on: date | None = None


Outcome = RegistryRow | Refusal


def read_registry(table: Table, *, seen: "SeenNumbers | None" = None) -> Iterator[Outcome]:
    """What to make of each row of a registry file, in the order of the file and in constant memory.

    `seen`: the numbers taken before, where reading goes on in the middle; those taken now are added.
    Raises `BadInput` when the header is neither the registry's nor the sample's, naming every column missing.
    """
    return _outcomes(table, _reader(table), SeenNumbers() if seen is None else seen)


_Read = Callable[[Sequence[str], int], Outcome]


def _reader(table: Table) -> _Read:
    if set(_SAMPLE_NEEDED) <= set(table.header):
        return partial(_sample_row, at=_SampleColumns(*map(table.header.index, _SAMPLE_NEEDED)))
    missing = [name for name in _NEEDED if name not in table.header]
    if missing:
        expected = "the registry's columns " + ", ".join(f'"{name}"' for name in missing)
        raise BadInput(Problem(expected, "a header without them", row=1, file=table.file))
    return partial(_registry_row, at=_columns(table.header))


def _outcomes(table: Table, read: _Read, seen: "SeenNumbers") -> Iterator[Outcome]:
    width = len(table.header)
    for row, cells in table.rows:
        if len(cells) != width:
            yield Refusal("width", row)
            continue
        outcome = read(cells, row)
        if isinstance(outcome, RegistryRow) and seen.saw(outcome.registry_id):
            outcome = Refusal("repeated", row)
        yield outcome


class SeenNumbers:
    """Which numbers were met: one bit each, in pieces made when first needed.

    The two leading digits in use make at most 25 MB, however long the file; a set of a million people
    would take four times that. Sample ids are few and kept as they are.
    """

    _PIECE: Final = 1_000_000

    def __init__(self) -> None:
        self._pieces: dict[int, bytearray] = {}
        self._names: set[str] = set()

    def saw(self, registry_id: str) -> bool:
        """Whether this one was met before; it is now."""
        if not npi.is_valid(registry_id):
            again = registry_id in self._names
            self._names.add(registry_id)
            return again
        piece, place = divmod(int(registry_id) // 10, self._PIECE)
        bits = self._pieces.setdefault(piece, bytearray(self._PIECE // 8))
        byte, bit = place // 8, 1 << place % 8
        again = bool(bits[byte] & bit)
        bits[byte] |= bit
        return again


class _Slot(NamedTuple):
    """Where a taxonomy stands in a row, whether it is the primary one, and its licence."""

    taxonomy: int
    switch: int
    number: int
    state: int


class _Columns(NamedTuple):
    """Where in a row each cell stands that we look at: 67 of 330, and most rows are refused after five."""

    npi: int
    entity_type: int
    last_name: int
    first_name: int
    credential: int
    state: int
    zip: int
    closed: int
    reopened: int
    slots: tuple[_Slot, ...]


class _SampleColumns(NamedTuple):
    npi: int
    entity_type: int
    state: int
    classification: int
    specialization: int


def _columns(header: tuple[str, ...]) -> _Columns:
    place = {name: place for place, name in enumerate(header)}
    slots = (
        (
            f"Healthcare Provider Taxonomy Code_{n}",
            f"Healthcare Provider Primary Taxonomy Switch_{n}",
            f"Provider License Number_{n}",
            f"Provider License Number State Code_{n}",
        )
        for n in range(1, TAXONOMY_SLOTS + 1)
    )
    found = tuple(_Slot(*map(place.__getitem__, slot)) for slot in slots if place.keys() >= set(slot))
    return _Columns(*(place[name] for name in _ONCE), slots=found)


def _registry_row(cells: Sequence[str], row: int, at: _Columns) -> Outcome:
    number = cells[at.npi].strip()
    if not npi.is_valid(number):
        return Refusal("check_digit", row)
    # Before the type: the registry blanks every other cell of a deactivated number, the type too.
    if (cells[at.closed] or cells[at.reopened]) and (gone := _deactivation(cells, number, row, at)):
        return gone
    kind = cells[at.entity_type].strip()
    if kind != PERSON:
        return Refusal(_type_refusal(kind), row)
    taxonomies = _taxonomies(cells, at)
    if not taxonomies:
        return Refusal("not_behavioural", row)
    person = _person(cells, number, taxonomies, at)
    reason = _person_refusal(person)
    return Refusal(reason, row) if reason else person


def _deactivation(cells: Sequence[str], number: str, row: int, at: _Columns) -> Refusal | None:
    try:
        off = _registry_date(cells[at.closed])
        on_again = _registry_date(cells[at.reopened])
    except ValueError:
        return Refusal("date", row)
    if off is None or (on_again is not None and on_again >= off):
        return None
    return Refusal("deactivated", row, npi=number, deactivated_on=off)


def _registry_date(text: str) -> date | None:
    """MM/DD/YYYY, as the registry writes it, or ISO; blank is no date."""
    text = text.strip()
    if not text:
        return None
    return datetime.strptime(text, "%m/%d/%Y").date() if "/" in text else date.fromisoformat(text)  # noqa: DTZ007


def _type_refusal(entity_type: str) -> str:
    if entity_type == PERSON:
        return ""
    return "organisation" if entity_type == ORGANISATION else "no_entity_type"


def _taxonomies(cells: Sequence[str], at: _Columns) -> tuple[str, ...]:
    """The behavioural codes of a row, each once, the primary one first."""
    found = [
        (cells[slot.switch].strip().upper() != "Y", place, code)
        for place, slot in enumerate(at.slots)
        if (text := cells[slot.taxonomy]) and (code := text.strip().upper()) in BEHAVIOURAL
    ]
    return tuple(dict.fromkeys(code for _, _, code in sorted(found)))


def _person(cells: Sequence[str], registry_id: str, taxonomies: tuple[str, ...], at: _Columns) -> RegistryRow:
    licences = {
        (code, cells[slot.number].strip()) for slot in at.slots if (code := _state(cells[slot.state]))
    }
    return RegistryRow(
        registry_id=registry_id,
        last_name=cells[at.last_name].strip(),
        first_name=cells[at.first_name].strip(),
        credential=cells[at.credential].strip(),
        taxonomies=taxonomies,
        licences=tuple(sorted(licences)),
        state=_state(cells[at.state]),
        zip=cells[at.zip].strip()[:5],
    )


def _state(text: str) -> str:
    code = text.strip().upper()
    return code if code in STATES else ""


def _person_refusal(person: RegistryRow) -> str:
    if not person.last_name:
        return "no_name"
    texts = [
        person.last_name,
        person.first_name,
        person.credential,
        *(number for _, number in person.licences),
    ]
    return "too_long" if max(map(len, texts)) > LONGEST_NAME else ""


def _sample_row(cells: Sequence[str], row: int, at: _SampleColumns) -> Outcome:
    reason = _type_refusal(cells[at.entity_type].strip())
    if reason:
        return Refusal(reason, row)
    taxonomy = taxonomy_named(cells[at.classification], cells[at.specialization])
    if taxonomy is None:
        return Refusal("not_behavioural", row)
    sample_id = cells[at.npi].strip()
    if not sample_id.startswith("npi_") or len(sample_id) > LONGEST_NAME:
        return Refusal("check_digit", row)
    state = _state(cells[at.state])
    return RegistryRow(sample_id, "", "", "", (taxonomy.code,), (), state, "", is_sample=True)
