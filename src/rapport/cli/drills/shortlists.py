"""Drill: never more than three open, issued all at once or not at all, whatever happens at the same time.

Many connections ask for the same few clients' matches at once: first sets, repeated posts, other sets
with a reason, changed answers; and web processes are killed in the middle.
"""

import contextlib
import json
import os
import random
import signal
import threading
import time
from collections import Counter
from typing import Any

from rapport.cli.drills import unguarded
from rapport.cli.drills.instance import Instance, grandchildren, scratch
from rapport.cli.drills.people import visits_of
from rapport.cli.drills.visits import Visit

ATTEMPTS = 2000
CONTROL_ATTEMPTS = 300
CLIENTS, CONNECTIONS, PROVIDERS = 12, 8, 300
KILL_EVERY_SECONDS = 2.0
GUARDLESS = "from rapport.cli.drills import unguarded; unguarded.shortlists()"

# Prints a list of broken promises, each a short text without anybody's data.
CHECK = """
import json
from collections import Counter
from rapport.site.matches.models import Match, Shortlist
found = []
numbers, open_lists, open_matches = {}, Counter(), {}
for each in Shortlist.objects.select_related("client__key").prefetch_related("matches"):
    matches = list(each.matches.all())
    positions = sorted(match.position for match in matches)
    if positions != list(range(1, each.found + 1)):
        found.append("positions are not 1 to found")
    if len({match.provider_id for match in matches}) != len(matches):
        found.append("somebody stands twice in a shortlist")
    if each.found != min(3, each.eligible) and each.number == 1:
        found.append("fewer than three although three were eligible")
    for match in matches:
        match.client = each.client
        if not match.unseal("detail")["forecast"]:
            found.append("a match without a forecast")
        if match.is_open != (each.closed_at is None):
            found.append("a match open in a closed shortlist, or the other way round")
        if match.is_open:
            open_matches.setdefault(each.client_id, []).append(match)
    numbers.setdefault(each.client_id, []).append(each.number)
    open_lists[each.client_id] += each.closed_at is None
found += ["more than one open shortlist" for count in open_lists.values() if count > 1]
found += ["more than three open matches" for each in open_matches.values() if len(each) > 3]
whole = [sorted(each) == list(range(1, len(each) + 1)) for each in numbers.values()]
found += ["numbers with a gap or twice" for each in whole if not each]
print(json.dumps({"shortlists": sum(map(len, numbers.values())), "violations": found}))
"""


def run(url: str, attempts: int | None) -> dict[str, Any]:
    """One run on one database, and the control on another scratch installation of the same kind."""
    begun = time.monotonic()
    wanted = attempts or ATTEMPTS
    with scratch(url) as instance:
        answered, killed = _stormed(instance, wanted, before="")
        verdict = json.loads(instance.django(CHECK).splitlines()[-1])
    with scratch(url) as other:
        other.django(unguarded.DROP_CONSTRAINTS)
        _stormed(other, min(wanted, CONTROL_ATTEMPTS), before=GUARDLESS, kill=False)
        control = json.loads(other.django(CHECK).splitlines()[-1])
    return {
        "database": instance.database,
        "attempts": wanted,
        "violations": len(verdict["violations"]),
        "control_violations": len(control["violations"]),
        "seconds": round(time.monotonic() - begun, 1),
        "detail": {
            "answered": answered,
            "web_processes_killed": killed,
            "shortlists": verdict["shortlists"],
            "broken": sorted(set(verdict["violations"])),
            "control_broken": sorted(set(control["violations"])),
        },
    }


def _stormed(
    instance: Instance, attempts: int, *, before: str, kill: bool = True
) -> tuple[dict[str, int], int]:
    """Send so many requests over several connections at once; how they were answered, and kills."""
    instance.rapport("demo", "--until", "directory", "--providers", str(PROVIDERS))
    sessions = visits_of(instance, CLIENTS)
    left, lock, done = iter(range(attempts)), threading.Lock(), threading.Event()
    answered: Counter[str] = Counter()

    def ask(number: int) -> None:
        rng = random.Random(number)  # noqa: S311 - what to ask next is no secret
        visits = [Visit(instance.port, session) for session in sessions]
        while True:
            with lock:
                if next(left, None) is None:
                    return
            answered[str(_one(rng.choice(visits), rng) or "broken off")] += 1

    killed: list[int] = []
    with instance.served(before=before) as process:
        threads = [threading.Thread(target=ask, args=(number,)) for number in range(CONNECTIONS)]
        killer = threading.Thread(target=_kill, args=(process.pid, done, killed))
        for thread in [*threads, *([killer] if kill else [])]:
            thread.start()
        for thread in threads:
            thread.join()
        done.set()
        if kill:
            killer.join()
    return dict(answered), len(killed)


def _one(visit: Visit, rng: random.Random) -> int:
    choice = rng.random()
    if choice < 0.5:
        return visit.post("/matches/issue/", {}).status
    if choice < 0.85:
        number = rng.randint(1, 6)
        return visit.post("/matches/again/", {"number": number, "missing": ["way"]}).status
    codes = rng.sample(("anxiety", "grief", "depression", "sleep"), 2)
    visit.post("/questionnaire/concerns/", {"said": codes})
    return visit.post("/matches/issue/", {}).status


def _kill(pid: int, done: threading.Event, killed: list[int]) -> None:
    while not done.wait(KILL_EVERY_SECONDS):
        workers = grandchildren(pid)
        if workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(workers[0], signal.SIGKILL)
                killed.append(workers[0])
