"""How three are drawn now: the figures of the policy in force, as the library takes them."""

from collections.abc import Mapping

from rapport.matching.ranking import Policy
from rapport.site.foundation import steering
from rapport.vocabulary import PARTS


def policy_of(figures: Mapping[str, float]) -> Policy:
    """The draw of these figures."""
    told = {each.code: figures[each.code] for each in steering.DRAW if each.code != "pool"}
    return Policy(pool=int(figures["pool"]), **told)


def weights_of(figures: Mapping[str, float]) -> dict[str, float]:
    """How much each part of the alliance counts, by these figures."""
    return {part: figures[f"weight_{part}"] for part in PARTS}


def weights_in_force() -> dict[str, float]:
    """How much each part counts in the version that holds now. One query."""
    return weights_of(steering.current()[1])


def policy_in_force() -> Policy:
    """The draw of the version that holds now. One query."""
    return policy_of(steering.current()[1])
