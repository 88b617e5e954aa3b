"""The page for short notes, and the two that links in mails lead to."""

import re

import pytest
from django.test import Client as Browser
from django.utils import timezone

from rapport.site.foundation.models import OutboxMessage
from rapport.site.people import actions, contact_queries, sessions
from rapport.site.people.models import ContactAddress
from rapport.site.people.session_store import CLIENT

pytestmark = pytest.mark.django_db
PAGE = "/mine/contact/"
SAID = {
    "address": "someone@Canary.Example",
    "readers": "alone",
    "from_hour": "9",
    "until_hour": "20",
    "zone": "America/Chicago",
}


def visiting(client, **given):
    browser = Browser(**given)
    session = browser.session
    session[CLIENT] = client.pk
    session[sessions.SEEN] = timezone.now().isoformat()
    session.save()
    return browser


@pytest.fixture
def someone():
    return actions.open_client(at=timezone.now())[0]


def test_nothing_is_filled_in_and_nothing_is_needed(someone):
    text = visiting(someone).get(PAGE).content.decode()

    assert "You need none" in text
    assert 'name="address"' in text
    assert not re.search(r'name="readers"[^>]*checked', text)
    assert "Stop, and delete the address" not in text


def test_address_is_kept_and_the_answer_says_nothing_of_it(someone):
    browser = visiting(someone)

    answer = browser.post(PAGE, SAID)
    text = browser.get(PAGE).content.decode()

    contact, row = contact_queries.contact_of(someone)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert (contact.address, contact.zone, row.confirmed_at) == (
        "someone@canary.example",
        "America/Chicago",
        None,
    )
    assert "If mail reaches this address, a link is on its way to it" in text
    assert "not confirmed yet" in text


def test_answer_is_the_same_for_an_address_that_somebody_else_gave(someone):
    other = actions.open_client(at=timezone.now())[0]

    texts = []
    for client in (someone, other):
        browser = visiting(client)
        browser.post(PAGE, SAID)
        texts.append(re.sub(r'value="[A-Za-z0-9]{64}"', "", browser.get(PAGE).content.decode()))

    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"address": ""}, "Enter an address, or go back"),
        ({"address": "someone"}, "Enter an address like name@example.org."),
        ({"address": "sömeone@canary.example"}, "Enter an address like name@example.org."),
        ({"address": "someone@cänary.example"}, "Enter an address with letters from a to z."),
        ({"address": f"{'a' * 60}@{'a.' * 100}example"}, "Enter an address of 254 letters at most."),
        ({"readers": ""}, "Choose who can read it."),
        ({"readers": "others"}, "Then please give none."),
        ({"readers": "unsure"}, "Then please give none."),
        ({"from_hour": "20", "until_hour": "9"}, "Choose a later hour"),
        ({"from_hour": "9", "until_hour": "9"}, "Choose a later hour"),
        ({"from_hour": "25"}, "Select a valid choice"),
        ({"zone": "Mars/Base"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_the_field_and_what_was_typed_stays(someone, wrong, words):
    text = visiting(someone).post(PAGE, SAID | wrong).content.decode()

    assert words in text
    assert "There is a problem" in text
    typed = (SAID | wrong)["address"]
    assert not typed or f'value="{typed}"' in text
    assert (ContactAddress.objects.count(), OutboxMessage.objects.count()) == (0, 0)


def test_sixth_link_of_a_day_is_refused_beside_the_field(someone):
    browser = visiting(someone)
    for n in range(5):
        browser.post(PAGE, SAID | {"address": f"a{n}@canary.example"})

    text = browser.post(PAGE, SAID | {"address": "last@canary.example"}).content.decode()

    assert "You asked for many links today." in text
    assert 'value="last@canary.example"' in text


def test_address_is_removed_at_once(someone):
    browser = visiting(someone)
    browser.post(PAGE, SAID)

    browser.post(PAGE, {"remove": "1"})
    text = browser.get(PAGE).content.decode()

    assert ContactAddress.objects.count() == 0
    assert "The address is gone" in text
    assert "canary" not in text


def test_page_says_when_the_service_sends_no_mail(someone, settings):
    settings.MAIL_SERVER = None

    assert "This service does not send mail yet." in visiting(someone).get(PAGE).content.decode()


def token(someone, path):
    browser = visiting(someone)
    browser.post(PAGE, SAID)
    row = ContactAddress.objects.get()
    if path == "confirm":
        return contact_queries.CONFIRM.sign(row.pk)
    return contact_queries.STOP.sign(row.pk)


def test_link_is_pressed_by_a_person_signed_in_or_not(someone):
    address = f"/mine/contact/confirm/{token(someone, 'confirm')}/"
    stranger = Browser(enforce_csrf_checks=True)

    shown = stranger.get(address).content.decode()
    before = ContactAddress.objects.get().confirmed_at
    secret = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', shown)[1]
    done = stranger.post(address, {"csrfmiddlewaretoken": secret}).content.decode()

    assert "May short notes go to this mailbox?" in shown
    assert before is None
    assert "Thank you" in done
    assert ContactAddress.objects.get().confirmed_at is not None
    assert not any(word in shown + done for word in ("canary", someone.pk))


def test_pressed_twice_is_one_yes(someone):
    address = f"/mine/contact/confirm/{token(someone, 'confirm')}/"

    texts = [Browser().post(address).content.decode() for _ in range(2)]

    assert all("Thank you" in text for text in texts)


@pytest.mark.parametrize("method", ["get", "post"])
def test_link_that_has_ended_says_so(method):
    text = getattr(Browser(), method)("/mine/contact/confirm/nobodys/").content.decode()

    assert "This link has ended" in text


def test_mail_program_stops_the_notes_with_one_press(someone):
    address = f"/mine/contact/stop/{token(someone, 'stop')}/"
    program = Browser(enforce_csrf_checks=True)

    looked_at = program.get(address).content.decode()
    assert ContactAddress.objects.count() == 1
    stopped = program.post(address, {"List-Unsubscribe": "One-Click"}).content.decode()

    assert "Stop the notes to this mailbox?" in looked_at
    assert "No more notes" in stopped
    assert ContactAddress.objects.count() == 0


def test_stop_answers_the_same_for_a_link_that_never_was():
    assert "No more notes" in Browser().post("/mine/contact/stop/nobodys/").content.decode()


def test_another_client_sees_and_removes_nothing(someone):
    visiting(someone).post(PAGE, SAID)
    other = visiting(actions.open_client(at=timezone.now())[0])

    assert "canary" not in other.get(PAGE).content.decode()
    other.post(PAGE, {"remove": "1"})
    assert ContactAddress.objects.count() == 1


def test_record_tells_of_the_address(someone):
    browser = visiting(someone)
    browser.post(PAGE, SAID)

    text = browser.get("/mine/").content.decode()

    assert "Your e-mail address, and the hours for it" in text
    assert "an address for short notes was given (by you)" in text
    assert "someone@canary.example" in browser.get("/mine/download/").content.decode()
