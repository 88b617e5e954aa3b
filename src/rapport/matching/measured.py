"""What clients' ratings say of a provider, in words: with how many clients and sessions stand behind it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from rapport.matching.words import Sentence, gettext_noop, ngettext, sentence
from rapport.vocabulary import PARTS

if TYPE_CHECKING:
    from rapport.matching.reasons import Pair

_ = gettext_noop

# What clients' ratings say of a provider, as a feature of each part.
MEASURED: Final = {f"measured_{part}": part for part in PARTS}
_ABOVE: Final = {
    "goals": _("Measured by %(clients)s over %(sessions)s: agreement on goals is above typical."),
    "tasks": _("Measured by %(clients)s over %(sessions)s: agreement on tasks is above typical."),
    "bond": _("Measured by %(clients)s over %(sessions)s: the bond is above typical."),
}
_BELOW: Final = {
    "goals": _("Measured by %(clients)s over %(sessions)s: agreement on goals is below typical."),
    "tasks": _("Measured by %(clients)s over %(sessions)s: agreement on tasks is below typical."),
    "bond": _("Measured by %(clients)s over %(sessions)s: the bond is below typical."),
}


def above(part: str) -> Callable[["Pair"], Sentence | None]:
    """Says that a part is rated above what is typical."""
    return lambda pair: _said(_ABOVE[part], pair)


def below(part: str) -> Callable[["Pair"], Sentence | None]:
    """Says that a part is rated below what is typical."""
    return lambda pair: _said(_BELOW[part], pair)


def _said(text: str, pair: "Pair") -> Sentence | None:
    if pair.measured is None:
        return None
    sessions, clients = pair.measured
    values = {
        "clients": ngettext("%(count)s client", "%(count)s clients", clients),
        "sessions": ngettext("%(count)s session", "%(count)s sessions", sessions),
    }
    return sentence(text, values)
