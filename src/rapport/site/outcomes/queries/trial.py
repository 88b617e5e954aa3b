"""The report of a comparison: who went how far, by how much the arms differ, and what could be shown at all.

Everybody is counted in the arm that was drawn for them, whatever came of it. Outcomes are those of
clients who say yes to the comparison now.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from rapport.errors import BadInput
from rapport.learning.proof.trial import Analysis, compare, smallest_effect
from rapport.site.checkins.queries.sessions import Rated, rated
from rapport.site.foundation import consent
from rapport.site.matches.models import Allocation, Enrolment, Shortlist, Trial
from rapport.site.matches.trial_actions import PURPOSE

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Consort:
    """People by how far they went; each but the first three by arm.

    `declined` and `agreed` count clients who were asked since it started and are here now; who took part and
    took back their yes is in neither, and stays in their arm. `erased` were in an arm and had themselves
    erased: they stay counted, and nothing else of them is left.
    """

    declined: int
    agreed: int
    not_randomised: int
    randomised: Counts
    erased: Counts
    matched: Counts
    began: Counts
    analysed: Counts


@dataclass(frozen=True, slots=True)
class Comparison:
    """One arm beside the control; `analysis` is None, and `why_not` says why, where there are too few."""

    arm: str
    control: str
    analysis: Analysis | None
    why_not: str


@dataclass(frozen=True, slots=True)
class TrialFigures:
    """What is reckoned of a comparison, from the ratings of those who take part.

    `smallest_d`: what so many people an arm as are analysed could show with 80% power; None before anyone is.
    """

    consort: Consort
    comparisons: tuple[Comparison, ...]
    smallest_d: float | None


@dataclass(frozen=True, slots=True)
class TrialReport:
    """Everything that may be said of a comparison: its figures, and where it stands.

    `power`: of the design, for the difference it assumed. `is_final`: it was stopped, or the planned
    number was reached; before that a verdict would be one of many looks.
    """

    trial: Trial
    consort: Consort
    comparisons: tuple[Comparison, ...]
    power: float
    smallest_d: float | None
    is_final: bool


def newest_trial() -> Trial | None:
    """The comparison that runs, else the last one that ran. One query."""
    return Trial.objects.order_by("-number").first()


def trial_report(trial: Trial, *, at: datetime) -> TrialReport:
    """The report as of now. Opens the ratings of those who take part, in memory."""
    return report_of(trial, trial_figures(trial, at=at))


def report_of(trial: Trial, found: TrialFigures) -> TrialReport:
    """The report with these figures, whenever they were reckoned."""
    enough = sum(found.consort.randomised.values()) >= trial.design["planned"]
    return TrialReport(
        trial=trial,
        consort=found.consort,
        comparisons=found.comparisons,
        power=trial.design["power"],
        smallest_d=found.smallest_d,
        is_final=enough or not trial.is_running,
    )


def trial_figures(trial: Trial, *, at: datetime) -> TrialFigures:
    """The figures as of now. Opens the ratings of those who take part, in memory."""
    matched = Exists(Shortlist.objects.filter(enrolment=OuterRef("pk"), found__gt=0))
    rows = Enrolment.objects.filter(trial=trial).select_related("allocation")
    enrolled = list(rows.annotate(is_matched=matched))
    arm_of = {each.client_id: each.allocation.arm for each in enrolled}
    outcomes = _outcomes(trial, at)
    consort = _consort(trial, enrolled, arm_of, outcomes)
    fewest = min(consort.analysed.values(), default=0)
    return TrialFigures(
        consort=consort,
        comparisons=tuple(
            _comparison(arm, trial.design["control"], arm_of, outcomes)
            for arm in trial.design["arms"]
            if arm != trial.design["control"]
        ),
        smallest_d=smallest_effect(fewest) if fewest else None,
    )


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Mean overall rating of the first sessions with the provider whom the client met first."""

    mean: float
    provider: str


def _outcomes(trial: Trial, at: datetime) -> dict[str, _Outcome]:
    by_client: dict[str, list[Rated]] = {}
    for row in rated(at, purpose=PURPOSE, only=Q(match__shortlist__enrolment__trial=trial)):
        by_client.setdefault(row.client, []).append(row)
    return {client: _first(rows, trial.design["sessions"]) for client, rows in by_client.items()}


def _first(rows: list[Rated], sessions: int) -> _Outcome:
    provider = rows[0].provider
    kept = [row.overall for row in rows if row.provider == provider and row.number <= sessions]
    return _Outcome(math.fsum(kept) / len(kept) if kept else math.nan, provider)


def _consort(
    trial: Trial, enrolled: list[Any], arm_of: Mapping[str, str], outcomes: Mapping[str, _Outcome]
) -> Consort:
    arms = trial.design["arms"]
    randomised = Counter(Allocation.objects.filter(trial=trial).values_list("arm", flat=True))
    here = Counter(each.allocation.arm for each in enrolled)
    asked = {"since": trial.started_at}
    agreed, declined = (set(whose(PURPOSE, **asked)) for whose in (consent.holders, consent.refusers))

    def by_arm(clients: Any) -> dict[str, int]:
        found = Counter(arm_of[each] for each in set(clients) if each in arm_of)
        return {arm: found[arm] for arm in arms}

    return Consort(
        declined=len(declined - arm_of.keys()),
        agreed=len(agreed),
        not_randomised=len(agreed - arm_of.keys()),
        randomised={arm: randomised[arm] for arm in arms},
        erased={arm: randomised[arm] - here[arm] for arm in arms},
        matched=by_arm(each.client_id for each in enrolled if each.is_matched),
        began=by_arm(outcomes),
        analysed=by_arm(each for each, found in outcomes.items() if math.isfinite(found.mean)),
    )


def _comparison(
    arm: str, control: str, arm_of: Mapping[str, str], outcomes: Mapping[str, _Outcome]
) -> Comparison:
    clients = sorted(arm_of)
    met = [outcomes.get(each) for each in clients]
    try:
        found = compare(
            [each.mean if each else math.nan for each in met],
            [arm_of[each] for each in clients],
            [each.provider if each else None for each in met],
            arm=arm,
            control=control,
        )
    except BadInput as error:
        return Comparison(arm, control, None, str(error))
    if not math.isfinite(found.low):
        return Comparison(arm, control, None, "too few providers for an interval")
    return Comparison(arm, control, found, "")
