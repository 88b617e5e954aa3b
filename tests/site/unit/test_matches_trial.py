"""The comparison: asked apart, balanced, one place a client, an arm nobody changes, and told by count."""

from collections import Counter

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from rapport.learning.proof.randomisation import allocate
from rapport.learning.proof.trial_design import TrialDesign
from rapport.matching.arms import stratum_of
from rapport.site.foundation.models import AuditEvent
from rapport.site.matches import actions, queries, trial_actions, trial_guard
from rapport.site.matches.choices import Arm
from rapport.site.matches.held import held_about
from rapport.site.matches.models import Allocation, Enrolment, Shortlist, Trial
from rapport.site.outcomes.queries.trial import newest_trial, trial_report
from rapport.site.people import policy
from rapport.site.people.actions import erase_client
from rapport.site.people.policy import Kind, Viewer
from support import practice, rated

pytestmark = pytest.mark.django_db
DESIGN = TrialDesign(planned=60, assumed_d=0.5)
TEXT = "We compare three ways to choose."


@pytest.fixture
def trial():
    practice.providers(12)
    return trial_actions.start(by="operator", at=timezone.now(), design=DESIGN, text=TEXT)


def taking_part(**changes):
    return rated.matched(rated.yes(practice.client(**changes), "trial"))


def test_without_a_trial_three_are_drawn_as_ever():
    practice.providers(12)
    shortlist = taking_part()

    assert shortlist.enrolment is None
    assert not Allocation.objects.exists()


def test_without_consent_three_are_drawn_as_ever(trial):
    assert rated.matched().enrolment is None
    assert rated.matched(rated.no(practice.client(), "trial")).enrolment is None
    assert not Allocation.objects.exists()


def test_client_who_said_yes_takes_the_next_place_of_their_stratum(trial):
    shortlists = [taking_part() for _ in range(4)]
    other = taking_part(concerns=[{"code": "loneliness", "importance": 1}])

    places = [each.enrolment.allocation for each in shortlists]
    seed = trial.unseal("seed")
    answers = queries.answers_for_matching(shortlists[0].client)
    assert [each.place for each in places] == [0, 1, 2, 3]
    assert [each.arm for each in places] == [
        allocate(
            stratum_of(answers), place, seed=seed, arms=trial.design["arms"], block=trial.design["block"]
        )
        for place in range(4)
    ]
    assert stratum_of(answers) == "NY|urgent|clinical"
    assert (other.enrolment.allocation.place, len({each.stratum for each in places})) == (0, 1)
    assert AuditEvent.objects.filter(verb="enrolled").count() == 5


