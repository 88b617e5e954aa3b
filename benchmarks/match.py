"""`rapport bench match`: one match, from parsed answers to the explained three, beside its peers.

Ours answers with the three, the forecasts of each and what every feature adds to them, the exact
probabilities of the draw, and for every limit how many it keeps out, all and alone; timed once so (by the
index these are the kernel's numbers, made into values when read), once with the words for it (reasons,
cautions, what to ask, what sets one apart), and by the index once with all of it read. Peers are asked for
less, in two ways: the twelve best of those who keep every limit, and the same with the counts. A peer that
finds other people or other counts than ours on any client ends the run.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np
from benchmarks import process, roster_memory, rosters
from benchmarks.peers.columns import Columns, columns
from benchmarks.peers.databases import DuckDB, SQLite
from benchmarks.peers.numpy_scan import NumpyScan
from benchmarks.peers.wanted import wanted
from benchmarks.report import Report, milliseconds, per_case_medians, quantile
from benchmarks.turns import A_TURN, PROCESSOR, Times, Way, take_turns

from rapport.matching import bitsets
from rapport.matching.answers import Answers
from rapport.matching.eligibility import LIMITS, screen
from rapport.matching.index import engine
from rapport.matching.index.search import indexed
from rapport.matching.limits import Question
from rapport.matching.match import match
from rapport.matching.ranking import DEFAULT_POLICY, pool_of
from rapport.matching.roster import Roster
from rapport.matching.shortlist import Shortlist

Say = Callable[[str], None]
PEERS = (NumpyScan, DuckDB, SQLite)
WARMING, MEASURED = 20, 40


@dataclass(frozen=True)
class Size:
    """How many providers, how many clients, and how often each is timed."""

    providers: int
    clients: int
    rounds: int


SIZES = (Size(3_000, MEASURED, 5), Size(100_000, MEASURED, 3), Size(1_000_000, 4, 1))
TARGET_SIZE, TARGET_TIMES = 100_000, 10.0
# Last bits of a sum differ between peers; two people this close may stand in either order.
CLOSE = 1e-6
ON, SEED, BEST = rosters.ON, 1, DEFAULT_POLICY.pool
NAMES = tuple(LIMITS)
NEW, TOLD, INDEXED = "ours, new client", "ours, told", "ours, indexed"
INDEXED_TOLD, INDEXED_WHOLE = "ours, told by the index", "ours, all read by the index"


def measure(say: Say) -> dict[str, Any]:
    """Run all of it."""
    report = Report()
    say("making a practice of 3,000 and its clients")
    _, clients = rosters.practice()
    if not engine.load():
        report.unavailable.append({"peer": "the compiled kernel of ours", "why": "numba is not installed"})
    for size in SIZES:
        _one_size(report, size, clients, say)
    roster_memory.measure(report, clients[:WARMING], _match, say)
    process.whole_process(report, say)
    return report.as_json()


def _one_size(report: Report, size: Size, clients: Sequence[Answers], say: Say) -> None:
    say(f"{size.providers:,} providers: making the roster and the peers")
    roster = rosters.roster(size.providers)
    timed = clients[WARMING : WARMING + size.clients]
    table = columns(roster, ON)
    peers = list(_peers(report, table, say))
    _check(roster, table, peers, timed, say)
    say(f"{size.providers:,} providers: timing {len(timed)} clients")
    times = _timings(roster, table, peers, clients[:WARMING], timed, size.rounds)
    _rows(report, f"{size.providers:,} providers", times, [peer.name for peer in peers])
    if size.providers == TARGET_SIZE and peers:
        _targets(report, times, [peer.name for peer in peers])


HOW = (
    ("explained", NEW),
    ("told in words", TOLD),
    ("explained by the index", INDEXED),
    ("told in words by the index", INDEXED_TOLD),
)


def _targets(report: Report, times: Times, peers: Sequence[str]) -> None:
    """By the clock, which depends on what else runs, and by processor time; both have to hold."""
    for clock, kind in (("times quicker than the best peer", ""), ("times less processor time", PROCESSOR)):
        best = min(median(times[f"{peer}, counted{kind}"]) for peer in peers)
        for how, ours in HOW:
            name = f"match among {TARGET_SIZE:,}, {how} and counted: {clock}, at least"
            report.at_least(name, best / median(times[ours + kind]), TARGET_TIMES)


def _peers(report: Report, table: Columns, say: Say) -> Iterator[Any]:
    for peer in PEERS:
        try:
            took, made = milliseconds(lambda peer=peer: peer(table))
        except ImportError as error:
            missing = {"peer": peer.name, "why": f"cannot be imported: {error}"}
            if missing not in report.unavailable:
                report.unavailable.append(missing)
        else:
            say(f"  {peer.name} built in {took / 1000:.1f} s")
            yield made


def fresh(roster: Roster) -> Roster:
    """The same roster, remembering nothing."""
    return Roster(roster.columns, roster.size)


def _match(roster: Roster, answers: Answers) -> Shortlist:
    return match(roster, answers, crisis=False, on=ON, seed=SEED)


def _told(roster: Roster, answers: Answers) -> Any:
    """The same, and the words for each of the three."""
    found = _match(roster, answers).matches
    return [(each.reasons, each.cautions, each.ask, each.differs) for each in found]


def _whole(roster: Roster, answers: Answers) -> Any:
    """The same as the published form: every figure read and every sentence written out in English."""
    return _match(roster, answers).as_json()


def _search(roster: Roster, answers: Answers) -> Any:
    """Ours without the draw and the words: who is left, what limits cost, the best twelve."""
    question = Question(answers, False, ON)
    screening = screen(roster, question)
    return pool_of(roster, question, bitsets.positions(screening.eligible), DEFAULT_POLICY), screening.costs


# --- the same people, the same counts ---------------------------------------------------------------------


def _check(
    roster: Roster, table: Columns, peers: Sequence[Any], clients: Sequence[Answers], say: Say
) -> None:
    """Every peer finds the same eligible set, counts and best as ours; anything else ends the run."""
    for answers in clients:
        question = Question(answers, False, ON)
        shortlist = _match(roster, answers)
        eligible = bitsets.positions(screen(roster, question).eligible)
        costs = {cost.limit: (cost.excluded, cost.excluded_alone) for cost in shortlist.limits}
        asked = wanted(table, answers, ON)
        for peer in peers:
            prepared = peer.prepare(asked)
            assert np.array_equal(np.sort(peer.eligible(prepared)), eligible), f"{peer.name}: other eligible"
            top, counts = peer.counted(prepared, BEST, NAMES)
            assert counts == [costs[name] for name in NAMES], f"{peer.name}: other counts"
            assert top == peer.top(prepared, BEST), f"{peer.name}: two answers"
            assert same_best(shortlist, [(table.ids[row], value) for row, value in top]), peer.name
    say(f"  {len(peers)} peers agree with ours on {len(clients)} clients: people, counts, best")


def same_best(shortlist: Shortlist, found: Sequence[tuple[str, float]]) -> bool:
    """Whether a peer's best are our pool: equal utilities, equal people but for the order of near ties."""
    log = shortlist.log
    found = found[: len(log.pool)]
    if len(found) < len(log.pool) or not np.allclose(log.utilities, [u for _, u in found], atol=CLOSE):
        return False
    lowest = min(log.utilities, default=0.0) + CLOSE
    ours = {each for each, utility in zip(log.pool, log.utilities, strict=True) if utility > lowest}
    return ours == {each for each, utility in found if utility > lowest}


