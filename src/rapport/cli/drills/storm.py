"""Many people at once, from several processes, against a real server whose processes are killed meanwhile."""

import contextlib
import math
import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from threading import Lock
from typing import Any

from rapport.cli.drills.instance import Instance, web_workers
from rapport.cli.drills.visits import Answer

PROCESSES, CONNECTIONS = 3, 4
# Attempts are handed out so many at a time: a storm ends with a piece.
PIECE = 500
# A process that answers is ended so often; after so many, seldomer: the next one needs a while to be quick.
SECONDS_A_KILL, OFTEN, LATER_SECONDS_A_KILL = 3.0, 20, 10.0
SECONDS_A_WORD, SECONDS_A_LOOK = 60.0, 1.0
# A quarter to a third is usual; the rest is refused, since others were before.
LEAST_DONE = 0.1
Harm = Callable[[subprocess.Popen[bytes]], subprocess.Popen[bytes]]
Then = Callable[[subprocess.Popen[bytes]], None]
# port, what there is, how many attempts, which piece → what `told_of` gives
Act = Callable[[int, dict[str, Any], int, int], dict[str, Any]]


@dataclass(slots=True)
class Storm:
    """What happened while everybody asked at once."""

    answered: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    acknowledged: list[str] = field(default_factory=list)
    seen_wrong: Counter[str] = field(default_factory=Counter)
    known: dict[str, str] = field(default_factory=dict)
    made: int = 0
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
        self.made += other.made


def idle(storm: Storm) -> int:
    """1 where hardly anything came of what was tried: such a run has proved nothing, however long it was."""
    return int(sum(storm.done.values()) < LEAST_DONE * storm.made)


def told_of(storm: Storm) -> dict[str, Any]:
    """What one process hands back to the drill."""
    return {name: getattr(storm, name) for name in ("answered", "done", "seen_wrong", "acknowledged")}


class Front:
    """A site that is being served, and processes of people before it; what happened there so far."""

    def __init__(
        self, begin: Callable[..., Any], served: subprocess.Popen[bytes], say: Callable[[str], None]
    ):
        self._begin, self.served, self._say = begin, served, say
        self.storm, self.killed, self._pieces = Storm(), 0, 0
        self._begun = self._killed_at = self._said_at = time.monotonic()
        self._running: list[tuple[Any, int]] = []

    def send(
        self, practice: dict[str, Any], attempts: int, *, harm: Harm | None = None, until: float = math.inf
    ) -> None:
        """Let the people make so many attempts, fewer where the time is over before.

        `harm` goes wrong besides, after every killing, and gives back the server, perhaps begun anew.
        """
        left = _pieces(attempts)
        while self._hand_out(practice, left, until) or self._running:
            self._running[0][0].wait(SECONDS_A_LOOK)
            self._take()
            if self._is_time_to_kill():
                self._kill()
                if harm is not None:
                    self.served = harm(self.served)
            self._tell()

    def _hand_out(self, practice: dict[str, Any], left: list[int], until: float) -> bool:
        """Two pieces for each process, so that none waits for the next; whether any was handed out."""
        before = self._pieces
        while left and len(self._running) < 2 * PROCESSES and time.monotonic() < until:
            size = left.pop()
            self._running.append((self._begin((practice, size, self._pieces)), size))
            self._pieces += 1
        return self._pieces > before

    def _take(self) -> None:
        """What came of the pieces that are done."""
        for each, size in [piece for piece in self._running if piece[0].ready()]:
            self.storm.add(Storm(**each.get(), made=size))
            self._running.remove((each, size))

    def _is_time_to_kill(self) -> bool:
        """Once at least, however quick the people are."""
        pause = SECONDS_A_KILL if self.killed < OFTEN else LATER_SECONDS_A_KILL
        return time.monotonic() - self._killed_at >= pause or not (self.killed or self._running)

    def _kill(self) -> None:
        """End a process that answers, without a warning; the server begins another."""
        for worker in web_workers(self.served)[:1]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
                self.killed += 1
        self._killed_at = time.monotonic()

    def _tell(self) -> None:
        now = time.monotonic()
        if now - self._said_at >= SECONDS_A_WORD:
            self._said_at, seconds = now, now - self._begun
            self._say(f"{self.storm.made} attempts in {seconds:.0f} s, {self.killed} processes killed")


def _pieces(attempts: int) -> list[int]:
    """Every process has one at least."""
    size = min(PIECE, -(-attempts // PROCESSES))
    whole, rest = divmod(attempts, size)
    return [rest] * (rest > 0) + [size] * whole


@contextlib.contextmanager
def front(
    instance: Instance, *, act: Act, say: Callable[[str], None], without: tuple[str, ...] = ()
) -> Iterator[Front]:
    """Serve a site, and have people ready who `act`; leaving it, for whatever reason, ends them all."""
    with instance.served(without=without) as served, get_context("spawn").Pool(PROCESSES) as people:
        yield Front(partial(_begun, people, act, instance.port), served, say)


def _begun(people: Any, act: Act, port: int, piece: tuple[dict[str, Any], int, int]) -> Any:
    return people.apply_async(act, (port, *piece))


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
    until: float = math.inf,
) -> tuple[Storm, int]:
    """Send so many requests from several processes at once; what happened, and how many were killed.

    `then` is done at last, while the site is still served.
    """
    with front(instance, act=act, say=say, without=without) as people:
        people.send(practice, attempts, harm=harm, until=until)
        if then is not None:
            then(people.served)
    return people.storm, people.killed
