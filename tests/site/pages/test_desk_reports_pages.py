"""Reports at the desk: as pages, as CSV and as PDF; groups too small to be told are not."""

import csv
import io

import pytest
from django.test import Client as Browser
from django.utils import timezone

from rapport.site.client.mine.choices import RESEARCH
from rapport.site.consultations.choices import RequestState
from rapport.site.foundation import consent
from rapport.site.outcomes.models import EquityNight
from rapport.site.outcomes.queries.equity import equity_report
from rapport.site.outcomes.queries.figures import public_figures
from support import accounts, practice, rated
from support.met import NOW, requested
from support.story import words_of

pytestmark = pytest.mark.django_db


def asked(count: int, state: RequestState, **answers):
    """So many clients who let us learn, each with one request that came to this."""
    for _ in range(count):
        shortlist = rated.matched(rated.yes(practice.client(**answers), "learning"), at=NOW)
        made = requested(rated.first_of(shortlist))
        made.state, made.reason = state, "full" if state == RequestState.DECLINED else ""
        made.ended_at = NOW if state == RequestState.DECLINED else None
        made.save()


def test_group_that_is_offered_less_is_an_alarm_and_a_small_one_is_hidden():
    practice.providers(6, age_groups="adult;older_adult;teen")
    asked(14, RequestState.OFFERED)
    asked(12, RequestState.DECLINED, age_group="older_adult")
    asked(2, RequestState.OFFERED, age_group="teen")

    report = equity_report(at=timezone.now())
    ages = next(each for each in report.rates if (each.kind, each.by) == ("offer_rate", "age_group"))

    told = {each.group: each for each in ages.figures}
    assert "teen" not in told
    assert "beyond noise" in told[next(name for name in told if "older" in name)].alarm
    assert report.alarms[0].ratio < 0.8
    words = words_of(accounts.signed_in().get("/desk/reports/equity/"))
    assert "Alarm: less than four fifths" in words
    EquityNight.objects.create(night=timezone.now(), made_at=timezone.now(), alarms=report.alarms)
    needs = words_of(accounts.signed_in().get("/desk/"))
    assert "stand out" in needs
    assert "of the others. Alarm: less than four fifths" in needs, needs
    assert "teen" not in needs
    assert "teen" not in words


def test_public_page_tells_offers_and_waiting_of_eleven_people_and_of_no_fewer():
    practice.providers(6)
    asked(10, RequestState.OFFERED)
    assert public_figures(timezone.now())["answers"] is None

    asked(2, RequestState.OFFERED)
    asked(4, RequestState.DECLINED)
    told = public_figures(timezone.now())["answers"]

    assert (told["clients"], told["requests"], told["offered"][0]) == (16, 16, 75.0)
    assert told["offered"][1] < 75.0 < told["offered"][2]
    assert told["days"][0] >= 0


def test_report_comes_as_csv_and_as_pdf():
    practice.providers(4)
    rated.matched()
    desk = accounts.signed_in("researcher")

    page = desk.get("/desk/reports/service/")
    assert "Asked for three" in words_of(page)
    rows = list(csv.reader(io.StringIO(desk.get("/desk/reports/service.csv").content.decode())))
    assert len(rows) == 13
    assert "Asked for three" in rows[0]
    pdf = desk.get("/desk/reports/service.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    assert desk.get("/desk/reports/equity.pdf").content.startswith(b"%PDF")
    assert desk.get("/desk/reports/other/").status_code == 404
    assert desk.get("/desk/reports/service.doc").status_code == 404


def test_nobody_else_reads_reports(client):
    practice.sign_in(client, practice.client())
    for browser in (client, Browser(), accounts.signed_in("provider")):
        assert browser.get("/desk/reports/equity/").status_code == 404


def test_research_is_asked_and_nobody_has_to_answer(client):
    person = practice.client()
    practice.sign_in(client, person)

    assert "May researchers count your answers?" in words_of(client.get("/mine/choices/"))
    client.post("/mine/choices/", {"learning-answer": "no"})
    assert consent.answer(client_id=person.pk, purpose=RESEARCH) is None
    client.post("/mine/choices/", {"learning-answer": "no", "research-answer": "yes"})
    assert consent.is_given(client_id=person.pk, purpose=RESEARCH)
