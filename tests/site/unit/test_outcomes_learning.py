"""A night's learning: once, by one worker, published only when it forecasts as well, and of no client."""

import json
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rapport.learning.proof import publish
from rapport.learning.proof.trial_design import TrialDesign
from rapport.matching.fit import FEATURES
from rapport.matching.learned import Effect, Learned
from rapport.site.foundation.models import AuditEvent
from rapport.site.matches import learned, trial_actions
from rapport.site.matches.models import ModelVersion
from rapport.site.outcomes import actions, nights
from rapport.site.outcomes.learner import Nightly
from rapport.site.outcomes.models import LearningNight, PublicFigures
from rapport.site.outcomes.queries.policy_log import policy_log
from rapport.site.people.actions import erase_client
from support import practice, rated
from support.stand_in_learner import StandIn

pytestmark = pytest.mark.django_db
CLIENTS, SESSIONS = 6, 5
NIGHT = datetime(2027, 1, 5, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def few_are_enough(monkeypatch):
    """The thresholds are tested in the library; here a handful of people must do."""
    for name, value in (("FEWEST_SESSIONS", 20), ("FEWEST_CLIENTS", 5), ("FEWEST_FORECAST", 5)):
        monkeypatch.setattr(publish, name, value)


@pytest.fixture
def clients():
    practice.providers(12)
    rng = np.random.default_rng(7)
    found = []
    for _ in range(CLIENTS):
        shortlist = rated.matched()
        rated.yes(shortlist.client, "learning")
        rated.rate(rated.first_of(shortlist), [float(x) for x in rng.normal(74, 9, SESSIONS).clip(0, 100)])
        found.append(shortlist.client)
    return found


def night(at=NIGHT, *, learner=None, worker="w1"):
    return actions.learn_tonight(at=at, worker=worker, learner=learner or StandIn(), now=lambda: at)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2027, 1, 5, 8, tzinfo=UTC), date(2027, 1, 5)),
        (datetime(2027, 1, 5, 7, 59, tzinfo=UTC), date(2027, 1, 4)),
    ],
)
def test_night_begins_when_the_united_states_sleep(at, expected):
    assert nights.night_of(at) == expected


def test_model_is_learned_judged_and_published(clients):
    version = night()

    assert (version.number, version.is_published, version.name) == (1, True, "learned-1")
    assert (version.sessions, version.clients) == (CLIENTS * SESSIONS, CLIENTS)
    assert json.loads(bytes(version.artefact))["sessions"] == CLIENTS * SESSIONS
    assert learned.checksum_of(bytes(version.artefact)) == version.checksum
    # The newest fifth, and whatever was held on the same day.
    assert version.calibration["n"] == CLIENTS
    assert AuditEvent.objects.get(verb="model_published").detail == '{"number":1}'
    assert LearningNight.objects.get().outcome == version.because
    assert PublicFigures.objects.get().night == NIGHT.date()


def test_newest_part_is_forecast_from_the_earlier_alone(clients):
    seen = []

    class Watching(StandIn):
        def forecast_newest(self, sessions):
            seen.append(sessions)
            return super().forecast_newest(sessions)

    night(learner=Watching())

    (sessions,) = seen
    assert sessions.day[~sessions.held_out].max() < sessions.day[sessions.held_out].min()


def test_night_is_worked_once(clients):
    assert night() is not None
    assert night(NIGHT + timedelta(hours=5), worker="w2") is None
    assert not nights.is_due(NIGHT)
    assert nights.is_due(NIGHT + timedelta(days=1))
    assert night(NIGHT + timedelta(days=1)).number == 2


def test_lease_of_a_dead_worker_runs_out():
    assert nights.lease(NIGHT, worker="dead") is not None
    assert not nights.is_due(NIGHT)
    assert nights.lease(NIGHT + nights.LEASE - timedelta(seconds=1), worker="w2") is None
    late = NIGHT + nights.LEASE
    assert nights.is_due(late)

    taken = nights.lease(late, worker="w2")

    assert taken.worker == "w2"
    assert nights.lease(late, worker="w3") is None


def test_worker_that_lost_its_lease_does_not_finish_the_other_ones_night():
    mine = nights.lease(NIGHT, worker="slow")
    nights.lease(NIGHT + nights.LEASE, worker="quick")

    assert not nights.finish(mine, at=NIGHT, outcome="late")
    assert LearningNight.objects.get().finished_at is None


def test_too_few_sessions_leave_the_prior(clients, monkeypatch):
    monkeypatch.setattr(publish, "FEWEST_SESSIONS", 31)

    version = night()

    assert not version.is_published
    assert version.artefact is None
    assert version.calibration == {}
    assert version.because == "expected 31 sessions of 5 clients, found 30 of 6: the prior stays"
    assert learned.newest_published() is None


def test_model_that_forecasts_worse_is_refused_and_says_why(clients):
    night()

    version = night(NIGHT + timedelta(days=1), learner=StandIn(off=25, width=90))

    assert not version.is_published
    assert version.artefact is None
    assert "the last model by" in version.because
    assert learned.newest_published().number == 1
    assert AuditEvent.objects.filter(verb="model_refused").count() == 1


def test_intervals_that_do_not_hold_are_refused(clients):
    version = night(learner=StandIn(width=0.1))

    assert not version.is_published
    assert "80% intervals held, beyond 5 off" in version.because


def test_client_who_withdrew_is_not_in_the_next_nights_model(clients):
    before = night().sessions
    rated.no(clients[0], "learning")
    learner = StandIn()

    after = night(NIGHT + timedelta(days=1), learner=learner)

    assert (before, after.sessions) == (30, 25)
    assert all(clients[0].pk not in asked.clients for asked in learner.asked)


