"""The policy log: whole, exact, of those who said yes alone, without anything that points to them."""

import csv
import io
import json

import pytest
from django.utils import timezone

from rapport.learning.policy.policy_log import SLATE_FIELDS
from rapport.learning.policy.slate_log import read_slates
from rapport.learning.proof.trial_design import TrialDesign
from rapport.matching.match import DEFAULT_POLICY
from rapport.site.matches import trial_actions
from rapport.site.matches.models import Match, Shortlist
from rapport.site.outcomes.queries.policy_log import COLUMNS, policy_log
from support import practice, rated

pytestmark = pytest.mark.django_db


@pytest.fixture
def shortlist():
    practice.providers(10)
    found = rated.matched()
    rated.yes(found.client, "learning")
    return found


def rows():
    return list(policy_log(timezone.now()))


def test_every_shortlist_is_logged_whole(shortlist):
    log = shortlist.unseal("record")["log"]
    matches = list(shortlist.matches.order_by("position"))

    assert len(log["pool"]) == len(log["utilities"]) == len(log["inclusion"]) == len(log["capacity"]) == 10
    assert {len(values) for values in log["features"].values()} == {10}
    assert log["concerns"] == ["anxiety"]
    assert log["versions"] == {"filter": "limits-1", "features": "fit-1", "prices": "none"}
    assert [log["pairs"][k][k] for k in range(3)] == pytest.approx([m.propensity for m in matches], abs=1e-6)
    assert 0 < log["ordered"] <= log["unordered"] <= min(min(row) for row in log["pairs"])
    assert sum(log["inclusion"]) == pytest.approx(3, abs=1e-4)
    assert log["arm"] == "model"


def test_rows_are_in_the_published_format(shortlist):
    found = rows()

    assert [each["position"] for each in found] == ["1", "2", "3"]
    assert len({each["request_id"] for each in found}) == 1
    assert tuple(SLATE_FIELDS) == COLUMNS
    assert all(tuple(each) == COLUMNS for each in found)
    needed = [name for name, field in SLATE_FIELDS.items() if field.required]
    assert all(found[0][name] for name in needed)
    assert all(not found[1][name] for name, field in SLATE_FIELDS.items() if field.of_slate)
    assert found[0]["policy"] == DEFAULT_POLICY.name
    assert found[0]["overridden"] == "no"
    pool = json.loads(found[0]["pool"])
    assert len(pool["provider_ids"]) == len(pool["likeness"]) == 10
    assert float(found[1]["pair_2"]) == pytest.approx(float(found[1]["propensity"]), abs=1e-6)


def test_logs_of_every_arm_are_read_by_those_who_judge_policies(shortlist):
    design = TrialDesign(planned=60, assumed_d=0.5)
    trial_actions.start(by="operator", at=timezone.now(), design=design, text="We compare.")
    for _ in range(6):
        person = rated.yes(rated.yes(practice.client(), "trial"), "learning")
        rated.rate(rated.first_of(rated.matched(person)), [70])

    found = rows()
    slates = read_slates(COLUMNS, [list(each.values()) for each in found])

    assert len(slates.request_ids) == 7
    assert set(slates.left_out.values()) == {0}
    assert sorted(slates.rewards["chosen"]) == [0.0, *[1.0] * 6]
    assert sum("uniform" in each["policy"] for each in found) == 2
    drawn = slates.drawn[0]
    assert [slates.providers[slates.pools[0].providers[place]] for place in drawn] == [
        each["provider_id"] for each in found[:3]
    ]


def test_pick_is_whom_the_client_met_first_and_sessions_join_by_match(shortlist):
    second = shortlist.matches.select_related("shortlist").get(position=2)
    rated.rate(second, [61, 64.5])

    found = rows()

    assert [each["chosen"] for each in found] == ["no", "yes", "no"]
    assert [each["alliance"] for each in found] == ["", "61;64.5", ""]


def test_no_pick_is_no_on_every_row(shortlist):
    assert [each["chosen"] for each in rows()] == ["no"] * 3


def test_nothing_in_the_log_points_to_the_client_and_two_logs_do_not_join(shortlist):
    written = io.StringIO()
    csv.DictWriter(written, COLUMNS).writerows(rows())
    text = written.getvalue()

    for secret in (shortlist.client_id, shortlist.pk, practice.ANSWERS["text"], "anxiety", "10027"):
        assert secret not in text
    assert rows()[0]["client_id"] != rows()[0]["client_id"]
    assert rows()[0]["request_id"] != rows()[0]["request_id"]


def test_requests_of_one_client_stay_together_in_one_log(shortlist):
    from rapport.site.matches.actions import issue

    issue(by=shortlist.client, at=timezone.now(), missing={"codes": ["way"], "note": ""})

    found = rows()
    assert len({each["request_id"] for each in found}) == 2
    assert len({each["client_id"] for each in found if each["client_id"]}) == 1


def test_log_is_of_those_who_said_yes_alone(shortlist):
    rated.matched()
    assert len(rows()) == 3

    rated.no(shortlist.client, "learning")

    assert rows() == []


def test_shortfall_is_logged_as_far_as_it_goes():
    practice.providers(2)
    found = rated.matched()
    rated.yes(found.client, "learning")

    logged = rows()

    assert [each["position"] for each in logged] == ["1", "2"]
    assert [each["propensity"] for each in logged] == ["1.0", "1.0"]
    assert logged[0]["pair_3"] == ""


def test_log_is_sealed(shortlist):
    stored = b"".join(bytes(each.record) for each in Shortlist.objects.all())
    stored += b"".join(bytes(each.detail) for each in Match.objects.all())

    assert b"utilities" not in stored
    assert b"x_concern" not in stored
