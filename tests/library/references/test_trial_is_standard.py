"""The closed form of the cluster-robust interval beside the textbook's matrices."""

import numpy as np
import pytest
from scipy import stats

from rapport.learning.proof.clustered import ALONE, WORKING_ICC, contrasts


def textbook(outcomes, treated, clusters):
    """Residuals, CR2 standard error and Satterthwaite's degrees of freedom, by Bell and McCaffrey's matrices.

    The degrees are those of people who correlate by `WORKING_ICC` with the others of their cluster.
    """
    people = len(outcomes)
    design = np.column_stack([np.ones(people), treated])
    bread = np.linalg.inv(design.T @ design)
    residual_maker = np.eye(people) - design @ bread @ design.T
    errors, contrast = residual_maker @ outcomes, np.array([0.0, 1.0])
    scores, vectors = [], []
    for group in np.unique(clusters):
        own = np.flatnonzero(clusters == group)
        values, axes = np.linalg.eigh(residual_maker[np.ix_(own, own)])
        root = axes @ np.diag(np.maximum(values, 1e-12) ** -0.5) @ axes.T
        weights = np.zeros(people)
        weights[own] = root @ design[own] @ bread @ contrast
        scores.append(weights @ errors)
        vectors.append(residual_maker @ weights)
    alike = WORKING_ICC * (clusters[:, None] == clusters) + (1 - WORKING_ICC) * np.eye(people)
    gram = np.array(vectors) @ alike @ np.array(vectors).T
    return errors, np.sqrt(np.sum(np.square(scores))), np.trace(gram) ** 2 / np.sum(gram**2)


@pytest.mark.parametrize("groups", [3, 7, 20])
@pytest.mark.parametrize("seed", range(4))
def test_interval_equals_the_matrices(groups, seed):
    rng = np.random.default_rng([groups, seed])
    people = 60
    clusters, treated = rng.integers(0, groups, people), rng.random(people) < 0.4
    outcomes = rng.standard_normal(people) + rng.standard_normal(groups)[clusters]

    found = contrasts(outcomes[None], treated[None], clusters[None])
    _, error, degrees = textbook(outcomes, treated, clusters)

    assert found.effect[0] == pytest.approx(outcomes[treated].mean() - outcomes[~treated].mean())
    assert found.error[0] == pytest.approx(error)
    assert found.degrees[0] == pytest.approx(degrees)
    assert found.high[0] - found.effect[0] == pytest.approx(stats.t.ppf(0.975, degrees) * error)


def test_people_without_providers_give_the_unequal_variances_interval():
    rng = np.random.default_rng(5)
    treated = np.arange(50) < 20
    outcomes = rng.standard_normal(50) * np.where(treated, 1.0, 3.0)

    found = contrasts(outcomes[None], treated[None], np.full((1, 50), ALONE))
    welch = stats.ttest_ind(outcomes[treated], outcomes[~treated], equal_var=False)

    assert found.effect[0] / found.error[0] == pytest.approx(welch.statistic)


def test_many_trials_at_once_are_each_one_alone():
    rng = np.random.default_rng(6)
    outcomes, treated = rng.standard_normal((5, 40)), rng.random((5, 40)) < 0.5
    clusters = rng.integers(ALONE, 6, (5, 40))
    outcomes[rng.random((5, 40)) < 0.2] = np.nan

    together = contrasts(outcomes, treated, clusters)

    for run in range(5):
        seen = np.isfinite(outcomes[run])
        alone = contrasts(outcomes[run, seen][None], treated[run, seen][None], clusters[run, seen][None])
        assert alone.low[0] == pytest.approx(together.low[run])
        assert alone.high[0] == pytest.approx(together.high[run])
