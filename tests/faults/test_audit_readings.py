"""Readings from many threads of several processes: one chain, none lost that was confirmed, commits shared.

A reading is confirmed when `record_reading` returns; the process is then killed without warning.
"""

import re

import pytest

from faults.scratch_site import new_site

THREADS, EACH, WORKERS = 8, 25, 2

READ = f"""
import sys
from datetime import datetime, UTC
from threading import Thread
from django.db import connection
from rapport.site.foundation import audit
from rapport.site.foundation.group_commit import GroupCommit
turns = []
write = audit.append
def counting(told):
    turns.append(len(told))
    return write(told)
audit._readings = GroupCommit(counting)
def read(thread):
    for number in range({EACH}):
        name = f"s-{{thread}}-{{number}}"
        audit.record_reading(actor="system", verb="read", subject=name, at=datetime.now(UTC))
        confirmed(name)
    connection.close()
def together():
    threads = [Thread(target=read, args=(thread,)) for thread in range({THREADS})]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
"""
COUNT = """
def confirmed(name): pass
sys.stdin.readline()
together()
print(sum(turns), len(turns))
"""
# The one who is killed: after so many confirmations nothing is finished or flushed any more.
KILLED = """
import os, signal
from threading import Lock
said, lock = [], Lock()
def confirmed(name):
    with lock:
        said.append(name)
        if len(said) == 60:
            os.write(1, "\\n".join(said).encode())
            os.kill(os.getpid(), signal.SIGKILL)
together()
"""
# The control: confirmed before it is written.
TOO_EARLY = """
class TooEarly:
    def __init__(self): self.kept = []
    def add(self, told): self.kept.append(told)
audit._readings = TooEarly()
"""
STATE = """
from rapport.site.foundation import audit
from rapport.site.foundation.models import AuditEvent
print(len(audit.broken_links()), *AuditEvent.objects.filter(verb="read").values_list("subject", flat=True))
"""


@pytest.fixture
def site(tmp_path):
    return new_site(tmp_path)


def on_the_trail(site):
    broken, *subjects = site.python(STATE).split()
    assert broken == "0"
    return subjects


def test_readings_of_all_threads_and_processes_are_one_chain(site):
    processes = [site.begin_python(READ + COUNT) for _ in range(WORKERS)]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    counted = [tuple(map(int, process.communicate(timeout=120)[0].split())) for process in processes]

    assert [read for read, _ in counted] == [THREADS * EACH] * WORKERS
    assert len(on_the_trail(site)) == WORKERS * THREADS * EACH
    # Eight at a time: had each its own commit, there would be as many turns as readings.
    assert all(turns < read for read, turns in counted)


def killed(site, code):
    process = site.begin_python(code)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == -9
    names = re.findall(r"[\w-]+", said)
    assert len(names) == 60
    return set(names)


def test_confirmed_reading_outlives_a_killed_process(site):
    confirmed = killed(site, READ + KILLED)

    assert confirmed <= set(on_the_trail(site))


def test_reading_confirmed_too_early_is_lost(site):
    """The control of the test above."""
    confirmed = killed(site, READ + TOO_EARLY + KILLED)

    assert not confirmed <= set(on_the_trail(site))
