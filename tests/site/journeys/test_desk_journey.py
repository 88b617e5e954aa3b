"""A coordinator's morning in a browser, to a record that two of them open and the client reads of."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browsing
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from rapport.site.consultations.models import Course
from rapport.site.directory.actions.training import begin_training
from rapport.site.directory.models import Provider
from rapport.site.intake.models import Intake
from rapport.site.outcomes.queries import nightly_reports
from rapport.site.people import case_actions
from rapport.site.people.models import Account
from rapport.site.steps import actions as steps
from rapport.site.steps.choices import Step, Why
from support import accounts, practice, rated
from support.coursed import opened, practice_of
from support.looking import bring, look
from support.visitors import visiting, with_and_without_scripts

pytestmark = [pytest.mark.django_db(transaction=True)]
WHY = "They wrote that they may hurt somebody tonight."


def come_in(page: Page, home: str, person: Any) -> None:
    """The visit of this account or client, in place of the one before."""
    browsing = Browsing()
    (accounts if isinstance(person, Account) else practice).sign_in(browsing, person)
    bring(page, home, browsing)


def lively(course: Course, desk: Account) -> None:
    """A step proposed, a group with places, somebody in training: what the pages below show."""
    at = timezone.now()
    rated.yes(course.client, "share_course_desk")
    words = "Others who lie awake may help you more than talking alone."
    steps.propose_step(course, Step.GROUP, Why.BY_HAND, by=desk, at=at, words=words)
    starts_on = at.date() + timedelta(days=7)
    meeting = steps.Meeting("Evenings", "For whoever lies awake at night.", "Mondays at 6", starts_on, 8, 6)
    steps.open_group(course.provider, meeting, by=desk, at=at)
    trainee = Provider.objects.exclude(pk=course.provider_id).first()
    assert trainee is not None
    begin_training(trainee, course.provider, most_clients=3, by=desk.pk, at=at)


def look_around(page: Page, axe: Any, home: str, case: str, course: Course) -> None:
    """Every other page of the desk."""
    for name, address in (
        ("steps", "steps/"), ("group", "steps/groups/new/"), ("step", f"steps/{course.pk}/"),
        ("trainees", "trainees/"), ("plan", "trial/plan/"), ("stop", "trial/stop/"),
        ("cases", "cases/"), ("offer", f"cases/{case}/offer/"), ("hands", "hands/"), ("mails", "mails/"),
        ("policy", "policy/"), ("equity", "reports/equity/"), ("service", "reports/service/"),
        ("leaving", f"leaving/{course.provider_id}/"), ("who-may-leave", "leaving/"), ("people", "people/"),
    ):  # fmt: skip
        page.goto(home + address)
        look(page, axe, name)


def agree(page: Page, axe: Any, home: str, course: Course) -> None:
    """The client reads what is proposed, and says yes."""
    come_in(page, home, course.client)
    page.goto(f"{home}/course/")
    page.get_by_role("link", name="Read it, and say yes or no").click()
    look(page, axe, "my-step")
    page.get_by_text("Yes, I would like that").click()
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("heading", name="Groups with a free place")).to_be_visible()
    look(page, axe, "my-groups")


@with_and_without_scripts
def test_a_morning_at_the_desk(browser: Browser, live_server: Any, axe: Any, javascript: bool) -> None:
    practice_of(8)
    desk, colleague, course = accounts.account(), accounts.account(), opened()
    for days in (9, 12):
        person = practice.client()
        rated.matched(person, at=timezone.now() - timedelta(days=days))
        Intake.objects.filter(client=person).update(submitted_at=timezone.now() - timedelta(days=days))
    lively(course, desk)
    case_actions.assign(person, desk, by=desk.pk, at=timezone.now())
    with visiting(browser, live_server.url, javascript=javascript) as page:
        come_in(page, live_server.url, desk)
        page.goto(f"{live_server.url}/desk/")
        look(page, axe, "desk")
        page.get_by_role("link", name="Open the case").first.click()
        look(page, axe, "case")
        page.get_by_role("link", name="Ask for a second person").click()
        page.get_by_label("Why must their record be opened now?").fill(WHY)
        look(page, axe, "glass")
        page.get_by_role("button", name="Ask for a second person").click()

        come_in(page, live_server.url, colleague)
        page.goto(f"{live_server.url}/desk/")
        page.get_by_role("link", name="Read why, and decide").click()
        look(page, axe, "decide")
        page.get_by_text("Yes, for an hour").click()
        page.get_by_role("button", name="Decide").click()
        expect(page.get_by_role("heading", name="What needs a person today")).to_be_visible()

        come_in(page, live_server.url, desk)
        page.goto(f"{live_server.url}/desk/cases/{person.intake.pk}/")
        expect(page.get_by_text("hardly sleep")).to_be_visible()
        look(page, axe, "opened")
        look_around(page, axe, f"{live_server.url}/desk/", person.intake.pk, course)
        page.goto(f"{live_server.url}/desk/policy/")
        page.get_by_role("button", name="Preview").first.click()
        look(page, axe, "preview")
        come_in(page, live_server.url, person)
        page.goto(f"{live_server.url}/mine/")
        expect(page.get_by_text(WHY)).to_be_visible()
        agree(page, axe, live_server.url, course)


def test_figures_that_wait_for_the_first_night_say_so(
    browser: Browser, live_server: Any, axe: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nightly_reports, "FEW", 0)
    monkeypatch.setattr(nightly_reports, "MANY", 0)
    practice_of(8)
    opened()
    with visiting(browser, live_server.url, javascript=False) as page:
        come_in(page, live_server.url, accounts.account())
        page.goto(f"{live_server.url}/desk/reports/equity/")
        expect(page.get_by_role("heading", name="Not reckoned yet")).to_be_visible()
        look(page, axe, "tonight")
