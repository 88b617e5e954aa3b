"""The newsletter's pages: one answer to every address, no cookie from a mail's link, a coordinator's desk."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.cli.main import main
from rapport.site.foundation.models import OutboxMessage
from rapport.site.newsletter.choices import EditionState
from rapport.site.newsletter.models import Edition, Reader
from rapport.site.newsletter.queries import readers
from support import accounts, mailbox
from support.story import words_of
from support.subscribed import an_edition, reader, under_way

pytestmark = pytest.mark.django_db
ADDRESS = "robin@mailbox.example"
SAID = {"address": ADDRESS, "language": "en"}
WRITTEN = {"subject": "Something to read", "opening": "Hello.", "guides": ["it-grows"]}


@pytest.fixture(autouse=True)
def site(settings):
    mailbox.set_up(settings, "smtp://127.0.0.1")


@pytest.fixture
def desk(client):
    client.person = accounts.sign_in(client, accounts.account("coordinator"))
    return client


def test_answer_is_the_same_for_a_known_a_new_and_a_flooded_address(client):
    reader(ADDRESS, at=timezone.now())
    answers = [client.post("/newsletter/", SAID | {"address": each}) for each in (ADDRESS, "new@b.example")]
    answers += [client.post("/newsletter/", SAID) for _ in range(4)]

    assert {(each.status_code, each["Location"], bool(each.cookies)) for each in answers} == {
        (302, "/newsletter/asked/", False)
    }
    assert ADDRESS not in client.get("/newsletter/asked/").content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"address": ""}, "Enter an address"),
        ({"address": "robin"}, "Enter an address like name@example.org"),
        ({"address": "robin@bücher.example"}, "letters from a to z"),
        ({"language": "xx"}, "Select a valid choice"),
        ({"language": ""}, "Choose a language"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(client, said, words):
    page = client.post("/newsletter/", SAID | said)

    assert words in words_of(page)
    assert f'value="{(SAID | said)["address"]}"' in page.content.decode() or not (SAID | said)["address"]
    assert not Reader.objects.exists()


def test_one_visitor_cannot_ask_for_ever(client):
    pages = [client.post("/newsletter/", SAID | {"address": f"r{n}@b.example"}) for n in range(7)]

    assert [each.status_code for each in pages] == [302] * 6 + [200]
    assert "Please try again in an hour" in words_of(pages[-1])
    assert Reader.objects.count() == 6


def test_without_a_mail_server_no_address_is_asked_for(client, settings):
    settings.MAIL_SERVER = None

    assert "There is no newsletter here at the moment" in words_of(client.get("/newsletter/"))
    assert "<form" not in client.post("/newsletter/", SAID).content.decode()
    assert not Reader.objects.exists()


def test_links_from_a_mail_do_nothing_until_a_button_is_pressed_and_leave_no_cookie():
    row = reader(ADDRESS, at=timezone.now())
    stop, browser = readers.stop_path(row.pk), Browser(enforce_csrf_checks=True)

    for path in (stop, readers.confirm_path(row.pk)):
        page = browser.get(path)
        assert (page.status_code, bool(page.cookies)) == (200, False)
        assert page["Cache-Control"] == "no-store, private"
    assert Reader.objects.exists()
    # RFC 8058: what a mail program posts, without a cookie.
    answer = browser.post(stop, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, bool(answer.cookies)) == (200, False)
    assert not Reader.objects.exists()
    assert "This link has ended" not in words_of(browser.get(stop))


def test_mailbox_says_yes_by_a_button(client):
    client.post("/newsletter/", SAID)
    path = readers.confirm_path(Reader.objects.get().pk)

    assert "Shall the newsletter come to this mailbox?" in words_of(Browser().get(path))
    assert "Thank you" in words_of(Browser(enforce_csrf_checks=True).post(path))
    assert Reader.objects.get().confirmed_at is not None
    assert "This link has ended" in words_of(Browser().get("/newsletter/confirm/aaaa:bbbb/"))


# The desk.


@pytest.mark.parametrize("kind", ["provider", "researcher", None])
def test_everybody_else_finds_no_desk(client, kind):
    edition = an_edition(at=timezone.now())
    if kind:
        accounts.sign_in(client, accounts.account(kind))
    paths = ["", "new/en/", *(f"{edition.pk}/{each}" for each in ("", "change/", "preview/", "schedule/"))]

    assert {client.get(f"/desk/newsletter/{each}").status_code for each in paths} == {404}
    assert {
        client.post(f"/desk/newsletter/{edition.pk}/{each}/").status_code for each in ("now", "discard")
    } == {404}
    assert Edition.objects.get().state == EditionState.DRAFT


def test_edition_is_written_looked_at_and_changed(desk):
    made = desk.post("/desk/newsletter/new/en/", WRITTEN)
    edition = Edition.objects.get()
    assert made["Location"] == f"/desk/newsletter/{edition.pk}/preview/"

    desk.post(f"/desk/newsletter/{edition.pk}/change/", WRITTEN | {"opening": "Good *day*."})
    page = desk.get(made["Location"])
    assert "<em>day</em>" in page.content.decode()
    assert "Good day." in page.content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"subject": ""}, "Enter a subject"),
        ({"subject": "Your therapist"}, "tells what this is about"),
        ({"subject": "Su psicóloga"}, "tells what this is about"),
        ({"subject": "x" * 61}, "Enter at most 60 letters"),
        ({"opening": "x" * 2001}, "Enter at most 2000 letters"),
        ({"guides": []}, "Choose at least one guide"),
        ({"guides": ["unheard"]}, "Select a valid choice"),
    ],
)
def test_half_an_edition_is_refused_and_nothing_typed_is_lost(desk, said, words):
    page = desk.post("/desk/newsletter/new/en/", WRITTEN | said)

    assert words in words_of(page)
    assert (WRITTEN | said)["opening"] in page.content.decode()
    assert not Edition.objects.exists()


def test_preview_names_every_look_and_allows_no_other(desk):
    page = desk.get(f"/desk/newsletter/{an_edition(at=timezone.now()).pk}/preview/")
    policy = page["Content-Security-Policy"]

    assert "unsafe-inline" not in policy
    assert "'unsafe-hashes' 'sha256-" in policy
    assert "unsafe-hashes" not in desk.get("/desk/newsletter/")["Content-Security-Policy"]
    assert "/newsletter/stop/…/" in page.content.decode()


def test_edition_is_scheduled_and_taken_back(desk):
    edition = an_edition(at=timezone.now())
    path = f"/desk/newsletter/{edition.pk}/"
    day = (timezone.now() + timedelta(days=2)).date()
    said = {"day": day.isoformat(), "hour": "9", "zone": "America/New_York"}

    assert "Choose a time to come" in words_of(desk.post(f"{path}schedule/", said | {"day": "2020-01-01"}))
    assert "Enter a day like" in words_of(desk.post(f"{path}schedule/", said | {"day": "soon"}))
    desk.post(f"{path}schedule/", said)
    edition.refresh_from_db()
    assert (edition.state, edition.send_at.date()) == (EditionState.SCHEDULED, day)
    desk.post(f"{path}unschedule/")
    edition.refresh_from_db()
    assert edition.state == EditionState.DRAFT


def test_edition_is_sent_stopped_and_goes_on(desk):
    reader(ADDRESS, at=timezone.now())
    edition = under_way(at=timezone.now())
    path = f"/desk/newsletter/{edition.pk}/"
    assert "Stop it" in words_of(desk.get(path))

    desk.post(f"{path}stop/")
    assert "Not sent any more" in words_of(desk.get(path))
    assert OutboxMessage.objects.get(template="edition").state == "cancelled"
    desk.post(f"{path}go-on/")
    assert Edition.objects.get().state == EditionState.SENDING


def test_what_comes_too_late_is_said_and_changes_nothing(desk):
    edition = under_way(at=timezone.now())
    path = f"/desk/newsletter/{edition.pk}/"

    for what in ("now/", "discard/", "unschedule/", "go-on/"):
        page = desk.post(f"{path}{what}")
        assert page.status_code == 409
        assert "It has come too far for that" in words_of(page)
    assert desk.post(f"{path}change/", WRITTEN | {"subject": "Other"}).status_code == 409
    assert desk.post(f"{path}unheard/").status_code == 404
    assert Edition.objects.get().subject == edition.subject


def test_discarded_draft_is_gone(desk):
    desk.post(f"/desk/newsletter/{an_edition(at=timezone.now()).pk}/discard/")

    assert not Edition.objects.exists()
    assert "None yet" in words_of(desk.get("/desk/newsletter/"))


def test_no_page_of_the_desk_names_a_reader(desk):
    reader(ADDRESS, at=timezone.now())
    edition = under_way(at=timezone.now())
    pages = [
        desk.get(f"/desk/newsletter/{each}") for each in ("", f"{edition.pk}/", f"{edition.pk}/preview/")
    ]

    assert not any("mailbox.example" in page.content.decode() for page in pages)
    assert "1 reader" in words_of(pages[0])


def test_list_asks_as_much_for_thirty_editions_as_for_one(desk):
    counts = []
    for more in (1, 29):
        for _ in range(more):
            an_edition(at=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            desk.get("/desk/newsletter/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


# The command.


def test_bounce_says_what_it_did_and_names_nobody(tmp_path, capsys):
    file = tmp_path / "mail.eml"
    file.write_bytes(b"Subject: Out of office\n\nBack on Monday.\n")

    assert main(["mails", "bounce", str(file)]) == 0
    assert re.findall(r"\d+", capsys.readouterr().out) == ["1", "0", "0", "0", "1"]


@pytest.mark.parametrize("given", [["bounce"], ["failed", "x"], ["bounce", "/nowhere/at/all"]])
def test_bounce_refuses_what_it_cannot_read_in_one_line(given, capsys):
    assert main(["mails", *given]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
