"""Nightly learning in real processes: one of two does it, the worker goes on, and it is told."""

import json
import signal

import pytest

from faults.scratch_site import new_site

NIGHTS = """
import json
from rapport.site.matches.models import ModelVersion
from rapport.site.outcomes.models import LearningNight, PublicFigures
finished = LearningNight.objects.filter(finished_at__isnull=False)
print(json.dumps([each.count() for each in (ModelVersion.objects, finished, PublicFigures.objects)]))
"""
# A night that would take for ever: the worker must neither wait for it nor leave it behind.
ENDLESS = """
import subprocess, sys
from datetime import datetime, timedelta, UTC
from rapport.cli import worker
from rapport.site.foundation.models import Heartbeat
children = []
begun = subprocess.Popen
def endless(command):
    assert command[1:] == ["-m", "rapport", "worker", "--learn"], command
    children.append(begun([sys.executable, "-c", "import time; time.sleep(600)"]))
    return children[-1]
subprocess.Popen = endless
night, at = worker.asides()["beginning the night's learning"], datetime.now(UTC)
for minute in range(3):
    assert worker.turn(at + timedelta(minutes=minute), (("learning", night.begin),))
running = [child.poll() for child in children]
beat = Heartbeat.objects.get(name="worker").at == at + timedelta(minutes=2)
night.end()
print(running, beat, [child.wait(10) for child in children])
"""


@pytest.fixture
def site(tmp_path):
    return new_site(tmp_path)


def test_of_two_workers_one_learns(site):
    workers = [site.begin("worker", "--learn") for _ in range(2)]
    ended = [(worker.communicate(timeout=120), worker.returncode) for worker in workers]

    assert [status for _, status in ended] == [0] * 2
    told = [problems for (_, problems), _ in ended if "model 1: expected 500 sessions" in problems]
    assert len(told) == 1
    assert json.loads(site.python(NIGHTS)) == [1, 1, 1]


def test_worker_does_not_wait_for_a_long_night_and_ends_it_with_itself(site):
    assert site.python(ENDLESS) == f"[None] True [{-signal.SIGTERM}]"


def test_doctor_tells_what_forecasts_stand_on(site):
    told = json.loads(site.rapport("doctor", "--format", "json").stdout)

    (model,) = [each for each in told if each["check"] == "model"]
    assert model == {
        "check": "model", "ok": True, "text": "none published: forecasts stand on published figures"
    }  # fmt: skip


def test_doctor_finds_a_night_that_was_left(site):
    site.python(
        "from datetime import datetime, timedelta, UTC\n"
        "from rapport.site.outcomes import nights\n"
        "nights.lease(datetime.now(UTC) - timedelta(days=4), worker='killed')"
    )
    told = json.loads(site.rapport("doctor", "--format", "json").stdout)

    (model,) = [each for each in told if each["check"] == "model"]
    assert not model["ok"]
    assert "expected every night's learning to end" in model["text"]
