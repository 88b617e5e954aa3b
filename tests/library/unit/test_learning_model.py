"""What is learnt from rated sessions, and what is forecast from it."""

from dataclasses import replace

import numpy as np
import pytest

from rapport.errors import BadInput
from rapport.learning.mixed.card import card
from rapport.learning.mixed.check import checked
from rapport.learning.mixed.drifting import with_drift
from rapport.learning.mixed.forecasts import codes, forecast
from rapport.learning.mixed.missing import DELTA
from rapport.learning.mixed.model import apart, learn
from rapport.learning.mixed.modelfile import from_bytes, to_bytes
from rapport.learning.mixed.pairs import collapse, lay_out, pair_order
from rapport.learning.mixed.posterior import UNKNOWN
from rapport.learning.mixed.robust import huber
from rapport.matching.forecast import SPREAD_OF_RATINGS, TYPICAL_RATING
from support.crossed_sessions import Made, as_sessions, make

NOTHING_SAID = np.full((1, 1), np.nan)


def told(model, client, provider, features=NOTHING_SAID, part="overall"):
    found = forecast(model, np.array([client]), np.array([provider]), features)
    return float(found.mean[part][0]), float(found.low[part][0]), float(found.high[part][0])


def with_parts(made, seed=0):
    rng = np.random.default_rng(seed)
    parts = {part: made.y + shift + rng.normal(0, 3, len(made.y)) for part, shift in _SHIFTS.items()}
    return as_sessions(made, ratings={**parts, "overall": sum(parts.values()) / 3})


_SHIFTS = {"goals": -3.0, "tasks": 0.0, "bond": 4.0}


def test_collapse_keeps_all_that_a_pair_model_needs():
    made = make(pairs=40, providers=8, clients=20)

    pairs = made.pairs()

    pair, number, starts = pair_order(made.client, made.provider, made.day)
    assert sum(pairs.sessions) == len(made.y)
    for place in range(len(starts)):
        rows = np.flatnonzero(pair == place)
        assert pairs.mean[place] == pytest.approx(made.y[rows].mean())
        assert sorted(number[rows]) == list(range(1, len(rows) + 1))
        assert np.all(np.diff(made.day[rows[np.argsort(number[rows])]]) >= 0)
    around = made.y - pairs.mean[pair]
    assert pairs.within_yy == pytest.approx(around @ around)
    assert pairs.within_xy == pytest.approx((made.x - pairs.x[pair]).T @ around, abs=1e-8)


def test_ties_in_a_day_keep_the_order_of_the_rows():
    code = np.zeros(4, dtype=np.int64)

    _, number, _ = pair_order(code, code, np.array([1.0, 0.5, 1.0, 1.0]))

    assert number.tolist() == [2, 1, 3, 4]


def test_learning_does_not_depend_on_the_order_of_the_rows():
    made = make(pairs=300, providers=20, clients=150)
    # Two sessions of a pair at the same moment would keep the order of their rows.
    made = made._replace(day=np.random.default_rng(0).permutation(len(made.y)) + 0.5)
    turned = Made(*(each[::-1] if len(each) == len(made.y) else each for each in made))

    first, second = learn(as_sessions(made)), learn(as_sessions(turned))

    assert first.general.provider == pytest.approx(second.general.provider, abs=1e-6)
    assert first.general.variances == pytest.approx(second.general.variances, rel=1e-6)


def test_providers_are_found_although_lenient_clients_flock_to_some():
    rng = np.random.default_rng(3)
    leniency = np.sort(rng.normal(0, 12, 300))
    # Lenient clients see mostly the first ten providers, all clients see two.
    first = np.where(np.arange(300) < 150, rng.integers(0, 10, 300), rng.integers(10, 20, 300))
    client = np.repeat(np.arange(300), 2)
    provider = np.column_stack([first, rng.integers(0, 20, 300)]).ravel()
    quality = rng.normal(0, 5, 20)
    y = 70 + leniency[client] + quality[provider] + rng.normal(0, 5, 600)
    made = Made(client, provider, np.arange(600.0), y, np.ones((600, 2)), np.zeros((600, 0)), quality)

    found = learn(as_sessions(made)).general.provider[:, 0]

    plain = np.array([y[provider == each].mean() for each in range(20)])
    assert np.corrcoef(found, quality)[0, 1] > 0.9
    assert np.corrcoef(plain, quality)[0, 1] < 0.8


