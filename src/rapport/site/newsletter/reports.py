"""Reports that a mail did not arrive (RFC 3464), read from a file, a folder or a mailbox."""

import mailbox
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path

from rapport.errors import BadInput, Problem

FAILED = "failed"
STATUS = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})")
POLICY = "7"


@dataclass(frozen=True)
class Report:
    """Of which mail, and whether its mailbox is gone for good."""

    message_id: str
    is_for_good: bool


def read_reports(file: Path) -> Iterator[Report | None]:
    """What each mail of a file (one mail, or an mbox) or a folder (Maildir) reports; None where nothing."""
    try:
        for raw in _mails(file):
            yield report_of(message_from_bytes(raw, policy=default))
    except OSError as error:
        arrived = error.strerror or "another"
        problem = Problem(file=str(file), expected="a mail, an mbox or a Maildir", arrived=arrived)
        raise BadInput(problem) from None


def _mails(file: Path) -> Iterator[bytes]:
    if file.is_dir():
        if not (file / "new").is_dir():
            problem = Problem(file=str(file), expected="a Maildir, which has a folder “new”", arrived="none")
            raise BadInput(problem)
        yield from (each.as_bytes() for each in mailbox.Maildir(file, create=False))
        return
    with file.open("rb") as stream:
        is_mbox = stream.read(5) == b"From "
    if is_mbox:
        with closing(mailbox.mbox(file, create=False)) as box:
            yield from (each.as_bytes() for each in box)
    else:
        yield file.read_bytes()


def report_of(mail: Message) -> Report | None:
    """A failure that a mail reports of another; None where it is no such report, or it was only late."""
    if mail.get_content_type() != "multipart/report":
        return None
    fields = [block for part in mail.walk() for block in _fields(part)]
    failed = next((each for each in fields if str(each.get("Action", "")).strip().lower() == FAILED), None)
    message_id = next((found for part in mail.walk() if (found := _returned_id(part))), "")
    if failed is None or not message_id:
        return None
    status = STATUS.match(str(failed.get("Status", "")))
    return Report(message_id, status is not None and status[1] == "5" and status[2] != POLICY)


def _fields(part: Message) -> list[Message]:
    """Blocks of fields, one a recipient, of the part that machines read."""
    blocks = part.get_payload() if part.get_content_type() == "message/delivery-status" else []
    return [each for each in blocks if isinstance(each, Message)] if isinstance(blocks, list) else []


def _returned_id(part: Message) -> str:
    """The Message-ID of the mail that came back, whole or by its headers."""
    match part.get_content_type():
        case "message/rfc822":
            (inner,) = part.get_payload() or (Message(),)
            return str(inner.get("Message-ID", "")).strip()
        case "text/rfc822-headers":
            headers = message_from_bytes(part.get_payload(decode=True) or b"", policy=default)
            return str(headers.get("Message-ID", "")).strip()
    return ""
