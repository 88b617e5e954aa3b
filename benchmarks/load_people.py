"""The people of `rapport bench load`, by locust: in their own process, since locust replaces its sockets.

python -m benchmarks.load_people     what is asked on standard input, what was found on standard output

Every connection is closed after its request, as behind a proxy: so no request meets a connection that the
server is closing. People come from addresses of their own, and take the nodes in turn.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from itertools import count
from random import Random
from time import perf_counter
from typing import Any, ClassVar, Final
from urllib.parse import urlencode

import gevent
from benchmarks import processor
from benchmarks.load_journey import Ask, Astray, Kept, Page, journey
from benchmarks.report import quantile
from benchmarks.visits import HOST, next_address
from geventhttpclient.client import HTTPClientPool
from locust import FastHttpUser, events
from locust.env import Environment

# What a page is read and answered in before it is scaled; the questionnaire promises about five minutes.
THINK_SECONDS, SPREAD = 10.0, 0.5
SETTLE_SECONDS, PATIENCE_SECONDS = 2.0, 240.0
TIMEOUT_SECONDS, TRACES = 30.0, 12
LIMIT_MS: Final = 1000.0
# Any text of 32 letters is a form secret, as long as cookie and form agree.
SECRET: Final = "d" * 32
HEADERS: Final = {"Accept-Language": "en", "Accept": "text/html", "Connection": "close"}


class Measured:
    """What the answers took, those in the window alone; failures at any time."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.failures: list[str] = []

    def note(self, response_time: float, exception: Any, **_: Any) -> None:
        """One request of anybody."""
        self.times.append(response_time)
        if exception:
            self.failures.append(type(exception).__name__)


class Addressed(HTTPClientPool):  # type: ignore[misc] - it has no types
    """Connections from one address of this machine."""

    def __init__(self) -> None:
        super().__init__(concurrency=1, connection_timeout=TIMEOUT_SECONDS, network_timeout=TIMEOUT_SECONDS)
        self.address = next_address()

    def get_client(self, url: Any) -> Any:
        """The client of a node; its sockets are bound before they connect."""
        client = super().get_client(url)
        client._connection_pool._create_tcp_socket = self._bound
        return client

    def _bound(self, *kind: int) -> Any:
        made = gevent.socket.socket(*kind)
        made.bind((self.address, 0))
        return made


class Somebody(FastHttpUser):  # type: ignore[misc] - it has no types
    """One after the other at the same screen; what they ask is decided by `walk`."""

    abstract, host = True, f"http://{HOST}"
    asked: ClassVar[dict[str, Any]]
    numbers: ClassVar[Iterator[int]]
    settled: ClassVar[set[int]]
    cookie: ClassVar[dict[str, str]] = {}

    def on_start(self) -> None:
        """Begin somewhere in the questionnaire."""
        self.number = next(self.numbers)
        self.chance = Random(f"{self.asked['seed']} {self.number}")
        self.ahead = self.chance.randrange(self.asked["ahead"])
        self.turn = self.number

    def ask(self, ask: Ask, name: str) -> Page:
        """Think, then ask one node."""
        if ask.thinks:
            self._think()
        if ask.is_elsewhere:
            self.begin()
        self.turn += 1
        url = f"http://{HOST}:{self.asked['ports'][self.turn % len(self.asked['ports'])]}{ask.path}"
        method, data, headers = "GET", None, HEADERS | self.cookie
        if ask.fields is not None:
            method, data = "POST", urlencode(ask.fields)
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        found = self.client.request(method, url, name=name, data=data, headers=headers, allow_redirects=False)
        headers = found.headers or {}  # None where the connection broke.
        return Page(found.status_code, ask.path, found.text or "", headers.get("Location") or "")

    def begin(self) -> None:
        """No cookie, and another address."""
        self.client.cookiejar.clear()
        self.client.client.clientpool.close()
        self.client.client.clientpool = Addressed()

    def _think(self) -> None:
        self.ahead -= 1
        if self.ahead < 0:
            self.settled.add(self.number)
        pace = 0.0 if self.ahead >= 0 else self.asked["scale"] * THINK_SECONDS
        gevent.sleep(pace * self.chance.uniform(1 - SPREAD, 1 + SPREAD))