@pytest.mark.parametrize("sent", [-0.9, 0.0])
def test_order_of_providers_survives_hard_cases_sent_to_the_good_ones(sent):
    rng = np.random.default_rng(5)
    quality = np.sort(rng.normal(0, 5, 40))
    hard = rng.normal(size=1200)
    wanted = -sent * hard + (1 - sent**2) ** 0.5 * rng.normal(size=1200)
    first = np.argsort(np.argsort(wanted)) * 40 // 1200
    client = np.repeat(np.arange(1200), 2)
    provider = np.column_stack([first, rng.integers(0, 40, 1200)]).ravel()
    y = 70 - 8 * hard[client] + quality[provider] + rng.normal(0, 6, len(client))
    made = Made(client, provider, np.arange(2400.0), y, np.ones((2400, 2)), np.zeros((2400, 0)), quality)

    model = learn(as_sessions(made))

    assert model.quality.within == (sent != 0)
    assert np.corrcoef(model.quality.effect, quality)[0, 1] > 0.95
    if sent:
        assert model.quality.sent < -0.3
        assert np.corrcoef(model.general.provider[:, 0], quality)[0, 1] < 0.94


def test_parts_share_one_factor_and_keep_their_own_levels():
    model = learn(with_parts(make(pairs=400, providers=25, clients=200)))

    means = {part: told(model, UNKNOWN, 3, part=part)[0] for part in ("goals", "tasks", "bond", "overall")}

    assert means["bond"] - means["goals"] == pytest.approx(7, abs=0.7)
    assert means["overall"] == pytest.approx((means["goals"] + means["tasks"] + means["bond"]) / 3, abs=0.3)
    assert all(each.variances.noise < model.general.variances.noise / 4 for each in model.parts.values())


def test_a_part_that_nobody_rated_is_forecast_more_widely_than_those_rated():
    made = make(pairs=300, providers=20, clients=150)
    sessions = as_sessions(
        made, ratings={"goals": made.y, "tasks": made.y + 5 * np.sin(np.arange(len(made.y)))}
    )
    model = learn(sessions)

    wide, narrow = (told(model, 0, 0, part=part) for part in ("bond", "goals"))

    assert wide[2] - wide[1] > narrow[2] - narrow[1]


@pytest.mark.parametrize("case", ["one client", "one provider", "equal ratings", "one session", "apart"])
def test_data_that_say_little_give_wide_forecasts_and_a_warning(case):
    made = make(pairs=60, providers=6, clients=30)
    if case == "one client":
        made = made._replace(client=np.zeros_like(made.client))
    if case == "one provider":
        made = made._replace(provider=np.zeros_like(made.provider))
    if case == "equal ratings":
        made = made._replace(y=np.full(len(made.y), 80.0))
    if case == "one session":
        made = Made(*(each[:1] for each in made))._replace(
            client=np.zeros(1, dtype=np.int64), provider=np.zeros(1, dtype=np.int64)
        )
    if case == "apart":
        made = made._replace(client=made.provider)
    model = learn(as_sessions(made))

    warnings = model.facts["warnings"]
    wanted = {
        "one session": "1 pairs: forecasts rest",
        "equal ratings": "all ratings are equal",
        "apart": "share nobody",
    }
    assert any(wanted.get(case, f"{case} only") in each for each in warnings)
    for client, provider in ((0, 0), (0, UNKNOWN), (UNKNOWN, 0), (UNKNOWN, UNKNOWN)):
        mean, low, high = told(model, client, provider)
        assert 0 <= low <= mean <= high <= 100
    assert told(model, UNKNOWN, UNKNOWN)[2] - told(model, UNKNOWN, UNKNOWN)[1] > 20


