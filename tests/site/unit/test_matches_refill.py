"""A place of the three that became empty is filled again: by whom, how it is logged, what researchers see."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rapport.learning.policy.slate_log import read_slates
from rapport.learning.policy.slate_weights import Target, slate_weights
from rapport.learning.proof.trial_design import TrialDesign
from rapport.site.directory.models import Provider
from rapport.site.foundation.models import AuditEvent
from rapport.site.intake.models import Intake
from rapport.site.matches import actions, queries, trial_actions
from rapport.site.matches.choices import MatchClosed
from rapport.site.matches.held import held_about
from rapport.site.matches.models import Enrolment, Match
from rapport.site.matches.refill_actions import refill_place
from rapport.site.outcomes.queries.policy_log import COLUMNS, policy_log
from rapport.site.people.actions import answer_consent
from support import practice, rated

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def matched(providers=10):
    practice.providers(providers)
    client = practice.client()
    actions.issue(by=client, at=AT)
    return client


def refill_at(client, position, because=MatchClosed.DECLINED):
    match = Match.objects.select_related("client__key").get(client=client, position=position, is_open=True)
    with transaction.atomic():
        return match, refill_place(match, because=because, by="system", at=AT + timedelta(days=1))


def test_refill_takes_the_same_place_and_nobody_offered_before():
    client = matched()
    before = set(Match.objects.values_list("provider_id", flat=True))

    left, placed = refill_at(client, 2)

    left.refresh_from_db()
    assert (left.is_open, left.closed_because) == (False, MatchClosed.DECLINED)
    assert (placed.position, placed.is_open, placed.refill_of_id) == (2, True, left.pk)
    assert placed.provider_id not in before
    open_now = Match.objects.filter(client=client, is_open=True)
    assert sorted(open_now.values_list("position", flat=True)) == [1, 2, 3]
    assert AuditEvent.objects.get(verb="refilled").detail == '{"found":1,"position":2}'


def test_refill_logs_its_draw_sealed_with_the_exact_chance():
    client = matched()

    _, placed = refill_at(client, 3)

    placed.refresh_from_db()
    placed.client = client
    draw = placed.unseal("detail")["draw"]
    at = draw["pool"].index(placed.provider.provider_id)
    assert draw["chances"][at] == pytest.approx(placed.propensity, abs=1e-6)
    assert sum(draw["chances"]) == pytest.approx(1)
    assert len(draw["standing"]) == 2
    assert b"standing" not in bytes(placed.detail)


def test_refill_twice_is_one():
    client = matched()
    left, placed = refill_at(client, 1)

    with transaction.atomic():
        again = refill_place(left, because=MatchClosed.SILENT, by="system", at=AT + timedelta(days=2))

    assert again is None
    assert Match.objects.get(refill_of=left) == placed
    assert Match.objects.get(pk=left.pk).closed_because == MatchClosed.DECLINED


def test_refill_with_nobody_left_is_a_named_shortfall():
    client = matched(providers=4)
    refill_at(client, 1)

    _, placed = refill_at(client, 2, MatchClosed.SILENT)

    shortlist = queries.open_shortlist(client)
    assert placed is None
    assert shortlist.unseal("record")["shortfall"]["found"] == 2
    assert [each.position for each in shortlist.matches.all()] == [1, 3]
    left = queries.left_matches(shortlist)
    assert [each.position for each in left] == [1, 2]
    assert hasattr(left[0], "refilled_by")
    assert not hasattr(left[1], "refilled_by")


def test_refill_keeps_limits_as_they_are_today():
    client = matched(providers=4)
    practice.providers(4, accepting="no")

    _, placed = refill_at(client, 1)

    assert placed is None


def test_refill_of_a_replaced_list_places_nobody():
    client = matched()
    match = Match.objects.select_related("client__key").get(client=client, position=1)
    actions.issue(by=client, at=AT, missing={"codes": [], "note": ""})

    with transaction.atomic():
        assert refill_place(match, because=MatchClosed.SILENT, by="system", at=AT) is None

    assert Match.objects.filter(client=client, is_open=True).count() == 3
    assert Match.objects.get(pk=match.pk).closed_because == MatchClosed.LIST


def test_who_could_not_take_a_client_is_not_drawn_with_changed_answers():
    client = matched(providers=4)
    left, _ = refill_at(client, 1)
    Intake.objects.filter(client=client).update(version=99)

    again = actions.issue(by=client, at=AT)

    assert left.provider_id not in set(again.matches.values_list("provider_id", flat=True))
    assert again.found == 3


def test_refill_in_an_arm_at_random_is_as_likely_for_everybody_left():
    practice.providers(10)
    trial_actions.start(
        by="operator", at=AT, design=TrialDesign(planned=60, assumed_d=0.5), text="We compare."
    )
    client = next(each for each in map(in_the_trial, range(9)) if arm_of(each) == "random_eligible")

    _, placed = refill_at(client, 1)

    placed.client = client
    draw = placed.unseal("detail")["draw"]
    assert placed.propensity == pytest.approx(1 / 7, abs=1e-6)
    assert draw["policy"] == "refill(uniform(eligible=7))"


def in_the_trial(_number):
    client = practice.client()
    answer_consent(client, purpose="trial", is_given=True, at=AT)
    actions.issue(by=client, at=AT)
    return client


def arm_of(client):
    return Enrolment.objects.get(client=client).allocation.arm


def test_cards_of_the_three_are_those_that_stand():
    client = matched()
    _, before = queries.standing_shortlist(client)

    _, placed = refill_at(client, 2)

    again, after = queries.standing_shortlist(client)
    shown = queries.cards(again, queries.answers_for_matching(client), at=AT)
    assert [card.id for card in shown][1] == placed.pk
    assert len(shown) == 3
    assert before != after  # Kept pages about the three are written anew.


def test_download_tells_of_refills():
    client = matched()
    refill_at(client, 2)

    [held] = held_about(client)["shortlists"]
    assert [each["took_the_place_of_another"] for each in held["matches"]].count(True) == 1
    assert [each["closed_because"] for each in held["matches"]].count("declined") == 1


def test_policy_log_keeps_refills_apart_and_policy_value_leaves_them_out():
    practice.providers(12)
    lists = [rated.matched() for _ in range(2)]
    for each in lists:
        rated.yes(each.client, "learning")
    _, placed = refill_at(lists[0].client, 2)
    rated.rate(Match.objects.select_related("shortlist", "client__key").get(pk=placed.pk), [80])

    rows = list(policy_log(timezone.now()))

    refills = [row for row in rows if row["refill_of"]]
    assert [row["provider_id"] for row in refills] == [placed.provider.provider_id]
    assert refills[0]["refill_of"] in {row["request_id"] for row in rows if not row["refill_of"]}
    assert (refills[0]["position"], refills[0]["chosen"], refills[0]["alliance"]) == ("2", "yes", "80")
    log = read_slates(COLUMNS, [[row[name] for name in COLUMNS] for row in rows])
    assert log.left_out["places filled again"] == 1
    # Draws of three still have the weight one against themselves, and none is paid for the refill.
    assert slate_weights(log, Target(), order_counts=True).whole.weight == pytest.approx(np.ones(2))
    assert list(log.rewards["chosen"]) == [0, 0]
    assert np.isnan(log.rewards["alliance"]).all()


def test_without_the_mark_policy_value_would_take_the_refill_for_a_part_of_the_draw():
    """The control of the test above."""
    practice.providers(12)
    found = rated.matched()
    rated.yes(found.client, "learning")
    refill_at(found.client, 2)
    rows = list(policy_log(timezone.now()))
    unmarked = [row | {"refill_of": "", "request_id": rows[0]["request_id"]} for row in rows]

    with pytest.raises(Exception, match="position"):
        read_slates(COLUMNS, [[row[name] for name in COLUMNS] for row in unmarked])


@pytest.mark.parametrize(
    "change", [{"refill_of": None}, {"placed_at": None}, {"closed_because": "declined"}, {"is_open": True}]
)
def test_database_refuses_a_refill_that_breaks_a_promise(change):
    client = matched()
    left, placed = refill_at(client, 2)
    other = Provider.objects.exclude(matches__client=client).first()
    values = {
        "shortlist_id": left.shortlist_id, "client": client, "provider": other, "position": 2,
        "propensity": 0.5, "is_open": False, "refill_of": placed, "placed_at": AT,
    }  # fmt: skip
    Match(**values).full_clean(validate_constraints=True, exclude=["detail"])

    with pytest.raises(IntegrityError), transaction.atomic():
        Match.objects.create(**values | change | ({"is_open": True} if "closed_because" in change else {}))


def test_database_lets_a_place_be_taken_once():
    client = matched()
    left, _ = refill_at(client, 2)
    other = Provider.objects.exclude(matches__client=client).first()

    with pytest.raises(IntegrityError), transaction.atomic():
        Match.objects.create(
            shortlist_id=left.shortlist_id, client=client, provider=other, position=2, propensity=0.5,
            is_open=False, refill_of=left, placed_at=AT,
        )  # fmt: skip
