"""The planner's pages: a file at once, or a mail; a fault is said and loses nothing; nothing is ever kept."""

import io
import logging
import re
from datetime import UTC, datetime

import pypdf
import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from rapport.cli.drills.sink import Fault, Sink
from rapport.site.foundation.outbox_models import OutboxMessage
from rapport.site.guides import actions
from support import mailbox

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 27, 12, tzinfo=UTC)
SAID = {
    "first": "2027-01-01",
    "language": "en",
    "paper": "a4",
    "name": "Ana Secret",
    "goal_1": "Sleep through the night",
    "how": "download",
}
ADDRESS = "ana.secret@drill.example"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def sink(settings):
    with Sink() as sink:
        mailbox.set_up(settings, sink.url)
        yield sink


def text_of(made: bytes) -> str:
    """The words of its first pages, where everything that was typed stands."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages[:3])


def values(page: str) -> set[str]:
    return set(re.findall(r'value="([^"]*)"', page))


def everything_stored() -> str:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += [table, *map(repr, cursor.fetchall())]
    return "\n".join(rows)


def test_form_asks_for_nothing_that_is_needed_but_month_language_and_paper(client):
    page = client.get("/planner/").content.decode()

    assert "November 2026" in page
    assert "October 2027" in page
    assert " required" not in re.sub(r"<select[^>]*>", "", page)


def test_address_is_not_asked_for_where_no_mail_is_sent(client):
    page = client.get("/planner/").content.decode()

    assert 'type="email"' not in page
    assert 'value="mail"' not in page


def test_planner_is_downloaded_at_once_and_stored_by_nobody(client, caplog):
    with caplog.at_level(logging.DEBUG):
        response = client.post("/planner/", SAID)

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="planner.pdf"'
    assert "no-store" in response["Cache-Control"]
    text = text_of(response.content)
    assert "Ana Secret" in text
    assert "January 2027 to December 2027" in text
    assert "Secret" not in caplog.text + everything_stored()


def test_planner_without_a_word_typed_is_anybodys(client):
    said = {name: SAID[name] for name in ("first", "language", "paper")}

    response = client.post("/planner/", said)

    assert response["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"first": "1999-01-01"}, "Select a valid choice"),
        ({"first": "not a day"}, "Select a valid choice"),
        ({"language": "xx"}, "Select a valid choice"),
        ({"name": "x" * 61}, "Enter at most 60 characters"),
        ({"goal_2": "x" * 161}, "Enter at most 160 characters"),
        ({"name": "王小明"}, "cannot be printed"),
    ],
)
def test_what_cannot_be_made_is_said_beside_the_field_and_loses_nothing(client, changed, words):
    response = client.post("/planner/", SAID | changed)
    page = response.content.decode()

    assert response.status_code == 200
    assert words in page
    assert "Sleep through the night" in values(page)


def test_planner_is_mailed_at_once_and_the_page_says_so(client, sink, caplog):
    with caplog.at_level(logging.DEBUG):
        response = client.post("/planner/", SAID | {"how": "mail", "email": ADDRESS}, follow=True)

    assert response.redirect_chain == [("/planner/sent/", 302)]
    assert "The mail server has taken it" in response.content.decode()
    ((recipient, raw),) = sink.mails
    mail = mailbox.parsed(raw)
    (file,) = mail.iter_attachments()
    assert recipient == ADDRESS
    assert mail["Subject"] == "Your planner"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert file.get_filename() == "planner.pdf"
    assert "Ana Secret" in text_of(file.get_content())
    # What was typed stands in the file alone: nobody can make us write their words to a stranger.
    assert "Secret" not in mailbox.text_of(mail) + mailbox.html_of(mail)
    assert "988" in mailbox.text_of(mail)
    assert "Secret" not in caplog.text + everything_stored()
    assert OutboxMessage.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "words"),
    [("", "Enter the address to send it to"), ("nobody", "Enter an e-mail address like")],
)
def test_mail_without_a_good_address_is_not_sent(client, sink, address, words):
    page = client.post("/planner/", SAID | {"how": "mail", "email": address}).content.decode()

    assert words in page
    assert "Ana Secret" in values(page)
    assert sink.mails == []


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.UNKNOWN, "does not take this address"),
        (Fault.REFUSED, "does not take this address"),
        (Fault.BUSY, "We could not send it just now"),
        (Fault.FULL, "We could not send it just now"),
        (Fault.DROPPED, "We could not send it just now"),
        (Fault.CLOSING, "We could not send it just now"),
    ],
)
def test_fault_of_the_server_is_said_and_the_form_stays_filled(
    client, settings, monkeypatch, caplog, fault, words
):
    monkeypatch.setattr(actions, "typeset", lambda order: b"%PDF-1.7 a planner")
    with Sink(plan=lambda number: fault if number == 1 else Fault.NONE) as sink:
        mailbox.set_up(settings, sink.url)
        page = client.post("/planner/", SAID | {"how": "mail", "email": ADDRESS}).content.decode()

        assert words in page
        assert {"Ana Secret", "Sleep through the night", ADDRESS} <= values(page)
        assert "Secret" not in caplog.text
        again = client.post("/planner/", SAID | {"how": "mail", "email": ADDRESS})
        assert again.status_code == 302
        assert [recipient for recipient, _ in sink.mails] == [ADDRESS]


def test_server_that_is_busy_with_others_is_not_waited_for(client, sink, monkeypatch):
    monkeypatch.setattr(actions, "typeset", lambda order: b"%PDF-1.7 a planner")
    for _ in range(actions.AT_ONCE):
        assert actions._slots.acquire(blocking=False)
    try:
        page = client.post("/planner/", SAID | {"how": "mail", "email": ADDRESS}).content.decode()
    finally:
        for _ in range(actions.AT_ONCE):
            actions._slots.release()

    assert "We could not send it just now" in page
    assert client.post("/planner/", SAID | {"how": "mail", "email": ADDRESS}).status_code == 302


def test_nobody_can_be_flooded_with_planners(client, sink, monkeypatch):
    monkeypatch.setattr(actions, "typeset", lambda order: b"%PDF-1.7 a planner")
    asked = SAID | {"how": "mail"}

    for n in range(5):
        other = Browser(REMOTE_ADDR=f"203.0.113.{n}")
        answer = other.post("/planner/", asked | {"email": ADDRESS.upper() if n % 2 else ADDRESS})

    assert len(sink.mails) == 3
    assert "Too many were sent just now" in answer.content.decode()
    # Counted by a digest that holds for a day: the address itself stands nowhere.
    assert "secret" not in everything_stored().lower()


def test_form_and_its_answer_touch_no_table_of_anybody(client):
    client.get("/planner/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/planner/")

    assert len(captured) == 0


def test_page_after_sending_tells_nobody_to_whom(client):
    page = client.get("/planner/sent/").content.decode()

    assert "Your planner is on its way" in page
    assert "@" not in page
