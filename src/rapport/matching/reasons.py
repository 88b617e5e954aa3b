"""Why a person is among the three, what to keep in mind, and what to ask: from true contributions only.

Every reason and caution names a feature of the forecast and carries the points it added, so that
reasons can be checked against the forecast; facts about openings and licences carry none.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple

from rapport.matching import affinity, words
from rapport.matching.answers import Answers, Weighted
from rapport.matching.fit import holds, wishes_of
from rapport.matching.forecast import Contribution
from rapport.matching.measured import MEASURED, above, below
from rapport.matching.roster import Provider
from rapport.matching.words import Sentence, gettext_noop, label, sentence

_ = gettext_noop

MOST_REASONS: Final = 3
MOST_CAUTIONS: Final = 3
# Contributions nearer to nothing than this (in rating points) are not worth a sentence.
LEAST_POINTS: Final = 0.25
# An affinity at or above this is worth naming.
NAMED_AFFINITY: Final = 0.5
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
    return tuple(found[:MOST_CAUTIONS]) or _UNKNOWN_BOND


_points = itemgetter(Contribution._fields.index("points"))
_UNKNOWN_BOND: Final = (
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
    concerns = by_weight(pair.answers.concerns)
    known = [each.code for each in concerns if each.code in pair.provider.concerns]
    if not known:
        return None
    named = {"concerns": tuple([label(words.CONCERNS, code) for code in known])}
    if len(known) == len(concerns) > 1:
        return sentence(_("Works with all you named: %(concerns)s."), named)
    return sentence(_("Works with %(concerns)s."), named)


def _concerns_missing(pair: Pair) -> Sentence | None:
    concerns = by_weight(pair.answers.concerns)
    missing = [each.code for each in concerns if each.code not in pair.provider.concerns]
    named = tuple([label(words.CONCERNS, code) for code in missing])
    return sentence(_("Does not list %(concerns)s. Ask about it."), {"concerns": named}) if named else None


@lru_cache(maxsize=1024)
def by_weight(weighted: tuple[Weighted, ...]) -> tuple[Weighted, ...]:
    """What a client named, what counts most first."""
    return tuple(sorted(weighted, key=lambda each: -each.weight))


def _belongs(provider: Provider, code: str) -> bool:
    """Whether a goal or a task goes with the provider's ways of working far enough to say so."""
    return affinity.strongest(provider.approaches, code)[0] >= NAMED_AFFINITY


def _best_approach(provider: Provider, code: str) -> str:
    return label(words.APPROACHES, affinity.strongest(provider.approaches, code)[1])


def _goals_served(pair: Pair) -> Sentence | None:
    served = [each.code for each in by_weight(pair.answers.goals) if _belongs(pair.provider, each.code)]
    if not served:
        return None
    values = {
        "approach": _best_approach(pair.provider, served[0]),
        "goals": tuple([label(words.GOALS, code) for code in served[:2]]),
    }
    return sentence(_("You want to %(goals)s. That is what %(approach)s is often used for."), values)


def _goals_missed(pair: Pair) -> Sentence | None:
    missed = [each.code for each in by_weight(pair.answers.goals) if not _belongs(pair.provider, each.code)]
    if not missed:
        return None
    named = tuple([label(words.GOALS, code) for code in missed[:2]])
    return sentence(
        _("You want to %(goals)s. Their ways of working are less known for that."), {"goals": named}
    )


def _tasks_shared(pair: Pair) -> Sentence | None:
    tasks = by_weight(pair.answers.tasks)
    shared = [each.code for each in tasks if each.weight > 0 and _belongs(pair.provider, each.code)]
    if shared:
        values = {
            "task": label(words.TASKS, shared[0]),
            "approach": _best_approach(pair.provider, shared[0]),
        }
        return sentence(_("You would like %(task)s. That belongs to %(approach)s."), values)
    approaches = pair.provider.approaches
    spared = [
        each.code
        for each in pair.answers.tasks
        if each.weight < 0 and affinity.strongest(approaches, each.code)[0] == 0
    ]
    if not spared:
        return None
    return sentence(
        _("You would rather not have %(task)s, and it is not a usual part of how they work."),
        {"task": label(words.TASKS, spared[0])},
    )


def task_in_doubt(pair: Pair) -> Weighted | None:
    """The task most against a pair: one not wanted that they do, else one wanted that they may not do."""
    tasks, provider = pair.answers.tasks, pair.provider
    unwanted = [each for each in tasks if each.weight < 0 and _belongs(provider, each.code)]
    wanted = [each for each in tasks if each.weight > 0 and not _belongs(provider, each.code)]
    return max(unwanted or wanted, key=lambda each: abs(each.weight), default=None)


