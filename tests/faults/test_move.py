"""`rapport move`: everything arrives and is proved to, or nothing does and one line says why."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from faults.scratch_site import Site, new_database, prepared_database
from rapport.cli.drills.instance import scratch
from rapport.errors import BadInput
from rapport.site.config import presence

pytestmark = pytest.mark.postgresql

PROVIDERS = 8
LAST_NUMBER = 4711
ODD_NAME = "🫶 Zoë \\N \t \n '\" \u202e ﷽"
ODD_MOMENT = "2026-03-08 09:59:59.999999"
REFUSED = "rapport move: {}: expected the same rows on both sides, got another row "

# Moves again and again in one process: each time something else is done to the target after the copy.
PLANTED = """
import contextlib, io, json, sys
from django.db import connections
from rapport.cli import main
from rapport.cli.moving import comparing
compare, url, told = comparing.compare, sys.argv[1], []
for statement in sys.argv[2:]:
    def planted(**given):
        with connections["target"].cursor() as cursor:
            cursor.execute(statement)
        compare(**given)
    comparing.compare = planted
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        status = main.main(["move", "--to", url])
    told.append([status, said.getvalue()])
print(json.dumps(told))
"""
# Moves one file after the other, each in a child of its own.
HARMED = """
import os, sys
from django.db import connections
from rapport.cli import main
for file in sys.argv[2:]:
    child = os.fork()
    if not child:
        connections.databases["default"]["NAME"] = file
        os._exit(main.main(["move", "--to", sys.argv[1]]))
    os.waitpid(child, 0)
"""
KILLED = """
import os, signal, sys
from rapport.cli import main
from rapport.cli.moving import comparing
comparing.compare = lambda **given: os.kill(os.getpid(), signal.SIGKILL)
main.main(["move", "--to", sys.argv[1]])
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """An installation on SQLite in which much has happened, and some of it is odd."""
    folder = tmp_path_factory.mktemp("move") / "data"
    with scratch("") as instance:
        instance.inside("directory", PROVIDERS)
        instance.inside("cast")
        shutil.copytree(instance.data, folder)
    change(folder, "INSERT INTO foundation_heartbeat VALUES (?, ?)", ODD_NAME, ODD_MOMENT)
    change(
        folder, f"INSERT INTO foundation_limitcount VALUES ({LAST_NUMBER}, 'a', 'b', 1, 1, '{ODD_MOMENT}')"
    )
    change(folder, "DELETE FROM foundation_limitcount WHERE id = ?", LAST_NUMBER)
    return folder


@pytest.fixture(scope="module")
def target():
    """An empty, migrated database; who moves into it for good is the last test of this module."""
    return prepared_database()


@pytest.fixture
def site(filled, tmp_path):
    shutil.copytree(filled, tmp_path / "data")
    return Site(tmp_path / "data", "")


def change(folder: Path, sql: str, *values):
    connection = sqlite3.connect(folder / "rapport.sqlite3")
    with connection:
        connection.execute(sql, values)
    connection.close()


def counts_here(folder: Path):
    connection = sqlite3.connect(folder / "rapport.sqlite3")
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    found = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}
    connection.close()
    return found


def counts_there(url: str):
    with psycopg.connect(url) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}


def is_empty(url: str):
    counts = counts_there(url)
    by_migrations = ("django_migrations", "django_content_type", "auth_permission")
    return not any(number for name, number in counts.items() if name not in by_migrations)