def test_someone_never_seen_is_forecast_as_anyone():
    model = learn(as_sessions(make(pairs=300, providers=20, clients=150)))

    seen = codes(["c3", "nobody"], model.clients), codes(["p9999", "p3"], model.providers)
    found = forecast(model, *seen, np.full((2, 1), np.nan))

    assert [each.tolist() for each in seen] == [[3, UNKNOWN], [UNKNOWN, 3]]
    assert not np.isnan(found.mean["overall"]).any()
    assert told(model, UNKNOWN, UNKNOWN)[0] == pytest.approx(model.general.beta[0], abs=3)


def test_known_features_move_from_the_prior_at_the_rate_of_their_data():
    few = make(pairs=3, providers=2, clients=3)
    many = make(pairs=1500, providers=40, clients=800)
    slopes = []
    for made in (few, many):
        model = learn(as_sessions(made, names=("x_concerns",)))
        slopes.append(model.general.beta[-1])

    # A third of QUESTIONNAIRE_R · SPREAD_OF_RATINGS · 0.8 beforehand; 2 is planted.
    assert slopes[0] == pytest.approx(0.68, abs=0.3)
    assert slopes[1] == pytest.approx(2, abs=0.2)


def test_an_empty_or_constant_feature_explains_nothing_and_breaks_nothing():
    made = make(pairs=100, providers=10, clients=50)
    features = np.column_stack([np.full(len(made.y), np.nan), np.full(len(made.y), 3.0)])

    model = learn(as_sessions(made, names=("x_blank", "x_same"), features=features))

    assert model.general.beta[-2:].tolist() == pytest.approx([0, 0], abs=1e-9)
    assert told(model, 0, 0, np.array([[7.0, np.nan]]))[0] > 0


def test_providers_differ_by_concern_where_the_data_say_so():
    made = make(pairs=2500, providers=25, clients=1200, slopes=1, spreads=(6, 2, 8, 3, 5))
    sessions = as_sessions(made, names=("x_concern_grief",), features=made.slopes)

    model = learn(sessions)

    slope = model.general.provider[:, 1]
    direct = [
        made.y[(made.provider == each) & (made.slopes[:, 0] > 0)].mean()
        - made.y[(made.provider == each) & (made.slopes[:, 0] == 0)].mean()
        for each in range(25)
    ]
    assert model.columns.slopes == ("x_concern_grief",)
    assert np.corrcoef(slope, direct)[0, 1] > 0.9


