"""What a coordinator sees of a night's prices: cells, where to recruit, and nothing of a few."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.site.matches.models import PriceCell, PriceGroup, PriceNight
from support import accounts, practice

pytestmark = pytest.mark.django_db
PAGE = "/desk/capacity/"
NIGHT = {
    "clients": 40, "whole": 20, "few": 8, "full": 12, "gap": 0.00005, "floor": 0.9, "least": 0.91,
    "mean": 0.97, "worth": 5.0, "listed": 30, "listed_free": 12, "top_tenth": 0.2, "top_tenth_free": 0.6,
}  # fmt: skip
CELL = {
    "waiting": 14, "short": 14, "providers": 3, "places": 5, "price": 4.25, "alike": 3,
    "more_low": 0.5, "more": 1.5, "more_high": 2.5,
}  # fmt: skip

GROUP = {
    "kind": "exposure", "by": "gender", "group": "woman", "people": 21, "priced": 0.62, "ratio": 0.6,
    "low": 0.4, "high": 0.9, "alarm": "less than four fifths of what others get, beyond noise",
    "free": 0.3, "free_ratio": 0.25, "free_low": 0.1, "free_high": 0.5,
}  # fmt: skip


@pytest.fixture
def desk(client):
    accounts.sign_in(client, accounts.account("coordinator"))
    return client


def night(days=0, **changes):
    at = timezone.now() - timedelta(days=days)
    return PriceNight.objects.create(night=at.date(), made_at=at, **NIGHT | changes)


def cell(of, cut="state", value="NY", **changes):
    return PriceCell.objects.create(night=of, cut=cut, value=value, **CELL | changes)


def group(of, **changes):
    return PriceGroup.objects.create(night=of, **GROUP | changes)


def test_before_any_night_the_page_says_so(desk):
    assert "No night has been counted yet" in desk.get(PAGE).content.decode()


def test_the_newest_night_is_told_with_range_and_count(desk):
    cell(night(days=1), value="TX")
    found = night()
    cell(found)
    cell(found, cut="together", value="NY|bcbs|es|anxiety", price=6.0)
    text = desk.get(PAGE).content.decode()

    assert "Texas" not in text
    assert "New York · Blue Cross Blue Shield · Spanish" in text
    assert "14 people look; 5 places with 3 providers." in text
    assert "One more provider like these would serve 1.5 more people at least" in text
    assert "8 of 10 of the 3 like them: 0.5 to 2.5" in text
    assert "within 0.005% of the best possible" in text
    # The dearest bar is as wide as the picture, the others in proportion.
    assert 'width="240.0"' in text
    assert 'width="170.0"' in text


def test_what_is_few_is_said_as_few_and_no_place_as_nobody(desk):
    nobody = {"providers": 0, "places": 0, "price": 0, "alike": 0, "more_low": 0, "more": 0, "more_high": 0}
    cell(night(), short=None, **nobody)
    text = desk.get(PAGE).content.decode()

    assert "nobody here has a place" in text
    assert "<td>no place</td>" in text
    # Nothing is scarcer: it comes first, with a whole bar.
    assert "Where to recruit first" in text
    assert 'width="240.0"' in text
    assert "<td>few</td>" in text
    assert "would be the first" in text


def test_where_there_is_room_nothing_is_to_recruit(desk):
    cell(night(), price=0, short=0, more_low=0, more=0, more_high=0)
    text = desk.get(PAGE).content.decode()
    assert "There is room everywhere" in text
    assert "would serve nobody more" in text


def test_where_some_are_short_and_the_usual_provider_would_not_help_it_says_so(desk):
    cell(night(), short=11, more_low=0, more=0, more_high=0)
    text = desk.get(PAGE).content.decode()
    assert "one more like the usual provider here would help nobody" in text
    assert "Everybody who can be helped" not in text


def test_a_payer_of_a_roster_is_text_and_no_markup(desk):
    cell(night(), cut="payer", value="<b>x")
    assert "<b>x" not in desk.get(PAGE).content.decode().lower()


@pytest.mark.parametrize("kind", ["researcher", "provider", "client", None])
def test_nobody_but_a_coordinator_sees_it(client, kind):
    found = night()
    cell(found)
    group(found)
    if kind == "client":
        practice.sign_in(client, practice.client())
    elif kind:
        accounts.sign_in(client, accounts.account(kind))
    assert client.get(PAGE).status_code == 404


def test_one_cell_and_thirty_take_as_many_queries(desk):
    found = night()
    cell(found)
    with CaptureQueriesContext(connection) as one:
        desk.get(PAGE)
    for number in range(30):
        cell(found, cut="payer", value=f"payer_{number}")
        group(found, by="payer", group=f"payer_{number}")
    with CaptureQueriesContext(connection) as thirty:
        desk.get(PAGE)
    assert len(thirty) == len(one)


def test_groups_are_drawn_and_told_with_an_alarm(desk):
    found = night()
    group(found)
    group(found, group="man", ratio=1.5, low=1.1, high=2.5, alarm="")
    group(found, kind="three", by="language", group="es and other groups", priced=None, ratio=None, low=None,
          high=None, alarm="", free=0.5)  # fmt: skip
    text = desk.get(PAGE).content.decode()

    assert "gender of the provider: A woman at 0.60 of the others. Alarm: less than four fifths" in text
    assert "0.60 (0.40 – 0.90)" in text
    # Of a picture 240 wide, as much as the others is in the middle; what lies beyond twice that at the end.
    assert 'cx="72.0"' in text
    assert 'cx="30.0"' in text
    assert 'x1="132.0" x2="240.0"' in text
    assert "Spanish, and other groups" in text
    assert "<td>not told</td>" in text
    assert "21 people" in text


def test_where_no_group_stands_out_the_page_says_so(desk):
    group(night(), by="newcomer", group="newcomer", ratio=1.0, low=0.9, high=1.1, alarm="")
    text = desk.get(PAGE).content.decode()
    assert "No group gets less than four fifths of what the others get" in text
    assert "Fewer than 16 rated sessions" in text
