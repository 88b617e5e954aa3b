"""The real worker: it sends what is due by itself, gives back what it has not begun; two share the work."""

import threading

import pytest

from faults.scratch_site import new_site
from rapport.cli.drills.sink import Fault, Sink
from support import mailbox

PUT = """
from datetime import datetime, UTC
from django.db import transaction
from rapport.cli.drills import cast
from rapport.site.foundation import outbox
from rapport.site.people.choices import AccountKind
now = datetime.now(UTC)
account = cast.joined(AccountKind.COORDINATOR, at=now)
with transaction.atomic():
    for number in range({}):
        outbox.put(
            template="security_notice", to=outbox.to_account(account.pk), key=f"a:{{number}}", due_at=now
        )
"""
STATES = """
from collections import Counter
from rapport.site.foundation.models import OutboxMessage
# Inviting the coordinator put a mail of its own there.
rows = OutboxMessage.objects.filter(key__startswith="a:").values_list("state", "lease", "attempts")
print(sorted(Counter(f"{state} {bool(lease)} {attempts}" for state, lease, attempts in rows).items()))
"""
LONG_SECONDS = 60


@pytest.fixture
def site(tmp_path):
    return new_site(tmp_path)


def settings(sink):
    return {"RAPPORT_MAIL_URL": sink.url, "RAPPORT_MAIL_FROM": mailbox.FROM}


def ended(process):
    process.terminate()
    return process.communicate(timeout=LONG_SECONDS)[1]


def test_due_mail_leaves_by_itself_and_a_worker_that_is_stopped_gives_the_others_back(site):
    """The server is slow with the third mail; told to stop then, the worker ends that one and no other."""
    third = threading.Event()

    def plan(number):
        if number == 3:
            third.set()
        return Fault.SLOW if number == 3 else Fault.NONE

    site.python(PUT.format(9))
    with Sink(plan=plan, slow_seconds=2.0) as sink:
        worker = site.begin("worker", **settings(sink))
        assert third.wait(LONG_SECONDS)
        said = ended(worker)

    assert worker.returncode == 0, said
    assert len(sink.mails) == 3
    assert site.python(STATES) == "[('sent False 1', 3), ('waiting False 0', 6)]"


def test_two_workers_send_each_mail_once(site):
    """Each takes what the other does not hold; `--once` ends when nothing is due."""
    site.python(PUT.format(90))
    with Sink() as sink:
        workers = [site.begin("worker", "--once", **settings(sink)) for _ in range(2)]
        said = [worker.communicate(timeout=LONG_SECONDS)[1] for worker in workers]

    assert [worker.returncode for worker in workers] == [0, 0], said
    assert len({mailbox.parsed(raw)["Message-ID"] for _, raw in sink.mails}) == len(sink.mails) == 90
    assert site.python(STATES) == "[('sent False 1', 90)]"
