"""`rapport bench bookings`: sustained bookings a second on either database, beside pgbench and a bare insert.

A booking is a hold and its booking, by the real actions: two transactions, each with locks, constraints, its
key, its mails and its line of the audit trail. Four processes book at once, so that two cores have work while
a commit waits for the disk; then four insert a bare row a transaction, as durably; then pgbench runs its own
transactions over four connections. They take turns, and the best round of each counts: the machine may have
other work. What of the processor each takes, the server's part with it, other work changes little.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from benchmarks.report import Report
from benchmarks.servers import ROOT, postgresql

from rapport.cli.drills.instance import Instance, scratch

Say = Callable[[str], None]
PROCESSES, ROUNDS, SECONDS, CLIENTS = 4, 3, 5.0, 600
# Bookings a second, on two cores.
TARGETS: Final = {"sqlite": 50.0, "postgresql": 300.0}
TPS: Final = re.compile(r"tps = ([\d.]+)")


def measure(say: Say) -> dict[str, Any]:
    """Run all of it."""
    report = Report()
    _measure(report, "", say)
    with postgresql() as (url, why):
        if url:
            _measure(report, url, say)
        else:
            report.unavailable.append({"peer": "postgresql", "why": why})
    return report.as_json()


def _measure(report: Report, url: str, say: Say) -> None:
    with scratch(url) as instance:
        name = instance.database
        say(f"{name}: {CLIENTS} clients with three offers each")
        todo = _work(instance, "fill", {"clients": CLIENTS})
        count = _work(instance, "queries", {"todo": todo})
        rates: dict[str, list[float]] = {"ours": [], "bare insert": []}
        processor: dict[str, list[float]] = {"ours": [], "bare insert": []}
        both: dict[str, list[float]] = {"ours": [], "bare insert": []}
        pgbench = _pgbench() if url else None
        for number in range(ROUNDS):
            say(f"{name}: round {number + 1} of {ROUNDS}")
            _work(instance, "empty")
            for who, task in (("ours", "book"), ("bare insert", "insert")):
                rate, used, by_server = _rate(instance, task, todo)
                rates[who].append(rate)
                processor[who].append(used)
                both[who].append(used + by_server)
            if pgbench:
                rates.setdefault("pgbench", []).append(_tps(pgbench, instance.url, is_first=not number))
        if url and pgbench is None:
            report.unavailable.append({"peer": "pgbench", "why": "not on the path"})
    best = {who: max(found) for who, found in rates.items()}
    ours = best.pop("ours")
    report.add(f"{name}: bookings a second, {PROCESSES} processes", ours, best, unit="a second")
    least = {who: min(found) for who, found in processor.items()}
    own = least.pop("ours")
    report.add(f"{name}: processor time of a booking, the server's own not counted", own, least, unit="ms")
    if url:
        least = {who: min(found) for who, found in both.items()}
        whole = least.pop("ours")
        report.add(f"{name}: processor time of a booking, the server's own counted", whole, least, unit="ms")
    report.add(f"{name}: queries of a booking, hold and all", count, {}, unit="queries")
    report.at_least(f"{name}: bookings a second, at least", ours, TARGETS[name])


def _rate(instance: Instance, task: str, todo: list[Any]) -> tuple[float, float, float]:
    """So many a second, all together; the milliseconds of processor of one, theirs and the server's."""
    given = {"seconds": SECONDS, "url": instance.url, "file": str(instance.folder / "bare.sqlite3")}
    shares = [{**given, "todo": todo[number::PROCESSES]} for number in range(PROCESSES)]
    running = [_begun(instance, task, share) for share in shares]
    found = [_ended(process) for process in running]
    done = max(sum(each["done"] for each in found), 1)
    used = sum(each["processor"] for each in found) / done
    by_server = sum(each["server"] for each in found) / done
    return sum(each["done"] / each["seconds"] for each in found), used * 1000, by_server


def _work(instance: Instance, task: str, asked: Any = None) -> Any:
    return _ended(_begun(instance, task, asked))


def _begun(instance: Instance, task: str, asked: Any) -> subprocess.Popen[str]:
    path = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "benchmarks.booking_work", task],
        env=instance.environment | {"PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(asked))
    process.stdin.close()
    return process


def _ended(process: subprocess.Popen[str]) -> Any:
    assert process.stdout is not None
    told = process.stdout.read()
    assert process.wait() == 0, "a process of the benchmark failed"
    return json.loads(told)


def _pgbench() -> str | None:
    """Where pgbench is: on the path, or in Debian's versioned folders."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
    return shutil.which("pgbench") or (str(versions[-1]) if versions else None)


def _tps(pgbench: str, url: str, *, is_first: bool) -> float:
    """Its own transactions (five statements, TPC-B-like) a second, over two connections."""
    if is_first:
        subprocess.run([pgbench, "-i", "-q", url], check=True, capture_output=True)
    command = [pgbench, "-c", str(PROCESSES), "-j", str(PROCESSES), "-T", str(int(SECONDS)), "-n", url]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told = TPS.search(done.stdout)
    assert told, "expected a rate from pgbench"
    return float(told[1])
