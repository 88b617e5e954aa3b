"""Where mails go and whom they come from: unsafe or telling settings are refused in one line."""

import pytest

from rapport.errors import BadInput
from rapport.site.config import environment
from rapport.site.config.mail import MailServer, Sender, sender, server


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://localhost", MailServer("smtp", "localhost", 25)),
        ("smtp://127.0.0.1:2525", MailServer("smtp", "127.0.0.1", 2525)),
        ("smtp+starttls://mail.example.org", MailServer("smtp+starttls", "mail.example.org", 587)),
        (
            "smtps://me%40a:p%2Fw@mail.example.org",
            MailServer("smtps", "mail.example.org", 465, "me@a", "p/w"),
        ),
    ],
)
def test_server_is_read(url, expected):
    assert server(url) == expected


def test_mail_is_off_until_it_is_set_up(tmp_path):
    found = environment.read({"RAPPORT_DATA": str(tmp_path)})

    assert (server(found.mail_url), sender(found.mail_from, is_needed=False)) == (None, None)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("smtp://mail.example.org", "anyone can read"),
        ("smtp://10.0.0.5", "anyone can read"),
        ("http://mail.example.org", "smtps://"),
        ("smtps://", "smtps://"),
        ("smtps://mail.example.org/path", "smtps://"),
        ("smtps://mail.example.org:99999", "a port"),
        ("smtps://mail.example.org?verify=no", "no option but ca"),
        ("smtps://mail.example.org?ca=/nowhere.pem", "no such file"),
    ],
)
def test_server_is_refused_in_one_line(url, words):
    with pytest.raises(BadInput, match="RAPPORT_MAIL_URL") as refused:
        server(url)

    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_refusal_repeats_no_password():
    with pytest.raises(BadInput) as refused:
        server("smtp://me:hunter2-canary@mail.example.org")

    assert "canary" not in str(refused.value)
    assert "canary" not in repr(server("smtps://me:hunter2-canary@mail.example.org"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("notes@example.org", Sender("", "notes@example.org")),
        ("Appointments <notes@example.org>", Sender("Appointments", "notes@example.org")),
    ],
)
def test_sender_is_read(text, expected):
    assert sender(text, is_needed=True) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "notes",
        "notes@example",
        "a@example.org, b@example.org",
        "Notes <notes@example.org> x",
        "Notes\r\nBcc: x@example.org <notes@example.org>",
        "City Therapy <notes@example.org>",
        "Notes <counseling@example.org>",
        "Rapport <notes@example.org>",
    ],
)
def test_sender_that_is_none_or_tells_is_refused(text):
    with pytest.raises(BadInput, match="RAPPORT_MAIL_FROM"):
        sender(text, is_needed=True)


def test_links_lead_to_the_first_host_or_to_this_machine(tmp_path):
    given = {"RAPPORT_DATA": str(tmp_path), "PORT": "8123"}

    assert environment.read(given).address == "http://127.0.0.1:8123"
    assert environment.read(
        given | {"RAPPORT_TLS": "1", "RAPPORT_HOSTS": ".example.org,notes.example.org"}
    ).address == ("https://notes.example.org")


def test_mail_without_a_host_for_its_links_is_refused(tmp_path):
    given = {
        "RAPPORT_DATA": str(tmp_path),
        "RAPPORT_TLS": "1",
        "RAPPORT_MAIL_URL": "smtps://mail.example.org",
    }

    with pytest.raises(BadInput, match="RAPPORT_HOSTS"):
        environment.read(given)
