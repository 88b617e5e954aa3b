"""One installation, several processes: a restart loses no request, and two sites share visits and limits."""

import queue
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from faults.answering import PAGE, Answering, Browser
from faults.scratch_site import Site, fetched, new_site
from faults.test_foundation_serving import free_port, stopped
from rapport.site.foundation.limits import RECEIPT_TRIES

CLIENTS, ANSWERS, SECONDS = 3, 3, 60
Begin = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return new_site(tmp_path_factory.mktemp("restart"))


@pytest.fixture
def begun(site: Site) -> Iterator[Begin]:
    """`rapport serve` at a port with nobody at a terminal, once it answers; none outlives the test."""
    processes: list[subprocess.Popen[str]] = []

    def begin(port: str) -> "subprocess.Popen[str]":
        processes.append(site.begin("serve", PORT=port, RAPPORT_WEB_PROCESSES="2"))
        assert fetched(f"http://127.0.0.1:{port}/healthz", processes[-1]) == (200, "ok\n")
        return processes[-1]

    yield begin
    for process in processes:
        if process.poll() is None:
            stopped(process)


def parts_of(process: "subprocess.Popen[str]") -> set[str]:
    return set(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split())


@contextmanager
def clients_answering(port: str) -> Iterator[tuple[list[Answering], Callable[[], None]]]:
    """Clients who write all the time, and a function that waits until each has written a few times more."""
    told: queue.Queue[Answering] = queue.Queue()
    clients = [Answering(f"http://127.0.0.1:{port}", told) for _ in range(CLIENTS)]

    def some_more() -> None:
        wanted = dict.fromkeys(clients, ANSWERS)
        while any(left > 0 for left in wanted.values()):
            wanted[told.get(timeout=SECONDS)] -= 1

    for client in clients:
        client.start()
    try:
        yield clients, some_more
    finally:
        for client in clients:
            client.end()


def test_restart_loses_no_answer_and_refuses_nobody_where_stopping_would(site: Site, begun: Begin) -> None:
    port = free_port()
    process = begun(port)
    before = parts_of(process)

    with clients_answering(port) as (clients, some_more):
        some_more()
        process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + SECONDS
        while before & parts_of(process):
            assert process.poll() is None
            assert time.monotonic() < deadline, "the old parts go on"
            some_more()
        some_more()
        assert len(parts_of(process)) == len(before)
        assert [client.unanswered for client in clients] == [[]] * CLIENTS
        assert min(client.acknowledged for client in clients) >= 3 * ANSWERS

        # The control: what a restart would be without handing the port on.
        (_, problems), code = stopped(process)
        assert (code, "rapport serve" in problems) == (0, False)
        some_more()
        process = begun(port)

    assert any(client.unanswered for client in clients)
    assert [client.lost for client in clients] == [[]] * CLIENTS
    _a_release_that_cannot_start_leaves_the_old_one(site, process, port)
    assert stopped(process)[1] == 0


def _a_release_that_cannot_start_leaves_the_old_one(
    site: Site, process: "subprocess.Popen[str]", port: str
) -> None:
    before = parts_of(process)
    key = site.data / "keys" / "limits.key"
    kept = key.read_bytes()
    key.write_bytes(b"no key")
    try:
        process.send_signal(signal.SIGHUP)
        while "rapport serve: the new release" not in (said := process.stderr.readline()):
            assert said
    finally:
        key.write_bytes(kept)

    assert said == "rapport serve: the new release cannot start; the old one goes on\n"
    assert parts_of(process) == before
    assert fetched(f"http://127.0.0.1:{port}/healthz", process) == (200, "ok\n")


def test_two_sites_of_one_installation_share_visits_and_limits(begun: Begin) -> None:
    ports = [free_port(), free_port()]
    processes = [begun(port) for port in ports]
    here, there = (f"http://127.0.0.1:{port}" for port in ports)

    browser = Browser()
    assert browser.post(here + PAGE, said="Begun at the first.") == 302
    assert "Begun at the first." in browser.get(there + PAGE)
    assert browser.post(there + PAGE, said="Changed at the second.") == 302
    assert "Changed at the second." in browser.get(here + PAGE)
    assert "Changed at the second." not in Browser().get(here + PAGE)
    browser.get(f"{there}/mine/leave/")
    assert "Changed at the second." not in browser.get(here + PAGE)

    allowed = _tries_until_refused(f"{here}/return/", f"{there}/return/")
    assert allowed == RECEIPT_TRIES.allowed
    assert all(stopped(process)[1] == 0 for process in processes)


def _tries_until_refused(*addresses: str) -> int:
    """How many wrong codes are taken in turns before both refuse; again where a new count began meanwhile."""
    while True:
        window = int(time.time()) // RECEIPT_TRIES.seconds
        browser, statuses = Browser(), []
        while 429 not in statuses:
            address = addresses[len(statuses) % len(addresses)]
            statuses.append(browser.post(address, code=re.sub("-", "", "aaaa-bbbb-cccc")))
        allowed = len(statuses) - 1
        if window == int(time.time()) // RECEIPT_TRIES.seconds:
            return allowed
