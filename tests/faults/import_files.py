"""Made-up files as an importer meets them: the registry's 330 columns, and rosters. Nobody in them exists."""

import csv
import io
from pathlib import Path

from rapport.matching.npi import check_digit
from rapport.simulation.registry import registry_header


def npi_number(n: int) -> str:
    """The n-th made-up number with a right check digit."""
    nine = f"1{n:08d}"
    return nine + check_digit(nine)


def registry_person(n: int, **cells: str) -> dict[str, str]:
    """A counselor licensed in New York; `cells` overrides by column, `_` for what a name cannot spell."""
    row = {
        "NPI": npi_number(n),
        "Entity Type Code": "1",
        "Provider Last Name (Legal Name)": f"MADEUP{n}",
        "Provider First Name": "ANNA",
        "Provider Credential Text": "LMHC",
        "Provider Business Practice Location Address State Name": "NY",
        "Provider Business Practice Location Address Postal Code": "100271234",
        "Healthcare Provider Taxonomy Code_1": "101YM0800X",
        "Healthcare Provider Primary Taxonomy Switch_1": "Y",
        "Provider License Number_1": f"L{n}",
        "Provider License Number State Code_1": "NY",
    }
    return row | cells


def registry_text(rows: list[dict[str, str]]) -> str:
    """A registry file of these rows, every cell quoted as the registry does."""
    out = io.StringIO()
    writer = csv.DictWriter(out, registry_header(), restval="", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


ROSTER_HEADER = (
    "provider_id", "name", "kind", "npi", "taxonomy", "licences", "licence_expires", "languages", "formats",
    "zip", "timezone", "payers", "fee_min", "fee_max", "sliding_scale", "age_groups", "services", "concerns",
    "approaches", "gender", "identities", "faith", "directive", "emotional", "past", "challenge", "slots",
    "capacity", "openings_confirmed_on", "accepting",
)  # fmt: skip


def roster_row(n: int, **cells: str) -> dict[str, str]:
    """A therapist in New York with three places open; `cells` overrides by column."""
    row = {
        "provider_id": f"p{n}", "name": f"Mara Example{n}", "kind": "therapist", "npi": npi_number(n),
        "taxonomy": "101YM0800X", "licences": "NY;NJ", "licence_expires": "2028-05-28", "languages": "en;es",
        "formats": "video;in_person", "zip": "10027", "timezone": "America/New_York",
        "payers": "aetna;self_pay", "fee_min": "90", "fee_max": "180", "sliding_scale": "yes",
        "age_groups": "adult", "services": "individual;couple", "concerns": "anxiety;relationship",
        "approaches": "cbt;eft", "gender": "woman", "identities": "immigrant", "faith": "",
        "directive": "2", "emotional": "-1", "past": "", "challenge": "3", "slots": "mon-18;thu-19",
        "capacity": "3", "openings_confirmed_on": "2026-11-19", "accepting": "yes",
    }  # fmt: skip
    return row | cells


def roster_text(rows: list[dict[str, str]], *, header: tuple[str, ...] = ROSTER_HEADER) -> str:
    """A roster file of these rows."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def written(path: Path, text: str) -> Path:
    """Write the text as UTF-8 with its line ends as they are; return the path."""
    path.write_bytes(text.encode("utf-8"))
    return path
