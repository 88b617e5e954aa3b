"""Who can help now, by country, in the order they are shown."""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.utils.translation import gettext_lazy as _

# The service begins in the United States; the others are for people who read this elsewhere.
COUNTRIES = (
    ("US", _("United States")),
    ("CA", _("Canada")),
    ("GB", _("United Kingdom")),
    ("IE", _("Ireland")),
    ("AU", _("Australia")),
    ("NZ", _("New Zealand")),
)


@dataclass(frozen=True)
class Country:
    """The lines of one country."""

    code: str
    name: object
    lines: tuple


def by_country() -> tuple[Country, ...]:
    """Every country we know lines for; where the library knows none, the country is left out."""
    found = (Country(code, name, _lines(code)) for code, name in COUNTRIES)
    return tuple(country for country in found if country.lines)


def _lines(code: str) -> tuple:
    if not find_spec("rapport.language.resources"):
        return ()
    return import_module("rapport.language.resources").crisis_resources(country=code)
