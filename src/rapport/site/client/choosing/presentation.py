"""What the pages on where one stands say; no query and no clock in here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rapport.site.client.choosing import signs
from rapport.site.consultations.choices import LIVE
from rapport.site.consultations.queries.reflections import Met, balance_item
from rapport.site.consultations.queries.standing import Held, Standing, Unmet
from rapport.site.consultations.reflection_choices import Asked, Urgency, Why
from rapport.site.foundation.figures import rounded

Interval = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class MetPerson:
    """Someone met: the forecast before and now, what was said, and what can be done next."""

    name: str
    before: Interval
    now: Interval
    typical: float
    ratings: list[tuple[str, float]]
    facts: list[tuple[str, str]]
    reasons: list[str]
    own_words: list[str]
    notice: signs.Notice | None
    reflect: str
    choose: str


@dataclass(frozen=True, slots=True)
class UnmetPerson:
    """Someone not met yet: the forecast, and what a talk would be worth, in plain words."""

    name: str
    before: Interval
    typical: float
    worth: str
    prepare: str
    match: str


@dataclass(frozen=True, slots=True)
class Page:
    """Where one stands: the advice with why, those met with the best first, those not met yet."""

    title: str
    why: str
    hurry: str
    is_stop: bool
    is_crisis: bool
    met: list[MetPerson]
    unmet: list[UnmetPerson]
    unsaid: list[tuple[str, str]]
    has_begun: bool

    @property
    def best(self) -> MetPerson | None:
        """The one forecast best of those met."""
        return self.met[0] if self.met else None


# reason → (heading, why); both may name the best met and who comes next.
ADVICE: Final[Mapping[str, tuple[Any, Any]]] = {
    "nobody_met_yet": (
        gettext_lazy("Meet someone first"),
        gettext_lazy("A first talk tells more than every answer on a page. Begin with %(next)s."),
    ),
    "worth_one_more": (
        gettext_lazy("One more talk is worth it"),
        gettext_lazy(
            "What a talk with %(next)s may bring is worth more than it costs you. You can still come back to "
            "%(best)s afterwards."
        ),
    ),
    "best_beats_all": (
        gettext_lazy("Give it a go with %(best)s"),
        gettext_lazy(
            "The others may be good too, but no further talk is likely to bring you more than it costs you."
        ),
    ),
    "one_stands_out": (
        gettext_lazy("Give it a go with %(best)s"),
        gettext_lazy("After what you said, %(best)s stands out. No further talk is likely to change that."),
    ),
    "too_costly_to_wait": (
        gettext_lazy("Give it a go with %(best)s, and begin"),
        gettext_lazy(
            "With more time, one more talk might be worth it. As things are for you now, beginning is worth "
            "more than searching on."
        ),
    ),
    "nobody_left": (
        gettext_lazy("You have met everyone. Give it a go with %(best)s"),
        gettext_lazy(
            "%(best)s is the best of those you met, by what you said yourself. If that does not feel right, "
            "you can ask for others."
        ),
    ),
}
GROWS: Final = gettext_lazy(
    "To begin, it is enough to agree on where to go and how, and to feel the start of a bond. The rest grows."
)
HURRY: Final[Mapping[str, Any]] = {
    Urgency.CAN_WAIT: "",
    Urgency.SOON: gettext_lazy("This counts in that help should begin soon."),
    Urgency.NOW: gettext_lazy("This counts in that help should begin now."),
}
FEWEST_TENTHS: Final = 1


def where_you_stand(standing: Standing) -> Page:
    """The page after a reflection."""
    advice = standing.advice
    names = {each.met.provider.pk: each.met.provider.name for each in standing.held}
    names |= {each.provider.pk: each.provider.name for each in standing.unmet}
    named = {"best": names.get(advice.best_id or "", ""), "next": names.get(advice.next_id or "", "")}
    title, why = ADVICE[advice.reason]
    if standing.course is not None:
        named["best"] = standing.course.provider.name
        title, why = gettext_lazy("You have begun with %(best)s"), gettext_lazy("You can stop searching.")
    elif not names:
        title, why = gettext_lazy("There is nobody to compare yet"), gettext_lazy("First choose your three.")
    return Page(
        title=str(title) % named,
        why=" ".join([str(why) % named, *([str(GROWS)] if advice.stop and standing.held else [])]),
        hurry="" if standing.course else _hurry(standing),
        is_stop=advice.stop and bool(standing.held),
        is_crisis=standing.is_crisis,
        met=[_met(each, standing) for each in standing.held],
        unmet=[_unmet(each, named["best"]) for each in standing.unmet],
        unsaid=[
            (each.met.provider.name, reverse("reflect", args=[each.met.unsaid.pk]))
            for each in standing.held
            if each.met.unsaid is not None
        ],
        has_begun=standing.course is not None,
    )


def side_by_side(standing: Standing) -> Page:
    """The page that compares those met, in the order in which they were met: no order is a verdict."""
    page = where_you_stand(standing)
    order = sorted(range(len(page.met)), key=lambda at: standing.held[at].met.bookings[-1].half_hour)
    page.met[:] = [page.met[at] for at in order]
    return page


def _hurry(standing: Standing) -> str:
    told = [str(HURRY[standing.urgency])]
    if standing.distress:
        hard = _("It counts in how hard things are for you now: %(distress)s of 10.")
        told.append(hard % {"distress": standing.distress})
    return " ".join(each for each in told if each)


def _met(held: Held, standing: Standing) -> MetPerson:
    met, said = held.met, held.met.said
    typical = met.told["typical"]
    may_choose = standing.course is None and met.request.state in LIVE
    return MetPerson(
        name=met.provider.name,
        before=held.before._asdict(),
        now=held.now._asdict(),
        typical=sum(typical.values()) / len(typical),
        ratings=list(met.ratings.items()),
        facts=_facts(met),
        reasons=[str(Why(code).label) for code in said[0]["reasons"]] if said else [],
        own_words=[each["words"] for each in said if each["words"]],
        notice=signs.notice_of(met.comfort),
        reflect=reverse("reflect", args=[met.bookings[0].pk]),
        choose=reverse("choose", args=[met.request.pk]) if may_choose else "",
    )


def _facts(met: Met) -> list[tuple[str, str]]:
    if not met.said:
        return []
    said, facts = met.said[0], []
    if said["support_challenge"] is not None:
        labels = {option.value: option.label for option in balance_item().options}
        facts.append((_("How hard they pushed"), labels[said["support_challenge"]]))
    if said["asked"]:
        facts.append((_("When you asked the hard question"), str(Asked(said["asked"]).label)))
    return facts


def _unmet(unmet: Unmet, best: str) -> UnmetPerson:
    told = unmet.match.unseal("detail")
    return UnmetPerson(
        name=unmet.provider.name,
        before=unmet.before._asdict(),
        typical=sum(told["typical"].values()) / len(told["typical"]),
        worth=_worth(unmet, best),
        prepare=reverse("prepare", args=[unmet.match.pk]),
        match=reverse("match", args=[unmet.match.pk]),
    )


def _worth(unmet: Unmet, best: str) -> str:
    """A reservation value, and the chance behind it, without the word."""
    if unmet.chance is None:
        return ""
    tenths = round(10 * unmet.chance)
    if tenths < FEWEST_TENTHS:
        chance = _("Less than 1 time in 10, a talk would put them above %(best)s.") % {"best": best}
    else:
        chance = ngettext(
            "About %(tenths)s time in 10, a talk would put them above %(best)s.",
            "About %(tenths)s times in 10, a talk would put them above %(best)s.",
            tenths,
        ) % {"tenths": tenths, "best": best}
    worth = _("It is worth what it costs you while the best you met stands below %(worth)s.") % {
        "worth": rounded(unmet.worth, 1)
    }
    return f"{chance} {worth}"
