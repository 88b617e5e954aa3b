"""Drill: a check-in that was acknowledged is kept, once, whole, and as it was sent.

Clients in several processes fill in the form through HTTP, press twice at once, and send it again under the
same key until somebody says "saved". Meanwhile processes that answer are killed, and in turn the disk is
full, the power is cut and what was not synced is lost, and on PostgreSQL the server is stopped at once and
every connection cut (`harm`). At last everything is ended right after an acknowledgement. Then the tables
are counted over.
"""

import contextlib
import random
import re
import sqlite3
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

from rapport.cli.drills import power
from rapport.cli.drills.harm import Harm, hold_writers, server_for
from rapport.cli.drills.inside_checkins import answer_of
from rapport.cli.drills.instance import Instance, scratch, twin
from rapport.cli.drills.storm import CONNECTIONS, PROCESSES, Storm, told_of, weathered
from rapport.cli.drills.visits import Answer, Visit

if TYPE_CHECKING:
    from rapport.cli.drills.cluster import Cluster

ATTEMPTS, CONTROL_SHARE = 600, 4
SYNCED = ("only_synced",)
UNGUARDED, CARELESS = ("checkin_care",), ("waiting_for_the_disk",)
CLIENTS = 12
# Sent again, a moment apart, for so long, before a person would give up for today.
GIVE_UP_SECONDS, PATIENCE_SECONDS = 40.0, 0.15
PRESSED_TWICE = 0.25
LAST_ONES = 12
LYING_DISK = "a disk that says it has synced and has not"
SAVED = re.compile(r"/checkin/\d+/(saved|help|also)/.*")
FIELD = r'name="{}" value="([^"]+)"'


