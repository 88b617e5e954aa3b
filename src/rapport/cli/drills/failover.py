"""Drill: the database's machine is lost while people answer, book and check in; its replica takes over.

Two servers on this machine, a primary and a replica that the primary waits for. Clients and providers in
several processes write through a real site whose DATABASE_URL names both. The primary is killed, the replica
is promoted, the site finds it by itself, and people go on. Then the tables are counted over. The control
waits for no replica, and the replica has heard nothing for a while when the primary is killed.
"""

import contextlib
import os
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from rapport.cli.drills import answers, bookings, checkins
from rapport.cli.drills.cluster import Cluster, NoCluster, binaries, following, running
from rapport.cli.drills.instance import Instance, children, placed
from rapport.cli.drills.storm import Act, Storm
from rapport.cli.drills.visits import Visit
from rapport.errors import BadInput, Problem

ATTEMPTS = 600
CLIENTS = 12
# When the primary is killed: after so much of what shall be done.
BEFORE = 0.3
# What the control acknowledges while its replica hears nothing.
UNHEARD = 8
LONGEST_WAIT_SECONDS = 60.0
BETWEEN_LOOKS_SECONDS = 0.05
DONE = (
    "SELECT (SELECT count(*) FROM checkins_ratedsession) + (SELECT count(*) FROM consultations_transition)"
    " + (SELECT coalesce(sum(version), 0) FROM intake_intake)"
)
# What people do, and where.
Asked = tuple[Act, dict[str, Any]]
# With nobody to wait for, what is acknowledged stands on the primary alone.
WAITED_FOR, NOT_WAITED_FOR = "*", ""


def run(url: str, attempts: int | None, *, say: Callable[[str], None]) -> dict[str, Any]:
    """One failover, and one more as the control, from the server that took over."""
    if binaries() is None:
        raise BadInput(Problem("PostgreSQL's programs on this machine", "none; install its server package"))
    begun, wanted = time.monotonic(), attempts or ATTEMPTS
    try:
        with contextlib.ExitStack() as stack:
            return _two_failovers(stack, url, wanted, say) | {"seconds": round(time.monotonic() - begun, 1)}
    except NoCluster as problem:
        raise BadInput(Problem("two servers of PostgreSQL on this machine", str(problem))) from None


def _two_failovers(
    stack: contextlib.ExitStack, url: str, wanted: int, say: Callable[[str], None]
) -> dict[str, Any]:
    say("making a scratch installation on a primary, and a replica")
    first = stack.enter_context(running(in_memory=True))
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rapport-drill-")))
    instance = placed(folder, first.url, prepared_in=url)
    stack.callback(instance.close)
    practice = instance.inside("booking_practice", {"clients": CLIENTS})
    visits = {"clients": instance.inside("checkin_practice", {"clients": CLIENTS})}
    writers = {"clients": instance.inside("clients", {"count": CLIENTS, "stage": "begun"})}
    second = stack.enter_context(following(first))
    wait_for(first, WAITED_FOR)
    say(f"{wanted} attempts; the primary is killed after about {wanted * BEFORE:.0f}")
    with _served(instance, first, second):
        asked: dict[str, Asked] = {
            "booked": (bookings.storming, practice),
            "checked_in": (checkins.storming, visits),
            "answered": (answers.storming, writers),
        }
        storm, away = _weathered(instance, first, second, asked, wanted)
    found = _recount(instance, storm)
    say(f"answered again after {away:.1f} s; the control, without waiting for the replica")
    lost = _control(stack, instance, second, visits)
    return {
        "database": "postgresql",
        "attempts": wanted,
        "violations": sum(found.values()) + (away >= LONGEST_WAIT_SECONDS),
        "control_violations": lost,
        "detail": {
            "answered_again_after_seconds": round(away, 1),
            "answered": _sorted(sum((each.answered for each in storm.values()), Counter())),
            "acknowledged": {name: len(set(each.acknowledged)) for name, each in storm.items()},
            "broken": found,
            "control": "nobody waits for the replica, which hears nothing",
            "control_acknowledged_and_gone": lost,
        },
    }


@contextlib.contextmanager
def _served(instance: Instance, *servers: Cluster) -> Iterator[None]:
    """The site, told of these servers; the first that takes writes is the one it uses."""
    user, _, rest = servers[0].url.rpartition("@")
    name = rest.rpartition("/")[2]
    instance.url = f"{user}@{','.join(f'127.0.0.1:{each.port}' for each in servers)}/{name}"
    with instance.served():
        yield