def test_arms_are_balanced_within_a_block(trial):
    for _ in range(DESIGN.block):
        taking_part()

    counts = Counter(Allocation.objects.values_list("arm", flat=True))
    assert counts == dict.fromkeys(Arm.values, DESIGN.block // 3)


def test_each_arm_draws_as_it_says(trial):
    for _ in range(DESIGN.block):
        taking_part()

    for shortlist in Shortlist.objects.select_related("enrolment__allocation", "client__key"):
        log = shortlist.unseal("record")["log"]
        is_random = shortlist.enrolment.allocation.arm == Arm.RANDOM_ELIGIBLE
        assert log["arm"] == shortlist.enrolment.allocation.arm
        assert shortlist.policy.startswith("uniform" if is_random else "plackett-luce")
        assert shortlist.found == 3
        if is_random:
            assert {each.propensity for each in shortlist.matches.all()} == {3 / 12}
            assert len(log["pool"]) == 12


def test_arm_holds_for_the_next_three_as_well(trial):
    first = taking_part()
    second = actions.issue(by=first.client, at=timezone.now(), missing={"codes": ["way"], "note": ""})

    assert second.enrolment == first.enrolment
    assert Allocation.objects.count() == 1


def test_who_withdrew_is_drawn_for_as_everybody(trial):
    first = taking_part()
    rated.no(first.client, "trial")

    second = actions.issue(by=first.client, at=timezone.now(), missing={"codes": ["way"], "note": ""})

    assert second.enrolment is None
    assert second.unseal("record")["log"]["arm"] == "model"


@pytest.mark.parametrize("changes", [{"safe_now": False}, {"text": "I want to end my life tonight."}])
def test_nobody_in_danger_is_randomised(trial, changes):
    assert taking_part(**changes).enrolment is None


def test_nobody_is_randomised_where_arms_could_not_differ():
    practice.providers(3)
    trial_actions.start(by="operator", at=timezone.now(), design=DESIGN, text=TEXT)

    assert taking_part().enrolment is None


def test_whoever_had_three_before_is_not_randomised(trial):
    before = rated.matched()
    rated.yes(before.client, "trial")

    after = actions.issue(by=before.client, at=timezone.now(), missing={"codes": ["way"], "note": ""})

    assert after.enrolment is None


def test_one_trial_runs_at_a_time_and_the_next_has_a_secret_of_its_own(trial):
    with pytest.raises(trial_actions.TrialRunning):
        trial_actions.start(by="operator", at=timezone.now(), design=DESIGN, text=TEXT)

    trial_actions.stop(by="operator", at=timezone.now(), because="planned number reached")
    second = trial_actions.start(by="operator", at=timezone.now(), design=DESIGN, text=TEXT)

    assert second.number == 2
    assert second.unseal("seed") != trial.unseal("seed")
    assert newest_trial() == second


def test_stopping_without_a_trial_is_refused():
    with pytest.raises(trial_actions.NoTrial):
        trial_actions.stop(by="operator", at=timezone.now(), because="x")


def test_what_was_registered_is_frozen_by_its_digest(trial):
    assert trial.digest == trial_actions.digest_of(DESIGN.as_json(), TEXT)
    assert trial.digest != trial_actions.digest_of({**DESIGN.as_json(), "planned": 61}, TEXT)
    assert trial.digest != trial_actions.digest_of(DESIGN.as_json(), TEXT + " ")
    assert trial.digest in AuditEvent.objects.get(verb="trial_started").detail


def test_secret_of_the_allocation_is_sealed(trial):
    assert trial.unseal("seed").encode() not in bytes(trial.seed)


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Allocation, {"arm": "model"}),
        (Allocation, {"place": 9}),
        (Allocation, {"stratum": "0" * 64}),
        (Trial, {"text": "something else"}),
        (Trial, {"design": {}}),
        (Trial, {"seed": b"known"}),
    ],
)
def test_database_refuses_to_change_what_is_drawn_or_frozen(trial, model, change):
    taking_part()

    with pytest.raises(DatabaseError, match=trial_guard.WORDS), transaction.atomic():
        model.objects.update(**change)


def test_database_refuses_to_swap_two_clients(trial):
    first, second = taking_part().enrolment, taking_part().enrolment

    with pytest.raises(DatabaseError, match=trial_guard.WORDS), transaction.atomic():
        Enrolment.objects.filter(pk=first.pk).update(client=second.client)


def test_without_the_guard_an_arm_could_be_changed(trial):
    """The control."""
    taking_part()
    assert trial_guard.stands()
    trial_guard.lift(connection)
    try:
        assert not trial_guard.stands()
        assert Allocation.objects.update(arm="model") == 1
    finally:
        trial_guard.put(connection)


