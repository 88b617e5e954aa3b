"""The drill of the outbox, small: it holds on this database, and fails without its guards."""

import os
from email.message import EmailMessage

import pytest

from rapport.cli.drills import outbox
from rapport.cli.drills.inside_outbox import CANARY

ATTEMPTS, HARMED = 120, 120


@pytest.fixture(scope="module")
def told(prepared):
    with pytest.MonkeyPatch.context() as smaller:
        smaller.setattr(outbox, "HARMED", HARMED)
        return outbox.run(prepared, ATTEMPTS, say=lambda _: None)


def test_nothing_is_lost_while_workers_are_killed(told):
    detail = told["detail"]

    assert told["violations"] == 0, detail
    assert detail["arrived"] + detail["refused_for_good"] == told["attempts"] == ATTEMPTS
    assert sum(detail["killed"].values()) > 0
    assert told["database"] == ("postgresql" if os.environ.get("DATABASE_URL") else "sqlite")


def test_nothing_is_lost_when_the_disk_is_full_and_the_power_is_cut(told):
    outages = told["detail"]["outages"]

    assert outages["arrived"] == HARMED
    assert {"disk full"} <= set(outages["came"]) <= {"disk full", "power cut"}
    # The same without waiting for the disk: what was written down as sent is lost, and sent again.
    is_cut = "power cut" in outages["came"]
    assert bool(told["detail"]["control_broken"]["disk"]) or not is_cut


def test_without_leases_mails_go_out_twice_and_written_down_too_early_they_are_lost(told):
    broken = told["detail"]["control_broken"]

    assert broken["lease"]["doubles that no death explains"] > 0
    assert broken["order"]["said to be sent, never arrived"] > 0
    assert told["control_violations"] == sum(sum(each.values()) for each in broken.values())


@pytest.mark.parametrize("place", ["subject", "text", "file", "split over lines"])
def test_planted_word_in_a_mail_is_noticed(place):
    message = EmailMessage()
    message["Message-ID"] = "<a@drill.example>"
    message["Subject"] = CANARY if place == "subject" else "x"
    message.set_content("é" * 70 + CANARY if place == "split over lines" else CANARY * (place == "text"))
    if place == "file":
        message.add_attachment(f"SUMMARY:{CANARY}é".encode(), maintype="text", subtype="calendar")
    arrived = outbox.Arrived()

    for _ in range(outbox.READ_EVERY):
        arrived.keep("a@drill.example", bytes(message))

    assert arrived.wrong["a planted word in a mail"] > 0
