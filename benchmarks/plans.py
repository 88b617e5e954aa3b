"""`rapport bench plans`: every query of the site at a million providers and ten million sessions.

A demo practice is made by the real actions and written by COPY as many (`plans_fill`): providers and ratings
are drawn from `rapport.simulation`, everything sealed is sealed for its own place. A cast of clients and
staff then opens every page of the table of addresses, does what people do, and lets the worker take a turn,
each in a transaction that is undone; PostgreSQL explains every statement with the statistics that it has.
Pages are timed beside the same pages of the one practice.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from statistics import median
from typing import Any, Final

from benchmarks.report import Report
from benchmarks.servers import ROOT, postgresql

from rapport.cli.drills.instance import Instance, scratch, twin

# The demo's cast of clients, and enough providers that everybody in it finds three.
PRACTICE: Final = {"providers": 180, "clients": 43}
SEED: Final = 7
WHOLE: Final = {"providers": 1_000_000, "sessions": 10_000_000}
SMALL: Final = {"providers": 2_000, "sessions": 20_000}
ROUNDS, A_ROUND = 3, 2
SHOWN: Final = 15
Say = Callable[[str], None]


def measure(say: Say, *, small: bool = False) -> dict[str, Any]:
    """Run all of it."""
    report = Report()
    with postgresql() as (url, why):
        if not url:
            report.unavailable.append({"peer": "postgresql", "why": why})
            return report.as_json()
        _measure(report, url, SMALL if small else WHOLE, say)
    return report.as_json()


def _measure(report: Report, url: str, sizes: dict[str, int], say: Say) -> None:
    copies = sizes["providers"] // PRACTICE["providers"]
    with ExitStack() as stack:
        many = stack.enter_context(scratch(url))
        say("making a practice")
        with _process(many) as asked:
            asked("practice", sizes["sessions"] // copies)
        few = stack.enter_context(twin(many))
        in_many, in_few = stack.enter_context(_process(many)), stack.enter_context(_process(few))
        say(f"writing it {copies:,} times")
        for table, rows in in_many("fill", sizes["providers"]).items():
            report.add(f"rows of {table}", rows, {}, unit="rows")
        say("bringing in a cast")
        pages, same = in_many("stand"), in_few("stand")
        assert pages == same, "both databases have the same pages"
        _time(report, pages, in_many, in_few, say)
        say("explaining every statement")
        _tell(report, in_many("look"), say)


def _time(report: Report, pages: list[str], in_many: Any, in_few: Any, say: Say) -> None:
    """Every address once, as the first who may open it."""
    ratios, first = [], {page.partition(" as ")[0]: place for place, page in reversed([*enumerate(pages)])}
    for place in first.values():
        page = pages[place]
        rows: list[list[list[float]]] = [[], []]
        for _ in range(ROUNDS):
            for times, ask in zip(rows, (in_many, in_few), strict=True):
                times.extend(ask("times", place, A_ROUND))
        clock, used = ([median(each[part] for each in times) for times in rows] for part in (0, 1))
        ratios.append((clock[0] / clock[1], page, clock, used))
    for ratio, page, clock, used in sorted(ratios, reverse=True)[:SHOWN]:
        report.add(f"{page}: p50 by the clock", clock[0], {"one practice": clock[1]}, unit="ms")
        report.add(f"{page}: p50 of the processor", used[0], {"one practice": used[1]}, unit="ms")
        say(f"{page}: {ratio:.1f} times as long as in one practice")
    whole = [median(each[2][size] for each in ratios) for size in (0, 1)]
    report.add(
        f"the median of {len(pages)} pages, p50 by the clock", whole[0], {"one practice": whole[1]}, unit="ms"
    )


def _tell(report: Report, found: dict[str, Any], say: Say) -> None:
    unexpected = [each for each in found["scans"] if not each["known"]]
    for each in unexpected:
        say(each["told"])
    for each in found["scans"]:
        if each["known"]:
            say(f"known: {each['table']} read whole by {each['by']}")
    for each in found["slow"]:
        took = f"{each['ms']:.0f} ms, {each['first']:.0f} at first"
        say(f"{took}, by {each['by']}: {each['sql']}")
        say(each["plan"])
    for each in found["late"]:
        say(f"cut short: {each}")
    for each in found["failed"]:
        say(f"failed: {each}")
    report.add("statements explained", found["statements"], {}, unit="statements")
    report.add(
        "known to read a growing table whole", len(found["scans"]) - len(unexpected), {}, unit="statements"
    )
    late = [each for each in found["late"] if not each.startswith("worker, ")]
    report.add("turns of the worker cut short", len(found["late"]) - len(late), {}, unit="tasks")
    report.at_most("statements that read a growing table whole, at most", len(unexpected), 0)
    report.at_most("statements over 50 ms, at most", len(found["slow"]), 0)
    report.at_most("pages and acts that took twenty seconds or more, at most", len(late), 0)
    report.at_most("pages and acts that failed, at most", len(found["failed"]), 0)


@contextmanager
def _process(instance: Instance) -> Iterator[Any]:
    """A process with the site set up for an installation; it does a task and gives its answer."""
    command = [sys.executable, "-P", "-m", "benchmarks.plans_work"]
    path = f"{ROOT / 'src'}:{ROOT}"
    with subprocess.Popen(
        command,
        env=instance.environment | {"PYTHONPATH": path},
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield lambda *asked: _asked(process, asked)
        finally:
            assert process.stdin is not None
            process.stdin.close()


def _asked(process: subprocess.Popen[str], asked: tuple[Any, ...]) -> Any:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(asked) + "\n")
    process.stdin.flush()
    line = process.stdout.readline()
    assert line, "the process that asks ended early"
    return json.loads(line)
