"""The quick world: shares as set, and the published table of gains within Monte-Carlo error."""

import numpy as np
import pytest

from rapport.errors import BadInput
from rapport.simulation.market import expected_best, expected_gain, make_market, shrunken

# science.md, section 3: gain of the best of 3, 10 and 48 in standard deviations, by share and cases.
GAINS = {
    (0.05, 15): (0.13, 0.23, 0.33), (0.05, 60): (0.16, 0.30, 0.44),
    (0.08, 15): (0.18, 0.33, 0.48), (0.08, 60): (0.22, 0.40, 0.58),
    (0.15, 15): (0.28, 0.51, 0.74), (0.15, 60): (0.31, 0.57, 0.83),
    (0.30, 15): (0.43, 0.78, 1.14), (0.30, 60): (0.45, 0.82, 1.20),
}  # fmt: skip
CHOICES = (3, 10, 48)
CELLS = [
    (*key, choices, gain) for key, row in GAINS.items() for choices, gain in zip(CHOICES, row, strict=True)
]
MARKETS = 3000


@pytest.mark.parametrize(("share", "cases", "choices", "gain"), CELLS)
def test_table_of_gains_is_reproduced(share, cases, choices, gain):
    rng = np.random.default_rng([cases, choices])
    everybody = make_market(clients=1, providers=MARKETS * choices, share=share, rng=rng)
    records = shrunken(everybody.track_records(cases, rng), cases=cases, share=share).reshape(-1, choices)
    chosen = records.argmax(axis=1) + np.arange(MARKETS) * choices

    gains = everybody.fit[0, chosen]

    # Printed to two digits in science.md, whose own figures came from a quick simulation.
    error = gains.std() / np.sqrt(MARKETS)
    assert abs(gains.mean() - gain) < 3.5 * error + 0.01
    assert expected_gain(share, cases=cases, choices=choices) == pytest.approx(gain, abs=0.011)


def test_expected_best_is_the_textbooks():
    # E[max] of 2 is 1/√π, of 3 is 3/(2√π).
    assert expected_best(1) == pytest.approx(0, abs=1e-9)
    assert expected_best(2) == pytest.approx(np.pi**-0.5)
    assert expected_best(3) == pytest.approx(1.5 * np.pi**-0.5)


def test_variances_are_the_shares_that_were_set():
    rng = np.random.default_rng(1)
    market = make_market(clients=400, providers=400, share=0.1, pair=0.2, answered=0.5, rng=rng)
    own = market.fit - market.general

    assert market.general.var() == pytest.approx(0.1, rel=0.2)
    assert own.var() == pytest.approx(0.2, rel=0.02)
    assert np.corrcoef(own.ravel(), market.told.ravel())[0, 1] ** 2 == pytest.approx(0.5, abs=0.02)
    clients, providers = rng.integers(0, 400, (2, 100_000))
    noise = market.outcomes(clients, providers, rng) - market.fit[clients, providers]
    assert noise.var() == pytest.approx(0.7, rel=0.02)


def test_market_without_shares_gives_nothing_to_choose():
    market = make_market(clients=5, providers=4, share=0.0, rng=np.random.default_rng(2))

    assert not market.fit.any()
    assert expected_gain(0.0, cases=15, choices=10) == 0


@pytest.mark.parametrize("shares", [{"share": -0.1}, {"share": 0.6, "pair": 0.5}, {"share": float("nan")}])
def test_impossible_shares_are_refused(shares):
    with pytest.raises(BadInput, match="shares"):
        make_market(clients=1, providers=1, rng=np.random.default_rng(3), **shares)
