"""A provider's hours, places and times away: kept by the database, and seen by the very next match."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from rapport.matching.openings import Span, WeekSpan
from rapport.site.directory import actions, queries
from rapport.site.directory.actions import hours, places
from rapport.site.directory.choices import Away, CoolingOff, PauseReason, Vouched
from rapport.site.directory.models import Absence, Kept, Places, Provider, Revision, WeeklyHours
from rapport.site.foundation.models import AuditEvent
from support.practice import AT, providers

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def someone() -> Provider:
    providers(1)
    return Provider.objects.get()


def row(provider: Provider) -> queries.Row:
    """What the next match reads."""
    roster = queries.roster_snapshot()
    place = roster.position(provider.provider_id)
    assert place is not None
    return roster.provider(place)


def test_week_is_derived_from_the_roster_until_one_is_kept_here(someone):
    assert queries.hours_of(someone) == [WeekSpan(0, 1080, 1140), WeekSpan(3, 1140, 1200)]

    hours.set_hours(someone, hours=[WeekSpan(1, 540, 690)], zone="America/Chicago", by="p", at=AT)

    someone.refresh_from_db()
    assert queries.hours_of(someone) == [WeekSpan(1, 540, 690)]
    assert (row(someone).slots, row(someone).timezone) == ((33, 34), "America/Chicago")
    assert row(someone).openings_confirmed_on == AT.date()


def test_week_without_hours_is_not_the_rosters(someone):
    hours.set_hours(someone, hours=[], zone="America/New_York", by="p", at=AT)

    someone.refresh_from_db()
    assert queries.hours_of(someone) == []
    assert row(someone).slots == ()


def test_free_starts_follow_the_week_its_exceptions_and_the_zone(someone):
    monday = datetime(2026, 11, 30, tzinfo=UTC)
    hours.set_exceptions(someone, dates=[date(2026, 12, 3)], hours=[], by="p", at=AT)
    hours.set_exceptions(someone, dates=[date(2026, 12, 4)], hours=[Span(600, 630)], by="p", at=AT)

    starts = queries.free_starts_of(someone, from_=monday, until=monday + 7 * DAY)

    assert [f"{start:%a %H:%M}" for start in starts] == ["Mon 23:00", "Mon 23:30", "Fri 15:00"]
    hours.drop_exception(someone, on=date(2026, 12, 3), by="p", at=AT)
    assert len(queries.free_starts_of(someone, from_=monday, until=monday + 7 * DAY)) == 5


def test_provider_without_a_zone_is_free_at_no_time():
    providers(1, timezone="")

    starts = queries.free_starts_of(Provider.objects.get(), from_=AT, until=AT + 7 * DAY)

    assert starts == []


def test_free_starts_cost_the_same_queries_for_any_week(someone, django_assert_max_num_queries):
    week = [WeekSpan(day, 0, 1440) for day in range(7)]
    hours.set_hours(someone, hours=week, zone="America/New_York", by="p", at=AT)
    for day in range(30):
        hours.set_exceptions(someone, dates=[AT.date() + day * DAY], hours=[Span(0, 1440)], by="p", at=AT)

    with django_assert_max_num_queries(4):
        queries.free_starts_of(someone, from_=AT, until=AT + 30 * DAY)


@pytest.mark.parametrize("bad", [{"weekday": 7}, {"starts": 15}, {"starts": 1440}, {}])
def test_database_refuses_half_hours_off_the_grid_and_overlaps(someone, bad):
    good = {"provider": someone, "weekday": 0, "starts": 540}
    WeeklyHours.objects.create(**good)

    with pytest.raises(IntegrityError), transaction.atomic():
        WeeklyHours.objects.create(**(good | bad))


def test_overlapping_stretches_count_once(someone):
    week = [WeekSpan(0, 540, 660), WeekSpan(0, 600, 720)]

    hours.set_hours(someone, hours=week, zone="UTC", by="p", at=AT)

    assert queries.hours_of(someone) == [WeekSpan(0, 540, 720)]


def test_place_taken_is_seen_by_the_next_match_and_given_back(someone):
    actions.take_place(someone, by="c", at=AT)
    assert row(someone).capacity == 1
    actions.take_place(someone, by="c", at=AT)
    assert row(someone).capacity == 0

    with pytest.raises(actions.NoPlace):
        actions.take_place(someone, by="c", at=AT)

    assert Places.objects.get().used == 2
    actions.give_back_place(someone, by="c", at=AT)
    assert row(someone).capacity == 1


def test_giving_back_what_nobody_took_changes_nothing(someone):
    actions.give_back_place(someone, by="c", at=AT)

    assert row(someone).capacity == 2
    assert not AuditEvent.objects.filter(verb="place_given_back").exists()


def test_database_refuses_more_taken_than_there_are(someone):
    Places.objects.create(provider=someone, capacity=1, used=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Places.objects.update(used=F("used") + 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Places.objects.update(capacity=0)


def test_places_are_never_set_under_those_taken(someone):
    actions.take_place(someone, by="c", at=AT)
    actions.take_place(someone, by="c", at=AT)

    with pytest.raises(places.PlacesTaken) as refused:
        places.set_places(someone, capacity=1, by="p", at=AT)

    assert refused.value.used == 2
    places.set_places(someone, capacity=5, by="p", at=AT)
    assert row(someone).capacity == 3


def test_roster_imported_again_opens_no_place_that_was_taken(someone):
    actions.take_place(someone, by="c", at=AT)

    providers(1)

    assert row(someone).capacity == 1


def test_new_number_in_a_roster_is_how_many_are_open_now(someone):
    actions.take_place(someone, by="c", at=AT)

    providers(1, capacity="4")

    assert row(someone).capacity == 4
    assert (Places.objects.get().capacity, Places.objects.get().used) == (5, 1)


def test_number_that_the_provider_set_is_no_rosters_business(someone):
    places.set_places(someone, capacity=3, by="p", at=AT)

    providers(1, capacity="9", fee_max="175")

    assert (row(someone).capacity, row(someone).fee_max) == (3, 175)


def test_pause_keeps_out_until_its_date_and_says_so_at_once(someone):
    places.pause(someone, back_on=date(2026, 12, 7), because=PauseReason.HOLIDAY, by="p", at=AT)

    assert not row(someone).accepting
    back = datetime(2026, 12, 7, 5, tzinfo=UTC)  # midnight in New York
    assert places.keep_current(back - timedelta(seconds=1)) == 0
    assert not row(someone).accepting
    assert places.keep_current(back) == 1
    assert row(someone).accepting
    assert places.keep_current(back) == 0


def test_pause_set_again_moves_and_can_be_ended(someone):
    for day in (7, 20):
        places.pause(someone, back_on=date(2026, 12, day), because=PauseReason.FULL, by="p", at=AT)
    assert Absence.objects.count() == 1
    assert queries.absence_of(someone, Away.PAUSE).until.day == 20

    places.end_pause(someone, by="p", at=AT + DAY)

    assert row(someone).accepting


def test_pause_outlives_an_import(someone):
    places.pause(someone, back_on=date(2026, 12, 7), because=PauseReason.FULL, by="p", at=AT)

    providers(1, fee_max="175")

    assert not row(someone).accepting
    places.end_pause(someone, by="p", at=AT)
    assert row(someone).accepting


def test_cooling_off_is_not_ended_by_ending_a_pause_nor_made_shorter(someone):
    places.cool_off(someone, because=CoolingOff.GAVE_UP, by="system", at=AT)
    until = queries.absence_of(someone, Away.COOLING_OFF).until
    places.cool_off(someone, because=CoolingOff.MANY_DECLINES, by="system", at=AT)
    places.end_pause(someone, by="p", at=AT)

    assert queries.absence_of(someone, Away.COOLING_OFF).until == until
    assert not row(someone).accepting
    places.keep_current(AT + places.COOLING_OFF[CoolingOff.GAVE_UP])
    assert row(someone).accepting


def test_roster_says_not_accepting_and_the_end_of_a_pause_does_not_change_that():
    providers(1, accepting="no")
    someone = Provider.objects.get()
    places.pause(someone, back_on=date(2026, 12, 7), because=PauseReason.FULL, by="p", at=AT)

    places.end_pause(someone, by="p", at=AT)

    assert not row(someone).accepting


def test_every_change_raises_the_one_revision(someone):
    tokens = [Revision.objects.get().token]
    for change in (
        lambda: actions.take_place(someone, by="c", at=AT),
        lambda: hours.set_hours(someone, hours=[WeekSpan(0, 540, 600)], zone="UTC", by="p", at=AT),
        lambda: places.pause(someone, back_on=date(2026, 12, 7), because=PauseReason.FULL, by="p", at=AT),
    ):
        change()
        tokens.append(Revision.objects.get().token)

    assert len(set(tokens)) == 4


def test_nobody_is_listed_on_nobodys_word(someone):
    with pytest.raises(IntegrityError), transaction.atomic():
        Provider.objects.update(vouched=Vouched.NOBODY)


def test_whom_a_coordinator_refused_no_roster_brings_back(someone):
    Provider.objects.update(vouched=Vouched.REFUSED, is_listed=False)

    providers(1, fee_max="175")

    assert not Provider.objects.get().is_listed
    assert len(queries.roster_snapshot()) == 0


def test_roster_cells_come_back_when_nothing_lies_over_them(someone):
    before = dict(someone.row)
    places.pause(someone, back_on=date(2026, 12, 7), because=PauseReason.FULL, by="p", at=AT)
    places.end_pause(someone, by="p", at=AT)

    someone.refresh_from_db()
    assert someone.row == before
    assert Kept.objects.get().under == {}