def python(site: Site, code: str, *arguments: str):
    return subprocess.run(
        [sys.executable, "-c", "import django; django.setup()\n" + code, *arguments],
        env=site.environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def is_at_rest(site: Site):
    try:
        with presence.alone(site.data):
            return True
    except BadInput:
        return False


def one_line(done: subprocess.CompletedProcess[str]):
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    return done.stderr


def test_change_on_the_way_is_found_and_named_and_nothing_stays(site, target):
    bytes_ = "UPDATE people_client SET receipt = set_byte(receipt, 40, get_byte(receipt, 40) # 1)"
    planted = {
        bytes_ + " WHERE id = (SELECT min(id) FROM people_client)": "people_client",
        "UPDATE directory_provider SET row = row || '{\"x\": null}' WHERE is_listed": ("directory_provider"),
        "UPDATE foundation_heartbeat SET at = at + interval '1 microsecond'": "foundation_heartbeat",
        "INSERT INTO foundation_heartbeat VALUES ('one more', now())": "foundation_heartbeat",
        "DELETE FROM foundation_heartbeat": "foundation_heartbeat",
    }

    done = python(site, PLANTED, target, *planted)

    assert done.returncode == 0, done.stderr
    for (status, said), table in zip(json.loads(done.stdout), planted.values(), strict=True):
        assert status == 2, said
        assert said.startswith(REFUSED.format(table)), said
        assert said.count("\n") == 1
    assert is_empty(target)


def test_kill_in_the_middle_leaves_the_target_empty(site, target):
    before = counts_here(site.data)

    done = python(site, KILLED, target)

    assert done.returncode == -signal.SIGKILL
    assert is_empty(target)
    assert counts_here(site.data) == before
    assert not (site.data / "moved-to-postgresql.txt").exists()


HARMS = {
    "UPDATE people_client SET receipt = zeroblob(300)": "people_client: expected sealed fields that open",
    "UPDATE foundation_datakey SET wrapped = zeroblob(60)": "foundation_datakey: expected sealed fields",
    "UPDATE foundation_heartbeat SET name = 'a' || char(0)": "foundation_heartbeat: expected values",
    "UPDATE foundation_heartbeat SET at = 'soon'": "foundation_heartbeat, column at: expected rows that",
    "UPDATE foundation_audithead SET seq = seq + 1": "foundation_auditevent: expected an unbroken",
    "CREATE TABLE forgotten (id integer)": "this database: expected the tables of this version",
}


def test_what_does_not_hold_before_is_refused_in_one_line(site, target):
    files = []
    for number, harm in enumerate(HARMS):
        folder = site.data / f"harmed-{number}"
        folder.mkdir()
        shutil.copy(site.data / "rapport.sqlite3", folder)
        change(folder, harm)
        files.append(str(folder / "rapport.sqlite3"))

    done = python(site, HARMED, target, *files)

    refused = done.stderr.splitlines()
    assert len(refused) == len(HARMS), done.stderr
    for said, expected in zip(refused, HARMS.values(), strict=True):
        assert said.startswith(f"rapport move: {expected}")
    assert is_empty(target)


def test_site_that_runs_or_a_target_that_is_none_is_refused(site, target):
    worker = site.begin("worker")
    while is_at_rest(site):
        assert worker.poll() is None
    busy = one_line(site.rapport("move", "--to", target))
    worker.kill()
    worker.communicate()
    bare = new_database(like="")

    assert "expected a site at rest" in busy
    assert "--to: expected postgresql://…" in one_line(site.rapport("move", "--to", "mysql://db"))
    assert "that wait; run `RAPPORT_DEMO=0 DATABASE_URL=…" in one_line(site.rapport("move", "--to", bare))
    nobody = target.replace("@127.0.0.1", "@localhost").rpartition("/")[0] + "/nowhere"
    assert "--to: expected a database that answers" in one_line(site.rapport("move", "--to", nobody))


def test_everything_arrives_and_the_old_home_is_closed(site, target):
    moved = site.rapport("move", "--to", target, "--format", "text")
    assert moved.returncode == 0, moved.stderr

    here, there = counts_here(site.data), counts_there(target)
    assert here.pop("foundation_auditevent") + 1 == there.pop("foundation_auditevent")
    assert sum(number > 0 for number in here.values()) > 30
    assert {n: c for n, c in here.items() if n != "django_migrations"} == {
        n: c for n, c in there.items() if n != "django_migrations"
    }
    with psycopg.connect(target) as connection:
        row = connection.execute("SELECT at FROM foundation_heartbeat WHERE name = %s", [ODD_NAME]).fetchone()
        assert row is not None
        assert row[0].isoformat().startswith(ODD_MOMENT.replace(" ", "T"))
        number = connection.execute("SELECT nextval(pg_get_serial_sequence('foundation_limitcount', 'id'))")
        assert number.fetchone() == (LAST_NUMBER + 1,)
    password = target.split(":")[2].split("@")[0]
    assert password not in moved.stdout
    assert "DATABASE_URL=postgresql://rapport:PASSWORD@127.0.0.1:" in moved.stdout
    _goes_on(site, target)


def _goes_on(site: Site, target: str):
    again = one_line(site.rapport("move", "--to", target))
    assert "--to: expected an empty database, got rows in " in again
    assert "got SQLite" in one_line(site.rapport("serve", "--prepare-only"))
    doctor = site.rapport("doctor", "--format", "json", DATABASE_URL=target)
    wrong = [row for row in json.loads(doctor.stdout) if not row["ok"]]
    assert [row["check"] for row in wrong if row["check"] != "static files"] == []
