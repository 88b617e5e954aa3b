"""What goals and tasks say for a pair and against it: what a provider names, and their ways of working."""

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


@lru_cache(maxsize=1024)
def by_weight(weighted: tuple[Weighted, ...]) -> tuple[Weighted, ...]:
    """What a client named, what counts most first."""
    return tuple(sorted(weighted, key=lambda each: -each.weight))


def _belongs(provider: Provider, code: str) -> bool:
    """Whether a goal or a task goes with the provider far enough to say so: named, or by ways of working."""
    return _is_named(provider, code) or affinity.strongest(provider.approaches, code)[0] >= NAMED_AFFINITY


def _is_named(provider: Provider, code: str) -> bool:
    # As forecasts take it (`said`): where both are named.
    return bool(provider.goals and provider.tasks) and code in (*provider.goals, *provider.tasks)


def _best_approach(provider: Provider, code: str) -> str:
    return label(words.APPROACHES, affinity.strongest(provider.approaches, code)[1])


def goals_served(pair: "Pair") -> Sentence | None:
    """Which of the client's goals goes with them."""
    served = [each.code for each in by_weight(pair.answers.goals) if _belongs(pair.provider, each.code)]
    if not served:
        return None
    named = [code for code in served if _is_named(pair.provider, code)]
    if named:
        goals = tuple([label(words.GOALS, code) for code in named[:2]])
        return sentence(
            _("You want to %(goals)s. They name that among what people reach with them."), {"goals": goals}
        )
    values = {
        "approach": _best_approach(pair.provider, served[0]),
        "goals": tuple([label(words.GOALS, code) for code in served[:2]]),
    }
    return sentence(_("You want to %(goals)s. That is what %(approach)s is often used for."), values)


def goals_missed(pair: "Pair") -> Sentence | None:
    """Which does not."""
    missed = [each.code for each in by_weight(pair.answers.goals) if not _belongs(pair.provider, each.code)]
    if not missed:
        return None
    named = tuple([label(words.GOALS, code) for code in missed[:2]])
    return sentence(
        _("You want to %(goals)s. Their ways of working are less known for that."), {"goals": named}
    )


def tasks_shared(pair: "Pair") -> Sentence | None:
    """What the client would like and they do, or would rather not have and they spare."""
    tasks = by_weight(pair.answers.tasks)
    shared = [each.code for each in tasks if each.weight > 0 and _belongs(pair.provider, each.code)]
    if shared and _is_named(pair.provider, shared[0]):
        task = label(words.TASKS, shared[0])
        return sentence(_("You would like %(task)s. They say that they often do that."), {"task": task})
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
        if each.weight < 0
        and not _is_named(pair.provider, each.code)
        and affinity.strongest(approaches, each.code)[0] == 0
    ]
    if not spared:
        return None
    return sentence(
        _("You would rather not have %(task)s, and it is not a usual part of how they work."),
        {"task": label(words.TASKS, spared[0])},
    )


def task_in_doubt(pair: "Pair") -> Weighted | None:
    """The task most against a pair: one not wanted that they do, else one wanted that they may not do."""
    tasks, provider = pair.answers.tasks, pair.provider
    unwanted = [each for each in tasks if each.weight < 0 and _belongs(provider, each.code)]
    wanted = [each for each in tasks if each.weight > 0 and not _belongs(provider, each.code)]
    return max(unwanted or wanted, key=lambda each: abs(each.weight), default=None)


def tasks_parted(pair: "Pair") -> Sentence | None:
    """The task in doubt, and what to do about it."""
    doubted = task_in_doubt(pair)
    if doubted is None:
        return None
    task = label(words.TASKS, doubted.code)
    if doubted.weight > 0:
        return sentence(_("You would like %(task)s. Nothing they list promises it: ask."), {"task": task})
    if _is_named(pair.provider, doubted.code):
        words_of_it = _("You would rather not have %(task)s. They say that they often do that: say so early.")
        return sentence(words_of_it, {"task": task})
    return sentence(
        _("You would rather not have %(task)s. It is often part of %(approach)s: say so early."),
        {"task": task, "approach": _best_approach(pair.provider, doubted.code)},
    )
