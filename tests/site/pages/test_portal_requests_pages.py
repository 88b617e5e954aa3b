"""A provider's requests: need without identity, a clock, an answer; nobody else's, and only while shared."""

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.site.consultations.actions import requests as actions
from rapport.site.consultations.aliases import alias_of
from rapport.site.consultations.choices import Declined, RequestState
from rapport.site.consultations.models import Request
from rapport.site.directory.models import Provider
from rapport.site.matches.models import Match
from rapport.site.people.actions import answer_consent
from support import accounts, asked, practice

pytestmark = pytest.mark.django_db
TEXT = "My sister Wilhelmina does not speak to me."


def request_to_them(**ticks) -> tuple[Browser, Request]:
    """The browser of a provider who was asked just now, and the request."""
    client = asked.person(at=timezone.now(), text=TEXT)
    sent = asked.ask(client, at=timezone.now(), **ticks)
    browser = Browser()
    accounts.sign_in(browser, asked.with_account(sent.provider))
    return browser, sent


def page(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_list_shows_who_waits_by_alias_with_a_clock():
    browser, sent = request_to_them()

    text = page(browser, "/portal/requests/")

    assert f"Request {alias_of(sent.pk)}" in text
    assert "Anxiety or worry that will not stop" in text
    assert "left</strong>" in text
    assert "1 request waits" in page(browser, "/portal/")


def test_request_shows_need_and_logistics_and_nobody_behind_them():
    browser, sent = request_to_them()

    text = page(browser, f"/portal/requests/{sent.pk}/")

    for shown in ("Anxiety or worry", "ideo", "New York", "Answer until"):
        assert shown in text, shown
    for hidden in ("Wilhelmina", "10027", sent.client_id, sent.match_id, "adult"):
        assert hidden not in text, hidden


def test_request_shows_the_clients_words_when_they_ticked_it():
    browser, sent = request_to_them(with_words=True)

    assert "Wilhelmina" in page(browser, f"/portal/requests/{sent.pk}/")
    assert "Wilhelmina" not in page(browser, "/portal/requests/")


def test_offer_needs_a_line_and_keeps_what_was_typed():
    browser, sent = request_to_them()
    address = f"/portal/requests/{sent.pk}/offer/"

    wrong = browser.post(address, {"words": "  "}).content.decode()
    assert "Enter a line" in wrong
    long = browser.post(address, {"words": "y" * 401}).content.decode()
    assert "y" * 401 in long
    right = browser.post(address, {"words": "Thursdays suit me."})

    assert right["Location"] == f"/portal/requests/{sent.pk}/"
    assert Request.objects.get().state == RequestState.OFFERED
    assert "Thursdays suit me." in page(browser, f"/portal/requests/{sent.pk}/")
    assert browser.post(address, {"words": "Again."}).status_code == 302


def test_decline_needs_a_reason_and_ends_what_they_may_see():
    browser, sent = request_to_them()
    address = f"/portal/requests/{sent.pk}/decline/"

    wrong = browser.post(address, {}).content.decode()
    assert "Choose the reason" in wrong
    assert wrong.count("<h1") == 1
    right = browser.post(address, {"reason": "times"})

    assert right["Location"] == "/portal/requests/"
    assert Request.objects.get().reason == Declined.TIMES
    assert browser.get(f"/portal/requests/{sent.pk}/").status_code == 404
    assert Match.objects.filter(client=sent.client, is_open=True).count() == 3


def test_answer_that_comes_after_it_was_taken_back_is_a_404():
    browser, sent = request_to_them()
    actions.withdraw(by=sent.client, request=sent, at=timezone.now())

    assert browser.post(f"/portal/requests/{sent.pk}/offer/", {"words": "Gladly."}).status_code == 404


def test_withdrawn_consent_hides_it_at_once():
    browser, sent = request_to_them()
    answer_consent(sent.client, purpose="share_with_provider", is_given=False, at=timezone.now())

    assert browser.get(f"/portal/requests/{sent.pk}/").status_code == 404
    assert alias_of(sent.pk) not in page(browser, "/portal/requests/")


@pytest.mark.parametrize("part", ["", "offer/", "decline/"])
def test_colleague_stranger_client_and_signed_out_see_nothing(part):
    _, sent = request_to_them()
    address = f"/portal/requests/{sent.pk}/{part}"
    colleague, client = Browser(), Browser()
    other = Provider.objects.exclude(pk=sent.provider_id).first()
    accounts.sign_in(colleague, asked.with_account(other))
    practice.sign_in(client, sent.client)

    for browser in (colleague, accounts.signed_in("coordinator"), client, Browser()):
        assert browser.get(address).status_code == 404
        assert browser.post(address, {"words": "x", "reason": "full"}).status_code in (404, 405)
    assert Request.objects.get().state == RequestState.WAITING
    assert alias_of(sent.pk) not in page(colleague, "/portal/requests/")


def test_full_says_so_and_confirming_brings_them_back():
    browser, sent = request_to_them()
    browser.post(f"/portal/requests/{sent.pk}/decline/", {"reason": "full"})

    assert "You told us that no place is open." in page(browser, "/portal/requests/")
    assert "You are shown to nobody now" in page(browser, "/portal/")
    browser.post("/portal/requests/confirm/")

    assert "shown to nobody now" not in page(browser, "/portal/requests/")
    assert Provider.objects.get(pk=sent.provider_id).row["accepting"] == "yes"


def test_pages_ask_the_database_as_often_for_one_as_for_thirty():
    practice.providers(3)  # So everybody has the same three.
    browser, sent = request_to_them()

    def asked_for(address):
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        return len(queries)

    addresses = ("/portal/requests/", f"/portal/requests/{sent.pk}/", "/portal/")
    one = [asked_for(each) for each in addresses]
    for _ in range(29):
        client = asked.person(at=timezone.now())
        asked.ask(client, Match.objects.get(client=client, provider=sent.provider).position)

    assert Request.objects.filter(provider=sent.provider).count() == 30
    assert [asked_for(each) for each in addresses] == one
