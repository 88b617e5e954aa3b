"""Weitzman's rule beside dynamic programming over every order of meeting, and beside quadrature."""

from functools import cache

import numpy as np
import pytest
from scipy import integrate, optimize, stats

from rapport.alliance.consultation import Forecast, Told, spread_told, updated
from rapport.alliance.search import reservation_values, when_to_stop

POINTS = 61
NOBODY = Told()


def best_plan(best, unmet, cost, validity):
    """Value of stopping now, and of each first move under the best plan from there on."""
    shares = (np.arange(POINTS) + 0.5) / POINTS
    told = [each.mean + float(spread_told(each.sd, validity)) * stats.norm.ppf(shares) for each in unmet]

    @cache
    def value(now, left):
        return max([now, *(moved(now, left, one) for one in left)])

    @cache
    def moved(now, left, one):
        rest = tuple(each for each in left if each != one)
        return float(np.mean([value(max(now, round(float(x), 6)), rest) for x in told[one]])) - cost

    everyone = tuple(range(len(unmet)))
    return best, [moved(best, everyone, one) for one in everyone]


@pytest.mark.parametrize("best", [-0.4, 0.0, 0.2, 0.35, 0.6, 1.0])
@pytest.mark.parametrize("cost", [0.02, 0.08, 0.2])
def test_advice_is_the_first_move_of_the_best_plan(best, cost):
    unmet = (Forecast("a", 0.2, 1.0), Forecast("b", 0.0, 1.6), Forecast("c", 0.3, 0.5))

    advice = when_to_stop(unmet, [(Forecast("held", best, 0.0), NOBODY)], cost=cost)
    now, moves = best_plan(best, unmet, cost, validity=0.5)

    # Where two moves are worth the same to the grid, either is right.
    chosen = now if advice.stop else moves["abc".index(advice.next_id)]
    assert chosen == pytest.approx(max(now, *moves), abs=0.004)


@pytest.mark.parametrize("share", [1e-6, 0.01, 0.1, 0.4, 1.0, 5.0])
def test_reservation_value_is_the_root_that_quadrature_finds(share):
    def gain(z):
        return integrate.quad(lambda x: (x - z) * stats.norm.pdf(x), z, z + 40)[0] - share

    root = optimize.brentq(gain, -10, 8, xtol=1e-13)

    assert reservation_values(0.0, 1.0, share) == pytest.approx(root, abs=1e-9)


def test_updated_forecast_is_what_integration_on_a_grid_gives():
    told, validity = Told(0.8, 1.1, 0.2), 0.5
    fits = np.linspace(-8, 8, 200_001)
    variance = (1 + 2 * 0.87) / 3
    signal = np.mean([0.8, 1.1, 0.2]) / np.sqrt(variance)
    weight = stats.norm.pdf(fits, 0.3, 0.9) * stats.norm.pdf(
        signal, validity * fits, np.sqrt(1 - validity**2)
    )
    mean = np.average(fits, weights=weight)
    sd = np.sqrt(np.average((fits - mean) ** 2, weights=weight))

    found = updated(Forecast("a", 0.3, 0.9), told, validity)

    assert (found.mean, found.sd) == pytest.approx((mean, sd), abs=1e-6)


def test_spread_told_is_how_far_simulated_consultations_move_a_forecast():
    rng = np.random.default_rng(3)
    fits = 0.2 + 0.8 * rng.standard_normal(40_000)
    signals = 0.5 * fits + np.sqrt(0.75) * rng.standard_normal(len(fits))
    slope = np.cov(fits, signals)[0, 1] / signals.var()

    assert float(spread_told(0.8, 0.5)) == pytest.approx(slope * signals.std(), rel=0.03)
