"""What matching takes of a model: no client, providers shrunken, features moved by data."""

import json

import numpy as np
import pytest

from rapport.errors import BadInput
from rapport.learning.mixed import nightly
from rapport.learning.mixed.check import checked
from rapport.learning.mixed.for_matching import for_matching
from rapport.matching.fit import FEATURES
from rapport.matching.learned import from_bytes
from support.crossed_sessions import as_sessions, make


@pytest.fixture(scope="module")
def made():
    return make(pairs=600, providers=25, clients=300)


@pytest.fixture(scope="module")
def learned(made):
    parts = {"goals": made.y - 3, "tasks": made.y, "bond": made.y + 4}
    return for_matching(checked(as_sessions(made, names=("x_tasks",), ratings=parts)))


def test_it_survives_its_bytes_and_holds_nothing_of_clients(learned, made):
    data = learned.to_bytes()

    assert from_bytes(data) == learned
    told = json.loads(data)
    assert sorted(told["effects"]) == sorted(f"p{code}" for code in range(made.provider.max() + 1))
    assert set(told) == {
        "correlation", "doubts", "effects", "format", "points", "spread", "typical", "unknown", "version",
    }  # fmt: skip
    assert not any(f'"c{code}"' in data.decode() for code in range(made.client.max() + 1))


def test_typical_ratings_are_those_of_each_part(learned):
    assert learned.typical["bond"] - learned.typical["goals"] == pytest.approx(7, abs=0.1)
    assert learned.typical["tasks"] == pytest.approx(70, abs=3)


def test_effects_are_the_providers_and_say_how_sure_they_are(learned, made):
    codes = [int(name[1:]) for name in learned.effects]
    found = np.array([each.parts[1] for each in learned.effects.values()])

    assert np.corrcoef(found, made.truth[codes])[0, 1] > 0.85
    assert all(each.doubt < learned.unknown for each in learned.effects.values())
    assert sum(each.sessions for each in learned.effects.values()) == len(made.y)


def test_features_that_were_in_the_sessions_are_learned_and_others_kept(learned):
    assert learned.points["tasks"] == pytest.approx(2.0, abs=0.5)
    assert learned.points["concerns"] == pytest.approx(2.04)
    assert learned.doubts["tasks"] < learned.doubts["concerns"]
    assert set(learned.points) == set(learned.doubts) == set(FEATURES)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"format": "rapport-learned-9"}', b"\xff"])
def test_other_bytes_are_refused_in_one_line(data):
    with pytest.raises(BadInput, match="m: expected a learnt model of format rapport-learned-1, got"):
        from_bytes(data, name="m")


def test_a_night_learns_bytes_and_forecasts_the_newest_from_the_others(made):
    sessions = as_sessions(made)
    newest = made.day > np.quantile(made.day, 0.8)
    held = as_sessions(made, ratings={"overall": np.where(newest, 0.0, sessions.ratings["overall"])})
    object.__setattr__(held, "held_out", newest)

    mean, low, high = nightly.forecast_newest(held)

    # The ratings held out are all 0 here: forecasts that knew of them would be low.
    assert mean.shape == (newest.sum(),)
    assert np.corrcoef(mean, made.y[newest])[0, 1] > 0.5
    assert np.all(low < mean)
    assert np.all(mean < high)
    assert from_bytes(nightly.learn(sessions)).effects
