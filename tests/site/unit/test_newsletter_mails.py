"""An edition as a mail: whole in both forms, the same for everybody but for one link, and asking nobody."""

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest

from rapport.errors import BadInput
from rapport.site.foundation.mail import writing
from rapport.site.foundation.mail.delivery import ready
from rapport.site.foundation.models import OutboxMessage
from rapport.site.foundation.outbox_models import Template
from rapport.site.guides.queries import all_guides, guide
from rapport.site.newsletter import markup
from rapport.site.newsletter.actions import bounces, joining
from rapport.site.newsletter.models import Reader
from rapport.site.newsletter.queries import readers
from rapport.site.newsletter.reports import read_reports, report_of
from support import mailbox
from support.subscribed import NOW, an_edition, reader, under_way

pytestmark = pytest.mark.django_db
LINK = re.compile(r"https?://[^\s<>\"]+")
STOP = "https://practice.example/newsletter/stop/"


@pytest.fixture(autouse=True)
def site(settings):
    mailbox.set_up(settings, "smtp://127.0.0.1")


def letters(language="en"):
    """The mails of an edition to two readers, as they leave."""
    for _ in range(2):
        reader(language=language)
    under_way(language)
    rows = OutboxMessage.objects.filter(template=Template.EDITION).order_by("pk")
    return [mailbox.parsed(ready(row, NOW + timedelta(minutes=1))[1]) for row in rows]


@pytest.mark.parametrize("language", ["en", "es"])
def test_both_forms_hold_the_whole_guide_in_its_language(language):
    mail = letters(language)[0]
    text, html = mailbox.text_of(mail), mailbox.html_of(mail)

    found = guide("it-grows", language)
    said = re.findall(r"[^\W\d_]+", re.sub(r"\[\d+\]", "", found.body))
    assert [word for word in said if word not in text or word not in html] == []
    assert found.title.upper() in text
    assert f'<html lang="{language}">' in html
    assert "988" in text
    assert "988" in html
    assert max(map(len, text.splitlines())) <= 180  # the link; no mail server folds it


def test_mail_ends_by_one_click_and_says_so_to_mail_programs():
    mail = letters()[0]

    (stop,) = {each for each in LINK.findall(mailbox.text_of(mail)) if each.startswith(STOP)}
    assert mail["List-Unsubscribe"] == f"<{stop}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f'href="{stop}"' in mailbox.html_of(mail)
    joining.leave(stop.removeprefix(STOP).rstrip("/"), at=NOW)
    assert Reader.objects.count() == 1


def test_nothing_but_that_link_differs_between_two_readers():
    one, other = letters()

    for form in (mailbox.text_of, mailbox.html_of):
        first, second = (re.sub(rf"{STOP}[^\s\"<]+", "", form(each)) for each in (one, other))
        assert first == second
    assert one["Subject"] == other["Subject"]
    assert one["Message-ID"] != other["Message-ID"]


def test_nobody_sees_who_opens_it_or_follows_a_link():
    mail = letters()[0]
    html = mailbox.html_of(mail)

    links = set(LINK.findall(mailbox.text_of(mail))) | set(re.findall(r'href="([^"]+)', html))
    assert {each for each in links if not each.startswith(STOP)} == {
        "https://practice.example/guides/it-grows/en/"
    }
    assert not re.search(r"<(img|script|link|iframe|object|embed|style|form|svg)|url\(|@import|src=", html)
    assert not any(mark in each for each in links for mark in "?=&#")


def test_confirmation_is_a_fixed_mail_without_a_way_to_end_what_has_not_begun():
    joining.ask("robin@mailbox.example", "en", at=NOW)
    row = OutboxMessage.objects.get()
    mail = mailbox.parsed(bytes(writing.written(row, readers.recipient(row), at=NOW)))

    assert mail["List-Unsubscribe"] is None
    (link,) = LINK.findall(mailbox.text_of(mail))
    assert link.startswith("https://practice.example/newsletter/confirm/")


# Markdown.


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Hello *all* of **you**.", "Hello all of you.\n"),
        ("## Why\n\nSo. [1]", "Why\n---\n\nSo.\n"),
        ("- one\n- two", "- one\n\n- two\n"),
        ("> said", "> said\n"),
        ("See [here](https://a.example/x).", "See here (https://a.example/x).\n"),
        ("a\nb", "a b\n"),
        ("`code` &amp; <b>raw</b>", "code & <b>raw</b>\n"),
        ("", ""),
    ],
)
def test_markdown_as_plain_text(markdown, text):
    assert markup.text_of(markdown) == text


