"""What a request shows of a client, in words: the client reads it before it is sent, the provider after."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rapport.site.consultations.local_times import zone_words
from rapport.site.foundation.widgets import DAYS, IMPORTANCE_CHOICES
from rapport.site.intake import choices
from rapport.site.intake.choices import label_of
from rapport.site.intake.places import STATES
from rapport.site.intake.questions import BY_SLUG
from rapport.site.intake.questions.style import AXIS_OF
from rapport.site.intake.wording import days_in_words, said_on_scale

HOURS_A_DAY: Final = 24
SLUG_OF: Final = {axis: slug for slug, axis in AXIS_OF.items()}
PAYERS: Final = {
    "insurance": gettext_lazy("Insurance"),
    "self_pay": gettext_lazy("Self-pay"),
    "either": gettext_lazy("Insurance or self-pay"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the sheet; a row of `components/answers.html`."""

    question: str
    answers: list[str]
    url: str = ""


def in_words(need: dict[str, Any], *, there: bool) -> list[Said]:
    """The whole sheet; hours by the provider's clock where `there`, by the client's otherwise."""
    rows = [*_concern(need, there=there), *_work(need), *_meeting(need, there=there)]
    if need["words"]:
        rows.append(Said(_("In their own words") if there else _("In your own words"), [need["words"]]))
    return [each for each in rows if each.answers]


def in_short(need: dict[str, Any]) -> str:
    """The one thing that a list of requests tells: what weighs most."""
    weighty = sorted(need["concerns"], key=lambda each: -each[1])[:2]
    return ", ".join(label_of(choices.CONCERNS, code) for code, _weight in weighty)


def _concern(need: dict[str, Any], *, there: bool) -> Iterator[Said]:
    title = _("What brings them") if there else _("What brings you")
    yield Said(title, _weighed(need["concerns"], choices.CONCERNS))
    yield Said(_("What should change"), _weighed(need["goals"], choices.GOALS))


def _weighed(pairs: list[list[Any]], options: Any) -> list[str]:
    importance = {int(code): str(label) for code, label in IMPORTANCE_CHOICES}
    return [
        f"{label_of(options, code)}: {importance[weight].lower()}"
        if weight in importance
        else label_of(options, code)
        for code, weight in pairs
    ]


def _work(need: dict[str, Any]) -> Iterator[Said]:
    for title, wanted in ((_("Wanted in sessions"), True), (_("Rather not in sessions"), False)):
        codes = [code for code, weight in need["tasks"] if (weight > 0) is wanted]
        yield Said(title, [label_of(choices.TASKS, code) for code in codes])
    for axis, value in need["style"]:
        question = BY_SLUG[SLUG_OF[axis]]
        yield Said(str(question.short), [said_on_scale(question, round(value))])


def _meeting(need: dict[str, Any], *, there: bool) -> Iterator[Said]:
    hours, zone = (need["hours_there"], need["zone_there"]) if there else (need["hours"], need["zone"])
    words = days_in_words([f"{DAYS[each // HOURS_A_DAY][0]}-{each % HOURS_A_DAY:02d}" for each in hours])
    yield Said(_("Hours that suit both"), [*words, zone_words(zone)] if words else [])
    yield Said(_("Ways to meet"), [label_of(choices.FORMATS, each) for each in need["formats"]])
    yield Said(_("Distance"), [] if need["distance"] is None else [_distance(need["distance"])])
    yield Said(_("Languages"), [label_of(choices.LANGUAGES, each) for each in need["languages"]])
    yield Said(_("For whom"), [label_of(choices.SERVICES, need["service"])])
    yield Said(_("Payment"), [str(PAYERS[need["payer"]])])
    yield Said(_("State"), [str(dict(STATES)[need["state"]])])


def _distance(band: int) -> str:
    if not band:
        return _("More than 25 miles")
    return ngettext("Up to %(n)s mile", "Up to %(n)s miles", band) % {"n": band}
