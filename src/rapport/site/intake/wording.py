"""What was said, said back in words: for the page on which a client checks their answers."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from rapport.site.foundation.widgets import DAYS, IMPORTANCE_CHOICES, hour_words
from rapport.site.intake import choices
from rapport.site.intake.choices import label_of
from rapport.site.intake.draft import Draft
from rapport.site.intake.places import STATES, TIME_ZONES
from rapport.site.intake.questions import BY_SLUG, Kind, Question

# Free text is cut on the check page: it is there to be recognised, not read again.
LONGEST_EXCERPT = 280
# First-strong isolate … pop: a text in another direction does not turn the line around it.
ISOLATE = "\u2068%s\u2069"


def said_in_words(question: Question, draft: Draft) -> list[str]:
    """The answer to one question, a line for each thing said; empty where nothing was."""
    if draft.is_unsure(question.slug):
        return [_("Not sure")]
    value = draft.value(question.slug)
    return [] if value is None else _WORDS[question.kind](question, value, draft)


def _text(_question: Question, value: str, _draft: Draft) -> list[str]:
    is_long = len(value) > LONGEST_EXCERPT
    return [ISOLATE % (value[:LONGEST_EXCERPT].rstrip() + "…" if is_long else value)]


def _one(question: Question, value: str, _draft: Draft) -> list[str]:
    return [label_of(question.options, value)]


def _many(question: Question, value: list[str], _draft: Draft) -> list[str]:
    return [label_of(question.options, code) for code in value]


def _matter(_question: Question, value: dict[str, dict[str, int]], draft: Draft) -> list[str]:
    words = {int(code): str(label) for code, label in IMPORTANCE_CHOICES}
    return [
        f"{label_of(BY_SLUG[part].options, code)}: {words[weight]}"
        for part, weights in value.items()
        for code, weight in weights.items()
        if code in (draft.value(part) or ())
    ]


def _tasks(question: Question, value: dict[str, int], _draft: Draft) -> list[str]:
    views = dict(choices.TASK_VIEWS)
    return [f"{label_of(question.options, code)}: {views[str(wanted)]}" for code, wanted in value.items()]


def _scale(question: Question, value: int, _draft: Draft) -> list[str]:
    return [said_on_scale(question, value)]


def said_on_scale(question: Question, value: int) -> str:
    """A point between two ends: how far it leans, and to which."""
    (item,) = question.items
    words = {
        0: _("In the middle"),
        1: _("A bit more “%(end)s”"),
        2: _("More “%(end)s”"),
        3: _("Very much “%(end)s”"),
    }
    return words[abs(value)] % {"end": item.low if value < 0 else item.high}


def _who(_question: Question, value: dict[str, str], _draft: Draft) -> list[str]:
    return [
        label_of(choices.AGE_GROUPS, value["age_group"]),
        label_of(choices.SERVICES, value["service"]),
    ]


def _state(_question: Question, value: str, _draft: Draft) -> list[str]:
    return [dict(STATES).get(value, value)]


def _distance(_question: Question, value: dict[str, Any], _draft: Draft) -> list[str]:
    return [_("Up to %(miles)d miles from %(zip)s") % value]


def _pay(_question: Question, value: dict[str, Any], _draft: Draft) -> list[str]:
    lines = []
    if value.get("payer") == choices.SELF_PAY:
        lines.append(_("I pay myself"))
    elif value.get("payer"):
        lines.append(label_of(choices.INSURERS, value["payer"]))
    if value.get("self_pay_ok"):
        lines.append(_("I could also pay myself"))
    if value.get("max_fee") is not None:
        lines.append(_("At most $%(fee)d for one session") % {"fee": value["max_fee"]})
    return lines


def _hours(_question: Question, value: dict[str, Any], _draft: Draft) -> list[str]:
    zone = str(dict(TIME_ZONES).get(value["timezone"], value["timezone"]))
    if not value["slots"]:
        return [_("Any hour"), zone]
    return [*days_in_words(value["slots"]), zone]


def days_in_words(slots: Collection[str]) -> list[str]:
    """Hours such as `mon-09`, a line a day: Monday: 9 am, 5 pm to 8 pm."""
    days = []
    for day, name in DAYS:
        hours = sorted(int(slot[4:]) for slot in slots if slot.startswith(day))
        if hours:
            days.append(f"{name}: " + ", ".join(_stretches(hours)))
    return days


def _stretches(hours: list[int]) -> list[str]:
    """Hours that follow each other as one stretch: 9 am, 5 pm to 8 pm."""
    stretches: list[list[int]] = []
    for hour in hours:
        if stretches and stretches[-1][-1] == hour - 1:
            stretches[-1].append(hour)
        else:
            stretches.append([hour])
    return [
        hour_words(each[0])
        if len(each) == 1
        else _("%(first)s to %(last)s") % {"first": hour_words(each[0]), "last": hour_words(each[-1] + 1)}
        for each in stretches
    ]


def _preferences(_question: Question, value: dict[str, Any], _draft: Draft) -> list[str]:
    must = set(value["must"])
    wishes = [("gender", value.get("gender"), choices.GENDERS), ("faith", value.get("faith"), choices.FAITHS)]
    wishes += [("identity", code, choices.IDENTITIES) for code in value.get("identities", ())]
    return [
        f"{label_of(options, code)} ({_('a must') if f'{kind}:{code}' in must else _('a wish')})"
        for kind, code, options in wishes
        if code
    ]


_WORDS = {
    Kind.TEXT: _text,
    Kind.ONE: _one,
    Kind.MANY: _many,
    Kind.CONCERNS: _many,
    Kind.MATTER: _matter,
    Kind.TASKS: _tasks,
    Kind.SCALE: _scale,
    Kind.WHO: _who,
    Kind.STATE: _state,
    Kind.DISTANCE: _distance,
    Kind.PAY: _pay,
    Kind.HOURS: _hours,
    Kind.PREFERENCES: _preferences,
}
