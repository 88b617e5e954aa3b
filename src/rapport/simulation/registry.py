"""A made-up month of the federal provider registry: its 330 columns, its kinds of rows and its oddities.

Rows are text as the registry writes it: every cell in quotes, quotes inside doubled, lines ending in LF.
Nobody in them exists. What is true of the real file only in the whole (what share are organisations or
closed) is our own rough guess; it decides how much of a file an importer must read to keep a little.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Final

from rapport.matching.npi import check_digit
from rapport.matching.taxonomy import BEHAVIOURAL
from rapport.simulation.names import cultures
from rapport.simulation.places import places

COLUMNS: Final = 330
# Of a million rows: our own guess at the registry's shares, the rest being persons.
ORGANISATIONS: Final = 210_000
CLOSED: Final = 35_000
REOPENED: Final = 3_000
WRONG_DIGIT: Final = 200
REPEATED: Final = 50
_MILLION: Final = 1_000_000
# Of 256 persons, those with a behavioural taxonomy; of these, with a second and with a third licence.
_BEHAVIOURAL_OF_256: Final = 34
_SECOND_OF_256: Final = 51
_THIRD_OF_256: Final = 13
# Numbers of which the n-th is known without a list: steps without a common divisor through 100 million.
_NUMBERS: Final = 100_000_000
_STEP: Final = 61_803_399

_OTHERS: Final = (
    "207Q00000X", "207R00000X", "208000000X", "2085R0202X", "207L00000X", "122300000X", "1223G0001X",
    "163W00000X", "363LF0000X", "367500000X", "225100000X", "225X00000X", "235Z00000X", "183500000X",
    "152W00000X", "111N00000X", "106S00000X", "376K00000X", "374U00000X", "390200000X",
)  # fmt: skip
_COMPANIES: Final = (
    "{0} FAMILY PRACTICE, PLLC", "{0} & {1} MEDICAL GROUP, INC.", 'THE "{0}" CENTER FOR WELLNESS',
    "{0} HOME HEALTH SERVICES LLC", "{0} PHARMACY #{2}", "COUNTY OF {1}, DEPT OF HEALTH",
)  # fmt: skip
_STREETS: Final = (
    "MAIN ST",
    "OAK AVE",
    "2ND ST, BLDG B",
    "HIGHWAY 9 N",
    "MARKET PLZ",
    'AVENUE "M"',
    "ELM CT",
)
_SUITES: Final = ("", "", "", "STE 200", "SUITE 4, FLOOR 2", "APT 1B", "PO BOX 17")
_CREDENTIALS: Final = ("LMHC", "LCSW", "PH.D.", "PSY.D.", "M.D.", "LMFT", "L.P.C., M.A.", "")
_NAME: Final = ("Last Name", "First Name", "Middle Name", "Name Prefix Text", "Name Suffix Text")
_PLACE: Final = (
    "City Name", "State Name", "Postal Code", "Country Code (If outside U.S.)", "Telephone Number",
    "Fax Number",
)  # fmt: skip


def registry_header() -> list[str]:
    """The registry's columns in their order.

    Missing data: none.

    >>> len(registry_header())
    330

    Source: the header as public importers of the file have it; not read in a file of the agency's.
    """
    return [
        "NPI", "Entity Type Code", "Replacement NPI", "Employer Identification Number (EIN)",
        "Provider Organization Name (Legal Business Name)", "Provider Last Name (Legal Name)",
        "Provider First Name", "Provider Middle Name", "Provider Name Prefix Text",
        "Provider Name Suffix Text", "Provider Credential Text",
        "Provider Other Organization Name", "Provider Other Organization Name Type Code",
        *(f"Provider Other {part}" for part in _NAME), "Provider Other Credential Text",
        "Provider Other Last Name Type Code", *_address("Mailing"), *_address("Practice Location"),
        "Provider Enumeration Date", "Last Update Date", "NPI Deactivation Reason Code",
        "NPI Deactivation Date", "NPI Reactivation Date", "Provider Gender Code",
        "Authorized Official Last Name",
        "Authorized Official First Name", "Authorized Official Middle Name",
        "Authorized Official Title or Position", "Authorized Official Telephone Number",
        *_numbered(15, "Healthcare Provider Taxonomy Code", "Provider License Number",
                   "Provider License Number State Code", "Healthcare Provider Primary Taxonomy Switch"),
        *_numbered(50, "Other Provider Identifier", "Other Provider Identifier Type Code",
                   "Other Provider Identifier State", "Other Provider Identifier Issuer"),
        "Is Sole Proprietor", "Is Organization Subpart", "Parent Organization LBN", "Parent Organization TIN",
        "Authorized Official Name Prefix Text", "Authorized Official Name Suffix Text",
        "Authorized Official Credential Text", *_numbered(15, "Healthcare Provider Taxonomy Group"),
        "Certification Date",
    ]  # fmt: skip


def _address(kind: str) -> list[str]:
    lines = [f"Provider First Line Business {kind} Address", f"Provider Second Line Business {kind} Address"]
    return lines + [f"Provider Business {kind} Address {part}" for part in _PLACE]


def _numbered(count: int, *names: str) -> list[str]:
    return [f"{name}_{n}" for n in range(1, count + 1) for name in names]


def registry_number(n: int) -> str:
    """The n-th number of a made-up registry, with a right check digit; the first 100 million all differ.

    Args:
        n: which, from 0.

    Missing data: none.

    >>> registry_number(0), registry_number(1)
    ('1000000004', '1618033996')
    """
    nine = f"1{n * _STEP % _NUMBERS:08d}"
    return nine + check_digit(nine)


def registry_lines(rows: int, *, seed: int) -> Iterator[str]:
    """The lines of a made-up registry file, the header first; the same for the same numbers.

    Args:
        rows: how many beside the header, at most 100 million.
        seed: of the one generator that everything is drawn from.

    Missing data: cells that the registry leaves blank are blank; every cell of a closed number but its
    number and date is.

    Memory does not grow with the rows. About one row in 20,000 repeats an earlier number, and one in 5,000
    has a wrong check digit: the real file promises neither, and an importer must bear both.
    """
    yield _line(registry_header())
    draw = Random(seed)  # noqa: S311  nothing here is a secret
    for n in range(rows):
        yield _row(n, draw.getrandbits(192))


def _row(n: int, bits: int) -> str:
    """One row, from bits that are used up from the lowest on: one draw a row is what makes this quick."""
    of_million, bits = (bits & 0xFFFFF) * _MILLION >> 20, bits >> 20
    if of_million < REPEATED and n:
        return _person(registry_number(bits % n), bits)
    number = registry_number(n)
    of_million -= REPEATED
    if of_million < WRONG_DIGIT:
        return _person(number[:-1] + str((int(number[-1]) + 1 + bits % 9) % 10), bits)
    of_million -= WRONG_DIGIT
    if of_million < CLOSED:
        return f'"{number}"' + _BLANK * 38 + f',"{_day(bits)}"' + _BLANK * (COLUMNS - 40) + "\n"
    of_million -= CLOSED
    if of_million < ORGANISATIONS:
        return _organisation(number, bits)
    return _person(number, bits, is_reopened=of_million - ORGANISATIONS < REOPENED)


_BLANK: Final = ',""'
_TAIL: Final = _BLANK * (15 + 1)


def _organisation(number: str, bits: int) -> str:
    words = _words()
    pattern, bits = _COMPANIES[bits % len(_COMPANIES)], bits >> 4
    one, another = words.family[bits % len(words.family)], words.family[(bits >> 9) % len(words.family)]
    name = pattern.format(one, another, bits % 9000).replace('"', '""')
    code = "261Q00000X" if bits & 4 else "332B00000X"
    return (
        f'"{number}","2","","<UNAVAIL>","{name}"{_BLANK * 15}{_addresses(bits >> 18)},"05/23/2007",'
        f'"{_day(bits >> 40)}","","","","","{another}","{one}","","OWNER, CEO","2125550100"'
        f',"{code}","","","Y"{_BLANK * 56}{_BLANK * 200},"","N"{_BLANK * 5}{_TAIL}\n'
    )


def _person(number: str, bits: int, *, is_reopened: bool = False) -> str:
    words = _words()
    last, bits = words.family[bits % len(words.family)], bits >> 9
    first, bits = words.given[bits % len(words.given)], bits >> 9
    credential, bits = _CREDENTIALS[bits % len(_CREDENTIALS)], bits >> 3
    middle = 'J. ""JO""' if bits % 64 == 0 else "A" if bits & 1 else ""
    last = f"{last}-{words.family[bits % len(words.family)]}" if bits & 14 == 0 else last
    closed, reopened = ("01/15/2015", "03/02/2016") if is_reopened else ("", "")
    slots, others = _slots(bits >> 8, number)
    return (
        f'"{number}","1","","","","{last}","{first}","{middle}","","","{credential}"{_BLANK * 9}'
        f'{_addresses(bits >> 30)},"06/01/2009","{_day(bits >> 44)}","","{closed}","{reopened}",'
        f'"{"F" if bits & 2 else "M"}"{_BLANK * 5}{slots}{others},"{"NY"[bits & 1]}"{_BLANK * 6}{_TAIL}\n'
    )


def _slots(bits: int, number: str) -> tuple[str, str]:
    """Taxonomies with their licences, and identifiers that other bodies gave."""
    of_256, bits = bits & 255, bits >> 8
    codes = _OURS if of_256 < _BEHAVIOURAL_OF_256 else _OTHERS
    more, bits = bits & 255, bits >> 8
    count = 1 + (more < _SECOND_OF_256) + (more < _THIRD_OF_256)
    where, filled = _places(), ""
    for slot in range(count):
        state = where[(bits >> slot) % len(where)][1]
        switch = "Y" if slot == 0 else "N"
        filled += f',"{codes[(bits + slot) % len(codes)]}","{number[4:9]}{slot}","{state}","{switch}"'
    other = f',"{number[1:8]}","05","{where[bits % len(where)][1]}",""' if bits & 3 == 0 else _BLANK * 4
    return filled + _BLANK * 4 * (15 - count), other + _BLANK * 196


def _addresses(bits: int) -> str:
    """Where letters go and where the practice is: the same for most."""
    practice = _address_of(bits)
    mailing = _address_of(bits >> 3) if bits & 3 == 0 else practice
    return mailing + practice


def _address_of(bits: int) -> str:
    city, state, postal = (where := _places())[bits % len(where)]
    street = _STREETS[bits % len(_STREETS)].replace('"', '""')
    return (
        f',"{1 + bits % 999} {street}","{_SUITES[(bits >> 2) % len(_SUITES)]}","{city}","{state}",'
        f'"{postal}{bits % 10_000:04d}","US","21255501{bits % 100:02d}",""'
    )


def _day(bits: int) -> str:
    return f"{1 + bits % 12:02d}/{1 + bits % 28:02d}/{2006 + bits % 20}"


def _line(cells: list[str]) -> str:
    return ",".join(f'"{cell}"' for cell in cells) + "\n"


@dataclass(frozen=True, slots=True)
class _Words:
    family: tuple[str, ...]
    given: tuple[str, ...]


@cache
def _words() -> _Words:
    family = sorted({name.upper() for each in cultures() for name in each.family})
    given = sorted({name.upper() for each in cultures() for name in (*each.woman, *each.man)})
    return _Words(tuple(family), tuple(given))


@cache
def _places() -> tuple[tuple[str, str, str], ...]:
    """City (the registry's is text that nobody checks), state and ZIP."""
    return tuple((f"{each.state} CITY", each.state, each.zip) for each in places())


_OURS: Final = tuple(BEHAVIOURAL)
