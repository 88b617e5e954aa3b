"""What a comparison would have meant for last month's requests, before it is started."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapport.learning.proof.means import mean_of
from rapport.learning.proof.trial_design import read_design
from rapport.matching import bitsets
from rapport.matching.eligibility import eligible_set
from rapport.matching.limits import Question
from rapport.matching.ranking import forecasts_of, pool_among
from rapport.matching.roster import Roster
from rapport.matching.slate import SLATE
from rapport.site.directory.queries import roster_snapshot
from rapport.site.intake.models import Intake
from rapport.site.matches.drawing import policy_in_force
from rapport.site.matches.learned import newest_learned
from rapport.site.matches.trial_actions import FEWEST_ELIGIBLE
from rapport.site.outcomes.queries.policy_preview import LAST_MONTH, questions_of_last_month

FEWEST: int = 2


@dataclass(frozen=True, slots=True)
class TrialPreview:
    """Before the first client.

    power: as designed. requests: all of last month. looked_at: those who say yes to learning; could: who of
    them was in no danger and had enough people to choose from. months: until the planned number, if everybody
    asked says yes; None where nobody could. by_forecast: how many points of forecast the best three lie above
    three of the eligible at random, with a 95% interval; None with fewer than two clients.
    """

    power: float
    requests: int
    looked_at: int
    could: int
    months: float | None
    by_forecast: tuple[float, float, float] | None


def trial_preview(design: Mapping[str, Any], *, at: datetime) -> TrialPreview:
    """Power, and last month as if it had run. Six queries; answers are opened in memory."""
    read = read_design(dict(design))
    roster, questions = roster_snapshot(), questions_of_last_month(at)
    could = [each for each in questions if _could(roster, each)]
    requests = Intake.objects.filter(submitted_at__gte=at - LAST_MONTH).count()
    a_month = requests * len(could) / len(questions) if questions else 0.0
    gains = _gains(roster, could)
    return TrialPreview(
        read.power,
        requests,
        len(questions),
        len(could),
        read.planned / a_month if a_month else None,
        mean_of(gains) if len(gains) >= FEWEST else None,
    )


def _could(roster: Roster, question: Question) -> bool:
    is_in_danger = question.crisis or not question.answers.safe_now
    return not is_in_danger and bitsets.count(eligible_set(roster, question)) >= FEWEST_ELIGIBLE


def _gains(roster: Roster, questions: Sequence[Question]) -> list[float]:
    policy, learned, found = policy_in_force(), newest_learned().model, []
    for question in questions:
        eligible = eligible_set(roster, question)
        everybody = forecasts_of(roster, question, bitsets.positions(eligible), learned).overall_means
        pool = pool_among(roster, question, eligible, policy, learned)
        found.append(float(pool.forecasts.overall_means[:SLATE].mean() - everybody.mean()))
    return found
