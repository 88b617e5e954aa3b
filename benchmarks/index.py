"""`rapport bench index`: a question to a national directory, beside bitmaps, data frames and databases.

Ours answers with how many keep every limit, what each limit costs (all whom it keeps out, and those whom it
alone does), the twelve best and three drawn of them. Peers are asked for the people and the best alone
(`top`), and for the counts too (`counted`); ours always counts. A peer that finds other people, other counts
or other best than ours on any client ends the run. FAISS is approximate: it is told who is eligible, and its
recall is printed.
"""

import gc
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any

import numpy as np
from benchmarks import rosters
from benchmarks.match import NAMES, same_best
from benchmarks.memory import Memory, bytes_touched
from benchmarks.peers.bitmaps import Roaring
from benchmarks.peers.columns import Columns, columns
from benchmarks.peers.databases import DuckDB, SQLite
from benchmarks.peers.frames import Polars
from benchmarks.peers.numpy_scan import NumpyScan
from benchmarks.peers.server import PostgreSQL
from benchmarks.peers.vectors import Vectors
from benchmarks.peers.wanted import wanted
from benchmarks.report import Report, milliseconds, per_case_medians, quantile
from benchmarks.servers import ROOT
from benchmarks.turns import A_TURN, PROCESSOR, Times, Way, take_turns

from rapport.matching import bitsets
from rapport.matching.answers import Answers
from rapport.matching.index import engine
from rapport.matching.index.search import indexed
from rapport.matching.limits import Question
from rapport.matching.match import match
from rapport.matching.ranking import DEFAULT_POLICY
from rapport.matching.roster import Roster

Say = Callable[[str], None]
ON, BEST = rosters.ON, DEFAULT_POLICY.pool
# The quick ones are timed with every client several times, the databases with a few: a second each.
ROARING = Roaring.name
SLOW = (Polars.name, DuckDB.name, SQLite.name, PostgreSQL.name)
# What a question cannot do without, read in sequence and nothing done with it; and ours in two steps.
ALONE, STEPS = "memory", "ours, in steps"
GENERAL = (DuckDB.name, SQLite.name, PostgreSQL.name)
TIMES_ROARING, TIMES_GENERAL, TIMES_MEDIAN, TIMES_MEMORY = 4.0, 80.0, 15.0, 3.0
PROBES = (16, 64, 256)
MB, KB_A_MB = 1e6, 1e3


@dataclass(frozen=True)
class Size:
    """How many providers and clients, how many of these the databases see, and how often each is timed."""

    providers: int
    clients: int
    for_databases: int
    rounds: int


WHOLE, SMALL = Size(1_000_000, 60, 8, 5), Size(20_000, 12, 4, 2)


def measure(say: Say, *, small: bool = False) -> dict[str, Any]:
    """Run all of it."""
    size, report = SMALL if small else WHOLE, Report()
    _, clients = rosters.practice()
    with ExitStack() as stack:
        _measure(report, size, clients[: size.clients], stack, say)
    return report.as_json()


def _measure(report: Report, size: Size, clients: Sequence[Answers], stack: ExitStack, say: Say) -> None:
    say(f"{size.providers:,} providers: laying out the index")
    plain = rosters.roster(size.providers)
    roster = _built(report, plain, say)
    table = columns(roster, ON)
    peers = list(_peers(report, table, stack, say))
    few = clients[: size.for_databases]
    _check(roster, table, peers, clients, few, say)
    say(f"timing {len(clients)} clients")
    memory, needed = Memory(), _needed(roster, clients)
    ways = [_memory_alone(memory, clients, needed), *_ways(roster, table, peers)]
    times = _timings(ways, clients, few, size.rounds)
    _rows(report, times, [peer.name for peer in peers])
    if size is WHOLE:
        _targets(report, times, [peer.name for peer in peers])
        _beside_memory(report, memory, needed, times)
    _recall(report, roster, table, few, say)


def _built(report: Report, plain: Roster, say: Say) -> Roster:
    gc.collect()
    took, roster = milliseconds(lambda: indexed(plain))
    index = roster.index
    assert index is not None
    report.add("build, from a roster in memory", took / 1000, {}, unit="s")
    report.add("memory of the index", index.nbytes / MB, {}, unit="MB")
    report.add(
        "memory of this process", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, {}, unit="MB"
    )
    took, ready = milliseconds(engine.load)
    if not ready:
        report.unavailable.append({"peer": "the compiled kernel of ours", "why": "numba is not installed"})
    say(f"  the kernel {'ready' if ready else 'missing'} after {took / 1000:.1f} s")
    return roster


