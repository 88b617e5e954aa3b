"""Why a person is among the three, what to keep in mind, and what to ask: from true contributions only.

Every reason and caution names a feature of the forecast and carries the points it added, so that
reasons can be checked against the forecast; facts about openings and licences carry none.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from operator import itemgetter
from typing import Final, NamedTuple

from rapport.matching import words
from rapport.matching.aims import by_weight, goals_missed, goals_served, tasks_parted, tasks_shared
from rapport.matching.answers import Answers
from rapport.matching.fit import holds, wishes_of
from rapport.matching.forecast import Contribution
from rapport.matching.measured import MEASURED, above, below
from rapport.matching.roster import Provider, style_of
from rapport.matching.words import Sentence, gettext_noop, label, sentence

_ = gettext_noop

MOST_REASONS: Final = 3
MOST_CAUTIONS: Final = 3
# Contributions nearer to nothing than this (in rating points) are not worth a sentence.
LEAST_POINTS: Final = 0.25
# Openings confirmed longer ago than this need a fresh word (operational choice).
FRESH_OPENING: Final = timedelta(days=30)
LICENCE_ENDS_SOON: Final = timedelta(days=60)


class Statement(NamedTuple):
    """A reason or a caution: the part of the alliance it speaks to ("" for plain facts), and its points."""

    part: str
    feature: str
    text: Sentence
    points: float = 0.0


class Pair(NamedTuple):
    """Whom a sentence is about: answers, provider, the day; sessions and clients behind what was measured."""

    answers: Answers
    provider: Provider
    on: date
    measured: tuple[int, int] | None = None


def reasons(pair: Pair, contributions: Iterable[Contribution]) -> tuple[Statement, ...]:
    """The largest true contributions above the typical rating, in words; at most three."""
    rising = [each for each in contributions if each.points >= LEAST_POINTS]
    rising.sort(key=_points, reverse=True)
    return tuple(_stated(_GOOD, pair, rising, MOST_REASONS))


def cautions(pair: Pair, contributions: Iterable[Contribution]) -> tuple[Statement, ...]:
    """What stands against: the largest contributions below typical and facts to check; at most three."""
    falling = [each for each in contributions if each.points <= -LEAST_POINTS]
    falling.sort(key=_points)
    found = _stated(_BAD, pair, falling, MOST_CAUTIONS - 1) + _facts(pair)
    return tuple(found[:MOST_CAUTIONS]) or UNKNOWN_BOND


_points = itemgetter(Contribution._fields.index("points"))
UNKNOWN_BOND: Final = (
    Statement("bond", "unknown", sentence(_("Nobody can know the bond before you meet."))),
)


def _stated(
    say: Mapping[str, Callable[[Pair], Sentence | None]],
    pair: Pair,
    contributions: Iterable[Contribution],
    most: int,
) -> list[Statement]:
    """The first contributions that there are words for."""
    found: list[Statement] = []
    for each in contributions:
        if len(found) == most:
            break
        if each.feature in MEASURED and any(one.feature in MEASURED for one in found):
            # The parts move together: measured once is enough of the three.
            continue
        text = say[each.feature](pair)
        if text is not None:
            found.append(Statement(each.part, each.feature, text, each.points))
    return found


def _concerns_known(pair: Pair) -> Sentence | None:
    concerns, offered = by_weight(pair.answers.concerns), pair.provider.concerns
    known = [label(words.CONCERNS, code) for code, _weight in concerns if code in offered]
    if not known:
        return None
    named = (("concerns", tuple(known)),)
    return Sentence(WORKS_WITH_ALL if len(known) == len(concerns) > 1 else WORKS_WITH, named)


WORKS_WITH_ALL: Final = _("Works with all you named: %(concerns)s.")
WORKS_WITH: Final = _("Works with %(concerns)s.")
CONCERNS_MISSING: Final = _("Does not list %(concerns)s. Ask about it.")


def _concerns_missing(pair: Pair) -> Sentence | None:
    concerns = by_weight(pair.answers.concerns)
    missing = [each.code for each in concerns if each.code not in pair.provider.concerns]
    named = tuple([label(words.CONCERNS, code) for code in missing])
    return sentence(CONCERNS_MISSING, {"concerns": named}) if named else None


def _style_near(axis: str) -> Callable[[Pair], Sentence | None]:
    def say(pair: Pair) -> Sentence | None:
        wanted, offered = dict(pair.answers.style)[axis], getattr(pair.provider, axis)
        if (wanted > 0) - (wanted < 0) != (offered > 0) - (offered < 0):
            return sentence(CLOSE[axis])
        if wanted == 0:
            return sentence(BALANCED[axis])
        return sentence(THEIR_WAY, {"style": words.STYLES[axis][wanted > 0]})

    return say


THEIR_WAY: Final = _("You want someone who %(style)s. They say that is their way.")
BALANCED: Final = {
    "directive": _("You want to share the lead. They say they do."),
    "emotional": _("You want a middle way with feelings. So do they."),
    "past": _("You want some past, some present. They say they work like that."),
    "challenge": _("You want support and challenge in balance. They say that is their way."),
}


# Near on the axis, but not on the same side of its middle: "their way" would be too much said.
CLOSE: Final = {
    "directive": _("You two are close on who should lead."),
    "emotional": _("You two are close on how deep to go into feelings."),
    "past": _("You two are close on how much to look at the past."),
    "challenge": _("You two are close on how much to be challenged."),
}


def _style_far(axis: str) -> Callable[[Pair], Sentence | None]:
    def say(pair: Pair) -> Sentence | None:
        wanted, offered = dict(pair.answers.style)[axis], getattr(pair.provider, axis)
        end = words.STYLES[axis][offered > wanted]
        return sentence(MORE_THAN_ASKED, {"style": end})

    return say


MORE_THAN_ASKED: Final = _("Someone who %(style)s more than you asked for.")
AS_WISHED: Final = _("As you wished: %(wishes)s.")
NOT_AS_WISHED: Final = _("Not as you wished: %(wishes)s.")


def _wishes_kept(pair: Pair) -> Sentence | None:
    kept = _wishes(pair, kept=True)
    return sentence(AS_WISHED, {"wishes": kept}) if kept else None


def _wishes_unmet(pair: Pair) -> Sentence | None:
    unmet = _wishes(pair, kept=False)
    return sentence(NOT_AS_WISHED, {"wishes": unmet}) if unmet else None


def _wishes(pair: Pair, *, kept: bool) -> tuple[str, ...]:
    return tuple(
        [
            label(words.WISHES, wish)
            for column, wish in wishes_of(pair.answers)
            if (told := getattr(pair.provider, column)) and holds(wish, told) == kept
        ]
    )


def _is_measured(provider: Provider) -> bool:
    """Whether clients told of warmth; else it is colleagues' judgement that counts."""
    return provider.warmth is not None and provider.warmth_sessions > 0


