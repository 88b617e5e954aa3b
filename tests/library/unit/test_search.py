"""When to stop searching: the published sensitivity, reasons, costs, and bad input."""

import numpy as np
import pytest
from scipy.stats import norm

from rapport.alliance.consultation import Forecast, Told, updated
from rapport.alliance.search import cost_of_waiting, reservation_values, when_to_stop
from rapport.errors import BadInput


# With r = .5. A simulation had 5 at the lowest cost: five and six differ by .002 of a spread.
@pytest.mark.parametrize(("cost", "most"), [(0.05, 6), (0.1, 3), (0.2, 2)])
def test_best_fixed_number_of_consultations_falls_with_their_cost(cost, most):
    expected = np.array([expected_maximum(n) for n in range(1, 13)])

    assert int(np.argmax(0.5 * expected - cost * np.arange(1, 13))) + 1 == most


def test_stopping_level_at_a_tenth_of_a_spread_is_the_published_one():
    assert reservation_values(0.0, 0.5, 0.1) / 0.5 == pytest.approx(0.49, abs=0.005)


def test_nine_consultations_are_worse_than_none_at_a_tenth():
    gains = {n: 0.5 * expected_maximum(n) - 0.1 * n for n in (3, 9)}

    assert gains[3] == pytest.approx(0.12, abs=0.005)
    assert gains[9] == pytest.approx(-0.157, abs=0.01)


def expected_maximum(n):
    """Of n standard normals."""
    grid = np.linspace(-9, 9, 40_001)
    density = n * norm.pdf(grid) * norm.cdf(grid) ** (n - 1)
    return float(np.trapezoid(grid * density, grid))


A, B = Forecast("a", 0.0, 1.0), Forecast("b", 0.1, 1.0)
WELL, BADLY = Told(1.5, 1.5, 1.5), Told(-1.0, -1.0, -1.0)


@pytest.mark.parametrize(
    ("unmet", "met", "cost", "unhurried", "reason", "next_id"),
    [
        ([A, B], [], 0.1, None, "nobody_met_yet", "b"),
        ([B], [(A, BADLY)], 0.1, None, "worth_one_more", "b"),
        ([], [(A, BADLY)], 0.1, None, "nobody_left", None),
        ([B], [(A, Told(2.9, 2.9, 2.9))], 0.1, None, "one_stands_out", None),
        ([B], [(A, WELL)], 0.1, None, "best_beats_all", None),
        ([B], [(A, BADLY)], 0.9, 0.1, "too_costly_to_wait", None),
    ],
)
def test_advice_says_why(unmet, met, cost, unhurried, reason, next_id):
    advice = when_to_stop(unmet, met, cost=cost, unhurried_cost=unhurried)

    assert (advice.reason, advice.next_id, advice.stop) == (reason, next_id, next_id is None)


def test_urgency_and_distress_shorten_the_search():
    assert cost_of_waiting() < cost_of_waiting("soon") < cost_of_waiting("now")
    assert cost_of_waiting(distress=1.0) == pytest.approx(2 * cost_of_waiting())
    assert cost_of_waiting("soon", distress=0.5) == pytest.approx(0.3)


def test_consultation_without_ratings_leaves_the_forecast_as_it_was():
    assert updated(B, Told()) == B
    assert updated(B, Told(bond=1.0)).sd > updated(B, Told(1.0, 1.0, 1.0)).sd


@pytest.mark.parametrize(
    ("call", "column"),
    [
        (lambda: cost_of_waiting("tomorrow"), "urgency"),
        (lambda: cost_of_waiting(distress=2.0), "distress"),
        (lambda: cost_of_waiting(base=0.0), "base"),
        (lambda: reservation_values(0.0, 1.0, 0.0), "cost"),
        (lambda: reservation_values(float("nan"), 1.0, 0.1), "mean"),
        (lambda: when_to_stop([A, A], []), "provider_id"),
        (lambda: when_to_stop([Forecast("c", 0.0, -1.0)], []), "sd"),
        (lambda: updated(A, WELL, validity=1.0), "validity"),
    ],
)
def test_bad_input_is_named(call, column):
    with pytest.raises(BadInput) as refused:
        call()

    assert column in str(refused.value)
