"""Would somebody else do better? From the course as it was rated, and from a fresh match of those not met."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rapport.alliance.judgement import standing, unresolved
from rapport.alliance.outlook import Outlooks, Rating, foretold, outlooks
from rapport.alliance.referral import Course as SoFar
from rapport.alliance.referral import Proposal, propose
from rapport.language.crisis import screen
from rapport.matching.match import match
from rapport.matching.ranking import DEFAULT_POLICY
from rapport.site.checkins.models import Raised
from rapport.site.checkins.queries.course import Followed, Session, course_of
from rapport.site.checkins.queries.others import usual_for
from rapport.site.checkins.queries.repairs import repair_was_tried
from rapport.site.consultations.models import Course
from rapport.site.directory.queries import roster_snapshot
from rapport.site.matches.learned import newest_learned
from rapport.site.matches.queries import answers_for_matching, client_day, not_to_be_drawn
from rapport.site.matches.rematch import with_style
from rapport.site.referrals.queries.referrals import live_referral
from rapport.site.referrals.queries.reviews import repair_said
from rapport.site.referrals.queries.style import style_learned

OVERALL: Final = "overall"
# The best of those left, nobody by chance: it is compared, not offered. Nothing is drawn by this seed.
BEST: Final = DEFAULT_POLICY._replace(temperature=0.0)
SEED: Final = 0


@dataclass(frozen=True, slots=True)
class Onwards:
    """The proposal, and what it stands on: the sessions held and rated, and latest scores in red.

    `has_next`: somebody who could take this client is left. `has_shifted`: a rupture stands, by the
    ratings.
    """

    proposal: Proposal
    sessions: int
    off_track: int
    has_next: bool
    has_shifted: bool


def onwards_of(course: Course, *, at: datetime) -> Onwards:
    """Whether to propose somebody else to this client now, with the stated chance and the cost.

    What is still open about both is shared as far as it is the client's own way of rating, which their
    sessions have shown (`alliance.outlook`).
    """
    followed = course_of(course.client, course.provider, at)
    common = usual_for(course.client_id, at).common[OVERALL]
    so_far = _so_far(course, followed)
    best = _best_left(course, at=at)
    found = _outlooks(course, followed, best, at=at)
    here = course.provider.provider_id
    next_id = best[0] if best else None
    return Onwards(
        propose(
            so_far,
            found.of[here],
            found.of[next_id] if next_id else None,
            growth=max(common.growth, 0.0),
            shared=found.shared(here, next_id) if next_id else 0.0,
        ),
        sessions=so_far.sessions,
        off_track=so_far.off_track,
        has_next=next_id is not None,
        has_shifted=followed.unrepaired is not None,
    )


def _so_far(course: Course, followed: Followed) -> SoFar:
    sessions = followed.sessions
    return SoFar(
        sessions=sessions[-1].number if sessions else 0,
        asked=live_referral(course) is not None,
        repair_tried=_was_tried(course, followed),
        unresolved=unresolved([each.judged for each in sessions], [each.number for each in sessions]),
        off_track=max((each.in_red for each in followed.symptoms), default=0),
    )


def _was_tried(course: Course, followed: Followed) -> bool:
    """Noted by the provider, or raised by the client, or said in a review, since what stands began.

    A rupture that is flagged again before it is repaired is the same one, and an attempt at it counts on.
    Where none stands, since the latest one.
    """
    sessions, shifts = followed.sessions, followed.shifts
    began = standing([each.judged for each in sessions], [each.number for each in sessions])
    since = began[0] if began else (shifts[-1].number if shifts else 0)
    return (
        repair_was_tried(course, after_session=since)
        or Raised.objects.filter(course=course, after_session__gte=since).exists()
        or repair_said(course, since=since)
    )


def _best_left(course: Course, *, at: datetime) -> tuple[str, dict[str, float]] | None:
    """The best of those not offered before who can take this client today, and their forecast."""
    answers = answers_for_matching(course.client)
    if answers is None:
        return None
    found = match(
        roster_snapshot(),
        with_style(answers, style_learned(course)),
        crisis=screen(answers.text).flag,
        on=client_day(answers, at),
        seed=SEED,
        policy=BEST,
        without=not_to_be_drawn(course.client),
        learned=newest_learned().model,
    )
    if not found.matches:
        return None
    best = max(found.matches, key=lambda each: each.forecast[OVERALL].mean)
    return best.provider_id, best.forecast[OVERALL]._asdict()


def _outlooks(
    course: Course, followed: Followed, best: tuple[str, dict[str, float]] | None, *, at: datetime
) -> Outlooks:
    common, here = usual_for(course.client_id, at).common[OVERALL], course.provider.provider_id
    course.match.client = course.client
    told = {here: course.match.unseal("detail")["forecast"][OVERALL]} | ({best[0]: best[1]} if best else {})
    forecasts = {
        each: foretold(interval["mean"], interval["low"], interval["high"], common)
        for each, interval in told.items()
    }
    ratings = [Rating(here, each.number, _mean(each)) for each in followed.sessions]
    return outlooks(forecasts, ratings, common)


def _mean(session: Session) -> float:
    """The mean of the parts that were given; the overall where none was."""
    parts = [value for name, value in session.ratings.items() if name != OVERALL]
    return sum(parts) / len(parts) if parts else session.ratings[OVERALL]
