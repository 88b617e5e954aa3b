"""What can go wrong on the question pages: tampering, ended visits, two tabs, strange text."""

import html
import logging
import re

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from rapport.site.foundation.models import AuditEvent
from rapport.site.intake import queries
from rapport.site.intake.models import Intake
from rapport.site.intake.questions import LONGEST_TEXT
from rapport.site.people import policy
from rapport.site.people.actions import open_client
from rapport.site.people.models import Client, Session
from rapport.site.people.policy import Kind, Viewer
from rapport.site.people.session_store import CLIENT
from rapport.site.people.sessions import SEEN
from support import accounts

pytestmark = pytest.mark.django_db

CHECK, START, RETURN = "/questionnaire/check/", "/questionnaire/", "/return/"
REQUIRED = {
    "concerns": {"said": ["sleep"]},
    "who": {"age_group": "adult", "service": "individual"},
    "formats": {"said": ["video"]},
    "state": {"said": "NY"},
    "languages": {"said": ["en"]},
}


def url(slug):
    return reverse("questionnaire:page", args=[slug])


@pytest.fixture
def begun(client):
    """A browser whose client sent the first page."""
    client.post(url("about"), {"said": "First words."})
    return client


@pytest.fixture
def finished(begun):
    for slug, post in REQUIRED.items():
        begun.post(url(slug), post)
    return begun


def draft():
    return queries.draft_of(Client.objects.get())


def end_visit(browser):
    """As when the visit was idle for too long: the browser keeps its cookie, the server has forgotten."""
    Session.objects.all().delete()
    assert browser.cookies


# Tampered steps.


@pytest.mark.parametrize("slug", ["nowhere", "a.b", "%00", "'", "kind", "matter", "distance", "who", "hours"])
def test_step_that_does_not_fit_leads_to_the_first_required_page(begun, slug):
    response = begun.get(f"{START}{slug}/")

    assert response.status_code == 302
    assert response.url == url("concerns")


def test_step_that_does_not_fit_leads_to_the_check_page_when_nothing_is_missing(finished):
    assert finished.get(url("distance")).url == CHECK
    assert finished.get(url("nowhere")).url == CHECK


def test_step_ahead_is_not_saved(begun):
    response = begun.post(url("state"), {"said": "NY"})

    assert response.url == url("concerns")
    assert not draft().has("state")


def test_step_that_does_not_apply_is_not_saved(finished):
    response = finished.post(url("distance"), {"zip": "10027", "miles": "5"})

    assert response.url == CHECK
    assert not draft().has("distance")


def test_check_page_before_the_end_leads_to_what_is_missing(begun):
    assert begun.get(CHECK).url == url("concerns")


def test_stranger_who_never_began_is_led_to_the_start(client):
    for address in (url("state"), CHECK, url("nowhere")):
        assert client.get(address).url == START
    assert client.post(reverse("questionnaire:go_on"), {"next": CHECK}).url == START


# Who may.


def test_owner_sees_their_own_answers_only(finished):
    other = Browser()
    other.post(url("about"), {"said": "Other words."})

    assert b"First words." in finished.get(url("about")).content
    assert b"First words." not in other.get(url("about")).content
    assert b"Other words." in other.get(url("about")).content


def test_colleague_and_signed_out_see_no_answers(finished):
    for browser in (accounts.signed_in("coordinator"), Browser()):
        assert browser.get(CHECK).url == START
        assert browser.get(url("concerns")).url == START
        assert b"First words." not in browser.get(url("about")).content
        assert Client.objects.get().receipt_code() not in browser.get(START).content.decode()


@pytest.mark.parametrize("verb", ["read", "change", "download"])
def test_rule_lets_the_owner_alone(finished, verb):
    intake = Intake.objects.get()
    stranger, _code = open_client(at=timezone.now())

    assert policy.may(Viewer(Kind.CLIENT, intake.client_id), verb, intake)
    for viewer in (
        Viewer(Kind.CLIENT, stranger.pk),
        Viewer(Kind.COORDINATOR, "c" * 26),
        Viewer(Kind.COORDINATOR, intake.client_id),
        policy.SYSTEM,
        policy.NOBODY,
    ):
        assert not policy.may(viewer, verb, intake)
    assert not policy.may(Viewer(Kind.CLIENT, intake.client_id), "publish", intake)


