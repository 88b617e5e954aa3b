"""What a night tells of groups, and trainees within their caseload: places for whoever said yes to one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rapport.site.consultations.actions.pricing import price_tonight
from rapport.site.consultations.queries.looking import demand
from rapport.site.directory.actions.training import begin_training
from rapport.site.directory.models import Places, Provider
from rapport.site.directory.queries import roster_snapshot
from rapport.site.matches.models import Price, PriceGroup
from support import practice, rated

pytestmark = pytest.mark.django_db


def tonight(at=None):
    at = at or timezone.now()
    return price_tonight(at.date(), at=at)


@pytest.fixture
def looking():
    """Twelve clients who are alike and five providers with two places each."""
    practice.providers(5, capacity="2")
    return [rated.matched(at=timezone.now()) for _ in range(12)]


def test_clients_are_told_of_by_group_and_few_providers_not_at_all(looking):
    night = tonight()
    told = {(each.kind, each.by): each for each in night.groups.all()}

    part = told["part_of_best", "state"]
    assert (part.group, part.people) == ("NY", 12)
    assert 0.9 <= part.priced <= 1
    assert 0.9 <= part.free <= 1
    assert told["price", "payer"].free is None
    # Everybody is in the one group, so there are no others to be compared with.
    assert part.ratio is None
    assert not any(kind == "exposure" for kind, _by in told)


def test_many_providers_are_told_of_and_few_stand_with_other_groups(looking):
    genders = ["man"] * 12 + ["woman"] * 14 + ["nonbinary"] * 3
    rows = [practice.ROW | {"provider_id": f"p{number}", "name": f"Person {number}", "gender": gender}
            for number, gender in enumerate(genders)]  # fmt: skip
    table = [[row.get(name, "") for name in practice.COLUMNS] for row in rows]
    practice.import_roster(practice.read_roster(tuple(practice.COLUMNS), table), by="system", at=practice.AT)

    told = {each.group: each.people for each in tonight().groups.filter(kind="exposure", by="gender")}
    assert told == {"man and other groups": 15, "woman": 14}


def test_the_database_keeps_few_people_and_wrong_ranges_out(looking):
    row = {"night": tonight(), "by": "state", "group": "VT", "kind": "three", "people": 11}
    wrong = [{"people": 10}, {"kind": "luck"}, {"ratio": 1.0}, {"ratio": 1.0, "low": 1.1, "high": 1.2},
             {"free_ratio": 1.0, "free_low": 0.5, "free_high": 0.9}]  # fmt: skip
    for each in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            PriceGroup.objects.create(**row | each)
    PriceGroup.objects.create(**row)


def test_no_price_gives_a_trainee_more_clients_than_they_may_have(looking):
    supervisor, trainee = Provider.objects.order_by("provider_id")[:2]
    begin_training(trainee, supervisor, most_clients=1, by="test", at=timezone.now())
    for shortlist in looking:
        rated.yes(shortlist.client, "trainees")
    tonight()

    found = Price.objects.get(provider=trainee)
    assert found.places == 1
    assert 0 < found.expected <= 1 + 1e-6


def test_caseload_holds_where_the_row_of_the_roster_says_more(looking):
    roster, at = roster_snapshot(), timezone.now()
    trainee = Provider.objects.order_by("provider_id").first()
    place = roster.position(trainee.provider_id)
    assert demand(roster, at).supply.places[place] == 2

    Places.objects.create(provider=trainee, capacity=1, used=0, most=1)
    supply = demand(roster, at).supply
    assert supply.places[place] == 1
    assert supply.most_lists[place] == supply.most_lists.max() / 2


def test_a_trainee_is_priced_for_nobody_who_did_not_say_yes(looking):
    supervisor, trainee = Provider.objects.order_by("provider_id")[:2]
    begin_training(trainee, supervisor, most_clients=1, by="test", at=timezone.now())
    rated.yes(looking[0].client, "trainees")
    tonight()

    # Without a yes nobody could be a candidate, and there would be no row; with one, one list at the most.
    assert Price.objects.get(provider=trainee).lists <= 1
    rated.no(looking[0].client, "trainees")
    later = timezone.now().date() + timedelta(days=1)
    price_tonight(later, at=timezone.now())
    assert not Price.objects.filter(night_id=later, provider=trainee).exists()
