"""Many people at once, from several processes, against a real server whose processes are killed meanwhile."""

import contextlib
import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import get_context
from threading import Lock
from typing import Any

from rapport.cli.drills.instance import Instance, web_workers
from rapport.cli.drills.visits import Answer

PROCESSES, CONNECTIONS = 3, 4
# A process that answers is ended so often.
SECONDS_A_KILL = 3.0
KILLS_A_WORD = 20
# port, what there is, how many attempts, which process → what `told_of` gives
Harm = Callable[[subprocess.Popen[bytes]], subprocess.Popen[bytes]]
Then = Callable[[subprocess.Popen[bytes]], None]
Act = Callable[[int, dict[str, Any], int, int], dict[str, Any]]


@dataclass(slots=True)
class Storm:
    """What happened while everybody asked at once."""

    answered: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    acknowledged: list[str] = field(default_factory=list)
    seen_wrong: Counter[str] = field(default_factory=Counter)
    known: dict[str, str] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def note(self, verb: str, key: str, answer: Answer, *, done: bool) -> None:
        """Count an answer; a yes to a key must be found in the tables afterwards."""
        with self.lock:
            self.answered[str(answer.status or "broken off")] += 1
            self.seen_wrong["a page that failed"] += answer.status >= 500
            if done:
                self.done[verb] += 1
                self.acknowledged += [key] if key else []

    def add(self, other: "Storm") -> None:
        """Count another one with this one."""
        self.answered += other.answered
        self.done += other.done
        self.seen_wrong += other.seen_wrong
        self.acknowledged += other.acknowledged


def told_of(storm: Storm) -> dict[str, Any]:
    """What one process hands back to the drill."""
    return {name: getattr(storm, name) for name in ("answered", "done", "seen_wrong", "acknowledged")}


def weathered(
    instance: Instance,
    practice: dict[str, Any],
    attempts: int,
    *,
    act: Act,
    say: Callable[[str], None],
    without: tuple[str, ...] = (),
    harm: Harm | None = None,
    then: Then | None = None,
) -> tuple[Storm, int]:
    """Send so many requests from several processes at once; what happened, and how many were killed.

    `harm` goes wrong besides, after every killing, and gives back the server, which it may have begun anew;
    `then` is done at last, while the site is still served.
    """
    shares = [attempts // PROCESSES + (number < attempts % PROCESSES) for number in range(PROCESSES)]
    whole = Storm()
    # Leaving the pool, for whatever reason, ends its processes.
    with instance.served(without=without) as served, get_context("spawn").Pool(PROCESSES) as people:
        running = [
            people.apply_async(act, (instance.port, practice, share, number))
            for number, share in enumerate(shares)
            if share
        ]
        killed, standing = _killing_until_done(served, running, say, harm)
        for each in running:
            whole.add(Storm(**each.get()))
        if then is not None:
            then(standing)
    return whole, killed


def _killing_until_done(
    served: subprocess.Popen[bytes], running: list[Any], say: Callable[[str], None], harm: Harm | None
) -> tuple[int, subprocess.Popen[bytes]]:
    """End a process that answers requests, again and again, without a warning; the server begins another."""
    killed, begun = 0, time.monotonic()
    while still := [each for each in running if not each.ready()]:
        still[0].wait(SECONDS_A_KILL)
        for worker in web_workers(served)[:1]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
                killed += 1
        if harm is not None:
            served = harm(served)
        if killed and killed % KILLS_A_WORD == 0:
            say(f"{killed} processes killed in {time.monotonic() - begun:.0f} s")
    return killed, served