# Visits that ended.


def test_ended_visit_is_explained(finished):
    end_visit(finished)

    response = finished.get(url("state"))

    assert response.status_code == 403
    page = response.content.decode()
    assert "Your visit has ended, nothing is lost" in page
    assert f'action="{RETURN}"' in page


def test_ended_visit_saves_the_page_that_was_being_sent(finished):
    code = Client.objects.get().receipt_code()
    end_visit(finished)

    ended = finished.post(url("state"), {"said": "TX", "seen": "1"})
    assert ended.status_code == 403
    assert draft().value("state") == "NY"
    carried = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', ended.content.decode()))
    response = finished.post(url("state"), carried | {"code": code.upper().replace("-", " ")})

    assert response.url == url("languages")
    assert draft().value("state") == "TX"
    assert Client.objects.count() == 1


def test_ended_visit_carries_a_letter_unharmed(begun):
    code = Client.objects.get().receipt_code()
    end_visit(begun)
    letter = 'Line one\n"quotes" & <b>tags</b>\nשלום 🌧️'

    ended = begun.post(url("about"), {"said": letter, "seen": "1"})
    carried = re.search(r'name="said" value="([^"]*)"', ended.content.decode()).group(1)
    begun.post(url("about"), {"said": html.unescape(carried), "seen": "1", "code": code})

    assert draft().value("about") == letter
    assert draft().version("about") == 2


def test_ended_visit_with_a_wrong_code_keeps_the_answer_on_the_page(begun):
    end_visit(begun)

    response = begun.post(url("about"), {"said": "More words.", "seen": "1", "code": "no such code at all"})

    assert response.status_code == 403
    assert b"We know no such code" in response.content
    assert b"More words." in response.content
    assert draft().value("about") == "First words."


def test_ended_visit_of_an_erased_client_is_explained(begun):
    Client.objects.get().key.delete()

    assert begun.get(url("safe")).status_code == 403


# Coming back.


def test_return_goes_on_where_the_client_was(finished):
    code, other = Client.objects.get().receipt_code(), Browser()

    response = other.post(RETURN, {"code": code})

    # Passed over so far: it was opened by its address.
    assert response.url == url("safe")
    assert b"First words." in other.get(url("about")).content


def test_return_after_the_matches_leads_to_them(finished):
    Intake.objects.update(submitted_at=timezone.now())

    response = Browser().post(RETURN, {"code": Client.objects.get().receipt_code()})

    assert response.url == "/matches/"


def test_return_answers_the_same_for_unknown_and_expired_codes(finished):
    owner = Client.objects.get()
    expired_code = owner.receipt_code()
    Client.objects.update(expires_at=timezone.now())

    pages = [Browser().post(RETURN, {"code": code}) for code in (expired_code, "one two three four five")]

    bodies = [_without_what_was_typed(page.content.decode()) for page in pages]
    assert bodies[0] == bodies[1]
    assert "We know no such code" in bodies[0]
    assert [page.status_code for page in pages] == [200, 200]


def _without_what_was_typed(page):
    return re.sub(r'(name="(csrfmiddlewaretoken|code)") value="[^"]*"|value="[^"]*" (name="code")', "", page)


def test_return_is_limited(client):
    answers = [client.post(RETURN, {"code": "one two three four five"}).status_code for _ in range(11)]

    assert answers == [200] * 10 + [429]


@pytest.mark.parametrize("code", ["", " ", "x" * 5000, "\x00", "👋", "a-b-c-d-e"])
def test_return_with_a_strange_code_asks_again(client, code):
    response = client.post(RETURN, {"code": code})

    assert response.status_code == 200
    assert b"There is a problem" in response.content


# Replays and second tabs.


def test_replayed_post_changes_nothing(begun):
    before = Intake.objects.get().version

    again = begun.post(url("about"), {"said": "First words."})

    assert again.url == url("safe")
    assert Intake.objects.get().version == before
    assert Client.objects.count() == 1


