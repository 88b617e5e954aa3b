"""Real ZIP codes with their state and time zone, for invented people to live in.

One row is a stretch of the country with one zone and one level of fees: state, IANA zone, fees
beside the national middle (1.0; our own rough guess), ZIP codes. States stand in order of
population, so that a small practice is in the large states. ZIPs are public facts (US Census).
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

EAST: Final = "America/New_York"
CENTRAL: Final = "America/Chicago"
MOUNTAIN: Final = "America/Denver"
WEST: Final = "America/Los_Angeles"

_ROWS: Final = (
    ("CA", WEST, 1.35, "90026 90066 90291 91101 92103 94110 94601 94704 95060 95126"),
    ("CA", WEST, 0.95, "92501 93301 93721 95814 96001"),
    ("TX", CENTRAL, 1.05, "75206 75080 76107 77006 77025 78209 78704 78745"),
    ("TX", CENTRAL, 0.85, "78501 79401 77550"),
    ("TX", MOUNTAIN, 0.85, "79902"),
    ("FL", EAST, 1.0, "32204 32607 32801 33130 33301 33606 33713 34236"),
    ("FL", CENTRAL, 0.85, "32501"),
    ("NY", EAST, 1.4, "10003 10027 10463 11201 11215 11372"),
    ("NY", EAST, 0.9, "12208 13210 14220 14607 14850"),
    ("PA", EAST, 1.0, "15206 15217 17101 18015 19104 19147"),
    ("IL", CENTRAL, 1.1, "60614 60625 60637 60201 60302"),
    ("IL", CENTRAL, 0.85, "61820 62704"),
    ("OH", EAST, 0.9, "43201 44106 45219 45402 43604"),
    ("GA", EAST, 1.0, "30030 30309 30601 31401"),
    ("NC", EAST, 0.95, "27514 27701 28205 28801 27401"),
    ("MI", EAST, 0.95, "48104 48201 48823 49503"),
    ("NJ", EAST, 1.15, "07030 07042 08540 08102"),
    ("VA", EAST, 1.05, "22201 22903 23220 23510"),
    ("WA", WEST, 1.2, "98103 98118 98225 98402"),
    ("WA", WEST, 0.95, "99201"),
    ("AZ", "America/Phoenix", 0.95, "85004 85281 85719 86001"),
    ("TN", CENTRAL, 0.95, "37206 38104"),
    ("TN", EAST, 0.85, "37902 37403"),
    ("MA", EAST, 1.3, "02139 02130 01002 01608"),
    ("IN", "America/Indiana/Indianapolis", 0.85, "46220 47401 46601"),
    ("MO", CENTRAL, 0.9, "63110 64110 65201"),
    ("MD", EAST, 1.1, "20910 21218 21401"),
    ("WI", CENTRAL, 0.95, "53703 53211 54301"),
    ("CO", MOUNTAIN, 1.15, "80205 80302 80904 81301"),
    ("MN", CENTRAL, 1.0, "55104 55408 55804"),
    ("SC", EAST, 0.9, "29201 29403"),
    ("AL", CENTRAL, 0.8, "35205 36104"),
    ("LA", CENTRAL, 0.85, "70115 70802"),
    ("KY", EAST, 0.85, "40204 40508"),
    ("KY", CENTRAL, 0.8, "42101"),
    ("OR", WEST, 1.1, "97202 97214 97405"),
    ("OK", CENTRAL, 0.8, "73106 74104"),
    ("CT", EAST, 1.2, "06105 06511"),
    ("UT", MOUNTAIN, 0.95, "84102 84604"),
    ("IA", CENTRAL, 0.8, "50312 52240"),
    ("NV", WEST, 0.95, "89104 89501"),
    ("AR", CENTRAL, 0.8, "72205 72701"),
    ("KS", CENTRAL, 0.85, "66044 67203"),
    ("MS", CENTRAL, 0.75, "39202 38655"),
    ("NM", MOUNTAIN, 0.85, "87106 87501"),
    ("NE", CENTRAL, 0.85, "68104 68502"),
    ("ID", "America/Boise", 0.85, "83702"),
    ("WV", EAST, 0.75, "25301 26505"),
    ("HI", "Pacific/Honolulu", 1.15, "96816 96720"),
    ("NH", EAST, 1.0, "03101 03801"),
    ("ME", EAST, 0.95, "04101 04401"),
    ("MT", MOUNTAIN, 0.85, "59801 59715"),
    ("RI", EAST, 1.05, "02906 02840"),
    ("DE", EAST, 0.95, "19801"),
    ("SD", CENTRAL, 0.8, "57104"),
    ("ND", CENTRAL, 0.8, "58102"),
    ("AK", "America/Anchorage", 1.15, "99501"),
    ("DC", EAST, 1.3, "20009 20002"),
    ("VT", EAST, 1.0, "05401"),
    ("WY", MOUNTAIN, 0.8, "82001"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A ZIP code with its state, IANA time zone and fee level (1.0 is the national middle)."""

    zip: str
    state: str
    timezone: str
    fees: float


@cache
def places() -> tuple[Place, ...]:
    """All places, large states first."""
    return tuple(
        Place(code, state, zone, fees) for state, zone, fees, codes in _ROWS for code in codes.split()
    )


@cache
def states() -> tuple[str, ...]:
    """The states that have a place, largest first."""
    return tuple(dict.fromkeys(place.state for place in places()))
