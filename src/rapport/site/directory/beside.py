"""What a provider gave and what the federal list of providers has, side by side in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rapport.site.directory.queries.verification import Compared


@dataclass(frozen=True, slots=True)
class Beside:
    """One line: what was given, what the federal list has, and whether that is the same."""

    what: str
    given: str
    registry: str
    verdict: str
    kind: str


def lines_of(found: Iterable[Compared]) -> list[Beside]:
    """The comparison in words."""
    return [_beside(each) for each in found]


def _beside(each: Compared) -> Beside:
    names = {"number": _("Number"), "name": _("Name"), "profession": _("Profession")}
    what = names.get(each.what) or _("Licence in %(state)s") % {"state": each.what}
    if each.agrees is None:
        return Beside(what, each.given, _("not there"), _("Nothing to compare with"), "unknown")
    verdict, kind = (_("The same"), "same") if each.agrees else (_("Different"), "different")
    return Beside(what, each.given, each.registry or _("no longer active"), verdict, kind)
