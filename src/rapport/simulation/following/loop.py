"""One way of following, week by week: the library's own functions are asked, and people act on what they say.

Nothing here knows what is true of a course: decisions rest on ratings, symptoms and forecasts alone, through
`matching.arms`, `alliance.search`, `alliance.judgement`, `alliance.expected`, `alliance.comfort`,
`alliance.outlook` and `alliance.referral`.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from rapport.alliance.comfort import SessionRating, over_sessions
from rapport.alliance.judgement import Judged, judge, unresolved
from rapport.alliance.referral import OFF_TRACK_ENOUGH, UNRESOLVED_ENOUGH
from rapport.alliance.trajectory import CheckIns
from rapport.simulation.following import effects as after
from rapport.simulation.following.begin import Begun, begin
from rapport.simulation.following.cohort import WEEKS, Bools, Cohort, Floats, Texts, Whole
from rapport.simulation.following.courses import Courses, Week
from rapport.simulation.following.refer import Referrals
from rapport.simulation.following.ways import Way
from rapport.simulation.world import MEAN_OF_PARTS, RATING_SD

# Signals are acted on from the second session on: one tells nothing of a course. Who is in red once, or in
# amber twice, is warned of, and is at risk if so by the fourth: set, so that without feedback they fare as
# published.
FIRST_SIGNAL: Final = 2
AT_RISK_BY: Final = 4
REVIEW: Final = 3


@dataclass(frozen=True)
class Came:
    """What came of each client, shape (n,).

    held: sessions; dropped: out before the planned end; first, last: symptoms, PHQ-9 points; at_risk: off
    track by the fourth session; off_track: ever, from the first signal on; alliance: mean true level over the
    sessions held, rating points. alarms: check-ins flagged; in_strain: of these, where a strain stood or was
    fading; referred: moves.
    """

    held: Whole
    dropped: Bools
    first: Floats
    last: Floats
    at_risk: Bools
    off_track: Bools
    alliance: Floats
    alarms: Whole
    in_strain: Whole
    referred: Whole


def run(cohort: Cohort, way: Way) -> Came:
    """How did it go for these clients, followed in this way?"""
    return _Loop(cohort, way).run()


class _Loop:
    """What is known and done while the weeks pass."""

    def __init__(self, cohort: Cohort, way: Way) -> None:
        self.cohort, self.way, n = cohort, way, len(cohort.rows)
        self.begun: Begun = begin(cohort, matches=way.matches, searches=way.searches)
        self.courses = Courses(cohort, self.begun.provider)
        self.acts = np.random.default_rng([cohort.seed, 72]).random(len(cohort.world.provider)) < way.acting
        self.pair, self.pairs = np.arange(n), n
        self.rows: list[tuple[float, ...]] = []
        self.referrals = Referrals(cohort, self.begun)
        self.red, self.strains = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
        self.ambers, self.off_track = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=bool)
        self.tried, self.stands, self.asked = (np.zeros(n, dtype=bool) for _ in range(3))
        self.alarms, self.in_strain, self.moved = (np.zeros(n, dtype=np.int64) for _ in range(3))

    def run(self) -> Came:
        """All weeks."""
        n = len(self.cohort.rows)
        last, total = np.zeros(n), np.zeros(n)
        at_risk, ever = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
        for number in range(WEEKS):
            week = self.courses.hold(number)
            last = np.where(week.came, week.symptoms, last)
            total += np.where(week.came, week.level, 0.0)
            light = self._lights(number, week)
            self.ambers += light != "green"
            self.off_track = (light == "red") | ((light == "amber") & (self.ambers > 1))
            at_risk |= self.off_track & (number < AT_RISK_BY)
            ever |= self.off_track & (number + 1 >= FIRST_SIGNAL)
            self.red = np.where(light == "red", self.red + 1, 0)
            self._look(number, week)
            if not self.courses.going.any():
                break
        courses = self.courses
        return Came(
            courses.held, courses.dropped, courses.first, last, at_risk, ever, total / courses.held,
            self.alarms, self.in_strain, self.moved,
        )  # fmt: skip

    def _look(self, number: int, week: Week) -> None:
        """What is noticed after this session, and what people do about it."""
        if self.way.follows == "nobody":
            return
        self._keep(week)
        judged = self._judged()
        flagged = week.kept & np.array([bool(own) and own[-1][0].flagged for own in judged])
        self._count(week, judged, flagged)
        if number + 1 < FIRST_SIGNAL:
            return
        goes_on = self.courses.going
        self._signal(number, flagged & goes_on, self.off_track & goes_on)
        if self.way.asks:
            self._ask(week)
        if self.way.refers:
            self._refer(number, week)

    def _keep(self, week: Week) -> None:
        for k in np.flatnonzero(week.kept).tolist():
            self.rows.append((self.pair[k], week.session[k], *week.ratings[k], week.challenge[k]))

    def _judged(self) -> list[list[tuple[Judged, int]]]:
        """Every judgement of each client's present pair with its session, from check-ins so far."""
        table = np.array(self.rows, dtype=np.float64)
        pair, session = table[:, 0].astype(np.int64), table[:, 1].astype(np.int64)
        found = judge(CheckIns(pair, session, table[:, 2:5], table[:, 5]))
        by_pair: dict[int, list[tuple[Judged, int]]] = {each: [] for each in self.pair.tolist()}
        for one, judged, number in zip(pair.tolist(), found, session.tolist(), strict=True):
            if one in by_pair:
                by_pair[one].append((judged, number))
        return list(by_pair.values())

    def _count(self, week: Week, judged: list[list[tuple[Judged, int]]], flagged: Bools) -> None:
        """Strains that stand unresolved, and what the alarms are worth."""
        standing = [k for k, own in enumerate(judged) if own and own[-1][0].repaired is False]
        self.strains[:] = 0
        self.strains[standing] = [unresolved(*zip(*judged[k], strict=True)) for k in standing]
        # What is flagged again before it is repaired is the same strain, and an attempt at it counts on.
        self.tried &= ~(flagged & ~self.stands)
        self.stands[:] = False
        self.stands[standing] = True
        self.alarms += flagged & week.came
        self.in_strain += flagged & week.came & (self.courses.dip > 0)

    def _lights(self, number: int, week: Week) -> Texts:
        """Where symptoms stand against what is usual after such a start; green where nobody came."""
        light, came = self.cohort.expected.light, week.came.tolist()
        pairs = zip(came, self.courses.first.tolist(), week.symptoms.tolist(), strict=True)
        return np.array([light(first, number + 1, now) if here else "green" for here, first, now in pairs])

    def _signal(self, number: int, flagged: Bools, off_track: Bools) -> None:
        """Whoever is told acts, or does not."""
        effects, courses, chance = self.cohort.effects, self.courses, self.cohort.chance
        acts, hears = chance.acts[:, number], chance.hears[:, number]
        if self.way.follows == "client":
            told = flagged | off_track
            courses.dishearten(told & (hears < effects.loses_heart))
            raised = told & (acts < effects.raises_it)
            courses.repair(raised & flagged)
            courses.turn(raised & off_track)
            return
        with_tools = self.way.follows == "tools"
        listens = self.acts[courses.provider]
        repairs = effects.tools_repairs if with_tools else effects.feedback_repairs
        turns = effects.tools_turns if with_tools else effects.feedback_turns
        if number + 1 == FIRST_SIGNAL:
            courses.extra += effects.read_points * (listens & courses.going)
        courses.repair(flagged & listens & (acts < repairs))
        courses.turn(off_track & listens & (hears < turns))
        self.tried |= (flagged | off_track) & listens

    def _ask(self, week: Week) -> None:
        """The questions about comfort, once a client, heeded by some of those who act."""
        heeds = self.cohort.chance.heeds < after.COMFORT_HEEDED
        for k in np.flatnonzero(week.kept & self.courses.going & ~self.asked & (week.challenge < 0)).tolist():
            own = [each for each in self.rows if each[0] == self.pair[k]]
            ratings = [SessionRating(int(each[1]), each[4], each[2], each[5]) for each in own]
            if over_sessions(ratings).noticed:
                self.asked[k] = True
                if heeds[k] and self.acts[self.courses.provider[k]]:
                    self.courses.extra[k] += self.cohort.effects.comfort_points

    def _refer(self, number: int, week: Week) -> None:
        """The review at sessions 3 to 5, and a look whenever strains or symptoms ask for it."""
        unhappy = week.level < MEAN_OF_PARTS + after.UNHAPPY * RATING_SD
        asks = unhappy & (week.session == REVIEW) & (self.cohort.chance.acts[:, 0] < after.ASKS)
        in_need = self.tried & ((self.strains >= UNRESOLVED_ENOUGH) | (self.red >= OFF_TRACK_ENOUGH))
        accepts = self.cohort.chance.hears[:, 0] < after.ACCEPTS
        for k in np.flatnonzero(self.courses.going & (asks | in_need) & accepts).tolist():
            own = [each for each in self.rows if each[0] == self.pair[k]]
            moved = self.referrals.next_of(
                k, self.courses.provider[k], own, held=int(week.session[k]), asked=bool(asks[k]),
                tried=bool(self.tried[k]), unresolved=int(self.strains[k]), off_track=int(self.red[k]),
            )  # fmt: skip
            if moved is not None:
                self._move(k, moved, number)

    def _move(self, k: int, provider: int, number: int) -> None:
        self.courses.move(k, provider, number)
        self.moved[k] += 1
        self.red[k] = self.strains[k] = 0
        self.tried[k] = self.stands[k] = False
        self.pair[k], self.pairs = self.pairs, self.pairs + 1