class Visitor(Somebody):
    """People of the site."""

    kept: ClassVar[list[Kept]]
    astray: ClassVar[list[str]]
    traces: ClassVar[list[list[tuple[bool, int]]]]

    def walk(self) -> None:
        """One journey, whether it ends at the three or not."""
        kept, trace = Kept(), []
        self.kept.append(kept)
        self.begin()
        way = journey(self.chance, kept)
        try:
            ask = next(way)
            while True:
                trace.append((ask.thinks, -1 if ask.fields is None else len(urlencode(ask.fields))))
                ask = way.send(self.ask(ask, "ours"))
        except StopIteration:
            if len(self.traces) < TRACES:
                self.traces.append(trace)
        except Astray as error:
            self.astray.append(str(error))

    tasks: ClassVar[list[Any]] = [walk]


class Guest(Somebody):
    """People who ask the bare page in the same rhythm, with as much in their forms."""

    cookie: ClassVar[dict[str, str]] = {"Cookie": f"form={SECRET}"}

    def walk(self) -> None:
        """A journey that somebody went on the site."""
        self.begin()
        secret = [("csrfmiddlewaretoken", SECRET)]
        for thinks, size in self.chance.choice(self.asked["traces"]):
            room = max(0, size - len(urlencode(secret)) - len("&said="))
            fields = None if size < 0 else [*secret, ("said", "a" * room)]
            self.ask(Ask("/", fields, thinks), "bare page")

    tasks: ClassVar[list[Any]] = [walk]


def load(asked: dict[str, Any]) -> dict[str, Any]:
    """Ever more people, until answers come too late or fail; what each size found."""
    who = Guest if asked["traces"] else Visitor
    Somebody.asked, Somebody.numbers, Somebody.settled = asked, count(), set()
    Visitor.kept, Visitor.astray, Visitor.traces = [], [], []
    measured, found = Measured(), []
    environment = Environment(user_classes=[who], events=events)
    environment.events.request.add_listener(measured.note)
    runner = environment.create_local_runner()
    for people in asked["sizes"]:
        found.append(_stage(runner, measured, people, asked))
        if not found[-1]["holds"]:
            break
    runner.quit()
    kept = [asdict(each) for each in Visitor.kept]
    return {"stages": found, "kept": kept, "traces": Visitor.traces}


def _stage(runner: Any, measured: Measured, people: int, asked: dict[str, Any]) -> dict[str, Any]:
    measured.failures.clear()
    Visitor.astray.clear()
    runner.start(people, spawn_rate=people / asked["spawn"])
    until = perf_counter() + PATIENCE_SECONDS
    while len(Somebody.settled) < people and perf_counter() < until:
        gevent.sleep(0.1)
    gevent.sleep(SETTLE_SECONDS)
    measured.times.clear()
    used, begun = _processor(asked), perf_counter()
    gevent.sleep(asked["seconds"])
    seconds, times = perf_counter() - begun, list(measured.times)
    used = _processor(asked) - used
    p99, failed = quantile(times, 0.99), measured.failures + Visitor.astray
    return {
        "people": people,
        "requests": len(times) / seconds,
        "p50": quantile(times, 0.5),
        "p99": p99,
        "processor": used / len(times),
        "failures": len(failed),
        "why": sorted(set(failed))[:5],
        "holds": not failed and p99 <= LIMIT_MS,
    }


def _processor(asked: dict[str, Any]) -> float:
    return sum(processor.milliseconds(pid) or 0.0 for pid in asked["pids"])


def main() -> None:
    """Do what standard input asks."""
    json.dump(load(json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