def _peers(report: Report, table: Columns, stack: ExitStack, say: Say) -> Iterator[Any]:
    makers: dict[str, Callable[[], Any]] = {
        each.name: (lambda each=each: each(table)) for each in (Roaring, NumpyScan, Polars, DuckDB, SQLite)
    }
    makers[PostgreSQL.name] = lambda: _postgresql(table, stack)
    for name, make in makers.items():
        try:
            took, made = milliseconds(make)
        except (ImportError, RuntimeError) as error:
            report.unavailable.append({"peer": name, "why": str(error)})
        else:
            report.add(f"build of {name}", took / 1000, {}, unit="s")
            say(f"  {name} built in {took / 1000:.1f} s")
            yield made


def _postgresql(table: Columns, stack: ExitStack) -> PostgreSQL:
    sys.path.append(str(ROOT / "tests"))
    from support import cluster

    if cluster.binaries() is None:
        raise cluster.NoCluster("no PostgreSQL server is installed")
    made = PostgreSQL(table, stack.enter_context(cluster.running(durable=False)).url)
    stack.callback(made.close)
    return made


def _answer(roster: Roster, answers: Answers) -> Any:
    """Ours, as the site asks: what each limit costs, the best and the draw of three of them."""
    found = match(roster, answers, crisis=False, on=ON, seed=1)
    return found.limits, found.log


def ask(roster: Roster, answers: Answers) -> Any:
    """Ours in steps: who keeps every limit as a set, what each costs, and the best."""
    question, index = Question(answers, False, ON), roster.index
    assert index is not None
    screening = index.screen(question)
    return screening, index.pool(question, screening.eligible, DEFAULT_POLICY)


def _check(
    roster: Roster,
    table: Columns,
    peers: Sequence[Any],
    clients: Sequence[Answers],
    few: Sequence[Answers],
    say: Say,
) -> None:
    """Every peer finds the same people, counts and best as ours; anything else ends the run."""
    for answers in clients:
        shortlist = match(roster, answers, crisis=False, on=ON, seed=1)
        screening, _ = ask(roster, answers)
        eligible = bitsets.positions(screening.eligible)
        asked = wanted(table, answers, ON)
        for peer in peers:
            if answers in few or peer.name not in SLOW:
                prepared = peer.prepare(asked)
                assert np.array_equal(np.sort(peer.eligible(prepared)), eligible), f"{peer.name}: eligible"
                top, counts = peer.counted(prepared, BEST, NAMES)
                assert counts == [(each.excluded, each.excluded_alone) for each in screening.costs], peer.name
                assert same_best(shortlist, [(table.ids[row], value) for row, value in top]), peer.name
    say(f"  {len(peers)} peers agree with ours: people, counts, best")


def _timings(ways: list[Way], clients: Sequence[Answers], few: Sequence[Answers], rounds: int) -> Times:
    """Per way of asking each client's median over the rounds; databases see a few clients once."""
    slow = [way for way in ways if way[0].partition(",")[0] in SLOW]
    quick = [way for way in ways if way not in slow]

    def before(_name: str, start: int) -> list[Answers]:
        return [clients[start - 1 - back] for back in range(A_TURN)]

    rounds_of = [take_turns(quick, clients, before) for _ in range(rounds)]
    found = {name: per_case_medians([each[name] for each in rounds_of]) for name in rounds_of[0]}
    return found | take_turns(slow, few, lambda *_: ())


def _needed(roster: Roster, clients: Sequence[Answers]) -> list[int]:
    """Bytes that each client's question cannot do without."""
    assert roster.index is not None
    return [bytes_touched(roster.index, Question(each, False, ON)) for each in clients]


def _memory_alone(memory: Memory, clients: Sequence[Answers], needed: Sequence[int]) -> Way:
    sizes = {id(each): size for each, size in zip(clients, needed, strict=True)}
    return ALONE, lambda answers: memory.read(sizes[id(answers)])


