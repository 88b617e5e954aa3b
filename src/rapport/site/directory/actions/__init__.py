"""Changes to the directory, each in one transaction, each on the audit trail."""

from rapport.site.directory.actions.places import NoPlace, give_back_place, take_place
from rapport.site.directory.actions.roster import Counts, import_registry, import_roster

__all__ = (
    "Counts",
    "NoPlace",
    "give_back_place",
    "import_registry",
    "import_roster",
    "take_place",
)
