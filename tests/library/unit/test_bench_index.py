"""`rapport bench index` at a size of hundreds: ours beside the peers that need no package of their own."""

import sys
from importlib import import_module

import pytest

from rapport.matching.answers import read_answers
from rapport.matching.columns import COLUMNS
from rapport.matching.index.search import indexed
from rapport.matching.limits import Question
from rapport.matching.reading import read_roster
from rapport.simulation.practice import make_practice
from support import sources

sys.path.append(str(sources.ROOT))
index = import_module("benchmarks.index")
columns = import_module("benchmarks.peers.columns")
numpy_scan = import_module("benchmarks.peers.numpy_scan")
memory = import_module("benchmarks.memory")
Report = import_module("benchmarks.report").Report
SIZE = index.Size(providers=300, clients=6, for_databases=2, rounds=1)


@pytest.fixture(scope="module")
def practice():
    made = make_practice(providers=SIZE.providers, clients=SIZE.clients, seed=3, on=index.ON)
    rows = [[row.get(name, "") for name in COLUMNS] for row in made.roster_rows]
    return read_roster(tuple(COLUMNS), rows).roster, [read_answers(each) for each in made.answers]


def test_bench_reports_ours_and_peers_and_names_those_that_are_missing(practice, monkeypatch):
    roster, clients = practice
    monkeypatch.setattr(index.rosters, "roster", lambda _size: roster)

    def no_server(_table, _stack):
        raise RuntimeError("no PostgreSQL server is installed")

    monkeypatch.setattr(index, "_postgresql", no_server)
    report = Report()
    with index.ExitStack() as stack:
        index._measure(report, SIZE, clients, stack, lambda _: None)

    cases = {row["case"]: row for row in report.rows}
    explained = cases["explained; peers counted, processor time: median"]
    assert {"numpy", "sqlite"} <= set(explained["peers"])
    assert explained["ours"] > 0
    assert {"peer": "postgresql", "why": "no PostgreSQL server is installed"} in report.unavailable
    assert report.targets == []


def test_peer_with_another_limit_ends_the_run(practice, monkeypatch):
    roster, clients = practice
    monkeypatch.setitem(numpy_scan.KEEPS, "capacity", lambda _of, _asked, _rows: None)
    laid = indexed(roster)
    table = columns.columns(laid, index.ON)

    with pytest.raises(AssertionError, match="numpy"):
        index._check(laid, table, [numpy_scan.NumpyScan(table)], clients, clients, lambda _: None)


def test_memory_that_a_question_cannot_do_without_grows_with_what_is_asked(practice):
    roster, clients = practice
    laid = indexed(roster)
    asked = clients[0]._replace(slots=())

    def touched(answers):
        return memory.bytes_touched(laid.index, Question(answers, False, index.ON))

    everyone = 8 * laid.index.tables.words
    assert touched(asked) >= 9 * everyone
    assert touched(asked._replace(slots=tuple(range(8)), timezone="America/New_York")) > 9 * everyone
    assert touched(asked._replace(kind="therapist", languages=("en", "es"))) > touched(
        asked._replace(kind="either", languages=("xx",))
    )
