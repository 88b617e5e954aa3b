"""What goals and tasks say for a pair and against it: what a provider names, and their ways of working."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rapport.matching import affinity, words
from rapport.matching.answers import Weighted
from rapport.matching.roster import Provider
from rapport.matching.words import Sentence, gettext_noop, label, sentence

if TYPE_CHECKING:
    from rapport.matching.reasons import Pair

_ = gettext_noop

# An affinity at or above this is worth naming.
NAMED_AFFINITY: Final = 0.5

GOALS_NAMED: Final = _("You want to %(goals)s. They name that among what people reach with them.")
GOALS_SERVED: Final = _("You want to %(goals)s. That is what %(approach)s is often used for.")
GOALS_MISSED: Final = _("You want to %(goals)s. Their ways of working are less known for that.")
TASK_NAMED: Final = _("You would like %(task)s. They say that they often do that.")
TASK_SERVED: Final = _("You would like %(task)s. That belongs to %(approach)s.")
TASK_SPARED: Final = _("You would rather not have %(task)s, and it is not a usual part of how they work.")
TASK_UNSURE: Final = _("You would like %(task)s. Nothing they list promises it: ask.")
TASK_UNWANTED_NAMED: Final = _(
    "You would rather not have %(task)s. They say that they often do that: say so early."
)
TASK_UNWANTED: Final = _(
    "You would rather not have %(task)s. It is often part of %(approach)s: say so early."
)


@lru_cache(maxsize=1024)
def by_weight(weighted: tuple[Weighted, ...]) -> tuple[Weighted, ...]:
    """What a client named, what counts most first."""
    return tuple(sorted(weighted, key=lambda each: -each.weight))


def _belonging(provider: Provider, codes: Iterable[str]) -> list[str]:
    """Goals or tasks that go with the provider far enough to say so: named, or by ways of working."""
    named, approaches = _named(provider), provider.approaches
    return [
        code for code in codes if code in named or affinity.strongest(approaches, code)[0] >= NAMED_AFFINITY
    ]


def _named(provider: Provider) -> tuple[str, ...]:
    # As forecasts take it (`said`): where both are named.
    return provider.goals + provider.tasks if provider.goals and provider.tasks else ()


def best_approach(approaches: tuple[str, ...], code: str) -> str:
    """The way of working that goes farthest with a goal or a task, in words."""
    return label(words.APPROACHES, affinity.strongest(approaches, code)[1])


def goals_served(pair: "Pair") -> Sentence | None:
    """Which of the client's goals goes with them."""
    served = _belonging(pair.provider, [each.code for each in by_weight(pair.answers.goals)])
    if not served:
        return None
    own = _named(pair.provider)
    named = [code for code in served if code in own]
    if named:
        goals = tuple([label(words.GOALS, code) for code in named[:2]])
        return sentence(GOALS_NAMED, {"goals": goals})
    goals = tuple([label(words.GOALS, code) for code in served[:2]])
    values = ("approach", best_approach(pair.provider.approaches, served[0])), ("goals", goals)
    return Sentence(GOALS_SERVED, values)


def goals_missed(pair: "Pair") -> Sentence | None:
    """Which does not."""
    goals = [each.code for each in by_weight(pair.answers.goals)]
    served = _belonging(pair.provider, goals)
    missed = [code for code in goals if code not in served]
    if not missed:
        return None
    named = tuple([label(words.GOALS, code) for code in missed[:2]])
    return sentence(GOALS_MISSED, {"goals": named})


def tasks_shared(pair: "Pair") -> Sentence | None:
    """What the client would like and they do, or would rather not have and they spare."""
    wanted = [each.code for each in by_weight(pair.answers.tasks) if each.weight > 0]
    shared, named = _belonging(pair.provider, wanted), _named(pair.provider)
    if shared and shared[0] in named:
        task = label(words.TASKS, shared[0])
        return sentence(TASK_NAMED, {"task": task})
    if shared:
        approach = best_approach(pair.provider.approaches, shared[0])
        values = ("task", label(words.TASKS, shared[0])), ("approach", approach)
        return Sentence(TASK_SERVED, values)
    approaches = pair.provider.approaches
    spared = [
        each.code
        for each in pair.answers.tasks
        if each.weight < 0 and each.code not in named and affinity.strongest(approaches, each.code)[0] == 0
    ]
    if not spared:
        return None
    return sentence(
        TASK_SPARED,
        {"task": label(words.TASKS, spared[0])},
    )


def task_in_doubt(pair: "Pair") -> Weighted | None:
    """The task most against a pair: one not wanted that they do, else one wanted that they may not do."""
    tasks, provider = pair.answers.tasks, pair.provider
    done = _belonging(provider, [each.code for each in tasks])
    unwanted = [each for each in tasks if each.weight < 0 and each.code in done]
    wanted = [each for each in tasks if each.weight > 0 and each.code not in done]
    return max(unwanted or wanted, key=lambda each: abs(each.weight), default=None)


def tasks_parted(pair: "Pair") -> Sentence | None:
    """The task in doubt, and what to do about it."""
    doubted = task_in_doubt(pair)
    if doubted is None:
        return None
    task = label(words.TASKS, doubted.code)
    if doubted.weight > 0:
        return sentence(TASK_UNSURE, {"task": task})
    if doubted.code in _named(pair.provider):
        return sentence(TASK_UNWANTED_NAMED, {"task": task})
    return sentence(
        TASK_UNWANTED,
        {"task": task, "approach": best_approach(pair.provider.approaches, doubted.code)},
    )
