"""Drill: a check-in that was acknowledged is kept, once, whole, and as it was sent.

Clients in several processes fill in the form through HTTP, press twice at once, and send it again under the
same key until somebody says "saved". Meanwhile the processes that answer are killed, connections to
PostgreSQL are cut, and on SQLite no file may grow, as on a full disk. At last everything is killed at once
right after an acknowledgement. Then the tables are counted over.
"""

import contextlib
import os
import random
import re
import resource
import signal
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from rapport.cli.drills import databases
from rapport.cli.drills.inside_checkins import answer_of
from rapport.cli.drills.instance import Instance, scratch, twin, web_workers
from rapport.cli.drills.storm import CONNECTIONS, PROCESSES, Storm, told_of, weathered
from rapport.cli.drills.visits import Answer, Visit

ATTEMPTS, CONTROL_ATTEMPTS = 600, 150
GUARD = ("checkin_care",)
CLIENTS = 12
# Sent again so often, a moment apart, before a person would give up for today.
MOST_TRIES, PATIENCE_SECONDS = 40, 0.15
PRESSED_TWICE = 0.25
# While files may not grow beyond a page, nothing can be written; for so long at a time.
FULL_BYTES, FULL_SECONDS = 4096, 0.7
LAST_ONES = 12
SAVED = re.compile(r"/checkin/\d+/(saved|help|also)/.*")
FIELD = r'name="{}" value="([^"]+)"'


def run(url: str, attempts: int | None, *, say: Callable[[str], None]) -> dict[str, Any]:
    """One run on one database, and the control on a copy of it without the guards."""
    begun, wanted = time.monotonic(), attempts or ATTEMPTS
    say("making a scratch installation")
    with scratch(url) as instance:
        practice = {"clients": instance.inside("checkin_practice", {"clients": CLIENTS})}
        with twin(instance) as bare:
            harm = Harm(instance)
            say(f"{wanted} check-ins from {PROCESSES} processes, with everything going wrong")
            storm, killed = weathered(instance, practice, wanted, act=storming, say=say, harm=harm)
            last = _cut_off(instance, practice)
            found = instance.inside("checkins", [*storm.acknowledged, *last])
            say("the control, without the guards")
            bare.inside("drop_checkin_constraints")
            fewer = min(wanted, CONTROL_ATTEMPTS)
            other, _ = weathered(bare, practice, fewer, without=GUARD, act=storming, say=say)
            control = bare.inside("checkins", other.acknowledged)
        promised = instance.inside("durability")
    return {
        "database": instance.database,
        "attempts": wanted,
        "violations": sum(found["broken"].values()),
        "control_violations": sum(control["broken"].values()),
        "seconds": round(time.monotonic() - begun, 1),
        "detail": {
            "answered": dict(sorted(storm.answered.items())),
            "acknowledged": len(set(storm.acknowledged)) + len(last),
            "kept": found["kept"],
            "web_processes_killed": killed,
            "connections_cut": harm.cut,
            "disk_full": harm.full,
            "acknowledged_right_before_everything_was_killed": len(last),
            "durability": promised,
            "not_shown": NOT_SHOWN[instance.database],
            "broken": found["broken"],
            "control": "no transaction, no lock, no unique constraint, a pause before writing",
            "control_broken": control["broken"],
        },
    }


NOT_SHOWN = {
    "sqlite": "a real power cut: killed processes leave the system's cache, durability names what guards it",
    "postgresql": "a full disk and a power cut of the database server, which is not the drill's to harm",
}


class Harm:
    """What goes wrong beside the killing: connections cut, or a disk that is full for a while."""

    def __init__(self, instance: Instance) -> None:
        self.instance, self.cut, self.full = instance, 0, 0

    def __call__(self, served: subprocess.Popen[bytes]) -> None:
        """Once."""
        if self.instance.database == "postgresql":
            self.cut += databases.cut(self.instance.url)
            return
        workers = web_workers(served)
        for limit in (FULL_BYTES, resource.RLIM_INFINITY):
            for worker in workers:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    resource.prlimit(worker, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            if limit == FULL_BYTES:
                time.sleep(FULL_SECONDS)
        self.full += bool(workers)


def _cut_off(instance: Instance, practice: dict[str, Any]) -> list[str]:
    """Keys acknowledged until the moment in which every process of the site is killed at once."""
    storm = Storm()
    with instance.served() as served:
        for place in range(LAST_ONES):
            _check_in(instance.port, practice["clients"][place % CLIENTS], f"last-{place}", storm)
        os.killpg(served.pid, signal.SIGKILL)
    return storm.acknowledged


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
    for _ in range(MOST_TRIES):
        answer = ask()
        if is_good(answer):
            return answer
        with storm.lock:
            storm.answered[str(answer.status or "broken off")] += 1
        time.sleep(PATIENCE_SECONDS)
    return None
