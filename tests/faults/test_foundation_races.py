"""Many processes at once: the audit trail stays one chain, limits count every try, keys are made once.

Each has its control: the same with the guard taken away, which must fail.
"""

import pytest

from faults.scratch_site import new_site
from faults.together import run_together

WORKERS = 4
EACH = 40


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return new_site(tmp_path_factory.mktemp("races"))


RECORD = f"""
from datetime import datetime, UTC
from django.db import DatabaseError
from rapport.site.foundation import audit
lost = 0
for number in range({EACH}):
    try:
        audit.record(actor="system", verb="read", subject="s", at=datetime.now(UTC))
    except DatabaseError:
        lost += 1
print(lost)
"""
# The guard is the lock on the end of the trail: select_for_update on PostgreSQL, BEGIN IMMEDIATE on SQLite.
WITHOUT_LOCK = """
from django.db import connection, transaction
from rapport.site.foundation import audit
from rapport.site.foundation.models import AuditHead
def unlocked():
    return AuditHead.objects.filter(pk=1).first() or AuditHead(pk=1, seq=0, link=audit.START)
audit._locked_head = unlocked
connection.ensure_connection()
if connection.vendor == "sqlite":
    connection.transaction_mode = "DEFERRED"
"""
STATE = """
from rapport.site.foundation import audit
from rapport.site.foundation.models import AuditEvent
print(len(audit.broken_links()), AuditEvent.objects.filter(verb="read").count())
"""


def test_trail_is_one_chain_whoever_writes(site):
    lost = run_together(site, RECORD, WORKERS)

    assert lost == ["0"] * WORKERS
    assert site.python(STATE) == f"0 {WORKERS * EACH}"


def test_without_the_lock_events_are_lost(tmp_path):
    """The control of the test above."""
    bare = new_site(tmp_path)

    lost = run_together(bare, WITHOUT_LOCK + RECORD, WORKERS)

    assert sum(map(int, lost)) > 0


TAKE = f"""
from datetime import datetime, UTC
from rapport.site.foundation import limits
from rapport.site.foundation.error_pages import TooManyTries
at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
limit = limits.Limit("race", allowed=50, seconds=600)
allowed = 0
for number in range({EACH}):
    try:
        limits.take(limit, who="x", at=at)
        allowed += 1
    except TooManyTries:
        pass
print(allowed)
"""


def test_limit_counts_every_try_of_every_process(site):
    allowed = run_together(site, TAKE, WORKERS)

    assert sum(map(int, allowed)) == 50


KEYS = """
from pathlib import Path
from django.conf import settings
from rapport.site.foundation import keys
folder = Path(settings.KEYS_FOLDER) / "race"
folder.mkdir(mode=0o700, exist_ok=True)
ring = keys.read_ring(folder)
print(keys.digest(ring.wrapping[1] + ring.receipt_pepper + ring.audit + ring.limits, "x"))
"""


def test_processes_that_start_together_agree_on_their_keys(site):
    seen = run_together(site, KEYS, WORKERS)

    assert len(set(seen)) == 1
    assert len(seen[0]) == 64