def _weathered(
    instance: Instance,
    first: Cluster,
    second: Cluster,
    asked: dict[str, Asked],
    wanted: int,
) -> tuple[dict[str, Storm], float]:
    """Everybody writes; in the middle the primary is lost. What they were told, and how long for."""
    before = count_done(first)
    with get_context("spawn").Pool(len(asked)) as people:
        told = {
            name: people.apply_async(storming, (instance.port, there, wanted // len(asked), number))
            for number, (name, (storming, there)) in enumerate(asked.items())
        }
        while count_done(first) - before < wanted * BEFORE and not all(
            each.ready() for each in told.values()
        ):
            time.sleep(BETWEEN_LOOKS_SECONDS)
        lose(first)
        lost_at = time.monotonic()
        promote(second)
        away = _answered_again(instance, asked["checked_in"][1]["clients"][0]) - lost_at
        return {name: Storm(**each.get()) for name, each in told.items()}, away


def _answered_again(instance: Instance, session: str) -> float:
    """When a page that needs the database came for the first time."""
    until = time.monotonic() + LONGEST_WAIT_SECONDS
    while Visit(instance.port, session).get("/checkin/").status != 200 and time.monotonic() < until:
        time.sleep(BETWEEN_LOOKS_SECONDS)
    return time.monotonic()


def _recount(instance: Instance, storm: dict[str, Storm]) -> dict[str, int]:
    """Every broken promise, in the server that took over."""
    booked = instance.inside("bookings", sorted(set(storm["booked"].acknowledged)))["broken"]
    checked_in = instance.inside("checkins", storm["checked_in"].acknowledged)["broken"]
    answered = instance.inside("answers", storm["answered"].acknowledged)
    wrong = storm["booked"].seen_wrong
    del wrong["a page that failed"]  # While nobody took writes, pages said so.
    return {
        **{f"bookings: {kind}": count for kind, count in booked.items()},
        **checked_in,
        **answered,
        **+wrong,
    }


def _control(stack: contextlib.ExitStack, instance: Instance, second: Cluster, visits: dict[str, Any]) -> int:
    """How many acknowledged check-ins a replica lacks that nobody waited for."""
    third = stack.enter_context(following(second))
    wait_for(second, NOT_WAITED_FOR)
    storm = Storm()
    with _served(instance, second, third):
        say_nothing_more(second)
        checkins.check_in_some(instance, visits, "unheard", storm, UNHEARD)
        lose(second)
        promote(third)
    return int(instance.inside("checkins", storm.acknowledged)["broken"].get("acknowledged and gone", 0))


def wait_for(cluster: Cluster, names: str) -> None:
    """From now on a commit waits for these replicas, once one of them streams."""
    with _connected(cluster) as connection:
        until = time.monotonic() + LONGEST_WAIT_SECONDS
        streaming = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
        while not connection.execute(streaming).fetchone()[0] and time.monotonic() < until:
            time.sleep(BETWEEN_LOOKS_SECONDS)
        connection.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{names}'")
        connection.execute("SELECT pg_reload_conf()")
        while connection.execute("SHOW synchronous_standby_names").fetchone()[0] != names:
            time.sleep(BETWEEN_LOOKS_SECONDS)


def lose(cluster: Cluster) -> None:
    """Every process of a server ends at once, without a word."""
    if cluster.server is None:
        return
    for pid in (cluster.server.pid, *children(cluster.server.pid)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    cluster.server.wait()


def promote(cluster: Cluster) -> None:
    """As the operator does: the replica takes writes from now on."""
    with _connected(cluster) as connection:
        connection.execute("SELECT pg_promote(wait => true)")


def say_nothing_more(cluster: Cluster) -> None:
    """The replicas of this server hear nothing of it any more, as on a line that is cut."""
    with _connected(cluster) as connection:
        for (pid,) in connection.execute("SELECT pid FROM pg_stat_replication").fetchall():
            os.kill(pid, signal.SIGSTOP)


def count_done(cluster: Cluster) -> int:
    """How many check-ins, changes of bookings and changes of answers there are."""
    with _connected(cluster) as connection:
        return int(connection.execute(DONE).fetchone()[0])


def _connected(cluster: Cluster) -> Any:
    import psycopg

    return psycopg.connect(cluster.url, autocommit=True)


def _sorted(counted: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counted.items()))
