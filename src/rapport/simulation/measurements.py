"""Each published figure, measured in a sample of courses the way its study measured it."""

from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.simulation import estimates, figures
from rapport.simulation.dynamics import MOST_SESSIONS
from rapport.simulation.figures import Figure
from rapport.simulation.sample import Sample

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Measure: TypeAlias = Callable[[Sample], float]

# PHQ-9: a change of 6 is reliable, 10 and above is a case (NHS; from memory, unverified).
RELIABLE: Final = 6.0
CASE: Final = 10.0
WAI_POINTS_AN_SD: Final = 11.0  # from memory, unverified
CASES_FOR_A_RATE: Final = 15
EARLY: Final = 3  # sessions by which the alliance is called early
LONG: Final = 6  # sessions of a course in which a pattern can be seen
COUNTED: Final = 20  # sessions up to which more of them are counted as more; ours
LAGS: Final = 7  # sessions over which the lagged studies looked (10.1037/ccp0000594; read)


def alliance_with_outcome(sample: Sample) -> float:
    """Mean rating with residual improvement, over courses of three sessions and more."""
    some = sample.only(sample.held >= EARLY)
    return float(np.corrcoef(some.alliance, some.outcome)[0, 1])


def alliance_to_symptoms(sample: Sample) -> float:
    """Standardised effect of one session's rating on the next symptoms, symptoms held equal."""
    return float(_lagged(sample, sample.strain)[1])


def symptoms_to_alliance(sample: Sample) -> float:
    """Standardised effect of one session's symptoms on the next rating, rating held equal."""
    return float(_lagged(sample, sample.deviation)[0])


def _lagged(sample: Sample, later: Floats) -> Floats:
    """Standardised effects of last session's strain and alliance on `later`, within persons."""
    before = np.stack([sample.strain[:, : LAGS - 1], sample.deviation[:, : LAGS - 1]], axis=-1)
    after = later[:, 1:LAGS]
    rows = np.isfinite(after)
    given = before[rows] / before[rows].std(axis=0)
    return estimates.slopes(after[rows] / after[rows].std(), given)


def outcome_share(sample: Sample) -> float:
    """Providers' share of residual improvement, over courses of three sessions and more."""
    some = sample.only(sample.held >= EARLY)
    return estimates.share_between(some.outcome, some.providers)


def outcome_share_mild(sample: Sample) -> float:
    """The same in the quarter with the lowest first scores."""
    some = sample.only(sample.held >= EARLY)
    return outcome_share(some.only(some.first <= np.quantile(some.first, 0.25)))


def outcome_share_severe(sample: Sample) -> float:
    """The same in the quarter with the highest first scores."""
    some = sample.only(sample.held >= EARLY)
    return outcome_share(some.only(some.first >= np.quantile(some.first, 0.75)))


def alliance_share(sample: Sample) -> float:
    """Of the rating of the third session."""
    some = sample.only(sample.held >= EARLY)
    return estimates.share_between(some.overall[:, EARLY - 1], some.providers)


def dropout_share(sample: Sample) -> float:
    """Providers' share of dropping out, on the logit scale."""
    return estimates.latent_share(sample.dropped, sample.providers)


def deterioration_share(sample: Sample) -> float:
    """Among those who completed two sessions or more, as in the study."""
    some = sample.only(~sample.dropped & (sample.held >= 2))
    return estimates.latent_share(_is_worse(some), some.providers)


def traits_correlation(sample: Sample) -> float:
    """Spearman's ρ of providers' two rates, for those with enough cases."""
    done = sample.only(~sample.dropped & (sample.held >= 2))
    most = int(sample.providers.max()) + 1
    cases, left = (np.bincount(one.providers, minlength=most) for one in (done, sample))
    worse = np.bincount(done.providers, _is_worse(done), minlength=most)
    dropped = np.bincount(sample.providers, sample.dropped, minlength=most)
    known = cases >= CASES_FOR_A_RATE
    return estimates.rank_correlation(dropped[known] / left[known], worse[known] / cases[known])


def _is_worse(sample: Sample) -> Bools:
    return np.asarray(sample.last - sample.first >= RELIABLE)


def dropout(sample: Sample) -> float:
    """Courses that ended before they were planned to."""
    return float(sample.dropped.mean())