def test_drift_of_providers_is_found_where_it_is_and_not_where_it_is_not():
    rng = np.random.default_rng(0)
    made = make(pairs=4000, providers=20, clients=3000, sessions=2, seed=1)
    month = (made.day // 60).astype(int)
    state = rng.normal(0, 8, (20, month.max() + 1))
    drifting = made._replace(y=made.y + state[made.provider, month])

    steady, moving = learn(as_sessions(made)), learn(as_sessions(drifting))

    assert steady.states is None
    assert moving.states.provider_drift.variance > 20
    last = state[:, -1] - state.mean(axis=1)
    assert np.corrcoef(moving.states.provider, last)[0, 1] > 0.7


def test_one_strange_client_moves_a_provider_little():
    made = make(pairs=200, providers=10, clients=100, seed=2)
    strange = made._replace(
        client=np.append(made.client, np.full(40, made.client.max() + 1)),
        provider=np.append(made.provider, np.zeros(40, np.int64)),
        day=np.append(made.day, np.arange(40.0)),
        y=np.append(made.y, np.zeros(40)),
        x=np.vstack([made.x, np.column_stack([np.ones(40), np.zeros(40)])]),
        slopes=np.zeros((len(made.y) + 40, 0)),
    )

    before, after = (learn(as_sessions(each)).general.provider[0, 0] for each in (made, strange))

    assert abs(after - before) < 1.5


def test_huber_weights_are_one_but_for_those_far_out():
    made = make(pairs=300, providers=20, clients=150)
    from rapport.learning.mixed.equations import Prior
    from rapport.learning.mixed.reml import fit_variances

    weight = huber(fit_variances(made.pairs(), Prior(np.zeros(2), np.zeros(2)), None))

    # Of normal distances, 4.6% lie beyond two.
    assert 0.005 < np.mean(weight < 1) < 0.12
    assert weight.min() > 0.3


def test_propensities_bring_back_a_mean_that_skipped_forms_had_raised():
    rng = np.random.default_rng(0)
    made = make(pairs=3000, providers=30, clients=3000, sessions=1, spreads=(1, 3, 0.1, 8, 2))
    # Pairs that go badly are rated a third as often, and the service knows how often.
    bad = made.y < 70
    chance = np.where(bad, 0.3, 0.9)
    kept = rng.random(len(made.y)) < chance
    seen = made._replace(
        **{name: getattr(made, name)[kept] for name in ("client", "provider", "day", "y", "x")}
    )
    seen = seen._replace(slopes=np.zeros((kept.sum(), 0)))
    whole = learn(as_sessions(made)).general.beta[0]

    plain = learn(as_sessions(seen)).general.beta[0]
    weighted = learn(as_sessions(seen, propensity=chance[kept])).general.beta[0]

    assert plain - whole > 1.5
    assert abs(weighted - whole) < (plain - whole) / 3


def test_unrated_sessions_are_told_with_what_they_could_change():
    made = make(pairs=300, providers=20, clients=150, sessions=8)
    y = np.where(np.arange(len(made.y)) % 4 == 0, np.nan, made.y)

    facts = checked(as_sessions(made, ratings={"overall": y})).facts

    missing = facts["missing"]
    assert facts["sessions"] == np.sum(~np.isnan(y))
    assert missing["unrated"] == np.sum(np.isnan(y))
    # A quarter of sessions DELTA lower moves means by about a quarter of DELTA.
    assert missing["mean_movement"] == pytest.approx(-DELTA / 4, rel=0.25)
    assert missing["order"] > 0.9


def test_checked_intervals_hold_eight_of_ten_ratings():
    made = make(pairs=1500, providers=40, clients=700)
    groups = {"group_age": tuple("old" if client % 2 else "young" for client in made.client)}

    model = checked(as_sessions(made, groups=groups))

    check = model.facts["check"]
    assert check["all"]["coverage80"] == pytest.approx(80, abs=5)
    assert check["first_meetings"]["n"] + check["repeat_meetings"]["n"] == check["all"]["n"]
    ages = check["groups"]["group_age"]
    assert set(ages) == {"old", "young"}
    assert sum(each["n"] for each in ages.values()) == check["all"]["n"]
    assert all(low < 80 < high for _, low, high in (each["coverage80"] for each in ages.values()))
    assert all(each == pytest.approx(1, abs=0.15) for each in model.widening)


def test_a_card_tells_nothing_of_a_group_of_few_people():
    made = make(pairs=600, providers=20, clients=300)
    groups = {"group_age": tuple("rare" if client < 5 else "common" for client in made.client)}

    told = card(checked(as_sessions(made, groups=groups)))

    by_group = told[told.index("By group") : told.index("## Sessions that nobody rated")]
    assert "group_age: common" in by_group
    assert "rare |" not in by_group.replace("common and other groups |", "")


def test_self_ratings_are_refused_with_their_row():
    made = make(pairs=50, providers=5, clients=20)
    sessions = as_sessions(made)
    client, provider = made.client[7], made.provider[7]
    providers = tuple(
        "c" + str(client) if code == provider else each for code, each in enumerate(sessions.providers)
    )
    own = np.flatnonzero((made.client == client) & (made.provider == provider))

    with pytest.raises(BadInput, match=f"row {own[0] + 2}, column client_id: .* rating of oneself"):
        learn(replace(sessions, providers=providers))


def test_groups_that_share_nobody_are_counted():
    assert apart(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 2]), 3) == 2


