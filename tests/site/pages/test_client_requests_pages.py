"""A client asks one of the three: what will be shown, what came of it, and nobody else sees it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.site.consultations.actions import requests as actions
from rapport.site.consultations.actions import silence
from rapport.site.consultations.choices import Declined, RequestState
from rapport.site.consultations.models import Request
from rapport.site.foundation import consent
from rapport.site.foundation.models import AuditEvent
from rapport.site.matches.models import Match
from support import accounts, asked, practice

pytestmark = pytest.mark.django_db
SEND = {"ticks": ["show"]}


@pytest.fixture
def client_of_ten():
    return asked.person(at=timezone.now(), text="My sister Wilhelmina does not speak to me.")


def browser_of(person):
    browser = Browser()
    practice.sign_in(browser, person)
    return browser


def page(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def ask_address(person, position=1):
    return f"/matches/{asked.match_at(person, position).pk}/ask/"


def test_ask_page_says_what_will_be_shown_and_ticks_nothing_beforehand(client_of_ten):
    text = page(browser_of(client_of_ten), ask_address(client_of_ten))

    assert "Anxiety or worry that will not stop" in text
    assert "New York" in text
    assert "Wilhelmina" not in text
    assert "10027" not in text
    assert "checked" not in text
    assert "would have until" in text


def test_nothing_is_sent_without_a_yes_to_showing_it(client_of_ten):
    browser = browser_of(client_of_ten)

    for ticks in ({}, {"ticks": ["next"]}):
        text = browser.post(ask_address(client_of_ten), ticks).content.decode()
        assert "Tick the first one" in text
    assert "checked" in text  # What was ticked stays ticked.
    assert not Request.objects.exists()
    assert not consent.is_given(client_id=client_of_ten.pk, purpose="share_with_provider")


def test_sending_twice_is_one_request_with_consent_and_a_trace(client_of_ten):
    browser = browser_of(client_of_ten)

    for _ in range(2):
        answer = browser.post(ask_address(client_of_ten), SEND | {"ticks": ["show", "words", "next"]})
        assert answer["Location"] == "/requests/"

    sent = Request.objects.get()
    sent.client = client_of_ten
    assert sent.asks_next
    assert "Wilhelmina" in sent.unseal("need")["words"]
    assert consent.is_given(client_id=client_of_ten.pk, purpose="share_with_provider")
    assert AuditEvent.objects.filter(verb="requested").count() == 1


def test_the_three_and_one_match_say_how_far_asking_has_come(client_of_ten):
    browser = browser_of(client_of_ten)
    match = asked.match_at(client_of_ten)
    assert "Ask for a first talk" in page(browser, "/matches/")
    assert f"/matches/{match.pk}/ask/" in page(browser, f"/matches/{match.pk}/")

    browser.post(ask_address(client_of_ten), SEND)

    assert "You have asked for a first conversation." in page(browser, "/matches/")
    assert "You have asked for a first conversation." in page(browser, f"/matches/{match.pk}/")
    assert browser.get(f"/matches/{match.pk}/ask/")["Location"] == "/requests/"


def test_requests_page_tells_the_clock_and_what_happens_without_an_answer(client_of_ten):
    browser = browser_of(client_of_ten)
    browser.post(ask_address(client_of_ten), SEND)

    text = page(browser, "/requests/")

    assert "If nothing comes by then, the next person takes this place at once" in text
    assert "Eastern" in text
    assert text.count("You have not asked yet.") == 2


def test_offer_shows_their_line_and_the_way_to_a_time(client_of_ten):
    browser = browser_of(client_of_ten)
    browser.post(ask_address(client_of_ten), SEND)
    sent = Request.objects.get()
    actions.offer(by=sent.provider, request=sent, words="Thursdays <suit> me.", at=timezone.now())

    text = page(browser, "/requests/")

    assert "Thursdays &lt;suit&gt; me." in text
    assert f"/bookings/times/{sent.pk}/" in text
    assert "Offers you a first conversation." in page(browser, "/matches/")


@pytest.mark.parametrize(
    ("reason", "said"),
    [("full", "has no place open now"), ("relation", "cannot take you now"), ("", "did not answer in time")],
)
def test_refill_is_explained_kindly_beside_the_three(client_of_ten, reason, said):
    browser = browser_of(client_of_ten)
    gone = asked.match_at(client_of_ten, 2)
    page(browser, "/matches/")
    browser.post(ask_address(client_of_ten, 2), SEND)
    sent = Request.objects.get()
    if reason:
        actions.decline(by=sent.provider, request=sent, reason=Declined(reason), at=timezone.now())
    else:
        silence.expire_silent(sent.due_at + timedelta(minutes=1))
    placed = Match.objects.get(refill_of=gone)

    for address in ("/matches/", "/requests/"):
        text = page(browser, address)
        assert f"{gone.provider.name} {said}" in text
        assert f"Here is the next: {placed.provider.name}." in text

    assert page(browser, "/matches/").count('data-part="match"') == 3
    # Who left is no longer asked.
    assert "/ask/" not in page(browser, f"/matches/{gone.pk}/")
    assert browser.post(f"/matches/{gone.pk}/ask/", SEND).status_code == 200
    assert Request.objects.count() == 1


def test_nobody_left_is_said_with_what_would_help():
    person = asked.person(at=timezone.now(), providers=3)
    browser = browser_of(person)
    browser.post(ask_address(person), SEND)
    sent = Request.objects.get()
    actions.decline(by=sent.provider, request=sent, reason=Declined.OTHER, at=timezone.now())

    text = page(browser, "/matches/")

    assert "Nobody else fits all of your limits right now." in text
    assert "2 people who can see you" in text
    assert "Fewer than three, and we say so" in text


def test_withdrawing_asks_once_and_keeps_the_person(client_of_ten):
    browser = browser_of(client_of_ten)
    browser.post(ask_address(client_of_ten), SEND)
    sent = Request.objects.get()
    address = f"/requests/{sent.pk}/withdraw/"

    assert "stays among your three" in page(browser, address)
    assert Request.objects.get().state == RequestState.WAITING
    assert browser.post(address)["Location"] == "/requests/"
    assert browser.post(address)["Location"] == "/requests/"

    assert Request.objects.get().state == RequestState.WITHDRAWN
    assert "You can ask again." in page(browser, "/requests/")


def test_three_others_after_a_booking_say_what_comes_first():
    from support import booked

    practice.providers(10, slots=booked.ALWAYS)
    person, now = asked.person(at=timezone.now()), timezone.now()
    sent = asked.ask(person, at=now)
    actions.offer(by=sent.provider, request=sent, words="", at=now)
    sent.refresh_from_db()
    sent.client = person
    booked.booked(sent, booked.starts(sent, at=now)[0], at=now)
    browser = browser_of(person)

    answer = browser.post("/matches/again/", {"missing": ["way"], "note": "typed", "number": 1})

    assert "Cancel it first." in answer.content.decode()
    assert "typed" in answer.content.decode()
    assert person.shortlists.count() == 1


def test_consent_is_taken_back_on_the_page_of_choices(client_of_ten):
    browser = browser_of(client_of_ten)
    browser.post(ask_address(client_of_ten), SEND)
    sent = Request.objects.get()
    assert "see what you sent them" in page(browser, "/mine/choices/")

    browser.post("/mine/choices/", {"share_with_provider-answer": "no", "learning-answer": "no"})

    provider = Browser()
    accounts.sign_in(provider, asked.with_account(sent.provider))
    assert provider.get(f"/portal/requests/{sent.pk}/").status_code == 404


def test_another_client_provider_and_signed_out_see_nothing(client_of_ten):
    browser_of(client_of_ten).post(ask_address(client_of_ten), SEND)
    sent = Request.objects.get()
    other = browser_of(asked.person(at=timezone.now()))
    provider = Browser()
    accounts.sign_in(provider, asked.with_account(sent.provider))

    for address in (f"/requests/{sent.pk}/withdraw/", ask_address(client_of_ten)):
        assert other.get(address).status_code == 404
        assert other.post(address, SEND).status_code == 404
        for nobody in (provider, Browser()):
            assert nobody.get(address)["Location"] == "/return/"
            assert nobody.post(address, SEND)["Location"] == "/return/"
    assert Browser().get("/requests/")["Location"] == "/return/"
    assert Request.objects.get().state == RequestState.WAITING


def test_pages_ask_the_database_as_often_for_one_request_as_for_three(client_of_ten):
    browser = browser_of(client_of_ten)

    def asked_for(address):
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        return len(queries)

    browser.post(ask_address(client_of_ten, 1), SEND)
    one = asked_for("/requests/")
    for position in (2, 3):
        browser.post(ask_address(client_of_ten, position), SEND)

    assert asked_for("/requests/") == one
