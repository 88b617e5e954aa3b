"""The policy set at the desk: previewed, versioned, brought back, and read by the next draw."""

from datetime import timedelta

import pytest
from django.core import signing
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.utils import timezone

from rapport.errors import BadInput
from rapport.learning.proof.trial_design import TrialDesign
from rapport.site.consultations.actions.requests import request
from rapport.site.foundation import steering
from rapport.site.foundation.models import AuditEvent, PolicyVersion
from rapport.site.intake.models import Intake
from rapport.site.matches import trial_actions
from rapport.site.matches.policy_actions import TrialRuns, set_policy
from rapport.site.outcomes.queries.policy_log import policy_log
from rapport.site.outcomes.queries.policy_preview import policy_preview
from rapport.site.people import actions
from support import accounts, practice, rated
from support.story import words_of

pytestmark = pytest.mark.django_db
HOME = "/desk/policy/"


@pytest.fixture
def desk(client):
    client.person = accounts.sign_in(client, accounts.account("coordinator"))
    return client


def figures(**changes):
    return dict(steering.current()[1]) | changes


def set_now(**changes):
    seen, _ = steering.current()
    return set_policy(figures(**changes), because="To try it.", seen=seen, by="test", at=timezone.now())


def form(**changes):
    return {code: str(value) for code, value in figures(**changes).items()}


def test_settings_are_the_first_version(settings):
    settings.RETENTION_DAYS = 41

    assert steering.current() == (0, steering.FIRST | {"retention_days": 41})


def test_next_draw_request_and_visit_read_the_version():
    practice.providers(6)
    set_now(temperature=0.5, floor=0.2, answer_days=5, retention_days=30)
    at = timezone.now()
    person = rated.yes(practice.client(), "learning")
    shortlist = rated.matched(person, at=at)

    assert shortlist.policy == "plackett-luce(temperature=0.5,tolerance=4,difference=1.5,pool=12,floor=0.2)"
    assert next(row["policy"] for row in policy_log(timezone.now())) == shortlist.policy
    assert person.expires_at - person.created_at == timedelta(days=30)
    sent = request(by=person, match=rated.first_of(shortlist), at=at)
    assert sent.due_at - sent.sent_at >= timedelta(days=5)


def test_shorter_retention_holds_from_the_next_visit_and_not_before():
    person = practice.client()
    before = person.expires_at
    set_now(retention_days=10)
    person.refresh_from_db()
    assert person.expires_at == before

    actions.touch(person, at=timezone.now())
    assert person.expires_at < before


@pytest.mark.parametrize(
    "wrong",
    [
        {"temperature": 9.0},
        {"pool": 4.5},
        {"floor": -0.1},
        {"answer_days": 0},
        {"retention_days": 91},
        {"invented": 1},
    ],
)
def test_figure_outside_its_bounds_is_refused(wrong):
    with pytest.raises(BadInput):
        set_now(**wrong)

    assert not PolicyVersion.objects.exists()


def test_draw_stays_while_a_comparison_runs():
    trial_actions.start(
        by="operator", at=timezone.now(), design=TrialDesign(planned=60, assumed_d=0.5), text="We compare."
    )

    with pytest.raises(TrialRuns):
        set_now(temperature=0.5)
    assert set_now(answer_days=3).number == 1