def run(url: str, attempts: int | None, *, say: Callable[[str], None]) -> dict[str, Any]:
    """One run on one database, and the controls on a copy of it without the guards."""
    begun, wanted = time.monotonic(), attempts or ATTEMPTS
    say("making a scratch installation")
    with server_for(url) as (server, cluster), scratch(server, prepared_in=url) as instance:
        practice = {"clients": instance.inside("checkin_practice", {"clients": CLIENTS})}
        with twin(instance) as bare, contextlib.ExitStack() as stack:
            say(f"{wanted} check-ins from {PROCESSES} processes, with everything going wrong")
            harm = Harm(instance, cluster, stack, SYNCED)
            storm, killed, last = _weathered(instance, practice, wanted, say, harm)
            found = instance.inside("checkins", [*storm.acknowledged, *last])
            say("the controls, without the guards")
            control = _control(bare, cluster, practice, max(wanted // CONTROL_SHARE, 2 * CLIENTS), say)
    return {
        "database": instance.database,
        "attempts": wanted,
        "violations": sum(found["broken"].values()),
        "control_violations": sum(control.values()),
        "seconds": round(time.monotonic() - begun, 1),
        "detail": {
            "answered": dict(sorted(storm.answered.items())),
            "acknowledged": len(set(storm.acknowledged)) + len(last),
            "kept": found["kept"],
            "web_processes_killed": killed,
            "went_wrong": dict(sorted(harm.came.items())),
            "acknowledged_right_before_everything_was_ended": len(last),
            "durability": found["durability"],
            "not_shown": _not_shown(instance, harm),
            "broken": found["broken"],
            "control": "no transaction, no lock, no unique constraint, a pause before writing; "
            "a confirmation that does not wait for the disk",
            "control_broken": control,
        },
    }


def _not_shown(instance: Instance, harm: Harm) -> str:
    if "power cut" not in harm.kinds:
        return "a power cut and a full disk of the server: nothing here can bring them about"
    if instance.database == "sqlite":
        return LYING_DISK
    return f"{LYING_DISK}; harmed is a server made for this, not the one named"


def _weathered(
    instance: Instance, practice: dict[str, Any], wanted: int, say: Callable[[str], None], harm: Harm
) -> tuple[Storm, int, list[str]]:
    """The storm; then what has not gone wrong yet, each right after some check-ins; then a power cut."""
    last = Storm()
    if instance.database == "sqlite":
        power.begin_keeping(instance.data)

    def then(served: subprocess.Popen[bytes]) -> None:
        for kind in [each for each in harm.kinds if not harm.came[each]]:
            check_in_some(instance, practice, kind.replace(" ", "-"), last, PROCESSES)
            served = harm.bring(kind, served)
        checkpoint = power.keep_checkpoint(harm.cluster) if harm.cluster is not None else ""
        check_in_some(instance, practice, "last", last, LAST_ONES)
        _lose_power(instance, harm.cluster, served, checkpoint)

    storm, killed = weathered(
        instance, practice, wanted, without=SYNCED, act=storming, say=say, harm=harm, then=then
    )
    return storm, killed, last.acknowledged


def _control(
    bare: Instance,
    cluster: "Cluster | None",
    practice: dict[str, Any],
    wanted: int,
    say: Callable[[str], None],
) -> dict[str, int]:
    """What is broken without the guards, by kind: what was kept twice, and what a power cut takes."""
    found: dict[str, int] = {}
    if bare.database == "sqlite":
        power.begin_keeping(bare.data)

    def then(served: subprocess.Popen[bytes]) -> None:
        rows, last = _rows(bare), Storm()
        found["a form kept twice"] = len(rows) - len({key for key, *_ in rows})
        found["a session kept twice"] = len(rows) - len({tuple(place) for _, *place in rows})
        if cluster is not None:
            hold_writers(cluster)
        check_in_some(bare, practice, "last", last, LAST_ONES)
        _lose_power(bare, cluster, served)
        found["acknowledged and gone"] = len(set(last.acknowledged) - {key for key, *_ in _rows(bare)})

    without = (*UNGUARDED, *SYNCED, *CARELESS)
    weathered(bare, practice, wanted, without=without, act=storming, say=say, then=then)
    return found


def _lose_power(
    instance: Instance, cluster: "Cluster | None", served: subprocess.Popen[bytes], checkpoint: str = ""
) -> None:
    """Everything is ended at once; what was not synced, or a checkpoint lacks, is lost."""
    rng = random.Random(LAST_ONES)  # noqa: S311 - no secret
    if instance.database == "sqlite":
        power.lose_sqlite(instance.data, served.pid, rng)
        return
    power.end_all(served.pid)
    if cluster is not None and checkpoint:
        power.lose_postgresql(cluster, checkpoint, rng)
    elif cluster is not None:
        power.end_server(cluster)
        cluster.start()


def check_in_some(instance: Instance, practice: dict[str, Any], named: str, storm: Storm, count: int) -> None:
    """So many check-ins, one after the other, under keys of this name."""
    for place in range(count):
        _check_in(instance.port, practice["clients"][place % CLIENTS], f"{named}-{place}", storm)


def _rows(instance: Instance) -> list[tuple[Any, ...]]:
    """Key, client and number of all that is kept, read past the site; none where the file is broken."""
    asked = "SELECT entry_key, client_id, number FROM checkins_ratedsession"
    if instance.database == "sqlite":
        file = sqlite3.connect(instance.data / power.SQLITE)
        with contextlib.suppress(sqlite3.DatabaseError), contextlib.closing(file) as connection:
            return connection.execute(asked).fetchall()
        return []
    import psycopg

    with psycopg.connect(instance.url) as connection:
        return connection.execute(asked).fetchall()


def storming(port: int, practice: dict[str, Any], attempts: int, number: int) -> dict[str, Any]:
    """One process of people: several connections, each checking in one time after the other."""
    storm = Storm()

    def act(place: int) -> None:
        rng = random.Random(f"{number}-{place}")  # noqa: S311 - no secret
        visit, key = rng.choice(practice["clients"]), f"{number}-{place}"
        _check_in(port, visit, key, storm, twice=rng.random() < PRESSED_TWICE)

    with ThreadPoolExecutor(CONNECTIONS) as connections:
        list(connections.map(act, range(attempts)))
    return told_of(storm)


def _check_in(port: int, session: str, key: str, storm: Storm, *, twice: bool = False) -> None:
    """Fill in the next form and send it under this key until it is saved, or refused in words."""
    page = _until(partial(Visit(port, session).get, "/checkin/"), lambda answer: answer.status == 200, storm)
    if page is None:
        return
    shown = {name: re.search(FIELD.format(name), page.body) for name in ("number", "day", "form")}
    sent: dict[str, object] = {name: found[1] for name, found in shown.items() if found}
    said = str(answer_of(key))
    sent |= {"key": key, "goals1": "4", "tasks1": "4", "bond1": said, "empathy": "4"}

    def send() -> Answer:
        return Visit(port, session).post("/checkin/", sent)

    if twice:
        with ThreadPoolExecutor(2) as fingers:
            answers = list(fingers.map(lambda _: send(), range(2)))
        for answer in answers:
            _note(storm, key, answer)
    answer = _until(send, lambda answer: answer.status in (200, 302), storm)
    if answer is not None:
        _note(storm, key, answer)


def _note(storm: Storm, key: str, answer: Answer) -> None:
    """Whoever is sent on was told that it is saved; a refusal says so on the page."""
    is_saved = SAVED.fullmatch(answer.headers.get("location", "")) is not None
    with storm.lock:
        storm.answered[str(answer.status or "broken off")] += 1
        storm.done["check in"] += is_saved
        storm.acknowledged += [key] if is_saved else []


def _until(ask: Callable[[], Answer], is_good: Callable[[Answer], bool], storm: Storm) -> Answer | None:
    until = time.monotonic() + GIVE_UP_SECONDS
    while time.monotonic() < until:
        answer = ask()
        if is_good(answer):
            return answer
        with storm.lock:
            storm.answered[str(answer.status or "broken off")] += 1
        time.sleep(PATIENCE_SECONDS)
    return None
