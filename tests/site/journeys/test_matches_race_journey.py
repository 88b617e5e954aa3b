"""Two windows of one client: whatever is pressed in which order, one set of three stands."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from rapport.site.matches.actions import issue
from rapport.site.matches.models import Match, Shortlist
from rapport.site.people import sessions
from rapport.site.people.session_store import SessionStore
from support import practice

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CARDS = '[data-part="shortlist"] [data-part="match"]'


@pytest.fixture
def client():
    practice.providers(12)
    return practice.client()


@pytest.fixture
def windows(context, live_server, client):
    """Two windows of the same browser, with this client's visit."""
    store = SessionStore()
    store.update({sessions.CLIENT: client.pk, sessions.SEEN: timezone.now().isoformat()})
    store.create()
    context.add_cookies([{"name": "visit", "value": store.session_key, "url": live_server.url}])
    first, second = context.new_page(), context.new_page()
    yield first, second
    for window in (first, second):
        window.goto("about:blank")


def ask_for_others(window):
    window.get_by_label("Another way of working").check(force=True)
    window.get_by_role("button", name="Choose three others").click()


def test_three_asked_for_in_two_windows_are_the_same_three(windows, live_server):
    for window in windows:
        window.goto(f"{live_server.url}/questionnaire/check/")
    for window in windows:
        window.get_by_role("button", name="Show me three people").click()

    shown = [
        window.locator(CARDS).evaluate_all("all => all.map(e => e.dataset.provider)") for window in windows
    ]
    assert shown[0] == shown[1]
    assert len(shown[0]) == 3
    assert Shortlist.objects.count() == 1


def test_others_asked_for_in_two_windows_are_chosen_once(windows, live_server, client):
    issue(by=client, at=timezone.now())
    for window in windows:
        window.goto(f"{live_server.url}/matches/again/")
    for window in windows:
        ask_for_others(window)

    for window in windows:
        expect(window.locator(CARDS)).to_have_count(3)
    assert list(Shortlist.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert Match.objects.filter(is_open=True).count() == 3


def test_form_sent_again_with_the_back_button_chooses_nobody_new(windows, live_server, client):
    window, _ = windows
    issue(by=client, at=timezone.now())
    window.goto(f"{live_server.url}/matches/again/")
    ask_for_others(window)
    expect(window.locator(CARDS)).to_have_count(3)
    window.go_back()
    ask_for_others(window)

    expect(window.locator(CARDS)).to_have_count(3)
    numbers = set(Shortlist.objects.values_list("number", flat=True))
    # A page that the browser fetched anew is about the set that stands now; a kept one is a replay.
    assert numbers <= {1, 2, 3}
    assert Match.objects.filter(is_open=True).count() == 3
