"""The private PostgreSQL cluster of the tests: apart from everything else, and gone afterwards."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from support import cluster
from support.sources import ROOT

GONE_WITHIN_SECONDS = 10

KILLED = """
import time
from support import cluster
with cluster.running() as running:
    print(running.folder, flush=True)
    time.sleep(99)
"""

if cluster.binaries() is None:
    pytest.skip("no PostgreSQL server here (./run test installs it where it may)", allow_module_level=True)


def _alive(folder: Path) -> bool:
    lines = (line.read_text(errors="replace") for line in Path("/proc").glob("[0-9]*/cmdline"))
    return any(str(folder) in line for line in lines)


def test_cluster_answers_on_this_machine_alone_and_asks_for_its_password() -> None:
    with cluster.running() as running:
        with psycopg.connect(running.url) as connection:
            listening = connection.execute("SHOW listen_addresses").fetchone()
            durable = connection.execute("SHOW fsync").fetchone()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(running.url.replace(f"{cluster.ROLE}:", f"{cluster.ROLE}:wrong"))
        owner = running.folder.stat().st_uid

    assert (listening, durable) == (("127.0.0.1",), ("on",))
    assert owner != 0
    assert not running.folder.exists()
    assert not _alive(running.folder)


def test_cluster_goes_with_a_killed_run() -> None:
    command = [sys.executable, "-c", KILLED]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "tests")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as run:
        assert run.stdout is not None
        folder = Path(run.stdout.readline().strip())
        assert _alive(folder)
        run.send_signal(signal.SIGKILL)

    deadline = time.monotonic() + GONE_WITHIN_SECONDS
    while _alive(folder) and time.monotonic() < deadline:
        os.sched_yield()
    assert not _alive(folder)
    shutil.rmtree(folder)


def test_command_gets_the_address_and_gives_its_status() -> None:
    asks = "import os, sys; sys.exit(7 if os.environ['DATABASE_URL'].startswith('postgresql://') else 1)"

    assert cluster.main([sys.executable, "-c", asks]) == 7
