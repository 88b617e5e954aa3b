"""A night's prices: found once, nobody few told of, paced between nights, and in the log of each draw."""

from datetime import timedelta

import numpy as np
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rapport.site.consultations.actions.pricing import price_tonight
from rapport.site.directory.models import Provider
from rapport.site.directory.queries import roster_snapshot
from rapport.site.foundation.models import AuditEvent
from rapport.site.matches.models import Price, PriceCell, PriceNight, Shortlist
from rapport.site.matches.price_models import FEWEST
from rapport.site.matches.prices import VALID, is_priced, prices_now
from support import practice, rated

pytestmark = pytest.mark.django_db


@pytest.fixture
def scarce():
    """Twelve clients who are alike and four providers with one place each."""
    practice.providers(4, capacity="1")
    return [looks() for _ in range(12)]


def looks(**changes):
    """Somebody who was offered three just now."""
    return rated.matched(at=timezone.now(), **changes)


def tonight(at=None):
    at = at or timezone.now()
    return price_tonight(at.date(), at=at)


def test_where_places_are_scarce_they_cost_and_nobody_is_under_the_floor(scarce):
    night = tonight()

    assert (night.clients, night.whole + night.few + night.full) == (12, 12)
    assert night.full > 0
    assert night.floor <= night.least <= night.mean <= 1
    assert night.gap <= 1e-4
    rows = Price.objects.all()
    assert len(rows) == 4
    assert all(row.expected <= row.places + 1e-6 for row in rows)
    assert max(row.price for row in rows) > 0
    assert AuditEvent.objects.filter(verb="priced").count() == 1


def test_where_there_is_room_a_place_costs_nothing(scarce):
    practice.providers(40, capacity="9")
    night = tonight()

    assert night.whole == 12
    assert not any(row.price for row in Price.objects.all())
    assert prices_now(roster_snapshot(), timezone.now()).points is None


def test_a_night_is_priced_once(scarce):
    at = timezone.now()
    assert tonight(at) is not None
    assert is_priced(at.date())
    assert tonight(at) is None
    assert PriceNight.objects.count() == 1


def test_prices_move_with_places_and_time_and_end_with_the_worker(scarce):
    at = timezone.now()
    tonight(at)
    roster = roster_snapshot()
    early = prices_now(roster, at).points
    late = prices_now(roster, at + timedelta(hours=12)).points
    # All places are still there and half of the time has passed.
    assert late.sum() < early.sum()
    assert prices_now(roster, at + VALID + timedelta(minutes=1)).points is None


def test_a_draw_takes_the_prices_and_its_log_stays_exact(scarce):
    practice.providers(12, capacity="1")
    tonight()
    fresh = looks()
    log = fresh.unseal("record")["log"]

    assert log["versions"]["prices"] == PriceNight.objects.get().version
    assert len(log["prices"]) == len(log["pool"])
    worth = np.array(log["utilities"]) + np.array(log["prices"])
    assert worth.min() >= 0.9 * worth.max() - 1e-6
    assert sum(log["inclusion"]) == pytest.approx(3, abs=1e-4)


def test_cells_tell_of_nobody_few(scarce):
    looks(concerns=[{"code": "depression", "importance": 3}])
    night = tonight()

    told = {(each.cut, each.value): each for each in night.cells.all()}
    assert ("concern", "anxiety") in told
    assert ("concern", "depression") not in told
    assert ("together", "NY|self_pay|en|anxiety") in told
    state = told["state", "NY"]
    assert (state.waiting, state.providers, state.places) == (13, 4, 4)
    assert state.more_low <= state.more <= state.more_high
    assert state.more > 0


def test_the_database_keeps_few_people_out_and_prices_at_nothing_or_more(scarce):
    night = tonight()
    few = {"night": night, "cut": "state", "value": "VT", "providers": 0, "places": 0, "price": 0, "alike": 0}
    few |= {"more_low": 0, "more": 0, "more_high": 0}
    wrong = [
        lambda: PriceCell.objects.create(waiting=FEWEST - 1, short=0, **few),
        lambda: PriceCell.objects.create(waiting=FEWEST, short=1, **few),
        lambda: PriceCell.objects.create(waiting=FEWEST, short=0, **few | {"more": 5}),
        lambda: Price.objects.update(price=-1),
        lambda: Price.objects.update(places=0),
        lambda: PriceNight.objects.update(full=99),
    ]
    for each in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            each()


def test_nobody_looking_is_no_night():
    practice.providers(4)
    assert tonight() is None
    assert not PriceNight.objects.exists()


def test_who_was_offered_long_ago_is_not_counted(scarce):
    Shortlist.objects.update(issued_at=timezone.now() - timedelta(days=40))
    assert tonight() is None
    assert Provider.objects.count() == 4