def test_database_refuses_a_second_place_for_a_client_and_a_second_taker_of_a_place(trial):
    first, second = taking_part().enrolment, taking_part().enrolment
    free = Allocation.objects.create(trial=trial, stratum="0" * 64, place=0, arm="model")
    now = timezone.now()

    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(trial=trial, client=first.client, allocation=free, enrolled_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(
            trial=trial, client=practice.client(), allocation=second.allocation, enrolled_at=now
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Allocation.objects.create(trial=trial, stratum="0" * 64, place=0, arm="rules_only")
    with pytest.raises(IntegrityError), transaction.atomic():
        Allocation.objects.create(trial=trial, stratum="0" * 64, place=1, arm="other")


def test_arm_stands_in_the_clients_own_download_alone(trial):
    shortlist = taking_part()
    arm = shortlist.enrolment.allocation.arm

    assert [each["arm"] for each in held_about(shortlist.client)["comparisons"]] == [arm]
    owner = Viewer(Kind.CLIENT, shortlist.client_id)
    assert policy.may(owner, "download", shortlist.enrolment)
    for viewer in (owner, Viewer(Kind.COORDINATOR, "c" * 26), policy.NOBODY, Viewer(Kind.CLIENT, "x" * 26)):
        assert not policy.may(viewer, "read", shortlist.enrolment)


def test_report_is_for_staff_alone(trial):
    assert policy.may(Viewer(Kind.COORDINATOR, "c" * 26), "report", trial)
    assert not policy.may(Viewer(Kind.COORDINATOR, "c" * 26), "read", trial)
    for viewer in (policy.NOBODY, Viewer(Kind.CLIENT, "x" * 26), policy.SYSTEM):
        assert not policy.may(viewer, "report", trial)


def test_report_counts_everybody_in_the_arm_that_was_drawn(trial):
    shortlists = [taking_part() for _ in range(6)]
    rated.no(practice.client(), "trial")
    rated.rate(rated.first_of(shortlists[0]), [60, 70, 80, 100])
    erase_client(shortlists[1].client, by="operator", at=timezone.now())

    report = trial_report(trial, at=timezone.now())

    arm = shortlists[0].enrolment.allocation.arm
    assert report.consort.randomised == dict.fromkeys(trial.design["arms"], 2)
    assert sum(report.consort.erased.values()) == 1
    assert report.consort.erased[shortlists[1].enrolment.allocation.arm] == 1
    assert sum(report.consort.matched.values()) == 5
    assert report.consort.began == {**dict.fromkeys(trial.design["arms"], 0), arm: 1}
    assert (report.consort.declined, report.consort.agreed, report.consort.not_randomised) == (1, 5, 0)
    assert [each.analysis for each in report.comparisons] == [None, None]
    assert "at least two people followed" in report.comparisons[0].why_not
    assert not report.is_final


def test_erased_clients_place_is_not_given_to_another(trial):
    first = taking_part()
    erase_client(first.client, by="operator", at=timezone.now())

    assert taking_part().enrolment.allocation.place == 1


def test_outcome_is_the_mean_of_the_first_sessions_with_whom_was_met_first(trial):
    from rapport.site.outcomes.queries import trial as report

    shortlist = taking_part()
    rated.rate(rated.first_of(shortlist), [60, 70, 80, 100])

    (found,) = report._outcomes(trial, timezone.now()).values()

    assert found.mean == pytest.approx(70)


def test_outcome_of_who_withdrew_is_not_used(trial):
    shortlist = taking_part()
    rated.rate(rated.first_of(shortlist), [60])
    rated.no(shortlist.client, "trial")

    report = trial_report(trial, at=timezone.now())

    assert sum(report.consort.randomised.values()) == 1
    assert sum(report.consort.analysed.values()) == 0
    assert (report.consort.declined, report.consort.agreed) == (0, 0)


def test_answers_to_an_earlier_trial_are_not_counted_in_the_next(trial):
    rated.no(practice.client(), "trial")
    taking_part()
    trial_actions.stop(by="operator", at=timezone.now(), because="enough")
    second = trial_actions.start(by="operator", at=timezone.now(), design=DESIGN, text=TEXT)

    consort = trial_report(second, at=timezone.now()).consort

    assert (consort.declined, consort.agreed, consort.not_randomised) == (0, 0, 0)


def test_difference_of_arms_is_told_with_its_interval_and_what_could_be_shown(trial):
    """Model people rate 20 points more than the others, who rate alike."""
    seen = Counter()
    for _ in range(24):
        shortlist = taking_part()
        arm = shortlist.enrolment.allocation.arm
        # The same ratings in the same order in every arm: whatever chance drew, two arms differ by nothing.
        match = shortlist.matches.select_related("shortlist").get(position=1 + seen[arm] % 3)
        rated.rate(match, [60 + 20 * (arm == Arm.MODEL) + seen[arm] % 4] * 3)
        seen[arm] += 1
    trial_actions.stop(by="operator", at=timezone.now(), because="enough")
    trial.refresh_from_db()

    report = trial_report(trial, at=timezone.now())

    found = {each.arm: each.analysis for each in report.comparisons}
    assert report.is_final
    assert found["model"].verdict == "gain shown"
    assert found["model"].low < 20 < found["model"].high
    assert found["rules_only"].verdict == "no difference shown"
    assert found["model"].n == {"model": 8, "random_eligible": 8}
    assert report.smallest_d == pytest.approx((16 / 8) ** 0.5)
    assert report.power == DESIGN.as_json()["power"]