# --- timing -----------------------------------------------------------------------------------------------


def _timings(
    roster: Roster,
    table: Columns,
    peers: Sequence[Any],
    warming: Sequence[Answers],
    clients: Sequence[Answers],
    rounds: int,
) -> Times:
    """Per way of asking each client's median over the rounds.

    At the start of a round ours has been asked by other clients alone. What they asked for (a state, an hour)
    is remembered; what this client alone asks for must still be worked out.
    """

    def others(name: str, _start: int) -> Sequence[Answers]:
        # A second of SQLite's each.
        return warming[: 1 if name.endswith("counted") else A_TURN]

    every: dict[str, list[list[float]]] = {}
    laid_out = [indexed(roster) for _ in range(3)]
    for _ in range(rounds):
        warm = fresh(roster)
        cold, _ = milliseconds(lambda warm=warm: _match(warm, clients[0]))
        every.setdefault("ours, cold", []).append([cold])
        ways = _ways_of_asking([*(fresh(roster) for _ in range(3)), *laid_out], table, peers)
        for answers in warming:
            for name, ask in ways:
                if not name.endswith("counted"):  # A second of SQLite's each, and nothing that it keeps.
                    ask(answers)
        gc.collect()
        for name, found in take_turns(ways, clients, others).items():
            every.setdefault(name, []).append(found)
    return {name: per_case_medians(found) for name, found in every.items()}


