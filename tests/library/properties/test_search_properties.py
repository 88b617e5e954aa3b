"""What holds of the advice to stop searching, whoever is looking."""

from hypothesis import given
from hypothesis import strategies as st

from rapport.alliance.consultation import Forecast, Told
from rapport.alliance.search import when_to_stop

figure = st.floats(-3, 3).map(lambda each: round(each, 3))
forecasts = st.lists(st.tuples(figure, st.floats(0.05, 2)), min_size=1, max_size=6)
told = st.builds(Told, goals=st.none() | figure, tasks=st.none() | figure, bond=st.none() | figure)
cost = st.floats(0.01, 1.5)


def people(drawn, name="p"):
    return [Forecast(f"{name}{place}", mean, sd) for place, (mean, sd) in enumerate(drawn)]


@given(forecasts, forecasts, told, cost, st.floats(1.0, 5.0))
def test_higher_cost_never_makes_a_search_longer(unmet, held, said, price, times):
    met = [(each, said) for each in people(held, "h")]
    if when_to_stop(people(unmet), met, cost=price).stop:
        assert when_to_stop(people(unmet), met, cost=price * times).stop


@given(forecasts, figure, cost, st.floats(0, 3))
def test_better_one_held_never_makes_one_go_on(unmet, best, price, more):
    def stops(mean):
        return when_to_stop(people(unmet), [(Forecast("h", mean, 0.0), Told())], cost=price).stop

    if stops(best):
        assert stops(best + more)


@given(forecasts, forecasts, told, cost, st.randoms())
def test_order_never_matters(unmet, held, said, price, rng):
    them, met = people(unmet), [(each, said) for each in people(held, "h")]
    before = when_to_stop(them, met, cost=price)
    rng.shuffle(them)
    rng.shuffle(met)

    assert when_to_stop(them, met, cost=price) == before