def _ways(roster: Roster, table: Columns, peers: Sequence[Any]) -> Iterator[Way]:
    yield "ours", lambda answers: _answer(roster, answers)
    yield STEPS, lambda answers: ask(roster, answers)
    for peer in peers:

        def read(answers: Answers, peer: Any = peer) -> Any:
            return peer.prepare(wanted(table, answers, ON))

        yield f"{peer.name}, top", lambda answers, peer=peer, read=read: peer.top(read(answers), BEST)
        yield (
            f"{peer.name}, counted",
            lambda answers, peer=peer, read=read: peer.counted(read(answers), BEST, NAMES),
        )


def _rows(report: Report, times: Times, peers: Sequence[str]) -> None:
    # A server's work is not this process's: by the clock alone.
    for kind, said in (("", "by the clock"), (PROCESSOR, "processor time")):
        for how in ("counted", "top"):
            known = [name for name in peers if not kind or name != PostgreSQL.name]
            for figure, of in (("median", median), ("p99", lambda values: quantile(values, 0.99))):
                found = {name: of(times[f"{name}, {how}{kind}"]) for name in known}
                report.add(
                    f"explained; peers {how}, {said}: {figure}", of(times["ours" + kind]), found, unit="ms"
                )
        report.add(
            f"who is eligible as a set, in two steps, {said}: median",
            median(times[STEPS + kind]),
            {},
            unit="ms",
        )


def _targets(report: Report, times: Times, peers: Sequence[str]) -> None:
    ours = median(times["ours" + PROCESSOR])
    for how in ("counted", "top"):
        if ROARING in peers:
            value = median(times[f"{ROARING}, {how}{PROCESSOR}"]) / ours
            report.at_least(f"times quicker than {ROARING} ({how}), processor time", value, TIMES_ROARING)
        general = [_times_quicker(times, name, how) for name in GENERAL if name in peers]
        if general:
            case = f"times quicker than the best general database ({how})"
            report.at_least(case, min(general), TIMES_GENERAL)
    p99 = quantile(times["ours" + PROCESSOR], 0.99)
    report.at_most("p99 over the median, processor time", p99 / ours, TIMES_MEDIAN)


def _beside_memory(report: Report, memory: Memory, needed: Sequence[int], times: Times) -> None:
    """In turns with our own question, as much as it reads; and at the best that memory does in long reads."""
    speed, ours = memory.bandwidth(), times["ours" + PROCESSOR]
    report.add("memory read in this run, at its best", speed / 1e9, {}, unit="GB/s")
    at_best = [size / speed * 1000 for size in needed]
    for name, alone in (("in turns", times[ALONE + PROCESSOR]), ("at its best", at_best)):
        report.add(f"what memory alone takes, {name}: median", median(alone), {}, unit="ms")
        ratio = median(took / each for took, each in zip(ours, alone, strict=True))
        report.at_most(f"times what memory alone takes, {name}: median", ratio, TIMES_MEMORY)


def _times_quicker(times: Times, name: str, how: str) -> float:
    """In processor time; by the clock where the work is another process's."""
    kind = "" if name == PostgreSQL.name else PROCESSOR
    return median(times[f"{name}, {how}{kind}"]) / median(times["ours" + kind])


def _recall(report: Report, roster: Roster, table: Columns, clients: Sequence[Answers], say: Say) -> None:
    try:
        vectors = Vectors(roster, table.of["stale"], table.of["warmth_points"])
    except ImportError as error:
        report.unavailable.append({"peer": "faiss", "why": f"cannot be imported: {error}"})
        return
    say("  asking FAISS")
    for probes in PROBES:
        took, shares = [], []
        for answers in clients:
            eligible = bitsets.positions(ask(roster, answers)[0].eligible)
            query, selector = vectors.query(answers), vectors.selector(eligible)
            true = vectors.exact(query, eligible, BEST)
            ms, found = milliseconds(partial(vectors.search, query, selector, BEST, probes))
            took.append(ms)
            shares.append(len(found & true) / max(len(true), 1))
        name = f"faiss IVF, {probes} lists probed (who is eligible told beforehand)"
        report.add(f"{name}: median", median(took), {}, unit="ms")
        report.add(f"{name}: recall of the twelve best", sum(shares) / len(shares), {}, unit="share")
