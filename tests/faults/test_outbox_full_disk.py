"""A full disk: what cannot be leased is not sent, and what was sent but not written down is sent again."""

import resource

import pytest

from faults.scratch_site import new_site
from faults.test_outbox_worker import PUT, STATES, settings
from rapport.cli.drills.sink import Fault, Sink
from support import mailbox

# Leases of a worker that could not write them off, as after their minutes are over.
OVER = """
from django.utils import timezone
from rapport.site.foundation.models import OutboxMessage
OutboxMessage.objects.exclude(lease="").update(leased_until=timezone.now(), due_at=timezone.now())
"""
MAILS, FULL_AT, SECONDS = 6, 3, 90


def fill(process):
    """The process can write no byte more to any file, as on a full disk."""
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


@pytest.mark.sqlite
def test_full_disk_loses_no_mail_and_doubles_only_what_could_not_be_written_down(tmp_path):
    site, began = new_site(tmp_path), []
    site.python(PUT.format(MAILS))

    def plan(number):
        if number == FULL_AT:
            fill(began[0])
        return Fault.NONE

    with Sink(plan=plan) as sink:
        began.append(site.begin("worker", "--once", **settings(sink)))
        began[0].communicate(timeout=SECONDS)
        sent_while_full = len(sink.mails)
        site.python(OVER)
        again = site.begin("worker", "--once", **settings(sink))
        said = again.communicate(timeout=SECONDS)[1]

    names = [mailbox.parsed(raw)["Message-ID"] for _, raw in sink.mails]
    assert again.returncode == 0, said
    assert FULL_AT - 1 <= sent_while_full <= FULL_AT
    assert len(set(names)) == MAILS
    assert len(names) <= MAILS + 1
    assert "waiting" not in site.python(STATES)