def test_lines_are_short_and_further_lines_of_a_list_stand_below_its_words():
    lines = markup.text_of("- " + "word " * 40).splitlines()

    assert max(map(len, lines)) <= markup.WIDTH
    assert lines[1].startswith("  word")


@pytest.mark.parametrize("raw", ["<script>x</script>", "<img src=x>", "[a](javascript:alert(1))"])
def test_raw_html_and_unsafe_links_stay_text(raw):
    assert not re.search(r"<(script|img)|href=", markup.html_of(raw))


def test_every_guide_holds_only_tags_whose_looks_are_named():
    for each in (*all_guides("en"), *all_guides("es")):
        tags = re.findall(r"<([a-z0-9]+)(?! [^>]*style=)(?: [^>]*)?>", markup.html_of(each.body))
        assert set(tags) <= {"em", "strong"}


# Reports of what did not arrive.


def report(message_id, *, status="5.1.1", action="failed", form="text/rfc822-headers"):
    """As Postfix writes it (RFC 3464)."""
    returned = f"Message-ID: {message_id}\r\nSubject: x\r\n\r\n"
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: notes@practice.example\r\nSubject: Undelivered\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; a@b.example\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
        f"--b\r\nContent-Type: {form}\r\n\r\n{returned}--b--\r\n"
    ).encode()


def told(raw, tmp_path):
    file = tmp_path / "report.eml"
    file.write_bytes(raw)
    return [bounces.note_report(each, at=NOW) for each in read_reports(file) if each is not None]


@pytest.fixture
def sent_id():
    reader("robin@mailbox.example")
    edition = under_way()
    return writing.message_id(OutboxMessage.objects.get(about=edition.pk).pk)


@pytest.mark.parametrize("form", ["text/rfc822-headers", "message/rfc822"])
def test_report_that_a_mailbox_is_gone_erases_the_address(sent_id, tmp_path, form):
    assert told(report(sent_id, form=form), tmp_path) == [bounces.ERASED]
    assert not Reader.objects.exists()


@pytest.mark.parametrize("status", ["4.4.1", "5.7.1", "5.7.26", "nonsense"])
def test_report_of_another_failure_is_counted(sent_id, tmp_path, status):
    assert told(report(sent_id, status=status), tmp_path) == [bounces.COUNTED]
    assert Reader.objects.get().failures == 1


@pytest.mark.parametrize(
    "changed",
    [{"action": "delayed"}, {"action": "delivered"}, {"form": "text/plain"}],
)
def test_report_of_no_failure_changes_nothing(sent_id, tmp_path, changed):
    assert told(report(sent_id, **changed), tmp_path) == []
    assert Reader.objects.get().failures == 0


@pytest.mark.parametrize("message_id", ["<" + "a" * 26 + "@practice.example>", "<x@practice.example>", ""])
def test_report_of_a_mail_that_is_not_ours_changes_nothing(sent_id, tmp_path, message_id):
    assert set(told(report(message_id), tmp_path)) <= {bounces.UNKNOWN}
    assert Reader.objects.get().failures == 0


def test_report_with_our_mail_of_another_domain_changes_nothing(sent_id, tmp_path):
    assert told(report(sent_id.replace("practice", "elsewhere")), tmp_path) == [bounces.UNKNOWN]


def test_mbox_and_maildir_are_read_too(sent_id, tmp_path):
    box, folder = tmp_path / "box", tmp_path / "Maildir"
    lines = report(sent_id).replace(b"\r\n", b"\n")
    box.write_bytes(b"From MAILER-DAEMON Mon Nov 23 09:00:00 2026\n" + lines + b"\n")
    for each in ("cur", "new", "tmp"):
        (folder / each).mkdir(parents=True)
    (folder / "new" / "1").write_bytes(lines)

    for where in (box, folder):
        assert [each.message_id for each in read_reports(where)] == [sent_id]


def test_plain_mail_is_no_report():
    mail = EmailMessage()
    mail.set_content("Out of office.")

    assert report_of(mail) is None


def test_missing_file_is_said_in_one_line(tmp_path):
    with pytest.raises(BadInput, match="expected a mail, an mbox or a Maildir"):
        list(read_reports(tmp_path / "nothing"))


def test_draft_of_a_guide_that_is_gone_leaves_it_out():
    from rapport.site.newsletter.mails import written

    edition = an_edition(guides=("it-grows", "no-longer-there"))

    assert "It grows" in written(edition).html_with("x")
