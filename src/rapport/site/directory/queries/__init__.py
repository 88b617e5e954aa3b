"""What the rest of the site asks of the directory."""

from rapport.site.directory.queries.hours import exceptions_of, free_starts_of, hours_of, zone_of
from rapport.site.directory.queries.places import absence_of, places_of
from rapport.site.directory.queries.roster import (
    FEWEST_LETTERS,
    LONGEST_QUERY,
    MOST_FOUND,
    Found,
    Known,
    Profile,
    Row,
    Verification,
    known_of,
    look_up,
    profession_of,
    provider_with_id,
    public_profile,
    revision_token,
    roster_snapshot,
    row_in,
    verification_of,
)

__all__ = (
    "FEWEST_LETTERS",
    "LONGEST_QUERY",
    "MOST_FOUND",
    "Found",
    "Known",
    "Profile",
    "Row",
    "Verification",
    "absence_of",
    "exceptions_of",
    "free_starts_of",
    "hours_of",
    "known_of",
    "look_up",
    "places_of",
    "profession_of",
    "provider_with_id",
    "public_profile",
    "revision_token",
    "roster_snapshot",
    "row_in",
    "verification_of",
    "zone_of",
)
