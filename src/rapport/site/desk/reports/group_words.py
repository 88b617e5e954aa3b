"""What the groups and alarms of a report are called, whose codes the figures carry."""

from collections.abc import Iterable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.site.consultations.need_words import PAYERS
from rapport.site.directory.choices import Kind
from rapport.site.foundation.figures import rounded
from rapport.site.intake import choices
from rapport.site.intake.places import STATES
from rapport.site.outcomes.queries.equity import OTHERS

Words = str | Promise
OPTIONS: Final[dict[str, Iterable[tuple[str, Words]]]] = {
    "age_group": choices.pairs(choices.AGE_GROUPS),
    "payer": [*PAYERS.items(), ("insured", PAYERS["insurance"])],
    "language": choices.pairs(choices.LANGUAGES),
    "state": STATES,
    "format": [("remote", gettext_lazy("By video or phone")), *choices.pairs(choices.FORMATS)],
    "gender": choices.pairs(choices.GENDERS),
    "kind": Kind.choices,
    "identities": choices.pairs(choices.IDENTITIES),
    "faith": choices.pairs(choices.FAITHS),
    "speaks": choices.pairs(choices.LANGUAGES),
}
ALARMS: Final = {
    "less than four fifths of what others get, beyond noise": gettext_lazy(
        "Alarm: less than four fifths, beyond chance"
    ),
    "less than four fifths of what others get, perhaps by chance": gettext_lazy(
        "Less than four fifths, perhaps by chance"
    ),
    "nothing, while others get something": gettext_lazy("Alarm: nothing, while others get something"),
    "80% intervals are too narrow for this group": gettext_lazy("Alarm: the intervals are too narrow"),
    "80% intervals are too wide for this group": gettext_lazy("Alarm: the intervals are too wide"),
}
AND_OTHERS: Final = f" and {OTHERS}"


def group_in_words(by: str, group: str) -> str:
    """The plain name of a group; its code where there is none, as of what a roster says freely."""
    if group == OTHERS:
        return _("Other groups")
    if group == "not said":
        return _("Not said")
    if group == "several":
        return _("Several")
    name = str(dict(OPTIONS.get(by, ())).get(group.removesuffix(AND_OTHERS), group.removesuffix(AND_OTHERS)))
    return _("%(group)s, and other groups") % {"group": name} if group.endswith(AND_OTHERS) else name


def alarm_in_few(said: str) -> str:
    """An alarm as a note beside a figure; empty where there is none."""
    return str(ALARMS.get(said, said))


def alarm_in_words(what: Words, by: str, group: str, said: str, ratio: float | None) -> str:
    """An alarm as a sentence: of what, by what, which group, how little."""
    told = {"what": what, "by": by, "group": group, "said": alarm_in_few(said)}
    if ratio is None:
        return _("%(what)s, %(by)s: %(group)s. %(said)s.") % told
    told["ratio"] = rounded(ratio, 2)
    return _("%(what)s, %(by)s: %(group)s at %(ratio)s of the others. %(said)s.") % told
