"""The states in words, and the time zone that a state and a ZIP suggest.

The guess only fills a field in that the client sees and can change. A handful of ZIP areas are cut by a
time-zone border; there the zone in which most people live is taken.
"""

from django.utils.translation import gettext_lazy as _

STATES = (
    ("AL", "Alabama"), ("AK", "Alaska"), ("AZ", "Arizona"), ("AR", "Arkansas"),
    ("CA", "California"), ("CO", "Colorado"), ("CT", "Connecticut"), ("DE", "Delaware"),
    ("DC", "District of Columbia"), ("FL", "Florida"), ("GA", "Georgia"), ("HI", "Hawaii"),
    ("ID", "Idaho"), ("IL", "Illinois"), ("IN", "Indiana"), ("IA", "Iowa"), ("KS", "Kansas"),
    ("KY", "Kentucky"), ("LA", "Louisiana"), ("ME", "Maine"), ("MD", "Maryland"),
    ("MA", "Massachusetts"), ("MI", "Michigan"), ("MN", "Minnesota"), ("MS", "Mississippi"),
    ("MO", "Missouri"), ("MT", "Montana"), ("NE", "Nebraska"), ("NV", "Nevada"),
    ("NH", "New Hampshire"), ("NJ", "New Jersey"), ("NM", "New Mexico"), ("NY", "New York"),
    ("NC", "North Carolina"), ("ND", "North Dakota"), ("OH", "Ohio"), ("OK", "Oklahoma"),
    ("OR", "Oregon"), ("PA", "Pennsylvania"), ("RI", "Rhode Island"), ("SC", "South Carolina"),
    ("SD", "South Dakota"), ("TN", "Tennessee"), ("TX", "Texas"), ("UT", "Utah"),
    ("VT", "Vermont"), ("VA", "Virginia"), ("WA", "Washington"), ("WV", "West Virginia"),
    ("WI", "Wisconsin"), ("WY", "Wyoming"),
    ("AS", "American Samoa"), ("GU", "Guam"), ("MP", "Northern Mariana Islands"),
    ("PR", "Puerto Rico"), ("VI", "U.S. Virgin Islands"),
)  # fmt: skip

TIME_ZONES = (
    ("America/New_York", _("Eastern time")),
    ("America/Chicago", _("Central time")),
    ("America/Denver", _("Mountain time")),
    ("America/Phoenix", _("Arizona time")),
    ("America/Los_Angeles", _("Pacific time")),
    ("America/Anchorage", _("Alaska time")),
    ("Pacific/Honolulu", _("Hawaii time")),
    ("America/Puerto_Rico", _("Atlantic time (Puerto Rico, Virgin Islands)")),
    ("Pacific/Guam", _("Guam and Northern Mariana time")),
    ("Pacific/Pago_Pago", _("Samoa time")),
)

_ZONE_STATES = {
    "America/Chicago": "AL AR IL IA KS LA MN MS MO NE ND OK SD TN TX WI",
    "America/Denver": "CO ID MT NM UT WY",
    "America/Phoenix": "AZ",
    "America/Los_Angeles": "CA NV OR WA",
    "America/Anchorage": "AK",
    "Pacific/Honolulu": "HI",
    "America/Puerto_Rico": "PR VI",
    "Pacific/Guam": "GU MP",
    "Pacific/Pago_Pago": "AS",
}
_ZONE_OF_STATE = {state: zone for zone, states in _ZONE_STATES.items() for state in states.split()}

# The first three digits of ZIP codes whose zone differs from that of most of their state.
_ZONE_OF_ZIP_AREA = {
    "324": "America/Chicago", "325": "America/Chicago",  # the west of Florida
    "373": "America/New_York", "374": "America/New_York",  # the east of Tennessee
    "376": "America/New_York", "377": "America/New_York",
    "378": "America/New_York", "379": "America/New_York",
    "420": "America/Chicago", "421": "America/Chicago",  # the west of Kentucky
    "422": "America/Chicago", "423": "America/Chicago", "424": "America/Chicago",
    "463": "America/Chicago", "464": "America/Chicago",  # two corners of Indiana
    "476": "America/Chicago", "477": "America/Chicago",
    "577": "America/Denver",  # the west of South Dakota, North Dakota and Nebraska
    "586": "America/Denver", "693": "America/Denver",
    "798": "America/Denver", "799": "America/Denver", "885": "America/Denver",  # El Paso
    "835": "America/Los_Angeles", "838": "America/Los_Angeles",  # the north of Idaho
    "979": "America/Denver",  # the east of Oregon
}  # fmt: skip


def likely_time_zone(*, state: str, zip_code: str = "") -> str:
    """The time zone to fill in first; Eastern where nothing is known."""
    by_area = _ZONE_OF_ZIP_AREA.get(zip_code[:3])
    return by_area or _ZONE_OF_STATE.get(state, "America/New_York")
