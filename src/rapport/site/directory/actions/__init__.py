"""Changes to the directory, each in one transaction, each on the audit trail."""

from rapport.site.directory.actions.places import NoPlace, give_back_place, take_place
from rapport.site.directory.actions.registry import end_in_pieces, import_registry, importing, keep_in_pieces
from rapport.site.directory.actions.roster import Counts, import_roster

__all__ = (
    "Counts",
    "NoPlace",
    "end_in_pieces",
    "give_back_place",
    "import_registry",
    "import_roster",
    "importing",
    "keep_in_pieces",
    "take_place",
)