def _ways_of_asking(rosters: Sequence[Roster], table: Columns, peers: Sequence[Any]) -> list[Way]:
    """Three of a roster, so that whom one has matched is new to the others; and three of an index of it."""
    matched, told, searched, laid_out, laid_out_told, laid_out_whole = rosters
    ways: list[Way] = [
        (NEW, lambda answers: _match(matched, answers)),
        (INDEXED, lambda answers: _match(laid_out, answers)),
        (INDEXED_TOLD, lambda answers: _told(laid_out_told, answers)),
        (INDEXED_WHOLE, lambda answers: _whole(laid_out_whole, answers)),
        (TOLD, lambda answers: _told(told, answers)),
        ("ours, search new", lambda answers: _search(searched, answers)),
    ]
    for peer in peers:

        def read(answers: Answers, peer: Any = peer) -> Any:
            return peer.prepare(wanted(table, answers, ON))

        ways += [
            (f"{peer.name}, top", lambda answers, peer=peer, read=read: peer.top(read(answers), BEST)),
            (
                f"{peer.name}, counted",
                lambda answers, peer=peer, read=read: peer.counted(read(answers), BEST, NAMES),
            ),
        ]
    ways.append(("ours, same client again", lambda answers: _match(matched, answers)))
    ways.append(("ours, search again", lambda answers: _search(searched, answers)))
    return ways


def _rows(report: Report, case: str, times: Times, peers: Sequence[str]) -> None:
    p95 = {name: quantile(values, 0.95) for name, values in times.items()}
    mid = {name: median(values) for name, values in times.items()}
    new, again = NEW, "ours, same client again"
    counted = {name: f"{name}, counted" for name in peers}
    top = {name: f"{name}, top" for name in peers}

    def add(what: str, of: dict[str, float], ours: str, asked: dict[str, str]) -> None:
        report.add(f"{case}, {what}", of[ours], {name: of[key] for name, key in asked.items()}, unit="ms")

    add("explained; peers filter, score and count: median", mid, new, counted)
    add("explained; peers filter, score and count: p95", p95, new, counted)
    add("told in words; peers filter, score and count: median", mid, TOLD, counted)
    add("told in words; peers filter, score and count: p95", p95, TOLD, counted)
    for how, ours in (*HOW, ("all of it read by the index", INDEXED_WHOLE)):
        used = {name: key + PROCESSOR for name, key in counted.items()}
        add(f"{how}, processor time; peers count: median", mid, ours + PROCESSOR, used)
        add(f"{how}, processor time; peers count: p95", p95, ours + PROCESSOR, used)
    add("explained; peers filter and score: median", mid, new, top)
    add("explained; peers filter and score: p95", p95, new, top)
    add("search and counts alone, a new client: median", mid, "ours, search new", counted)
    add("search and counts alone, a new client: p95", p95, "ours, search new", counted)
    add("the same client again; peers count: median", mid, again, counted)
    add("search and counts alone, again: median", mid, "ours, search again", counted)
    add("the first match after a start", mid, "ours, cold", {})
