"""Why a person is among the three, what to keep in mind, and what to ask: from true contributions only.

Every reason and caution names a feature of the forecast and carries the points it added, so that
reasons can be checked against the forecast; facts about openings and licences carry none.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Final, NamedTuple

from rapport.matching import affinity, words
from rapport.matching.answers import Answers, Weighted
from rapport.matching.fit import holds, wishes_of
from rapport.matching.forecast import Contribution
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
    """Whom a sentence is about: the client's answers, the provider, the day."""

    answers: Answers
    provider: Provider
    on: date


def reasons(pair: Pair, contributions: Iterable[Contribution]) -> tuple[Statement, ...]:
    """The largest true contributions above the typical rating, in words; at most three."""
    rising = sorted(
        (each for each in contributions if each.points >= LEAST_POINTS), key=lambda each: -each.points
    )
    stated = (_stated(_GOOD, pair, each) for each in rising)
    return tuple(islice((each for each in stated if each is not None), MOST_REASONS))


def cautions(pair: Pair, contributions: Iterable[Contribution]) -> tuple[Statement, ...]:
    """What stands against: the largest contributions below typical and facts to check; at most three."""
    falling = sorted(
        (each for each in contributions if each.points <= -LEAST_POINTS), key=lambda each: each.points
    )
    stated = (_stated(_BAD, pair, each) for each in falling)
    found = [*islice((each for each in stated if each is not None), MOST_CAUTIONS - 1), *_facts(pair)]
    if not found:
        found = [Statement("bond", "unknown", sentence(_("Nobody can know the bond before you meet.")))]
    return tuple(found[:MOST_CAUTIONS])


def _stated(
    say: Mapping[str, Callable[[Pair], Sentence | None]], pair: Pair, contribution: Contribution
) -> Statement | None:
    text = say[contribution.feature](pair)
    if text is None:
        return None
    return Statement(contribution.part, contribution.feature, text, contribution.points)


def _concerns_known(pair: Pair) -> Sentence | None:
    known = _by_weight(pair.answers.concerns, lambda code: code in pair.provider.concerns)
    if not known:
        return None
    named = tuple(label(words.CONCERNS, code) for code in known)
    if len(known) == len(pair.answers.concerns) > 1:
        return sentence(_("Works with all you named: %(concerns)s."), {"concerns": named})
    return sentence(_("Works with %(concerns)s."), {"concerns": named})


def _concerns_missing(pair: Pair) -> Sentence | None:
    missing = _by_weight(pair.answers.concerns, lambda code: code not in pair.provider.concerns)
    named = tuple(label(words.CONCERNS, code) for code in missing)
    return sentence(_("Does not list %(concerns)s. Ask about it."), {"concerns": named}) if named else None


def _by_weight(weighted: Sequence[object], keep: Callable[[str], bool]) -> list[str]:
    kept = [each for each in weighted if keep(each.code)]  # type: ignore[attr-defined]
    return [each.code for each in sorted(kept, key=lambda each: -each.weight)]  # type: ignore[attr-defined]


def _strength(provider: Provider, code: str) -> float:
    """How far the provider's ways of working go with a goal or a task, 0–1."""
    return max((affinity.strength(each, code) for each in provider.approaches), default=0.0)


def _best_approach(provider: Provider, code: str) -> str:
    return label(words.APPROACHES, max(provider.approaches, key=lambda each: affinity.strength(each, code)))


def _goals_served(pair: Pair) -> Sentence | None:
    served = _by_weight(pair.answers.goals, lambda code: _strength(pair.provider, code) >= NAMED_AFFINITY)
    if not served:
        return None
    values = {
        "approach": _best_approach(pair.provider, served[0]),
        "goals": tuple(label(words.GOALS, code) for code in served[:2]),
    }
    return sentence(_("You want to %(goals)s. That is what %(approach)s is often used for."), values)


def _goals_missed(pair: Pair) -> Sentence | None:
    missed = _by_weight(pair.answers.goals, lambda code: _strength(pair.provider, code) < NAMED_AFFINITY)
    named = tuple(label(words.GOALS, code) for code in missed[:2])
    return (
        sentence(_("You want to %(goals)s. Their ways of working are less known for that."), {"goals": named})
        if named
        else None
    )


def _tasks_shared(pair: Pair) -> Sentence | None:
    shared = _by_weight(
        [each for each in pair.answers.tasks if each.weight > 0],
        lambda code: _strength(pair.provider, code) >= NAMED_AFFINITY,
    )
    if shared:
        values = {
            "task": label(words.TASKS, shared[0]),
            "approach": _best_approach(pair.provider, shared[0]),
        }
        return sentence(_("You would like %(task)s. That belongs to %(approach)s."), values)
    spared = [
        each.code
        for each in pair.answers.tasks
        if each.weight < 0 and _strength(pair.provider, each.code) == 0
    ]
    if not spared:
        return None
    return sentence(
        _("You would rather not have %(task)s, and it is not a usual part of how they work."),
        {"task": label(words.TASKS, spared[0])},
    )


def task_in_doubt(pair: Pair) -> Weighted | None:
    """The task most against a pair: one not wanted that they do, else one wanted that they may not do."""

    def belongs(task: Weighted) -> bool:
        return _strength(pair.provider, task.code) >= NAMED_AFFINITY

    unwanted = [each for each in pair.answers.tasks if each.weight < 0 and belongs(each)]
    wanted = [each for each in pair.answers.tasks if each.weight > 0 and not belongs(each)]
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


_GOOD: Final[Mapping[str, Callable[[Pair], Sentence | None]]] = {
    "concerns": _concerns_known,
    "goals": _goals_served,
    "tasks": _tasks_shared,
    "wishes": _wishes_kept,
    "warmth": _warmth,
} | {axis: _style_near(axis) for axis in words.STYLES}
_BAD: Final[Mapping[str, Callable[[Pair], Sentence | None]]] = {
    "concerns": _concerns_missing,
    "goals": _goals_missed,
    "tasks": _tasks_parted,
    "wishes": _wishes_unmet,
    "warmth": _little_warmth,
} | {axis: _style_far(axis) for axis in words.STYLES}


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