def _warmth(pair: Pair) -> Sentence | None:
    if not _is_measured(pair.provider):
        return sentence(LIKED_BY_COLLEAGUES)
    return sentence(WARMER_THAN_TYPICAL, {"sessions": pair.provider.warmth_sessions})


def _little_warmth(pair: Pair) -> Sentence | None:
    if not _is_measured(pair.provider):
        return sentence(LIKED_LESS_BY_COLLEAGUES)
    return sentence(COOLER_THAN_TYPICAL, {"sessions": pair.provider.warmth_sessions})


LIKED_BY_COLLEAGUES: Final = _("Colleagues who read replies without a name liked theirs better than most.")
LIKED_LESS_BY_COLLEAGUES: Final = _("Colleagues read replies without a name, and liked most others better.")
WARMER_THAN_TYPICAL: Final = _(
    "Clients' ratings of warmth over %(sessions)s sessions are above what is typical."
)
COOLER_THAN_TYPICAL: Final = _(
    "Clients' ratings of warmth over %(sessions)s sessions are below what is typical."
)


_GOOD: Final[Mapping[str, Callable[[Pair], Sentence | None]]] = (
    {
        "concerns": _concerns_known,
        "goals": goals_served,
        "tasks": tasks_shared,
        "wishes": _wishes_kept,
        "warmth": _warmth,
    }
    | {axis: _style_near(axis) for axis in words.STYLES}
    | {name: above(part) for name, part in MEASURED.items()}
)
_BAD: Final[Mapping[str, Callable[[Pair], Sentence | None]]] = (
    {
        "concerns": _concerns_missing,
        "goals": goals_missed,
        "tasks": tasks_parted,
        "wishes": _wishes_unmet,
        "warmth": _little_warmth,
    }
    | {axis: _style_far(axis) for axis in words.STYLES}
    | {name: below(part) for name, part in MEASURED.items()}
)


def _fact(text: str) -> Statement:
    return Statement("", "fact", sentence(text))


OPENING_STALE: Final = _fact(_("It has been over a month since they confirmed an opening."))
LICENCE_UNKNOWN: Final = _fact(_("We do not know when their licence runs out."))
LICENCE_ENDS: Final = _fact(_("Their licence has to be renewed within two months."))
WAYS_UNKNOWN: Final = _fact(_("They have not said how they work."))
_SILENT: Final = (None,) * len(words.STYLES)


def _facts(pair: Pair) -> list[Statement]:
    """Facts to check that no rating speaks of: stale openings, a licence that ends soon or has no date."""
    provider, found = pair.provider, []
    confirmed = provider.openings_confirmed_on
    if confirmed is None or pair.on - confirmed > FRESH_OPENING:
        found.append(OPENING_STALE)
    if provider.kind == "therapist" and provider.licence_expires is None:
        found.append(LICENCE_UNKNOWN)
    elif provider.licence_expires and provider.licence_expires - pair.on < LICENCE_ENDS_SOON:
        found.append(LICENCE_ENDS)
    if style_of(provider) == _SILENT:
        found.append(WAYS_UNKNOWN)
    return found
