"""Hours and places as a provider sets them: plain forms, and what was wrong said beside its field."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from rapport.matching.openings import Span, WeekSpan
from rapport.site.directory import actions, queries
from rapport.site.directory.models import HoursException, Places, Provider
from support.portal import portal_of
from support.practice import AT

pytestmark = pytest.mark.django_db
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EMPTY = {f"{day}-{line}-{end}": "" for day in DAYS for line in (0, 1) for end in ("from", "to")}


def week(**lines: str) -> dict[str, str]:
    return (
        EMPTY | {"zone": "America/New_York"} | {name.replace("_", "-"): text for name, text in lines.items()}
    )


def test_week_is_shown_set_and_shown_again():
    browser, provider = portal_of()
    assert 'value="18:00"' in browser.get("/portal/hours/week/").content.decode()

    sent = browser.post(
        "/portal/hours/week/",
        week(mon_0_from="09:00", mon_0_to="12:30", sun_0_from="22:00", sun_0_to="00:00"),
    )

    assert sent["Location"] == "/portal/hours/"
    provider.refresh_from_db()
    assert queries.hours_of(provider) == [WeekSpan(0, 540, 750), WeekSpan(6, 1320, 1440)]
    assert provider.row["slots"] == "mon-09;mon-10;mon-11;sun-22;sun-23"
    text = browser.get("/portal/hours/week/").content.decode()
    assert 'value="12:30"' in text
    assert 'value="00:00"' in text


def test_workdays_like_monday_are_one_tick():
    browser, provider = portal_of()

    browser.post(
        "/portal/hours/week/",
        week(mon_0_from="09:00", mon_0_to="17:00", wed_0_from="08:00", wed_0_to="9:00", same="on"),
    )

    provider.refresh_from_db()
    assert queries.hours_of(provider) == [WeekSpan(day, 540, 1020) for day in range(5)]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ({"mon_0_from": "09:00"}, "Enter both ends, or neither."),
        ({"mon_0_from": "09:15", "mon_0_to": "10:00"}, "Choose a full or a half hour"),
        ({"mon_0_from": "nine", "mon_0_to": "10:00"}, "Enter a time like 9:00 or 17:30."),
        ({"mon_0_from": "10:00", "mon_0_to": "09:00"}, "The end must be later than the beginning."),
        (
            {"mon_0_from": "09:00", "mon_0_to": "12:00", "mon_1_from": "11:30", "mon_1_to": "13:00"},
            "This overlaps",
        ),
        ({"zone": "Moon/Crater"}, "Choose a time zone."),
    ],
)
def test_what_is_wrong_with_a_week_is_said_and_nothing_typed_is_lost(lines, words):
    browser, provider = portal_of()

    text = browser.post(
        "/portal/hours/week/", week(tue_0_from="08:00", tue_0_to="09:00", **lines)
    ).content.decode()

    assert "There is a problem" in text
    assert text.count(words) >= 2  # in the summary, and beside the field
    assert 'value="08:00"' in text
    assert queries.hours_of(provider) == [WeekSpan(0, 1080, 1140), WeekSpan(3, 1140, 1200)]


def test_another_line_appears_once_all_are_filled():
    browser, _ = portal_of()
    browser.post(
        "/portal/hours/week/",
        week(mon_0_from="08:00", mon_0_to="09:00", mon_1_from="10:00", mon_1_to="11:00"),
    )

    text = browser.get("/portal/hours/week/").content.decode()

    assert "mon-2-from" in text
    assert "tue-2-from" not in text


def day(n: int) -> str:
    return (timezone.now().date() + timedelta(days=n)).isoformat()


def test_days_off_in_a_row_are_one_form_and_each_can_be_taken_back():
    browser, provider = portal_of()
    lines = {f"day-{line}-{end}": "" for line in (0, 1) for end in ("from", "to")}

    browser.post("/portal/hours/dates/", {"first": day(10), "last": day(12), "what": "closed"} | lines)

    assert HoursException.objects.filter(provider=provider).count() == 3
    assert browser.get("/portal/hours/").content.decode().count("not there") >= 3
    browser.post(f"/portal/hours/dates/{day(11)}/drop/")
    assert HoursException.objects.filter(provider=provider).count() == 2
    assert browser.post("/portal/hours/dates/never/drop/").status_code == 404


def test_date_with_other_hours_is_drawn_and_written():
    browser, provider = portal_of()
    lines = {"day-0-from": "10:00", "day-0-to": "13:00", "day-1-from": "", "day-1-to": ""}

    browser.post("/portal/hours/dates/", {"first": day(3), "last": "", "what": "other"} | lines)

    on = date.fromisoformat(day(3))
    assert queries.exceptions_of(provider, first=on, last=on) == {on: [Span(600, 780)]}
    text = browser.get("/portal/hours/").content.decode()
    assert "10:00–13:00" in text
    assert "hours-different" in text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"first": ""}, "Enter a date."),
        ({"first": day(-2)}, "Enter a date from today to a year ahead."),
        ({"last": day(100)}, "at most sixty days later"),
        ({"what": ""}, "Choose one of these."),
        ({"what": "other"}, "Enter the hours of that day."),
    ],
)
def test_what_is_wrong_with_a_date_is_said(said, words):
    browser, _ = portal_of()
    lines = {f"day-{line}-{end}": "" for line in (0, 1) for end in ("from", "to")}

    text = browser.post(
        "/portal/hours/dates/", {"first": day(3), "last": "", "what": "closed"} | lines | said
    )

    assert words in text.content.decode()
    assert not HoursException.objects.exists()


def test_places_are_set_confirmed_and_never_fewer_than_taken():
    browser, provider = portal_of()
    actions.take_place(provider, by="c", at=AT)

    assert browser.post("/portal/places/", {"capacity": "6"})["Location"] == "/portal/places/"
    refused = browser.post("/portal/places/", {"capacity": "0"}).content.decode()

    assert (Places.objects.get().capacity, Places.objects.get().used) == (6, 1)
    assert "1 place is taken: it cannot be fewer." in refused
    assert "5 open, 1 taken." in browser.get("/portal/places/").content.decode()
    assert (
        Provider.objects.get(pk=provider.pk).row["openings_confirmed_on"] == timezone.now().date().isoformat()
    )


def test_pause_begins_and_ends_and_only_its_own_form_complains():
    browser, provider = portal_of()
    wrong = browser.post("/portal/places/pause/", {"back_on": day(-2), "because": ""}).content.decode()
    assert "Enter a date from tomorrow to a year ahead." in wrong
    assert "Enter a number, like 8." not in wrong

    browser.post("/portal/places/pause/", {"back_on": day(20), "because": "holiday"})

    provider.refresh_from_db()
    assert provider.row["accepting"] == "no"
    assert "You take no new clients until" in browser.get("/portal/places/").content.decode()
    assert "holiday" not in browser.get(f"/providers/{provider.pk}/").content.decode().lower()
    browser.post("/portal/places/back/")
    provider.refresh_from_db()
    assert provider.row["accepting"] == "yes"


def test_nobody_reaches_another_providers_hours():
    (mine, me), (theirs, _) = portal_of(0), portal_of(1)
    before = queries.hours_of(me)

    theirs.post("/portal/hours/week/", week(mon_0_from="09:00", mon_0_to="10:00"))

    assert queries.hours_of(me) == before
    assert 'value="09:00"' not in mine.get("/portal/hours/week/").content.decode()
