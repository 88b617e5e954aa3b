"""A mean with its interval, against SciPy's own."""

import numpy as np
import pytest
from scipy import stats

from rapport.learning.proof.means import mean_of


@pytest.mark.parametrize(("n", "level"), [(2, 0.95), (11, 0.95), (200, 0.8)])
def test_mean_has_the_interval_of_students_t(n, level):
    values = np.random.default_rng(n).normal(5, 3, n)

    mean, low, high = mean_of(values.tolist(), level=level)

    told = stats.ttest_1samp(values, 0).confidence_interval(level)
    assert (mean, low, high) == pytest.approx((values.mean(), told.low, told.high))


def test_one_value_has_no_interval():
    with pytest.raises(ValueError, match="values: expected at least 2, got 1"):
        mean_of([3.0])
