"""Drill: nobody has more clients than places, while a hundred choose and the number of places is lowered.

A hundred clients at a time choose one of those they met, through HTTP and from several processes, more than
there are places for; the providers say meanwhile that they have fewer, or more; and the processes that answer
are killed in the middle. Then every place is counted over.
"""

import math
import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rapport.cli.drills.instance import Instance, scratch, twin
from rapport.cli.drills.storm import CONNECTIONS, PROCESSES, Front, Storm, front, idle, told_of, weathered
from rapport.cli.drills.visits import Visit

ATTEMPTS = 600
CONTROL_ATTEMPTS = 300
CLIENTS, PLACES, ACTS_A_CLIENT = 100, 6, 8
# So often a provider changes the number of places, and somebody chooses again what they chose.
PROVIDER_ACTS, MOST_PLACES = 0.15, 12


def run(
    url: str, attempts: int | None, *, say: Callable[[str], None], seconds: float = math.inf
) -> dict[str, Any]:
    """One run on one database, and the control on a copy of it without the guards.

    After so many `seconds` no more attempts are made: those that were are judged.
    """
    begun, wanted = time.monotonic(), attempts or ATTEMPTS
    say("making a scratch installation")
    with scratch(url) as instance:
        practice = {
            "providers": instance.inside("capacity_directory", PLACES),
            "clients": instance.inside("capacity_practice", {"clients": CLIENTS}),
        }
        with twin(instance) as bare:
            # First of the two: a visit ends where nobody asks for so long as a run can take.
            say("the control, without the guards")
            bare.inside("drop_capacity_constraints")
            fewer = min(wanted, CONTROL_ATTEMPTS)
            other, _ = weathered(bare, practice, fewer, without=("place_locks",), act=storming, say=say)
            control = bare.inside("capacity", other.acknowledged)
        say(f"{CLIENTS} clients choose, over and over, while processes are killed")
        with front(instance, act=storming, say=say) as people:
            found = _rounds(instance, people, practice, wanted, time.monotonic() + seconds)
    storm = people.storm
    broken = Counter(found["broken"]) + storm.seen_wrong + Counter({"hardly anything was done": idle(storm)})
    return {
        "database": instance.database,
        "attempts": storm.made,
        "violations": sum(broken.values()),
        "control_violations": sum(control["broken"].values()),
        "seconds": round(time.monotonic() - begun, 1),
        "detail": {
            "answered": dict(sorted(storm.answered.items())),
            "done": dict(sorted(storm.done.items())),
            "web_processes_killed": people.killed,
            "rounds": found["rounds"],
            "places": found["places"],
            "broken": dict(broken),
            "control": "no check in the database, no lock, a look before the write",
            "control_broken": control["broken"],
        },
    }


def _rounds(
    instance: Instance, people: Front, practice: dict[str, Any], wanted: int, until: float
) -> dict[str, Any]:
    """Round after round, each counted over before the next begins; what was broken in all of them."""
    a_round, number, seen = len(practice["clients"]) * ACTS_A_CLIENT, 0, 0
    broken: Counter[str] = Counter()
    while True:
        people.send(practice, min(a_round, wanted - people.storm.made), until=until)
        told, number = people.storm.acknowledged[seen:], number + 1
        seen = len(people.storm.acknowledged)
        if people.storm.made >= wanted or time.monotonic() > until:
            break
        asked = {"acknowledged": told, "clients": practice["clients"]}
        broken.update(instance.inside("capacity_again", asked))
    last = instance.inside("capacity", told)
    return {"rounds": number, "places": last["places"], "broken": broken + Counter(last["broken"])}


def storming(port: int, practice: dict[str, Any], attempts: int, number: int) -> dict[str, Any]:
    """One process of people: clients who choose, providers who change how many places they have."""
    storm = Storm()

    def act(place: int) -> None:
        rng = random.Random(f"{number}-{place}")  # noqa: S311 - no secret
        if rng.random() < PROVIDER_ACTS:
            _change_places(port, rng, practice, storm)
        else:
            # Every client in turn: all of them want to begin now.
            client = practice["clients"][(place * PROCESSES + number) % len(practice["clients"])]
            _choose(port, rng, client, storm)

    with ThreadPoolExecutor(CONNECTIONS) as connections:
        list(connections.map(act, range(attempts)))
    return told_of(storm)


def _choose(port: int, rng: random.Random, client: dict[str, Any], storm: Storm) -> None:
    request = rng.choice(client["requests"])
    answer = Visit(port, client["session"]).post(f"/choosing/choose/{request}/", {})
    went = answer.headers.get("location", "")
    storm.note("choose", client["id"], answer, done=answer.is_elsewhere and went.startswith("/choosing/"))


def _change_places(port: int, rng: random.Random, practice: dict[str, Any], storm: Storm) -> None:
    visit, number = Visit(port, rng.choice(practice["providers"])), rng.randrange(1, MOST_PLACES)
    answer = visit.post("/portal/places/", {"capacity": number})
    storm.note("places", "", answer, done=answer.is_elsewhere)