def test_a_model_survives_its_file_to_the_last_bit():
    made = make(pairs=200, providers=15, clients=100, slopes=1)
    features = np.column_stack([made.slopes, made.x[:, 1]])
    model = checked(as_sessions(made, names=("x_concern_grief", "x_feature"), features=features))

    data = to_bytes(model)
    read = from_bytes(data)

    assert (
        to_bytes(read)
        == data
        == to_bytes(checked(as_sessions(made, names=("x_concern_grief", "x_feature"), features=features)))
    )
    features = np.array([[1.0, 0.5]])
    assert told(read, 0, 1, features) == told(model, 0, 1, features)


@pytest.mark.parametrize("keep", [0.0, 0.3, 0.9, 0.999])
def test_a_model_file_that_was_cut_off_is_refused_in_one_line(keep):
    data = to_bytes(learn(as_sessions(make(pairs=40, providers=5, clients=20))))

    with pytest.raises(BadInput, match="m: expected a model file of version crossed-1, got a file cut off"):
        from_bytes(data[: int(keep * len(data))], name="m")


def test_a_model_file_of_another_version_or_with_a_changed_byte_is_refused():
    data = to_bytes(learn(as_sessions(make(pairs=40, providers=5, clients=20))))

    with pytest.raises(BadInput, match="got version 'crossed-9': learn the model again"):
        from_bytes(_rezipped(data, {b'"version":"crossed-1"': b'"version":"crossed-9"'}))
    with pytest.raises(BadInput, match="got a changed general"):
        from_bytes(_rezipped(data, {}, flip="general.beta.npy"))


def _rezipped(data, changes, flip=None):
    from io import BytesIO
    from zipfile import ZipFile

    whole = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(whole, "w") as new:
        for name in old.namelist():
            member = old.read(name)
            for before, after in changes.items():
                member = member.replace(before, after)
            new.writestr(name, member[:-1] + bytes([member[-1] ^ 1]) if name == flip else member)
    return whole.getvalue()


def test_the_first_forecast_without_much_data_is_near_the_prior():
    made = Made(*(each[:1] for each in make(pairs=5, providers=2, clients=2)))
    made = made._replace(client=np.zeros(1, np.int64), provider=np.zeros(1, np.int64), y=np.array([72.0]))

    mean, low, high = told(learn(as_sessions(made)), UNKNOWN, UNKNOWN)

    assert mean == pytest.approx(TYPICAL_RATING, abs=1)
    assert high - low > 2 * SPREAD_OF_RATINGS


def test_lay_out_takes_sessions_without_slopes():
    made = make(pairs=10, providers=3, clients=5)
    pair, _, starts = pair_order(made.client, made.provider, made.day)

    pairs = collapse(lay_out(made.client, made.provider, pair, starts, made.x, made.slopes), made.y)

    assert pairs.width == 1


def test_the_exact_model_forecasts_overall_and_survives_the_file():
    made = make(pairs=120, providers=10, clients=60)
    sessions = with_parts(made)
    plain = checked(sessions)
    model = with_drift(plain, sessions)

    read = from_bytes(to_bytes(model))
    means = {part: told(model, 3, UNKNOWN, part=part)[0] for part in ("goals", "bond", "overall")}

    asked = ["c3"], [""], np.array([model.end]), NOTHING_SAID
    assert told(read, 3, UNKNOWN) == told(model, 3, UNKNOWN)
    assert means["overall"] == pytest.approx(model.exact.forecast(*asked).mean[0])
    assert means["bond"] - means["goals"] == pytest.approx(7, abs=1.5)
    # Both know the same sessions: they agree within a third of an interval.
    mean, low, high = told(plain, 3, UNKNOWN)
    assert abs(mean - means["overall"]) < (high - low) / 3


def test_exact_forecasts_do_not_depend_on_the_order_of_the_rows():
    made = make(pairs=60, providers=8, clients=30)
    made = made._replace(day=np.random.default_rng(0).permutation(len(made.y)) + 0.5)
    turned = Made(*(each[::-1] if len(each) == len(made.y) else each for each in made))

    first, second = (
        told(with_drift(checked(sessions), sessions), 3, 2) for sessions in map(as_sessions, (made, turned))
    )

    assert first == pytest.approx(second, abs=1e-3)
