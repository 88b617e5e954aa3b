"""The desk's reports when there are many: reckoned once a night as a visit would, opened by none since."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.learning.sessions import Sessions
from rapport.site.consultations.choices import RequestState
from rapport.site.foundation import sealing
from rapport.site.foundation.models import KeptFigures
from rapport.site.foundation.plain import as_plain
from rapport.site.matches import trial_actions
from rapport.site.outcomes import actions, nights
from rapport.site.outcomes.queries import nightly_reports as reports
from rapport.site.people.actions import erase_client
from support import accounts, practice, rated
from support.met import NOW, requested
from support.story import words_of

pytestmark = pytest.mark.django_db
PAGES = (
    "/desk/reports/equity/",
    "/desk/reports/service/",
    "/desk/hands/",
    "/desk/referrals/",
    "/desk/trial/",
)
A_NIGHT = timedelta(days=1)


class Nothing:
    """A learner that is not asked: there is too little to learn from."""

    def learn(self, sessions: Sessions) -> bytes:
        raise AssertionError

    def forecast_newest(self, sessions: Sessions) -> None:
        raise AssertionError


def many(monkeypatch):
    """From one set of three on, a practice counts as large."""
    monkeypatch.setattr(reports, "FEW", 0)


def came(count):
    """So many clients who let us learn, each with a request, and a session that they rated."""
    for number in range(count):
        shortlist = rated.matched(rated.yes(practice.client(), "learning"), at=NOW)
        made = requested(rated.first_of(shortlist))
        made.state = RequestState.OFFERED
        made.save()
        rated.rate(rated.first_of(shortlist), [60.0 + number])


def night(at, worker="one"):
    return actions.learn_tonight(at=at, worker=worker, now=lambda: at, learner=Nothing())


def opened_by(monkeypatch, browser, page):
    """How many sealed fields one visit opens, and how many queries it asks."""
    count = 0
    decrypt = sealing.decrypt

    def counted(*given, **more):
        nonlocal count
        count += 1
        return decrypt(*given, **more)

    with monkeypatch.context() as patched, CaptureQueriesContext(connection) as queries:
        patched.setattr(sealing, "decrypt", counted)
        assert browser.get(page).status_code == 200
    return count, len(queries)


def test_what_was_kept_is_what_a_visit_would_reckon(monkeypatch):
    practice.providers(6)
    came(12)
    now = timezone.now()
    every = (reports.EQUITY, reports.SERVICE, reports.BY_HAND, reports.REFERRERS)
    live = [each.read(now) for each in every]
    assert [each.as_of for each in live] == [None] * len(every)
    many(monkeypatch)
    night(now)

    for each, found in zip(every, live, strict=True):
        told = each.read(now)
        assert told.as_of == now
        assert told.found == found.found
        assert repr(told.found) == repr(found.found)
    assert live[0].found.rates


def test_page_opens_as_much_for_many_as_for_few_and_asks_as_often(monkeypatch):
    practice.providers(6)
    came(3)
    many(monkeypatch)
    night(timezone.now() - A_NIGHT)
    desk = accounts.signed_in()
    pages = [each for each in PAGES if desk.get(each).status_code == 200]
    few = {page: opened_by(monkeypatch, desk, page) for page in pages}
    came(12)
    night(timezone.now())

    assert len(pages) >= 4
    assert {page: opened_by(monkeypatch, desk, page) for page in pages} == few
    assert max(opened for opened, _ in few.values()) < 6
    # The control: a visit that reckons opens everybody's.
    monkeypatch.setattr(reports, "FEW", 1_000)
    assert opened_by(monkeypatch, desk, "/desk/reports/equity/")[0] > 15


def test_page_says_as_of_when_and_the_files_say_the_same(monkeypatch):
    practice.providers(6)
    came(2)
    desk = accounts.signed_in()
    assert "As of now." in words_of(desk.get("/desk/reports/service/"))
    many(monkeypatch)
    at = nights_hour(timezone.now())
    night(at)
    came(1)

    said = f"As of {at.day} {at:%B %Y}, {at:%H:%M} UTC; reckoned each night."
    for page in ("/desk/reports/service/", "/desk/reports/equity/", "/desk/hands/", "/desk/referrals/"):
        words = words_of(desk.get(page))
        assert said in words, page
    file = desk.get("/desk/reports/service.csv")
    assert f"service-{at.date().isoformat()}.csv" in file["Content-Disposition"]
    assert file.content.decode().splitlines()[1].split(",")[2] == "2", "of the night, as the page"
    assert desk.get("/desk/reports/service.pdf").content.startswith(b"%PDF")


def nights_hour(now):
    """A minute past the hour at which the last night was due."""
    night_before = nights.night_of(now)
    return datetime(night_before.year, night_before.month, night_before.day, 8, 1, tzinfo=UTC)


def test_page_before_any_night_reckons_once_and_keeps_it(monkeypatch):
    practice.providers(6)
    came(2)
    many(monkeypatch)
    desk = accounts.signed_in()

    first = words_of(desk.get("/desk/reports/service/"))
    came(1)

    assert words_of(desk.get("/desk/reports/service/")) == first
    assert KeptFigures.objects.filter(name="service").count() == 1


def test_of_two_workers_one_reckons_and_a_second_try_makes_nothing_anew(monkeypatch):
    practice.providers(6)
    came(2)
    at = timezone.now()
    made = []
    reckon = reports.equity_report
    monkeypatch.setattr(reports, "equity_report", lambda **given: made.append(at) or reckon(**given))
    many(monkeypatch)

    assert night(at, "one") is not None
    assert night(at, "two") is None
    reports.keep_tonight(at)

    assert made == [at]
    assert set(KeptFigures.objects.values_list("name", flat=True)) >= {"equity", "service", "by-hand"}


def test_figures_of_a_comparison_are_kept_by_its_number_and_its_end_is_told_at_once(monkeypatch):
    practice.providers(6)
    came(2)
    desk = accounts.signed_in()
    design = trial_actions.read_design({"planned": 60, "assumed_d": 0.3})
    trial = trial_actions.start(by="operator", at=NOW, design=design, text="As registered.")
    many(monkeypatch)
    now = timezone.now()
    live = reports.trial_figures(trial, at=now)
    night(now)

    told = reports.of_trial(trial).read(now)
    assert repr(as_plain(told.found)) == repr(as_plain(live))
    assert "It is going on" in words_of(desk.get("/desk/trial/"))
    trial_actions.stop(by="operator", at=now, because="enough")
    words = words_of(desk.get("/desk/trial/"))
    assert "It has ended: enough" in words
    assert "reckoned each night" in words


def test_nothing_of_a_person_stands_in_what_is_kept(monkeypatch):
    practice.providers(6)
    came(3)
    many(monkeypatch)
    person = rated.yes(practice.client(), "learning")
    shortlist = rated.matched(person, at=NOW)
    rated.rate(rated.first_of(shortlist), [97.0])
    night(timezone.now())

    held = json.dumps([each.unseal("told") for each in KeptFigures.objects.select_related("key")])
    assert person.pk not in held
    assert shortlist.pk not in held
    assert "97" not in held
    erase_client(person, by="operator", at=timezone.now())
    night(timezone.now() + A_NIGHT)
    night(timezone.now() + 2 * A_NIGHT)
    assert KeptFigures.objects.filter(night=nights.night_of(timezone.now())).count() == 0


def test_before_the_first_night_of_very_many_a_page_says_so_and_nobody_waits(monkeypatch):
    practice.providers(6)
    came(2)
    desk = accounts.signed_in()
    many(monkeypatch)
    monkeypatch.setattr(reports, "MANY", 1)
    pages = ("/desk/reports/service/", "/desk/reports/equity/", "/desk/hands/", "/desk/referrals/")
    for page in pages:
        assert "done at night" in words_of(desk.get(page)), page
    assert desk.get("/desk/reports/equity.csv").status_code == 404
    night(timezone.now())

    for page in pages:
        assert "done at night" not in words_of(desk.get(page)), page
    assert desk.get("/desk/reports/equity.csv").status_code == 200
