"""Drill: never more than three open, issued all at once or not at all, whatever happens at the same time.

Several connections ask for one client's matches at once, through HTTP and against the real server: first
sets, repeated posts, other sets with a reason, changed answers; and the processes that answer are killed in
the middle. Then everything that stands in the database is looked at.
"""

import contextlib
import os
import random
import re
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from rapport.cli.drills.instance import Instance, scratch, twin, web_workers
from rapport.cli.drills.visits import Answer, Visit

ATTEMPTS = 2000
# Enough to break promises that nothing guards; a drill should not be long because its control is.
CONTROL_ATTEMPTS = 400
CONNECTIONS, PROVIDERS = 8, 60
# So many requests in a row, over all connections, are about the same client: that is what makes them meet.
REQUESTS_A_CLIENT = 40
REQUESTS_A_KILL = 100
NUMBER = re.compile(r'name="number" value="(\d+)"')
MATCH = re.compile(r'data-part="match" data-provider="([^"]+)"')
SLATE = 3
REASONS = ("concern", "way", "person", "times", "cost", "known", "other")
CONCERNS = ("anxiety", "grief", "depression", "sleep", "trauma")


@dataclass(slots=True)
class Storm:
    """What happened while everybody asked at once."""

    answered: Counter[str] = field(default_factory=Counter)
    acknowledged: set[str] = field(default_factory=set)
    seen_wrong: Counter[str] = field(default_factory=Counter)
    numbers: dict[str, int] = field(default_factory=dict)
    killed: list[int] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def note(self, answer: Answer) -> None:
        """Count an answer, and what is wrong with it as a person would see it."""
        shown = MATCH.findall(answer.body)
        is_wrong = len(shown) > SLATE or len(set(shown)) < len(shown)
        with self.lock:
            self.answered[str(answer.status or "broken off")] += 1
            self.seen_wrong["a page that failed"] += answer.status >= 500
            self.seen_wrong["a page with more than three, or somebody twice"] += is_wrong


def run(url: str, attempts: int | None, *, say: Callable[[str], None]) -> dict[str, Any]:
    """One run on one database, and the control on a copy of it without the guards."""
    begun, wanted = time.monotonic(), attempts or ATTEMPTS
    say("making a scratch installation")
    with scratch(url) as instance:
        instance.inside("directory", PROVIDERS)
        with twin(instance) as bare:
            say(f"{wanted} attempts over {CONNECTIONS} connections, killing processes")
            storm, found = _weathered(instance, wanted, without=())
            say("the control, without the guards")
            bare.inside("drop_constraints")
            _, control = _weathered(bare, min(wanted, CONTROL_ATTEMPTS), without=("transactions",))
    broken = Counter(found["broken"]) + storm.seen_wrong
    return {
        "database": instance.database,
        "attempts": wanted,
        "violations": sum(broken.values()),
        "control_violations": sum(control["broken"].values()),
        "seconds": round(time.monotonic() - begun, 1),
        "detail": {
            "answered": dict(sorted(storm.answered.items())),
            "web_processes_killed": len(storm.killed),
            "clients": _clients(wanted),
            "shortlists": found["shortlists"],
            "matches": found["matches"],
            "broken": dict(broken),
            "control": "no transaction, no lock, no unique constraint",
            "control_broken": control["broken"],
        },
    }


def _clients(attempts: int) -> int:
    return max(2, attempts // REQUESTS_A_CLIENT)


def _weathered(
    instance: Instance, attempts: int, *, without: tuple[str, ...]
) -> tuple[Storm, dict[str, Any]]:
    """Send so many requests over several connections at once; what happened, and what then stands."""
    sessions = instance.inside("clients", {"count": _clients(attempts), "stage": "finished"})
    storm = Storm()
    with instance.served(without=without) as served, ThreadPoolExecutor(CONNECTIONS) as connections:

        def ask(number: int) -> None:
            session = sessions[number // REQUESTS_A_CLIENT % len(sessions)]
            _ask(Visit(instance.port, session), storm, random.Random(number))  # noqa: S311 - no secret
            if number % REQUESTS_A_KILL == REQUESTS_A_KILL // 2:
                _kill_one(served, storm)

        list(connections.map(ask, range(attempts)))
    return storm, instance.inside("shortlists", sorted(storm.acknowledged))


def _ask(visit: Visit, storm: Storm, rng: random.Random) -> None:
    """One of the things that a client, or a client's impatient browser, does."""
    session, choice = visit.session, rng.random()
    if choice < 0.45:
        answer = _issue(visit, storm)
    elif choice < 0.75:
        answer = _again(visit, storm, rng)
    elif choice < 0.85:
        answer = visit.get("/matches/")
    else:
        visit.post("/questionnaire/concerns/", {"said": rng.sample(CONCERNS, 2)})
        visit.session = session
        answer = _issue(visit, storm)
    storm.note(answer)


def _issue(visit: Visit, storm: Storm) -> Answer:
    answer = visit.post("/matches/issue/", {})
    if answer.headers.get("location") == "/matches/":
        storm.acknowledged.add(visit.session)
    return answer


def _again(visit: Visit, storm: Storm, rng: random.Random) -> Answer:
    """Three others, with a reason: for the set that is open now, or a replayed post for one seen before."""
    if visit.session not in storm.numbers or rng.random() < 0.5:
        shown = NUMBER.search(visit.get("/matches/again/").body)
        if shown:
            storm.numbers[visit.session] = int(shown[1])
    said = {"number": storm.numbers.get(visit.session, 1), "missing": rng.sample(REASONS, 2), "note": "x"}
    return visit.post("/matches/again/", said)


def _kill_one(served: subprocess.Popen[bytes], storm: Storm) -> None:
    """End a process that answers requests, without a warning; the server begins another."""
    for worker in web_workers(served)[:1]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
            storm.killed.append(worker)
