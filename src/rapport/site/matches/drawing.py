"""How three are drawn now: the figures of the policy in force, as the library takes them."""

from collections.abc import Mapping

from rapport.matching.ranking import Policy
from rapport.site.foundation import steering


def policy_of(figures: Mapping[str, float]) -> Policy:
    """The draw of these figures."""
    told = {each.code: figures[each.code] for each in steering.DRAW if each.code != "pool"}
    return Policy(pool=int(figures["pool"]), **told)


def policy_in_force() -> Policy:
    """The draw of the version that holds now. One query."""
    return policy_of(steering.current()[1])
