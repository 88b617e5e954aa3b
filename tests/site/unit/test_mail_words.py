"""Every mail, read as a mail program reads it: what it says, who it is from, and all that it does not say."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.core.mail import get_connection
from django.utils import translation

from rapport.site.foundation import outbox
from rapport.site.foundation.mail import parts, words, writing
from rapport.site.foundation.mail.recipients import Recipient
from rapport.site.foundation.models import OutboxMessage
from rapport.site.foundation.outbox_models import Template
from support import mailbox

pytestmark = pytest.mark.django_db
ABOUT = "a" * 26
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TO = Recipient("someone@practice.example", home="/return/")
CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//b\r\nMETHOD:PUBLISH\r\nBEGIN:VEVENT\r\nUID:abc@practice.example\r\n"
    b"DTSTAMP:20261123T090000Z\r\nDTSTART;TZID=America/New_York:20261201T090000\r\nSUMMARY:Appointment\r\n"
    b"END:VEVENT\r\nEND:VCALENDAR\r\n"
)
# All but editions of the newsletter, which have words of their own.
FIXED = [template for template in Template if template is not Template.EDITION]
OWN_LINKS = {template for template in FIXED if words.WORDS[template].has_own_link}
HEADERS = {
    "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress",
    "MIME-Version", "Content-Type",
}  # fmt: skip
# What a lock screen, a partner or a mail server must not read in a subject or a sender.
TELLING = re.compile(
    r"therap|psych|counsel|mental|health|crisis|anxi|depress|clinic|session|match|rapport|provider|client",
    re.IGNORECASE,
)


@pytest.fixture(autouse=True)
def site(settings, monkeypatch):
    mailbox.set_up(settings, "smtp://127.0.0.1")
    monkeypatch.setitem(parts._files, parts.CALENDAR, lambda row: CALENDAR)
    for template in OWN_LINKS:
        monkeypatch.setitem(parts._links, template, lambda about: f"/own/{about}/")


def written(template, *, to=TO, **given):
    outbox.put(template=template, to=outbox.to_account(1), key="k", due_at=NOW, about=ABOUT, **given)
    return mailbox.parsed(bytes(writing.written(OutboxMessage.objects.get(), to, at=NOW)))


@pytest.mark.parametrize("template", FIXED)
def test_mail_is_whole_and_quiet(template):
    mail = written(template)

    assert set(mail.keys()) == HEADERS
    assert (mail["From"], mail["To"]) == (mailbox.FROM, TO.address)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == NOW
    assert re.fullmatch(r"<[a-z2-7]{26}@practice\.example>", mail["Message-ID"])
    assert mail["Subject"]
    assert not TELLING.search(mail["Subject"])


@pytest.mark.parametrize("template", FIXED)
def test_both_forms_say_the_same_with_one_link_and_help(template):
    mail = written(template)
    text, html = mailbox.text_of(mail), unescape(mailbox.html_of(mail))

    said = [str(sentence) for sentence in (*words.WORDS[template].said, *words.FOOT)]
    assert all(sentence in text and sentence in html for sentence in said)
    assert "988" in text
    path = f"/own/{ABOUT}/" if template in OWN_LINKS else "/return/"
    assert re.findall(r"https?://\S+", text) == [f"https://practice.example{path}"]
    assert re.findall(r'(?:href|src|url)="?([^">]+)', html) == [f"https://practice.example{path}"]


@pytest.mark.parametrize("template", FIXED)
def test_html_asks_nobody_for_anything(template):
    html = mailbox.html_of(written(template))

    assert not re.search(r"<(img|script|link|iframe|object|embed|style|form|svg)|style=|url\(|@import", html)


@pytest.mark.parametrize("template", FIXED)
def test_words_take_no_variable(template):
    said = words.WORDS[template]

    for sentence in (said.subject, *said.said, said.link):
        assert not re.search(r"[{}%]", str(sentence))


def test_every_template_has_words():
    assert set(words.WORDS) == set(FIXED)
    assert set(parts._writers) == {Template.EDITION}


def test_appointments_carry_the_calendar_file_and_nothing_else_does():
    carrying = {template for template in FIXED if words.WORDS[template].has_calendar}
    mail = written(Template.CONSULTATION_BOOKED)

    (file,) = mail.iter_attachments()
    assert carrying == {each for each in Template if each.name.startswith("CONSULTATION_")}
    assert (file.get_content_type(), file.get_filename()) == ("text/calendar", "appointment.ics")
    assert file.get_content() == CALENDAR.decode()


@pytest.mark.parametrize("method", ["PUBLISH", "CANCEL"])
def test_mail_says_what_its_calendar_file_asks_for(method, monkeypatch):
    file = CALENDAR.replace(b"PUBLISH", method.encode())
    monkeypatch.setitem(parts._files, parts.CALENDAR, lambda row: file)

    (part,) = written(Template.CONSULTATION_CANCELLED).iter_attachments()

    assert dict(part["Content-Type"].params) == {"method": method, "charset": "utf-8"}


def test_appointment_that_is_gone_sends_nothing(monkeypatch):
    monkeypatch.setitem(parts._files, parts.CALENDAR, lambda row: None)

    with pytest.raises(parts.Gone):
        written(Template.CONSULTATION_REMINDER)


@pytest.mark.parametrize(
    "line",
    [
        "SUMMARY:Therapy with Anna",
        'SUMMARY;ALTREP="x":Appointment',
        "DESCRIPTION:anxiety",
        "LOCATION:Elm Street 3",
        "ORGANIZER:mailto:anna@practice.example",
        "ATTENDEE;CN=Anna:mailto:a@b.example",
        "URL:https://practice.example/c/1",
        "COMMENT:x",
        "X-NOTE:x",
        "UID:Anna Smith",
        "SUMMARY:Appointment\r\n  with Anna",
        "a line of no kind",
    ],
)
def test_calendar_file_that_says_more_is_not_sent(line):
    with pytest.raises(parts.TellingFile):
        parts.refuse_telling(CALENDAR.replace(b"SUMMARY:Appointment", line.encode()))


def test_mails_with_a_link_of_their_own_are_the_ones_that_need_a_secret():
    assert {each.value for each in OWN_LINKS} == {
        "invitation",
        "password_reset",
        "contact_confirmation",
        "newsletter_confirmation",
        "checkin_due",
    }


@pytest.mark.parametrize("template", sorted(OWN_LINKS))
def test_link_that_is_spent_sends_nothing(template, monkeypatch):
    monkeypatch.setitem(parts._links, template, lambda about: None)

    with pytest.raises(parts.Gone):
        written(template)


def test_recipient_who_can_stop_mails_is_told_how_in_both_forms_and_in_the_header():
    mail = written(Template.REQUEST_ANSWERED, to=Recipient("a@b.example", stop="/stop/x/"))
    address = "https://practice.example/stop/x/"

    assert (mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"]) == (
        f"<{address}>",
        "List-Unsubscribe=One-Click",
    )
    assert address in mailbox.text_of(mail)
    assert address in mailbox.html_of(mail)


def test_mail_is_written_in_the_language_of_the_service_not_of_a_visit():
    with translation.override("de"):
        assert 'lang="en"' in mailbox.html_of(written(Template.INVITATION))


def test_djangos_own_way_to_send_is_closed():
    """Tests replace the backend; the site's own is the one that refuses."""
    from django.core.mail import EmailMessage

    refusal = get_connection("rapport.site.foundation.mail.refusal.Refusal")
    with pytest.raises(RuntimeError, match="around it"):
        EmailMessage("s", "b", "a@b.example", ["c@d.example"], connection=refusal).send()