def test_erased_client_is_in_no_model_after_the_next_night(clients):
    first = night()
    gone = clients[0].pk
    erase_client(clients[0], by=gone, at=timezone.now())

    second = night(NIGHT + timedelta(days=1))
    actions.forget_old(at=NIGHT + timedelta(days=1) + actions.KEPT_BESIDE_NEWER)

    first.refresh_from_db()
    assert first.artefact is None
    assert second.clients == CLIENTS - 1
    stored = [str(row) for row in ModelVersion.objects.values()] + [
        str(row) for row in PublicFigures.objects.values()
    ]
    assert not any(gone in row for row in stored)


def test_model_that_nothing_replaced_is_emptied_after_a_month(clients):
    night()

    assert actions.forget_old(at=NIGHT + actions.KEPT_AT_MOST - timedelta(days=1)) == 0
    assert actions.forget_old(at=NIGHT + actions.KEPT_AT_MOST + timedelta(seconds=1)) == 1
    assert learned.newest_published() is None


def test_damaged_model_is_not_used(clients, caplog):
    version = night()
    ModelVersion.objects.filter(pk=version.pk).update(artefact=b"damaged")

    assert learned.newest_learned() == learned.NOTHING
    assert "model 1 is damaged and not used" in caplog.text


@pytest.mark.parametrize(
    "change", [{"artefact": b"m", "checksum": ""}, {"because": ""}, {"number": 1}], ids=str
)
def test_database_refuses_a_model_that_breaks_a_promise(clients, change):
    night()
    values = {
        "number": 2, "made_at": NIGHT, "sessions": 1, "clients": 1, "providers": 1, "is_published": False,
        "because": "why",
    }  # fmt: skip

    with pytest.raises(IntegrityError), transaction.atomic():
        ModelVersion.objects.create(**values | change)


def test_figures_hide_small_cells_and_say_nothing_before_there_is_data(clients):
    night()

    told = PublicFigures.objects.get().told
    assert {name: told[name] for name in ("sessions", "clients", "told", "trial")} == {
        "sessions": None, "clients": None, "told": None, "trial": None
    }  # fmt: skip
    assert told["model"] is None


def test_figures_are_told_from_eleven_people_on(clients):
    for _ in range(5):
        shortlist = rated.matched()
        rated.yes(shortlist.client, "learning")
        rated.rate(rated.first_of(shortlist), [70.0])
    night()

    told = PublicFigures.objects.get().told
    assert (told["clients"], told["sessions"]) == (11, 35)
    assert told["told"]["n"] == 11


def test_library_learns_here_and_the_three_are_drawn_with_it():
    """The whole way: rated, learned, judged, published, matched by, and nobody in it."""
    practice.providers(3)
    rng = np.random.default_rng(11)
    people = []
    for place in range(40):
        shortlist = rated.matched()
        rated.yes(shortlist.client, "learning")
        # In turn, not by the draw: each of the three has eleven clients then, and is learned of.
        met = f"p{place % 3}"
        good = 12.0 * (met == "p1")
        rated.rate(
            rated.offered(shortlist, met), [float(x) for x in rng.normal(66 + good, 5, 3).clip(0, 100)]
        )
        people.append(shortlist.client)

    version = night(learner=Nightly())
    after = rated.matched(at=timezone.now())

    assert version.is_published, version.because
    artefact = bytes(version.artefact).decode()
    assert not any(person.pk in artefact for person in people)
    model = learned.newest_learned().model
    assert set(model.effects) <= {"p0", "p1", "p2"}
    assert all(effect.clients >= 11 for effect in model.effects.values())
    assert (after.model_version_id, after.model) == (1, model.version)
    told = {
        each.provider.provider_id: each.unseal("detail")
        for each in after.matches.select_related("provider", "client__key")
    }
    assert told["p1"]["forecast"]["bond"]["mean"] > told["p0"]["forecast"]["bond"]["mean"]
    assert told["p1"]["typical"] == dict(model.typical)
    assert policy_row(after)["model_version"] == "learned-1"


def test_rules_arm_draws_without_what_was_learned_and_tells_it_all_the_same():
    practice.providers(6)
    parts = dict.fromkeys(("goals", "tasks", "bond"), 70.0)
    units = dict.fromkeys(FEATURES, 1.0)
    effect = Effect((12.0, 12.0, 12.0), {}, 2.0, 60, 30)
    model = Learned("by-hand", parts, dict.fromkeys(parts, 9.0), 4.0, units, units, 0.8, {"p1": effect})
    stored = model.to_bytes()
    ModelVersion.objects.create(
        number=1, made_at=NIGHT, artefact=stored, checksum=learned.checksum_of(stored), sessions=600,
        clients=60, providers=6, is_published=True, because="by hand",
    )  # fmt: skip
    design = TrialDesign(planned=60, assumed_d=0.5, arms=("model", "rules_only"), control="model", block=2)
    trial_actions.start(by="operator", at=timezone.now(), design=design, text="We compare.")

    found = [rated.matched(rated.yes(practice.client(), "trial"), at=timezone.now()) for _ in range(2)]

    logs = {each.enrolment.allocation.arm: each.unseal("record")["log"] for each in found}
    assert {each.model for each in found} == {"by-hand"}
    for shortlist in found:
        match = shortlist.matches.first()
        match.client = shortlist.client
        assert match.unseal("detail")["typical"] == parts
    # Alike on paper, the six have one utility where nothing learned counts.
    assert len(set(logs["rules_only"]["utilities"])) == 1
    assert logs["model"]["pool"][0] == "p1"


def policy_row(shortlist):
    rated.yes(shortlist.client, "learning")
    return next(
        each for each in policy_log(timezone.now()) if each["model_version"] != "prior-1" and each["policy"]
    )
