"""Whom someone in danger can reach, by country.

Plain facts in plain words, to be checked against the services' own pages at every release. A country that
is not listed gets the international directory and the advice to call the local emergency number.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Resource:
    """One service: its name, how to reach it, when it answers, and its page if it has one."""

    name: str
    contact: str
    hours: str
    url: str = ""


_ALWAYS: Final = "24 hours, every day"

_US: Final = (
    Resource("Emergency services", "Call 911", _ALWAYS),
    Resource("988 Suicide & Crisis Lifeline", "Call or text 988", _ALWAYS, "https://988lifeline.org"),
    Resource(
        "988 en español", "Llame al 988 y oprima 2, o envíe AYUDA al 988", _ALWAYS, "https://988lifeline.org/es"
    ),
    Resource("Crisis Text Line", "Text HOME to 741741", _ALWAYS, "https://www.crisistextline.org"),
    Resource(
        "Veterans Crisis Line", "Call 988, then press 1, or text 838255", _ALWAYS,
        "https://www.veteranscrisisline.net",
    ),
    Resource(
        "The Trevor Project (LGBTQ+ young people)", "Call 1-866-488-7386 or text START to 678678", _ALWAYS,
        "https://www.thetrevorproject.org",
    ),
    Resource(
        "National Domestic Violence Hotline", "Call 1-800-799-7233 or text START to 88788", _ALWAYS,
        "https://www.thehotline.org",
    ),
    Resource(
        "RAINN National Sexual Assault Hotline", "Call 1-800-656-4673", _ALWAYS, "https://www.rainn.org"
    ),
    Resource("Poison Control", "Call 1-800-222-1222", _ALWAYS, "https://www.poison.org"),
)  # fmt: skip

_BY_COUNTRY: Final[dict[str, tuple[Resource, ...]]] = {
    "US": _US,
    "CA": (
        Resource("Emergency services", "Call 911", _ALWAYS),
        Resource("9-8-8 Suicide Crisis Helpline", "Call or text 988", _ALWAYS, "https://988.ca"),
        Resource("Kids Help Phone", "Call 1-800-668-6868 or text 686868", _ALWAYS, "https://kidshelpphone.ca"),
    ),
    "GB": (
        Resource("Emergency services", "Call 999", _ALWAYS),
        Resource("Samaritans", "Call 116 123", _ALWAYS, "https://www.samaritans.org"),
        Resource("NHS urgent mental health help", "Call 111 and choose option 2", _ALWAYS, "https://111.nhs.uk"),
        Resource("Shout", "Text SHOUT to 85258", _ALWAYS, "https://giveusashout.org"),
        Resource(
            "National Domestic Abuse Helpline", "Call 0808 2000 247", _ALWAYS,
            "https://www.nationaldahelpline.org.uk",
        ),
    ),
    "IE": (
        Resource("Emergency services", "Call 112 or 999", _ALWAYS),
        Resource("Samaritans", "Call 116 123", _ALWAYS, "https://www.samaritans.org/ireland"),
        Resource("Text About It", "Text HELLO to 50808", _ALWAYS, "https://www.textaboutit.ie"),
    ),
    "AU": (
        Resource("Emergency services", "Call 000", _ALWAYS),
        Resource("Lifeline", "Call 13 11 14 or text 0477 13 11 14", _ALWAYS, "https://www.lifeline.org.au"),
        Resource("1800RESPECT (family and sexual violence)", "Call 1800 737 732", _ALWAYS, "https://www.1800respect.org.au"),
    ),
    "NZ": (
        Resource("Emergency services", "Call 111", _ALWAYS),
        Resource("Need to talk?", "Call or text 1737", _ALWAYS, "https://1737.org.nz"),
    ),
    "MX": (
        Resource("Emergencias", "Llame al 911", _ALWAYS),
        Resource("Línea de la Vida", "Llame al 800 911 2000", _ALWAYS, "https://www.gob.mx/lineadelavida"),
    ),
    "ES": (
        Resource("Emergencias", "Llame al 112", _ALWAYS),
        Resource("Línea de atención a la conducta suicida", "Llame al 024", _ALWAYS),
    ),
    "EU": (
        Resource("Emergency services", "Call 112", _ALWAYS),
        Resource("Emotional support (in many countries)", "Call 116 123", "Depends on the country"),
    ),
}  # fmt: skip
_SAME_AS: Final = {"UK": "GB", "PR": "US", "GU": "US", "VI": "US", "AS": "US", "MP": "US"}
_EU_MEMBERS: Final = frozenset(
    {"AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU",
     "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "SE"}
)  # fmt: skip
_ANYWHERE: Final = (
    Resource("Emergency services", "Call your local emergency number", _ALWAYS),
    Resource("Find A Helpline", "Lists free helplines by country", _ALWAYS, "https://findahelpline.com"),
)


def crisis_resources(country: str = "US") -> tuple[Resource, ...]:
    """Whom can someone in danger reach in this country?

    country: ISO 3166 two-letter code, upper or lower case; "EU" for any member state. A country that
    is not listed gets the local emergency number and an international directory: never nothing.

    >>> crisis_resources()[1].contact
    'Call or text 988'
    """
    code = country.strip().upper()
    code = _SAME_AS.get(code, code)
    if code not in _BY_COUNTRY and code in _EU_MEMBERS:
        code = "EU"
    return _BY_COUNTRY.get(code, _ANYWHERE)