def dropout_hazard(sample: Sample) -> float:
    """Of the sessions after which a course could have ended by dropout, those after which it did."""
    return float(sample.dropped.sum() / (sample.held - ~sample.dropped).sum())


def dropout_by_client(sample: Sample) -> float:
    """Hazard ratio for a WAI point of the client's own third rating, about their provider's mean."""
    return float(np.exp(_dropout_by_alliance(sample)[0] / WAI_POINTS_AN_SD))


def dropout_by_therapist(sample: Sample) -> float:
    """Hazard ratio for a WAI point of the provider's mean third rating."""
    return float(np.exp(_dropout_by_alliance(sample)[1] / WAI_POINTS_AN_SD))


def _dropout_by_alliance(sample: Sample) -> Floats:
    """Log hazards after the third session for an SD of its rating: client's own, provider's mean."""
    some = sample.only(sample.held > EARLY - 1 + (~sample.dropped))
    rating = some.overall[:, EARLY - 1] / some.overall[:, EARLY - 1].std()
    n = np.bincount(some.providers)
    mean = (np.bincount(some.providers, rating) / np.maximum(n, 1))[some.providers]
    exposure = np.asarray(some.held - (EARLY - 1) - ~some.dropped, dtype=np.float64)
    return estimates.hazard_slopes(some.dropped, exposure, np.column_stack([rating - mean, mean]))


def dropout_alliance(sample: Sample) -> float:
    """Cohen's d of the first three ratings, of those who stayed above those who dropped out."""
    early = np.nanmean(sample.overall[:, :EARLY], axis=1)
    return estimates.standardised_difference(early, ~sample.dropped)


def preference_outcome(sample: Sample) -> float:
    """Cohen's d of residual improvement, of clients with their preferences honoured above the others."""
    some = sample.only(sample.held >= EARLY)
    return estimates.standardised_difference(some.outcome, some.honoured)


def preference_dropout(sample: Sample) -> float:
    """Odds of dropping out of clients with preferences not honoured, over the others'."""
    return estimates.odds_ratio(sample.dropped, ~sample.honoured)


def valleys(sample: Sample) -> float:
    """Courses of six sessions and more that had a rupture."""
    return float(sample.ruptured[sample.held >= LONG].mean())


def trends(sample: Sample) -> float:
    """Courses whose level, without states and error, ends a tenth of a rating SD from its start."""
    some = sample.only(sample.held >= LONG)
    last = np.take_along_axis(some.base, some.held[:, None] - 1, axis=1)[:, 0]
    return float((np.abs(last - some.base[:, 0]) > 0.1).mean())


def ruptured_sessions(sample: Sample) -> float:
    """Sessions rated one within-pair SD or more below the mean of the pair's earlier ones."""
    ratings = sample.overall
    count = np.arange(1, ratings.shape[1])
    before = np.cumsum(ratings, axis=1)[:, :-1] / count
    fall = before - ratings[:, 1:]
    within = np.sqrt(np.nanmean(np.nanvar(ratings[sample.held >= EARLY], axis=1, ddof=1)))
    return float((fall[np.isfinite(fall)] >= within).mean())


def repair(sample: Sample) -> float:
    """Correlation of repair with residual improvement, over courses with a rupture."""
    some = sample.only((sample.held >= EARLY) & sample.ruptured)
    return float(np.corrcoef(some.repaired, some.outcome)[0, 1])


def generalizability(sessions: int) -> Measure:
    """Of the mean of so many sessions, from the first four of courses that have them."""

    def measured(sample: Sample) -> float:
        ratings = sample.overall[sample.held >= 4, :4]
        groups = np.repeat(np.arange(len(ratings)), 4)
        single = estimates.share_between(ratings.ravel(), groups)
        return single / (single + (1.0 - single) / sessions)

    return measured


def parts_correlation(sample: Sample) -> float:
    """Mean over the three pairs of parts, in the first session."""
    goals, tasks, bond = sample.first_parts.T
    pairs = ((goals, tasks), (goals, bond), (tasks, bond))
    return float(np.mean([np.corrcoef(one, other)[0, 1] for one, other in pairs]))