def test_second_tab_on_another_page_overwrites_nothing(begun):
    begun.post(url("safe"), {"said": "yes", "seen": "0"})

    begun.post(url("about"), {"said": "Second words.", "seen": "1"})

    assert draft().value("safe") == "yes"
    assert draft().value("about") == "Second words."
    assert b"in another window" not in begun.get(url("safe")).content


def test_second_tab_on_the_same_page_wins_and_says_so(begun):
    begun.post(url("about"), {"said": "From tab one.", "seen": "1"})

    response = begun.post(url("about"), {"said": "From tab two.", "seen": "1"})

    assert draft().value("about") == "From tab two."
    page = begun.get(response.url).content.decode()
    assert "You changed “What brings you here” in another window" in page
    assert "in another window" not in begun.get(response.url).content.decode()


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40, "1.5", "٣"])
def test_tampered_count_does_not_lose_the_answer(begun, seen):
    begun.post(url("about"), {"said": "New words.", "seen": seen})

    assert draft().value("about") == "New words."


# Strange text.


@pytest.mark.parametrize(
    "text",
    [
        "x" * LONGEST_TEXT,
        "ñ" * LONGEST_TEXT,
        "👩‍👩‍👧‍👦" * (LONGEST_TEXT // 11),
        "מה שלומך? لا أستطيع النوم 123 abc",
        "tab\tand\nnew lines\n\n\nkept",
        "<script>alert(1)</script>{{ 7 }}{% debug %}",
        "\u202eturned around\u202c",
        "=cmd|' /C calc'!A0",
    ],
)
def test_text_is_kept_as_it_was_written(client, text):
    client.post(url("about"), {"said": text})

    assert draft().value("about") == text.strip()
    page = client.get(url("about")).content.decode()
    assert html.escape(text.strip()) in page


def test_text_too_long_is_not_lost(client):
    text = "y" * (LONGEST_TEXT + 1)

    response = client.post(url("about"), {"said": text})

    assert b"10001 characters long. We can keep 10000" in response.content
    assert text.encode() in response.content
    assert not Client.objects.exists()


def test_text_of_the_full_length_is_measured_after_its_line_ends(client):
    client.post(url("about"), {"said": "a\r\n" * (LONGEST_TEXT // 2)})

    assert len(draft().value("about")) == LONGEST_TEXT - 1


def test_control_characters_are_left_out(client):
    client.post(url("about"), {"said": "be\x00fore\x07 \x1b[31mafter\x85"})

    assert draft().value("about") == "before [31mafter"


def test_text_of_nothing_but_control_characters_counts_as_skipped(client):
    client.post(url("about"), {"said": "\x00\x01 \r\n"})

    assert draft().has("about")
    assert draft().value("about") is None


def test_bytes_that_are_no_text_are_survived(client):
    response = client.generic(
        "POST", url("about"), b"said=%FF%FE%ED%A0%80", content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code == 302


# Wrong types and sizes.


@pytest.mark.parametrize(
    ("slug", "post"),
    [
        ("concerns", {"said": ["sleep", "<b>"]}),
        ("concerns", {"said": "drop table"}),
        ("who", {"age_group": "adult"}),
        ("who", {"age_group": "robot", "service": "individual"}),
        ("formats", {"said": ["telepathy"]}),
        ("state", {"said": "XX"}),
        ("state", {"said": ""}),
        ("languages", {"said": "klingon"}),
        ("goals", {"said": ["win"]}),
        ("tasks", {"skills": "9"}),
        ("matter", {"concerns-sleep": "7"}),
        ("lead", {"said": "4"}),
        ("lead", {"said": "NaN"}),
        ("style", {"said": "9"}),
        ("pay", {"payer": "<x>"}),
        ("pay", {"max_fee": "-5"}),
        ("pay", {"max_fee": "1e3"}),
        ("pay", {"max_fee": "99999999999999999999"}),
        ("hours", {"timezone": "Mars/Base", "slots": []}),
        ("hours", {"timezone": "America/New_York", "slots": ["mon-25"]}),
        ("preferences", {"gender": "cat"}),
        ("preferences", {"must": ["concern"]}),
    ],
)
def test_answer_that_is_not_offered_is_refused_in_words(finished, slug, post):
    finished.post(url("goals"), {"said": ["cope"]})
    before = draft()

    response = finished.post(url(slug), post)

    assert response.status_code == 200
    assert b"There is a problem" in response.content
    assert draft() == before


@pytest.mark.parametrize("zip_code", ["", "1234", "123456", "abcde", "１００２７", "10027\n", "-1002"])
def test_zip_that_is_none_is_refused_in_words(finished, zip_code):
    finished.post(url("formats"), {"said": ["in_person"]})

    response = finished.post(url("distance"), {"zip": zip_code, "miles": "25"})

    is_read = zip_code == "10027\n"  # what surrounds a ZIP code is trimmed
    assert response.status_code == (302 if is_read else 200)
    assert is_read or b"ZIP code" in response.content


def test_unknown_fields_are_ignored(begun):
    begun.post(url("safe"), {"said": "yes", "concerns": "panic", "client": "x", "version": "9"})

    assert draft().value("safe") == "yes"
    assert set(draft().pages) == {"about", "safe"}


def test_huge_post_is_refused_with_a_page(client):
    response = client.post(url("about"), {"said": "z" * 2_000_000})

    assert response.status_code in (400, 413)
    assert b'href="/crisis/"' in response.content
    assert not Client.objects.exists()


def test_flood_of_fields_is_refused_with_a_page(client):
    response = client.post(url("about"), {f"f{number}": "" for number in range(1500)})

    assert response.status_code == 400
    assert b'href="/crisis/"' in response.content


def test_post_without_its_token_is_refused_with_a_page():
    browser = Browser(enforce_csrf_checks=True)

    response = browser.post(url("about"), {"said": "Words."})

    assert response.status_code == 403
    assert b"This form was open too long" in response.content
    assert not Client.objects.exists()


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_address_for_posts_alone_refuses_others_with_a_page(begun, method):
    response = getattr(begun, method)(reverse("questionnaire:go_on"))

    assert response.status_code == 405
    assert method == "head" or b'href="/crisis/"' in response.content


@pytest.mark.parametrize("address", [START, CHECK])
def test_address_for_reading_alone_refuses_posts(begun, address):
    assert begun.post(address, {"said": "x"}).status_code == 405


# Nothing leaks.


def test_no_answer_stands_in_an_address_or_a_log(client, caplog):
    caplog.set_level(logging.DEBUG)
    canary = "canarywordxyzzy"
    addresses = []
    for slug, post in {"about": {"said": canary}, "safe": {"said": "no"}, **REQUIRED}.items():
        response = client.post(url(slug), post)
        addresses.append(response.url)
        client.post(reverse("questionnaire:go_on"), {"next": response.url})
    client.get(url("about"))
    client.post(url("about"), {"said": canary * 2000})

    assert canary not in caplog.text
    assert not any(word in address for address in addresses for word in (canary, "no/", "sleep", "NY", "="))
    trail = " ".join(f"{event.verb} {event.detail} {event.subject}" for event in AuditEvent.objects.all())
    assert canary not in trail
    assert "sleep" not in trail


def test_pages_are_never_stored_by_the_browser(begun):
    for address in (START, url("about"), url("safe"), RETURN):
        response = begun.get(address)
        assert response["Cache-Control"] == "no-store, private"
        assert b"<title>Questions</title>" in response.content


def test_visit_holds_no_answer_and_no_code(begun):
    begun.post(url("about"), {"said": "From tab one.", "seen": "0"})

    assert set(begun.session.keys()) <= {CLIENT, SEEN, "questionnaire_notice"}
    assert Client.objects.get().receipt_code() not in str(dict(begun.session))


def test_audit_trail_tells_that_something_was_answered_not_what(begun):
    verbs = list(AuditEvent.objects.order_by("seq").values_list("verb", flat=True))

    assert verbs == ["opened", "answered"]
