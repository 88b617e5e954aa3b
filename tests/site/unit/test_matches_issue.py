"""Issuing the three: all at once, once, never more than three open, and all that a later check needs."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rapport.matching.match import DEFAULT_POLICY
from rapport.site.directory.models import Provider
from rapport.site.directory.queries import revision_token
from rapport.site.foundation.models import AuditEvent
from rapport.site.intake.models import Intake
from rapport.site.matches import actions, queries
from rapport.site.matches.choices import Closed
from rapport.site.matches.held import held_about
from rapport.site.matches.models import Match, Shortlist
from rapport.site.people.actions import erase_client, open_client
from support import practice

pytestmark = pytest.mark.django_db
MISSING = {"codes": ["person"], "note": "someone older"}


@pytest.fixture
def client_of_ten():
    practice.providers(10)
    return practice.client()


def issue(client, **options):
    return actions.issue(by=client, at=timezone.now(), **options)


def test_issue_offers_exactly_three_different_people(client_of_ten):
    shortlist = issue(client_of_ten)

    matches = list(shortlist.matches.order_by("position"))
    assert [each.position for each in matches] == [1, 2, 3]
    assert len({each.provider_id for each in matches}) == 3
    assert all(each.is_open for each in matches)


def test_issue_keeps_what_an_evaluation_needs(client_of_ten):
    shortlist = issue(client_of_ten)

    log = shortlist.unseal("record")["log"]
    assert (shortlist.model, shortlist.policy) == ("prior-1", DEFAULT_POLICY.name)
    assert shortlist.eligible == 10
    assert len(shortlist.eligible_digest) == 64
    assert shortlist.directory_token == revision_token()
    assert len(log["pool"]) == len(log["utilities"]) == len(log["inclusion"]) == 10
    assert sum(log["inclusion"]) == pytest.approx(3, abs=1e-4)


def test_issue_again_without_a_reason_draws_nobody_new(client_of_ten):
    first, second = issue(client_of_ten), issue(client_of_ten)

    assert first.pk == second.pk
    assert Match.objects.count() == 3


def test_issue_after_saying_what_was_missing_offers_three_others(client_of_ten):
    first = issue(client_of_ten)
    second = issue(client_of_ten, missing=MISSING)

    first.refresh_from_db()
    before = set(first.matches.values_list("provider_id", flat=True))
    after = set(second.matches.values_list("provider_id", flat=True))
    assert not before & after
    assert (first.closed_because, second.number) == (Closed.NONE_FIT, 2)
    assert second.unseal("missing") == MISSING
    assert Match.objects.filter(is_open=True).count() == 3


def test_issue_runs_out_of_people_with_a_named_shortfall(client_of_ten):
    for _ in range(3):
        issue(client_of_ten)
        issue(client_of_ten, missing=MISSING)

    last = queries.open_shortlist(client_of_ten)
    assert last.number == 4
    assert last.found == 1
    assert last.unseal("record")["shortfall"]["found"] == 1


def test_issue_with_changed_answers_replaces_the_three(client_of_ten):
    first = issue(client_of_ten)
    Intake.objects.filter(client=client_of_ten).update(version=99)
    second = issue(client_of_ten)

    first.refresh_from_db()
    assert first.pk != second.pk
    assert first.closed_because == Closed.ANSWERS_CHANGED


def test_issue_before_the_questionnaire_is_complete_is_refused():
    practice.providers(3)
    client, _ = open_client(at=timezone.now())

    with pytest.raises(actions.AnswersMissing):
        issue(client)

    assert not Shortlist.objects.exists()


def test_issue_of_fewer_than_three_says_what_would_help():
    practice.providers(2)
    client = practice.client(max_fee=120, payer="self_pay")

    shortlist = issue(client)

    assert shortlist.found == 0
    widen = shortlist.unseal("record")["shortfall"]["widen"]
    assert [(each["limit"], each["to"], each["would_add"]) for each in widen] == [("max_fee", 160.0, 2)]


def test_issue_stands_on_the_audit_trail_without_content(client_of_ten):
    issue(client_of_ten)

    event = AuditEvent.objects.get(verb="issued")
    assert event.subject == client_of_ten.pk
    assert event.detail == '{"found":3,"number":1}'


def test_what_was_told_is_sealed(client_of_ten):
    issue(client_of_ten)

    stored = b"".join(bytes(each.detail) for each in Match.objects.all())
    assert b"anxiety" not in stored
    assert b"forecast" not in stored


def test_download_holds_the_shortlists(client_of_ten):
    issue(client_of_ten)

    held = held_about(client_of_ten)["shortlists"]
    assert [len(each["matches"]) for each in held] == [3]
    assert held[0]["matches"][0]["told"]["reasons"]


def test_erasing_takes_the_shortlists_with_it(client_of_ten):
    issue(client_of_ten)
    erase_client(client_of_ten, by=client_of_ten.pk, at=timezone.now())

    assert (Shortlist.objects.count(), Match.objects.count()) == (0, 0)
    assert Provider.objects.count() == 10


@pytest.mark.parametrize(
    "change",
    [
        {"position": 4},
        {"position": 0},
        {"position": 1},
        {"propensity": 0.0},
        {"propensity": 1.5},
        {"provider": "same"},
    ],
)
def test_database_refuses_a_match_that_breaks_a_promise(client_of_ten, change):
    shortlist = issue(client_of_ten)
    first = shortlist.matches.order_by("position").first()
    taken = set(shortlist.matches.values_list("provider_id", flat=True))
    other = Provider.objects.exclude(pk__in=taken).first()
    shortlist.matches.filter(position=3).delete()
    values = {"position": 3, "propensity": 0.5, "provider": other} | change
    if values["provider"] == "same":
        values["provider"] = first.provider

    with pytest.raises(IntegrityError), transaction.atomic():
        Match.objects.create(shortlist=shortlist, client=client_of_ten, **values)


def test_database_refuses_a_second_open_shortlist(client_of_ten):
    first = issue(client_of_ten)
    copy = {
        each.attname: getattr(first, each.attname)
        for each in Shortlist._meta.concrete_fields
        if not each.primary_key
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        Shortlist.objects.create(**copy | {"number": 2})


def test_database_refuses_a_fourth_open_match_even_in_another_shortlist(client_of_ten):
    first = issue(client_of_ten)
    Shortlist.objects.filter(pk=first.pk).update(
        closed_at=timezone.now() + timedelta(days=1), closed_because=Closed.NONE_FIT
    )
    taken = set(first.matches.values_list("provider_id", flat=True))
    other = Provider.objects.exclude(pk__in=taken).first()
    second = Shortlist(
        client=client_of_ten, number=2, issued_at=timezone.now(), intake_version=1, model="m", policy="p",
        seed=1, eligible=10, eligible_digest="0" * 64, found=1,
    )  # fmt: skip
    second.save()

    with pytest.raises(IntegrityError), transaction.atomic():
        Match.objects.create(shortlist=second, client=client_of_ten, provider=other, position=1, propensity=1)
