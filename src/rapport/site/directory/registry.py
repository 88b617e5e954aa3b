"""The federal provider registry's monthly file (NPPES), read a row at a time: whom we can use, and why not.

Columns are found by name. A row is accepted when it is a person (entity type 1) with a right check digit,
at least one behavioural taxonomy of ours, and not deactivated. Everything else is refused for one of
`REASONS`, the first that applies. A second header is known too: the reduced public sample, whose ids are
pseudonyms; its rows are kept apart as samples and never verify anybody.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Final

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
_NEEDED: Final = (
    "NPI", "Entity Type Code", "Provider Last Name (Legal Name)", "Provider First Name",
    "Provider Credential Text", f"{_PRACTICE} State Name", f"{_PRACTICE} Postal Code",
    "NPI Deactivation Date", "NPI Reactivation Date", "Healthcare Provider Taxonomy Code_1",
    "Healthcare Provider Primary Taxonomy Switch_1", "Provider License Number_1",
    "Provider License Number State Code_1",
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


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row was not taken; `npi` only where the number itself is known to be deactivated."""

    reason: str
    row: int
    npi: str = ""
    deactivated_on: date | None = None


Outcome = RegistryRow | Refusal


def read_registry(table: Table) -> Iterator[Outcome]:
    """What to make of each row of a registry file, in the order of the file and in constant memory.

    Raises `BadInput` when the header is neither the registry's nor the sample's, naming every column missing.
    """
    if set(_SAMPLE_NEEDED) <= set(table.header):
        return _outcomes(table, _SAMPLE_NEEDED, _sample_row)
    missing = [name for name in _NEEDED if name not in table.header]
    if missing:
        expected = "the registry's columns " + ", ".join(f'"{name}"' for name in missing)
        raise BadInput(Problem(expected, "a header without them", row=1, file=table.file))
    slots = _slots(table.header)
    names = dict.fromkeys((*_NEEDED, *(name for slot in slots for name in slot)))
    return _outcomes(table, tuple(names), lambda cells, row: _registry_row(cells, row, slots))


def _outcomes(
    table: Table, names: tuple[str, ...], read: Callable[[Mapping[str, str], int], Outcome]
) -> Iterator[Outcome]:
    seen = _SeenNumbers()
    # Of 330 cells only those asked for are looked at: most of the time of an import is spent here.
    pick = itemgetter(*map(table.header.index, names))
    for row, cells in table.rows:
        if len(cells) != len(table.header):
            yield Refusal("width", row)
            continue
        outcome = read(dict(zip(names, pick(cells), strict=True)), row)
        if isinstance(outcome, RegistryRow) and seen.saw(outcome.registry_id):
            outcome = Refusal("repeated", row)
        yield outcome


class _SeenNumbers:
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


_Slot = tuple[str, str, str, str]


def _slots(header: tuple[str, ...]) -> tuple[_Slot, ...]:
    """The names of taxonomy, primary switch, licence number and licence state in each slot of this header."""
    known = set(header)
    slots = (
        (
            f"Healthcare Provider Taxonomy Code_{n}",
            f"Healthcare Provider Primary Taxonomy Switch_{n}",
            f"Provider License Number_{n}",
            f"Provider License Number State Code_{n}",
        )
        for n in range(1, TAXONOMY_SLOTS + 1)
    )
    return tuple(slot for slot in slots if known.issuperset(slot))


def _registry_row(cells: Mapping[str, str], row: int, slots: tuple[_Slot, ...]) -> Outcome:
    number = cells["NPI"].strip()
    if not npi.is_valid(number):
        return Refusal("check_digit", row)
    # Before the type: the registry blanks every other cell of a deactivated number, the type too.
    gone = _deactivation(cells, number, row)
    if gone is not None:
        return gone
    reason = _type_refusal(cells["Entity Type Code"].strip())
    if reason:
        return Refusal(reason, row)
    taxonomies = _taxonomies(cells, slots)
    if not taxonomies:
        return Refusal("not_behavioural", row)
    person = _person(cells, number, taxonomies, slots)
    reason = _person_refusal(person)
    return Refusal(reason, row) if reason else person


def _deactivation(cells: Mapping[str, str], number: str, row: int) -> Refusal | None:
    try:
        off = _registry_date(cells["NPI Deactivation Date"])
        on_again = _registry_date(cells["NPI Reactivation Date"])
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


def _taxonomies(cells: Mapping[str, str], slots: tuple[_Slot, ...]) -> tuple[str, ...]:
    """The behavioural codes of a row, each once, the primary one first."""
    found = [
        (cells[switch].strip().upper() != "Y", place, code)
        for place, (name, switch, _, _) in enumerate(slots)
        if (code := cells[name].strip().upper()) in BEHAVIOURAL
    ]
    return tuple(dict.fromkeys(code for _, _, code in sorted(found)))


def _person(
    cells: Mapping[str, str], registry_id: str, taxonomies: tuple[str, ...], slots: tuple[_Slot, ...]
) -> RegistryRow:
    licences = {
        (code, cells[licence].strip()) for _, _, licence, state in slots if (code := _state(cells[state]))
    }
    return RegistryRow(
        registry_id=registry_id,
        last_name=cells["Provider Last Name (Legal Name)"].strip(),
        first_name=cells["Provider First Name"].strip(),
        credential=cells["Provider Credential Text"].strip(),
        taxonomies=taxonomies,
        licences=tuple(sorted(licences)),
        state=_state(cells[f"{_PRACTICE} State Name"]),
        zip=cells[f"{_PRACTICE} Postal Code"].strip()[:5],
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


def _sample_row(cells: Mapping[str, str], row: int) -> Outcome:
    reason = _type_refusal(cells["entity_type_code"].strip())
    if reason:
        return Refusal(reason, row)
    taxonomy = taxonomy_named(cells["classification"], cells["specialization"])
    if taxonomy is None:
        return Refusal("not_behavioural", row)
    sample_id = cells["npi_id"].strip()
    if not sample_id.startswith("npi_") or len(sample_id) > LONGEST_NAME:
        return Refusal("check_digit", row)
    state = _state(cells["state"])
    return RegistryRow(sample_id, "", "", "", (taxonomy.code,), (), state, "", is_sample=True)
