"""What dishonest ratings can do to the model that a night learns, and what honest providers pay for it."""

import sys
from dataclasses import replace
from importlib import import_module
from unittest.mock import patch

import numpy as np
import pytest

from rapport.errors import BadInput
from rapport.learning.mixed import robust
from rapport.learning.mixed.model import learn
from rapport.learning.mixed.pairs import collapse, lay_out, pair_order
from support import sources

sys.path.append(str(sources.ROOT))
attacks, robustness = import_module("benchmarks.attacks"), import_module("benchmarks.robustness")
PROVIDERS = 80


@pytest.fixture(scope="module")
def practice():
    return attacks.make_practice(np.random.default_rng(1), providers=PROVIDERS, clients=1500, to_come=2000)


def after(practice, attack):
    return attacks.attacked(practice, attack, np.random.default_rng(2))


@pytest.mark.parametrize(
    "attack",
    ["fake_forms", "five_loud_clients", "few_real_looking", "few_against_rivals", "many_real_looking"],
)
def test_who_always_says_the_same_at_an_end_of_the_scale_moves_under_one_list_in_a_hundred(practice, attack):
    found = robustness.harm(practice, after(practice, attack))

    assert found.ours < 0.01
    # The control: the plain mean is moved, so the attack is one.
    assert found.plain > 0.01


def test_without_setting_pairs_aside_the_same_attack_moves_many_lists(practice):
    with patch.object(robust, "MOST_SET_ASIDE", 0.0):
        found = robustness.harm(practice, after(practice, "many_real_looking"))

    assert found.ours > 0.1


def test_coached_clients_count_as_if_they_had_said_nothing(practice):
    own, coached = practice.ratings, after(practice, "coached_clients")
    pair = own.client * PROVIDERS + own.provider
    silent = own.only(~np.isin(pair, pair[coached.value != own.value]))

    assert coached.ours(PROVIDERS) == pytest.approx(silent.ours(PROVIDERS), abs=0.05)


def test_what_honest_providers_pay_is_under_half_a_percent_of_their_order(practice):
    found = robustness.Honest.of(practice)

    assert found.ours > 0.995 * found.without
    assert found.ours > found.plain
    assert found.aside < 0.02
    assert found.aside_of_best < 0.04


@pytest.mark.parametrize("value", [0.0, 90.0, 100.0])
def test_no_single_client_moves_a_provider_by_two_points_whatever_they_do(practice, value):
    own, before, worst = practice.ratings, practice.ratings.ours(PROVIDERS), 0.0
    for forms in (1, 10, 2000):
        told = np.clip(value + 3 * np.random.default_rng(forms).standard_normal(forms), 0, 100)
        loud = attacks.Ratings(np.full(forms, 9_999_999), np.full(forms, 7), told, np.ones(forms, dtype=bool))
        worst = max(worst, abs(own.joined(loud).ours(PROVIDERS)[7] - before[7]))

    assert worst < 2.0


def test_rating_oneself_is_refused(practice):
    sessions = practice.ratings.as_sessions()
    oneself = replace(sessions, clients=(sessions.providers[sessions.provider[0]], *sessions.clients[1:]))
    oneself = replace(oneself, client=np.r_[0, sessions.client[1:]])

    with pytest.raises(BadInput, match="rating of oneself"):
        learn(oneself)


def made_pairs(y):
    rng = np.random.default_rng(3)
    client, provider = np.repeat(np.arange(40), 5), np.repeat(np.arange(40) % 8, 5)
    pair, _, starts = pair_order(client, provider, np.tile(np.arange(5.0), 40))
    x = np.column_stack([np.ones(200), rng.normal(size=200)])
    layout = lay_out(client, provider, pair, starts, x, np.zeros((200, 0)))
    return collapse(layout, y), layout, (client, provider, x)


def test_pairs_left_out_leave_exactly_what_the_others_alone_would_give():
    y = np.random.default_rng(4).uniform(20, 90, 200)
    y[5:10], y[50:55] = 100.0, 0.0
    pairs, layout, (client, provider, x) = made_pairs(y)

    found = robust.without_ends(pairs, layout, y)

    left = np.ones(200, dtype=bool)
    left[5:10] = left[50:55] = False
    pair, _, starts = pair_order(client[left], provider[left], np.tile(np.arange(5.0), 38))
    alone = collapse(
        lay_out(client[left], provider[left], pair, starts, x[left], np.zeros((190, 0))), y[left]
    )
    assert (found.clients, found.providers) == (pairs.clients, pairs.providers)
    for name in ("client", "provider", "sessions", "mean", "x", "within_yy", "within_xy", "within_xx"):
        assert getattr(found, name) == pytest.approx(getattr(alone, name), abs=1e-8)


def test_where_many_always_answer_at_an_end_they_count():
    y = np.random.default_rng(5).uniform(20, 90, 200)
    y[:60] = 100.0
    pairs, layout, _ = made_pairs(y)

    assert robust.without_ends(pairs, layout, y) is pairs
