"""What the client's pages ask of the library: who can help now, by country."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.language.resources import Resource, crisis_resources

# The service begins in the United States; the others are for people who read this elsewhere.
COUNTRIES = (
    ("US", _("All lines in the United States")),
    ("CA", _("Canada")),
    ("MX", _("Mexico")),
    ("GB", _("United Kingdom")),
    ("IE", _("Ireland")),
    ("ES", _("Spain")),
    ("EU", _("Rest of the European Union")),
    ("AU", _("Australia")),
    ("NZ", _("New Zealand")),
    ("", _("Anywhere else")),
)
# "Call 116 123", "Call or text 988", "Llame al 024": the first number that one can call.
_CALL = re.compile(r"(?:Call|Llame al)(?: or text)? (\d[\d -]*\d)")


@dataclass(frozen=True)
class Line:
    """One service, and the number behind a link that dials it; empty where there is nothing to dial."""

    service: Resource
    dial: str


@dataclass(frozen=True)
class Country:
    """The lines of one country."""

    code: str
    name: str | Promise
    lines: tuple[Line, ...]


def help_by_country() -> tuple[Country, ...]:
    """Every country that the library knows lines for, and what there is anywhere else."""
    return tuple(Country(code or "any", name, _lines(code)) for code, name in COUNTRIES)


def _lines(code: str) -> tuple[Line, ...]:
    return tuple(Line(service, _dial(service.contact)) for service in crisis_resources(country=code))


def _dial(contact: str) -> str:
    found = _CALL.search(contact)
    return re.sub(r"\D", "", found[1]) if found else ""
