"""How many bytes a provider takes: the roster, all that clients had it remember, and a peer's columns."""

import gc
import tracemalloc
from collections.abc import Callable, Sequence

from benchmarks import rosters
from benchmarks.peers.columns import columns
from benchmarks.report import Report

from rapport.matching.answers import Answers
from rapport.matching.roster import Roster

SIZE = 100_000


def measure(
    report: Report,
    clients: Sequence[Answers],
    match: Callable[[Roster, Answers], object],
    say: Callable[[str], None],
) -> None:
    """Bytes a provider before anybody asked, after these clients' matches, and of numpy's columns."""
    say("measuring memory")
    base, _ = rosters.practice()
    assert len(base) != SIZE
    gc.collect()
    tracemalloc.start()
    try:
        roster = rosters.roster(SIZE)
        _ = roster.ids, roster.position("")
        gc.collect()
        table = tracemalloc.get_traced_memory()[0]
        for answers in clients:
            match(roster, answers)
        gc.collect()
        asked = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    given = sum(array.nbytes for array in columns(roster, rosters.ON).of.values()) / SIZE
    each = f"memory a provider among {SIZE:,}"
    report.add(f"{each}: the roster", table / SIZE, {"numpy": given}, unit="bytes")
    report.add(f"{each}: with all that {len(clients)} clients asked", asked / SIZE, {}, unit="bytes")
