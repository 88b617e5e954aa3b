"""A client fills in the questionnaire in a real browser: no JavaScript, by keyboard, on a small phone."""

import pytest
from playwright.sync_api import expect

from rapport.site.intake import queries
from rapport.site.intake.questions import QUESTIONS
from rapport.site.people.models import Client

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SMALL = {"width": 320, "height": 640}
TEXT = "I lie awake most nights since I changed jobs."
# What is ticked, chosen and typed on each page, by the words that a person reads there.
ANSWERS = {
    "about": [("fill", "What brings you here?", TEXT)],
    "safe": [("check", "Yes, I am safe")],
    "concerns": [("check", "Stress or burnout"), ("check", "Work, study or career")],
    "pace": [("check", "Tell you more")],
    "goals": [("check", "Get through hard moments")],
    "matter": [],
    "tasks": [],
    "lead": [("check", "I’m not sure")],
    "feeling": [("check", "In between, or both the same")],
    "time": [("check", "I’m not sure")],
    "challenge": [("check", "I’m not sure")],
    "style": [("check", "Quite a lot")],
    "who": [("check", "An adult"), ("check", "One person alone")],
    "kind": [("check", "Either is fine")],
    "formats": [("check", "By video"), ("check", "In person")],
    "state": [("select", "Which state will you be in during sessions?", "New York")],
    "distance": [("fill", "ZIP code", "10027")],
    "languages": [("check", "English")],
    "pay": [("select", "Way to pay", "I pay myself")],
    "hours": [("check", "Workday evenings")],
    "preferences": [("check", "A woman")],
}


def act(page, how, label, value=""):
    match how:
        case "fill":
            page.get_by_label(label).fill(value)
        case "select":
            page.get_by_label(label).select_option(label=value)
        case "check":
            page.get_by_label(label).first.check(force=True)


def slug_of(page):
    return page.url.partition("?")[0].rstrip("/").rpartition("/")[2]


def go_through(page, live_server, *, visit=lambda page: None):
    """From the start page to the check page; returns the pages passed."""
    page.goto(f"{live_server.url}/questionnaire/")
    visit(page)
    page.get_by_role("link", name="Start").click()
    passed = []
    while slug_of(page) != "check":
        slug = slug_of(page)
        passed.append(slug)
        for step in ANSWERS[slug]:
            act(page, *step)
        visit(page)
        page.get_by_role("button", name="Continue").click()
        assert slug_of(page) != slug, page.inner_text("main")
    visit(page)
    return passed


@pytest.fixture
def plain_page(browser):
    """A page of a browser that runs no script."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    yield page
    page.goto("about:blank")
    context.close()


def test_client_reaches_the_check_page_without_javascript(plain_page, live_server):
    passed = go_through(plain_page, live_server)

    assert passed == [question.slug for question in QUESTIONS]
    answers = queries.answers_of(Client.objects.get())
    assert answers["text"] == TEXT
    assert [concern["code"] for concern in answers["concerns"]] == ["stress_burnout", "work_career"]
    assert answers["slots"][0] == "mon-17"
    assert answers["prefer"] == {"gender": "woman", "must": []}
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    expect(plain_page.get_by_role("button", name="Show me three people")).to_be_visible()


def test_client_changes_an_answer_and_comes_back_with_the_code(plain_page, browser, live_server):
    go_through(plain_page, live_server)

    plain_page.get_by_role("link", name="Change State").click()
    plain_page.get_by_label("Which state").select_option(label="Texas")
    plain_page.get_by_role("button", name="Continue").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    code = plain_page.locator(".receipt .code").inner_text()

    other = browser.new_context(java_script_enabled=False).new_page()
    other.goto(f"{live_server.url}/return/")
    other.get_by_label("Your receipt code").fill(code.upper().replace("-", " "))
    other.get_by_role("button", name="Continue").click()
    expect(other.get_by_text("Texas")).to_be_visible()
    other.goto("about:blank")
    other.context.close()


def test_client_who_is_not_safe_sees_help_and_goes_on(plain_page, live_server):
    plain_page.goto(f"{live_server.url}/questionnaire/about/")
    plain_page.get_by_role("button", name="Skip this question").click()
    plain_page.get_by_label("No, I am not safe").check(force=True)
    plain_page.get_by_role("button", name="Continue").click()

    expect(plain_page.get_by_role("link", name="Call 988")).to_be_visible()
    plain_page.get_by_role("button", name="Go on with the questions").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("What would you like help with?")


# How pages look does not depend on the database: once is enough.
@pytest.mark.sqlite
def test_every_page_is_free_of_faults_and_fits_a_small_phone(page, live_server, axe):
    faults = []

    def visit(page):
        for details in page.locator("details > summary").all():
            details.click()
        for size in ({"width": 1280, "height": 900}, SMALL):
            page.set_viewport_size(size)
            try:
                axe(page)
            except AssertionError as found:
                faults.append((slug_of(page), size["width"], str(found)[:300]))
            wide = page.locator("html").evaluate("html => html.scrollWidth")
            if wide > size["width"]:
                faults.append((slug_of(page), size["width"], f"{wide} wide"))

    go_through(page, live_server, visit=visit)
    for address in ("/return/", "/questionnaire/"):
        page.goto(live_server.url + address)
        visit(page)
    page.goto(f"{live_server.url}/return/")
    page.get_by_role("button", name="Continue").click()
    visit(page)

    assert faults == []


def test_page_can_be_filled_in_by_keyboard_alone(page, live_server):
    page.goto(f"{live_server.url}/questionnaire/about/")
    page.get_by_label("What brings you here?").focus()
    page.keyboard.type(TEXT)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Are you safe right now?")

    page.get_by_label("Yes, I am safe").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What would you like help with?")

    page.get_by_label("Panic attacks").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("How would you like to go on?")
    assert queries.draft_of(Client.objects.get()).value("concerns") == ["panic"]


def test_error_leads_to_the_field(page, live_server):
    page.goto(f"{live_server.url}/questionnaire/about/")
    page.get_by_role("button", name="Skip this question").click()
    page.get_by_role("button", name="Skip this question").click()
    page.get_by_role("button", name="Continue").click()

    page.get_by_role("link", name="Tick at least one.").click()

    expect(page.get_by_label("Anxiety or worry that will not stop")).to_be_focused()