def dose(sample: Sample) -> float:
    """Kaplan–Meier median of the sessions before cases first are reliably and clinically better."""
    some = sample.only(sample.first >= CASE)
    better = (some.first[:, None] - some.symptoms >= RELIABLE) & (some.symptoms < CASE)
    happened = np.asarray(better.any(axis=1), dtype=np.bool_)
    times = np.where(happened, better.argmax(axis=1), some.held)
    return estimates.median_time(times, happened, longest=MOST_SESSIONS)


def points_a_session(sample: Sample) -> float:
    """PHQ-9 points gained for one session more."""
    return float(_change(sample)[0])


def not_completed(sample: Sample) -> float:
    """PHQ-9 points gained less by those who dropped out."""
    return float(-_change(sample)[1])


def _change(sample: Sample) -> Floats:
    """What a session more, and dropping out, make of the change, at equal first score."""
    some = sample.only((sample.held >= 2) & (sample.held <= COUNTED))
    given = np.column_stack([some.held, some.dropped, some.first])
    return estimates.slopes(some.first - some.last, given)


def recovered(sample: Sample) -> float:
    """Of cases with two sessions or more, those who improved reliably and ended below the cut."""
    some = sample.only((sample.held >= 2) & (sample.first >= CASE))
    return float(((some.first - some.last >= RELIABLE) & (some.last < CASE)).mean())


def at_risk_worse(sample: Sample) -> float:
    """Of those no better by the third session who went on, those who ended reliably worse."""
    return float(_is_worse(_at_risk(sample)).mean())


def at_risk_better(sample: Sample) -> float:
    """Of the same, those who ended reliably better."""
    some = _at_risk(sample)
    return float((some.first - some.last >= RELIABLE).mean())


def _at_risk(sample: Sample) -> Sample:
    some = sample.only(sample.held > EARLY)
    return some.only(some.symptoms[:, EARLY - 1] >= some.first)


def visits(sample: Sample) -> float:
    """Mean sessions held."""
    return float(sample.held.mean())


def three_visits(sample: Sample) -> float:
    """Courses of three sessions and more."""
    return float((sample.held >= EARLY).mean())


MEASURES: Final[tuple[tuple[Figure, Measure], ...]] = (
    (figures.ALLIANCE_OUTCOME, alliance_with_outcome),
    (figures.ALLIANCE_TO_SYMPTOMS, alliance_to_symptoms),
    (figures.SYMPTOMS_TO_ALLIANCE, symptoms_to_alliance),
    (figures.OUTCOME_SHARE, outcome_share),
    (figures.OUTCOME_SHARE_MILD, outcome_share_mild),
    (figures.OUTCOME_SHARE_SEVERE, outcome_share_severe),
    (figures.ALLIANCE_SHARE, alliance_share),
    (figures.DROPOUT_SHARE, dropout_share),
    (figures.DETERIORATION_SHARE, deterioration_share),
    (figures.TRAITS_CORRELATION, traits_correlation),
    (figures.DROPOUT, dropout),
    (figures.DROPOUT_HAZARD, dropout_hazard),
    (figures.DROPOUT_BY_CLIENT, dropout_by_client),
    (figures.DROPOUT_BY_THERAPIST, dropout_by_therapist),
    (figures.DROPOUT_ALLIANCE, dropout_alliance),
    (figures.PREFERENCE_OUTCOME, preference_outcome),
    (figures.PREFERENCE_DROPOUT, preference_dropout),
    (figures.VALLEYS, valleys),
    (figures.TRENDS, trends),
    (figures.RUPTURED_SESSIONS, ruptured_sessions),
    (figures.REPAIR, repair),
    (figures.GENERALIZABILITY_1, generalizability(1)),
    (figures.GENERALIZABILITY_2, generalizability(2)),
    (figures.GENERALIZABILITY_4, generalizability(4)),
    (figures.PARTS_CORRELATION, parts_correlation),
    (figures.DOSE, dose),
    (figures.POINTS_A_SESSION, points_a_session),
    (figures.NOT_COMPLETED, not_completed),
    (figures.RECOVERED, recovered),
    (figures.AT_RISK_WORSE, at_risk_worse),
    (figures.AT_RISK_BETTER, at_risk_better),
    (figures.VISITS, visits),
    (figures.THREE_VISITS, three_visits),
)
