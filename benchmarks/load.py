"""`rapport bench load`: a crowd in the questionnaire at once, beside the same crowd on the bare page.

People are locust's (`load_people`): each opens the first page, answers every page by its own form with time
to think, now and then goes back or comes back with the code, and looks at one of the three. On SQLite there
is one node, on PostgreSQL there are two before one database, each as `rapport serve` runs it; the bare page
has as many. The crowd grows until the slowest hundredth of the answers takes more than a second, or one
fails. Then thousands at once take a minute over each page. Afterwards every acknowledged answer is looked for
in the tables.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from benchmarks import servers
from benchmarks.report import Report
from benchmarks.servers import ROOT, postgresql

Say = Callable[[str], None]
BARE: Final = "bare page"
# How many at once, how long each size is measured, the share of a person's time to think, in how many seconds
# they come, and to which page at most they are led at once: people then stand all over the questionnaire.
WHOLE: Final = {
    "sizes": [500, 1000, 1500, 2000, 3000, 4000], "seconds": 20.0, "scale": 1.0, "spawn": 4.0, "ahead": 40
}  # fmt: skip
SMALL: Final = {"sizes": [30], "seconds": 8.0, "scale": 0.05, "spawn": 4.0, "ahead": 40}
# A minute a page, from one of the first four.
SLOW: Final = {"sizes": [2000], "seconds": 60.0, "scale": 6.0, "spawn": 60.0, "ahead": 4}
SLOW_SMALL: Final = {"sizes": [60], "seconds": 8.0, "scale": 0.3, "spawn": 4.0, "ahead": 4}
MISSING: Final = {"peer": "locust", "why": "not installed: requirements-bench.txt names it"}


def measure(say: Say, *, small: bool = False) -> dict[str, Any]:
    """Run all of it; SQLite alone where small."""
    report = Report()
    if find_spec("locust") is None:
        report.unavailable.append(MISSING)
        return report.as_json()
    if small:
        _measure(report, "", SMALL, SLOW_SMALL, say)
    else:
        _measure(report, "", WHOLE, SLOW, say)
        with postgresql() as (url, why):
            if url:
                _measure(report, url, WHOLE, SLOW, say)
            else:
                report.unavailable.append({"peer": "postgresql", "why": why})
    return report.as_json()


def _measure(report: Report, url: str, asked: Mapping[str, Any], slow: Mapping[str, Any], say: Say) -> None:
    name = "postgresql, two nodes" if url else "sqlite"
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as folder:
        data, given = Path(folder) / "data", {"DATABASE_URL": url}
        say(f"{name}: making a demo practice of 3,000 providers")
        with _nodes(data, given) as (nodes, guests):
            say(f"{name}: people fill in the questionnaire, up to {asked['sizes'][-1]} at once")
            ours = _crowd(asked, nodes, [])
            say(f"{name}: {slow['sizes'][-1]} at once, who take their time")
            slowly = _crowd(slow, nodes, [])
            say(f"{name}: as many at the bare page")
            bare = [_crowd(each, guests, ours["traces"])["stages"] for each in (asked, slow)]
            counted = _recount(data, given, ours["kept"] + slowly["kept"])
    for each in ours["stages"] + slowly["stages"]:
        failed = f"failed: {each['failures']} {'; '.join(each['why'])}"
        say(f"{name}: {each['people']} people: p99 {each['p99']:.0f} ms; {failed}")
    _report(report, name, ours["stages"], bare[0], counted)
    _figures(report, f"{name}, slowly", slowly["stages"][0], bare[1][0])
    failures = slowly["stages"][0]["failures"]
    report.at_most(f"{name}, slowly: requests and journeys that failed, at most", failures, 0)


@contextmanager
def _nodes(data: Path, given: Mapping[str, str]) -> Iterator[tuple[list[servers.Site], list[servers.Site]]]:
    """The nodes of the site, and as many servers of the bare page."""
    with ExitStack() as stack:
        nodes = [stack.enter_context(servers.site(data, given))]
        if given["DATABASE_URL"]:
            nodes.append(stack.enter_context(servers.node(data.parent / "second", data, given)))
        yield nodes, [stack.enter_context(servers.bare(data)) for _ in nodes]


def _crowd(asked: Mapping[str, Any], nodes: list[servers.Site], traces: list[Any]) -> dict[str, Any]:
    """What ever more people find (`load_people.load`)."""
    where = {"ports": [each.port for each in nodes], "pids": [each.pid for each in nodes]}
    found: dict[str, Any] = _worked("load_people", {**asked, **where, "traces": traces, "seed": 1})
    return found


def _recount(data: Path, given: Mapping[str, str], kept: list[Any]) -> dict[str, int]:
    found: dict[str, int] = _worked("load_work", kept, servers.environment(data, 1, given))
    return found


def _worked(module: str, asked: Any, environment: dict[str, str] | None = None) -> Any:
    done = subprocess.run(
        [sys.executable, "-P", "-m", f"benchmarks.{module}"],
        env=environment or servers.environment(Path(), 1),
        cwd=ROOT,
        input=json.dumps(asked),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def _report(report: Report, name: str, ours: list[Any], bare: list[Any], counted: Mapping[str, int]) -> None:
    """Both crowds at the largest size that both were asked for and ours held; how many each held."""
    least = min(len(ours), len(bare))
    stage = max([number for number in range(least) if ours[number]["holds"]], default=0)
    _figures(report, name, ours[stage], bare[stage])
    report.add(f"{name}: people at once that were held", _held(ours), {BARE: _held(bare)}, unit="people")
    report.add(f"{name}: answers acknowledged", counted["answers"], {}, unit="answers")
    report.add(f"{name}: people who came to their three", counted["three"], {}, unit="people")
    failures = sum(each["failures"] for each in ours[: stage + 1])
    report.at_most(f"{name}: requests and journeys that failed up to that size, at most", failures, 0)
    report.at_most(f"{name}: answers acknowledged and not kept, at most", counted["not kept"], 0)


def _figures(report: Report, name: str, own: Mapping[str, Any], peer: Mapping[str, Any]) -> None:
    for figure, words, unit in (
        ("requests", "requests a second", "a second"),
        ("p50", "p50 of a request", "ms"),
        ("p99", "p99 of a request", "ms"),
        ("processor", "processor time of a request, the nodes'", "ms"),
    ):
        case = f"{name}: {own['people']} people at once: {words}"
        report.add(case, own[figure], {BARE: peer[figure]}, unit=unit)


def _held(stages: list[Any]) -> int:
    return max([each["people"] for each in stages if each["holds"]], default=0)
