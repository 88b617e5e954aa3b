"""Reports come from a real replica while it is close, and from the primary when it is behind or gone."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rapport.cli.drills.cluster import following, running

SOURCE = Path(__file__).parents[2] / "src"
STORY = """
import json, os, signal, sys, time
import django; django.setup()
from django.db import connection, connections, router, transaction
from rapport.site.foundation import replica
from rapport.site.foundation.models import Heartbeat

replica.LOOK_SECONDS, told = 0.05, {}
with connection.schema_editor() as editor:
    editor.create_model(Heartbeat)

def beat(name):
    Heartbeat.objects.create(name=name, at="2026-11-27T12:00:00Z")

def names(found):
    return sorted(found.values_list("name", flat=True))

@replica.may_come_from_replica
def read():
    return router.db_for_read(Heartbeat), names(Heartbeat.objects)

def until(wanted, seconds=60):
    ends = time.monotonic() + seconds
    while (found := read()) != wanted and time.monotonic() < ends:
        pass
    return found

def asked(sql):
    with connections["replica"].cursor() as cursor:
        cursor.execute(sql)

beat("one")
told["close"] = until(("replica", ["one"]))
with transaction.atomic():
    told["in a transaction"] = read()
told["outside of a report"] = router.db_for_read(Heartbeat)
told["written in a report"] = replica.may_come_from_replica(lambda: router.db_for_write(Heartbeat))()

asked("SELECT pg_wal_replay_pause()")
beat("two")
replica.LONGEST_LAG_SECONDS = 1000
told["behind, for a moment"] = read()
replica.LONGEST_LAG_SECONDS = 0.5
told["behind"] = until(("default", ["one", "two"]))
told["behind, and asked all the same"] = names(Heartbeat.objects.using("replica"))
replica.LONGEST_LAG_SECONDS = 10
asked("SELECT pg_wal_replay_resume()")
told["close again"] = until(("replica", ["one", "two"]))

try:
    with connections["replica"].cursor() as cursor:
        cursor.execute("CREATE TABLE nothing ()")
except Exception as error:
    told["written to the replica"] = type(error).__name__
for pid in map(int, sys.argv[1:]):
    os.kill(pid, signal.SIGKILL)
told["gone"] = until(("default", ["one", "two"]))
print(json.dumps(told))
"""


@pytest.mark.postgresql
def test_replica_answers_reports_only_while_it_is_close(tmp_path):
    with running(in_memory=True) as primary, following(primary) as second:
        assert second.server is not None
        kept = {name: value for name, value in os.environ.items() if not name.startswith("RAPPORT_")}
        given = {
            "RAPPORT_DATA": str(tmp_path / "data"), "DATABASE_URL": primary.url, "REPLICA_URL": second.url,
            "PYTHONPATH": str(SOURCE), "DJANGO_SETTINGS_MODULE": "rapport.site.config.settings",
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", STORY, str(second.server.pid)],
            env=kept | given, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "close": ["replica", ["one"]],
        "in a transaction": ["default", ["one"]],
        "outside of a report": "default",
        "written in a report": "default",
        "behind, for a moment": ["replica", ["one"]],
        "behind": ["default", ["one", "two"]],
        "behind, and asked all the same": ["one"],
        "close again": ["replica", ["one", "two"]],
        "written to the replica": "InternalError",
        "gone": ["default", ["one", "two"]],
    }