def test_version_is_taken_once():
    set_now(answer_days=3)
    with pytest.raises(steering.MovedOn):
        set_policy(figures(), because="Late.", seen=0, by="test", at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion.objects.create(number=2, figures={}, by="x", at=timezone.now(), because="")


def test_policy_is_previewed_set_and_brought_back(desk):
    set_now(answer_days=3)
    page = desk.post(f"{HOME}preview/", form(answer_days=4))
    assert "Nothing is set yet" in words_of(page)
    assert steering.answer_days() == 3
    token = page.context["form"].initial["previewed"]

    assert "Say why" in words_of(desk.post(f"{HOME}set/", {"previewed": token}))
    assert desk.post(f"{HOME}set/", {"previewed": token, "because": "They asked."}).url == HOME
    assert steering.answer_days() == 4
    assert AuditEvent.objects.filter(verb="policy_set").last().actor == desk.person.pk
    words = words_of(desk.get(HOME))
    assert "Days to answer: 3 → 4" in words
    assert "They asked." in words

    late = desk.post(f"{HOME}set/", {"previewed": token, "because": "Again."})
    assert "another version since" in words_of(late)
    back = desk.post(f"{HOME}preview/", {"undoes": "1"}).context["form"].initial["previewed"]
    desk.post(f"{HOME}set/", {"previewed": back, "because": "Back."})
    assert steering.answer_days() == 3
    assert PolicyVersion.objects.get(number=3).undoes_id == 1
    assert "Brings back version 1" in words_of(desk.get(HOME))


def test_nothing_is_set_that_was_not_previewed(desk):
    told = signing.dumps({"figures": figures(answer_days=9), "seen": 0, "undoes": None}, salt="another")

    assert desk.post(f"{HOME}set/", {"previewed": told, "because": "Sneaky."}).url == HOME
    assert not PolicyVersion.objects.exists()


def test_wrong_figure_is_refused_beside_the_field_and_kept(desk):
    page = desk.post(f"{HOME}preview/", form(temperature="much"))

    assert "Enter a number from 0 to 5." in words_of(page)
    assert 'value="much"' in page.content.decode()


def test_nobody_else_sees_or_sets_it():
    for kind in ("provider", "researcher"):
        assert accounts.signed_in(kind).get(HOME).status_code == 404
        assert accounts.signed_in(kind).post(f"{HOME}set/", {}).status_code == 404
    assert Browser().get(HOME).status_code == 404


def test_preview_compares_both_on_the_same_clients():
    practice.providers(3, challenge="3")
    practice.providers(9)
    for _ in range(3):
        rated.matched(rated.yes(practice.client(), "learning"))
    rated.matched()
    Intake.objects.update(submitted_at=timezone.now() - timedelta(days=3))

    found = policy_preview(figures(temperature=0, answer_days=1), at=timezone.now())

    assert found.draws.clients == 3
    assert found.draws.after.least == 0.0 < found.draws.before.least
    value, low, high = found.draws.difference
    assert low <= value <= high
    assert found.kept.clients == 4
    same = policy_preview(figures(), at=timezone.now()).draws
    assert (same.difference[0], same.same) == (0.0, 1.0)


def test_weights_of_the_parts_reach_the_next_draw_and_stand_in_its_record():
    practice.providers(6)
    at = timezone.now()
    even = rated.matched(rated.yes(practice.client(), "learning"), at=at)
    set_now(weight_goals=3, weight_bond=0.1)
    heavy = rated.matched(rated.yes(practice.client(), "learning"), at=at)

    for shortlist, share in ((even, 1 / 3), (heavy, 3 / 4.1)):
        weights = shortlist.unseal("record")["weights"]
        assert weights["goals"] / sum(weights.values()) == pytest.approx(share)
        told = shortlist.matches.select_related("client__key").first().unseal("detail")["forecast"]
        parts = sum(weights[part] * told[part]["mean"] for part in weights) / sum(weights.values())
        assert told["overall"]["mean"] == pytest.approx(parts, abs=0.05)


def test_weights_stay_as_registered_while_a_comparison_runs():
    design = TrialDesign(planned=300, assumed_d=0.3)
    trial_actions.start(by="test", at=timezone.now(), design=design, text="Why.")

    with pytest.raises(TrialRuns):
        set_now(weight_tasks=2)


def test_versions_of_earlier_releases_are_shown_without_the_weights(desk):
    older = {code: value for code, value in figures().items() if not code.startswith("weight_")}
    at = timezone.now()
    PolicyVersion.objects.create(number=1, figures=older, by="test", at=at, because="Before.")
    set_now(weight_goals=2)

    assert "Weight of goals: 1 → 2" in words_of(desk.get(HOME))