def _tasks_parted(pair: Pair) -> Sentence | None:
    doubted = task_in_doubt(pair)
    if doubted is None:
        return None
    task = label(words.TASKS, doubted.code)
    if doubted.weight > 0:
        return sentence(_("You would like %(task)s. Nothing they list promises it: ask."), {"task": task})
    return sentence(
        _("You would rather not have %(task)s. It is often part of %(approach)s: say so early."),
        {"task": task, "approach": _best_approach(pair.provider, doubted.code)},
    )


def _style_near(axis: str) -> Callable[[Pair], Sentence | None]:
    def say(pair: Pair) -> Sentence | None:
        wanted, offered = dict(pair.answers.style)[axis], getattr(pair.provider, axis)
        if (wanted > 0) - (wanted < 0) != (offered > 0) - (offered < 0):
            return sentence(_CLOSE[axis])
        if wanted == 0:
            return sentence(_BALANCED[axis])
        end = words.STYLES[axis][wanted > 0]
        return sentence(_("You want someone who %(style)s. They say that is their way."), {"style": end})

    return say


_BALANCED: Final = {
    "directive": _("You want to share the lead. They say they do."),
    "emotional": _("You want a middle way with feelings. So do they."),
    "past": _("You want some past, some present. They say they work like that."),
    "challenge": _("You want support and challenge in balance. They say that is their way."),
}


# Near on the axis, but not on the same side of its middle: "their way" would be too much said.
_CLOSE: Final = {
    "directive": _("You two are close on who should lead."),
    "emotional": _("You two are close on how deep to go into feelings."),
    "past": _("You two are close on how much to look at the past."),
    "challenge": _("You two are close on how much to be challenged."),
}


def _style_far(axis: str) -> Callable[[Pair], Sentence | None]:
    def say(pair: Pair) -> Sentence | None:
        wanted, offered = dict(pair.answers.style)[axis], getattr(pair.provider, axis)
        end = words.STYLES[axis][offered > wanted]
        return sentence(_("Someone who %(style)s more than you asked for."), {"style": end})

    return say


def _wishes_kept(pair: Pair) -> Sentence | None:
    kept = _wishes(pair, kept=True)
    return sentence(_("As you wished: %(wishes)s."), {"wishes": kept}) if kept else None


def _wishes_unmet(pair: Pair) -> Sentence | None:
    unmet = _wishes(pair, kept=False)
    return sentence(_("Not as you wished: %(wishes)s."), {"wishes": unmet}) if unmet else None


def _wishes(pair: Pair, *, kept: bool) -> tuple[str, ...]:
    return tuple(
        label(words.WISHES, wish)
        for column, wish in wishes_of(pair.answers)
        if getattr(pair.provider, column) and holds(wish, getattr(pair.provider, column)) == kept
    )


def _warmth(pair: Pair) -> Sentence | None:
    values = {"sessions": pair.provider.warmth_sessions}
    return sentence(
        _("Clients' ratings of warmth over %(sessions)s sessions are above what is typical."), values
    )


def _little_warmth(pair: Pair) -> Sentence | None:
    values = {"sessions": pair.provider.warmth_sessions}
    return sentence(
        _("Clients' ratings of warmth over %(sessions)s sessions are below what is typical."), values
    )


_GOOD: Final[Mapping[str, Callable[[Pair], Sentence | None]]] = (
    {
        "concerns": _concerns_known,
        "goals": _goals_served,
        "tasks": _tasks_shared,
        "wishes": _wishes_kept,
        "warmth": _warmth,
    }
    | {axis: _style_near(axis) for axis in words.STYLES}
    | {name: above(part) for name, part in MEASURED.items()}
)
_BAD: Final[Mapping[str, Callable[[Pair], Sentence | None]]] = (
    {
        "concerns": _concerns_missing,
        "goals": _goals_missed,
        "tasks": _tasks_parted,
        "wishes": _wishes_unmet,
        "warmth": _little_warmth,
    }
    | {axis: _style_far(axis) for axis in words.STYLES}
    | {name: below(part) for name, part in MEASURED.items()}
)


def _facts(pair: Pair) -> list[Statement]:
    """Facts to check that no rating speaks of: stale openings, a licence that ends soon or has no date."""
    provider, found = pair.provider, []
    confirmed = provider.openings_confirmed_on
    if confirmed is None or pair.on - confirmed > FRESH_OPENING:
        found.append(_("It has been over a month since they confirmed an opening."))
    if provider.kind == "therapist" and provider.licence_expires is None:
        found.append(_("We do not know when their licence runs out."))
    elif provider.licence_expires and provider.licence_expires - pair.on < LICENCE_ENDS_SOON:
        found.append(_("Their licence has to be renewed within two months."))
    if all(getattr(provider, axis) is None for axis in words.STYLES):
        found.append(_("They have not said how they work."))
    return [Statement("", "fact", sentence(text)) for text in found]
