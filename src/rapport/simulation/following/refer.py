"""Whether a client is better off with somebody else, as `alliance.referral` says it from what was rated."""

from collections.abc import Sequence

import numpy as np

from rapport.alliance.outlook import Rating, foretold, outlooks
from rapport.alliance.referral import Course, propose
from rapport.simulation.following.begin import Begun, drawn
from rapport.simulation.following.cohort import Cohort


class Referrals:
    """Those offered to each client so far, and all that they have rated."""

    def __init__(self, cohort: Cohort, begun: Begun) -> None:
        self.cohort = cohort
        self.told = [dict(each) for each in begun.told]
        self.rated = [[Rating(one, 1, value) for one, value in each.items()] for each in begun.talks]
        self.former: list[set[str]] = [set() for _ in begun.told]
        self.matched = [False] * len(begun.told)

    def next_of(
        self,
        k: int,
        provider: int,
        checkins: Sequence[tuple[float, ...]],
        *,
        held: int,
        asked: bool,
        tried: bool,
        unresolved: int,
        off_track: int,
    ) -> int | None:
        """The place of whom to move on to, or None: stay."""
        here = self.cohort.world.practice.roster_rows[provider]["provider_id"]
        self._match_again(k)
        told = {one: foretold(*interval, self.cohort.common) for one, interval in self.told[k].items()}
        if here not in told:
            return None
        own = [Rating(here, int(each[1]), float(np.mean(each[2:5]))) for each in checkins]
        found = outlooks(told, [*self.rated[k], *own], self.cohort.common)
        others = [one for one in told if one != here and one not in self.former[k]]
        best = max(others, key=lambda one: found.of[one].mean, default=None)
        proposal = propose(
            Course(held, asked=asked, repair_tried=tried, unresolved=unresolved, off_track=off_track),
            found.of[here],
            None if best is None else found.of[best],
            growth=max(self.cohort.common.growth, 0.0),
            shared=0.0 if best is None else min(found.shared(here, best), 0.99),
        )
        if best is None or not proposal.proposed:
            return None
        self.rated[k] = [each for each in self.rated[k] if each.provider_id != best] + own
        self.former[k].add(here)
        return self.cohort.place[best]

    def _match_again(self, k: int) -> None:
        """Three more, once a client, drawn without those offered before."""
        if self.matched[k]:
            return
        self.matched[k] = True
        again = drawn(self.cohort, k, matches=True, without=frozenset(self.told[k]))
        self.told[k] |= {one.provider_id: one.forecast["overall"] for one in again.matches}
