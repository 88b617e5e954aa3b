"""The peers of `rapport bench match` are held to the very same people, and a difference is found."""

import sys
from importlib import import_module

import pytest

from rapport.matching.answers import read_answers
from rapport.matching.columns import COLUMNS
from rapport.matching.reading import read_roster
from rapport.simulation.practice import make_practice
from support import sources

sys.path.append(str(sources.ROOT))
match = import_module("benchmarks.match")
columns = import_module("benchmarks.peers.columns")
databases = import_module("benchmarks.peers.databases")
numpy_scan = import_module("benchmarks.peers.numpy_scan")
Report = import_module("benchmarks.report").Report


@pytest.fixture(scope="module")
def practice():
    made = make_practice(providers=400, clients=25, seed=3, on=match.ON)
    rows = [[row.get(name, "") for name in COLUMNS] for row in made.roster_rows]
    return read_roster(tuple(COLUMNS), rows).roster, [read_answers(each) for each in made.answers]


def odd(answers):
    """The same client with other questions: payers, wishes, musts, hours and weights that few ask."""
    first, second, third, *_ = answers
    yield first._replace(payer="self_pay", max_fee=120.0, must=(("gender", "woman"),))
    yield first._replace(payer="", max_fee=90.0, must=(("approach", "cbt"), ("concern", "anxiety")))
    yield second._replace(payer="nobody_takes_this", self_pay_ok=True, slots=())
    yield second._replace(languages=("xx",), must=(("faith", "nobody"),))
    yield third._replace(formats=("in_person",), zip="00000", safe_now=False)
    yield third._replace(
        identities=("lgbtq",), faith="jewish", gender="man", parts=(("bond", 3.0), ("goals", 0.0))
    )


@pytest.mark.parametrize("peer", [numpy_scan.NumpyScan, databases.SQLite])
def test_peer_finds_the_same_people_and_counts(practice, peer):
    roster, answers = practice
    table = columns.columns(roster, match.ON)

    match._check(roster, table, [peer(table)], [*answers, *odd(answers)], lambda _: None)


def test_peer_with_another_limit_is_found(practice, monkeypatch):
    roster, answers = practice
    table = columns.columns(roster, match.ON)
    monkeypatch.setitem(numpy_scan.KEEPS, "capacity", lambda _of, _asked, _rows: None)

    with pytest.raises(AssertionError, match="numpy"):
        match._check(roster, table, [numpy_scan.NumpyScan(table)], answers, lambda _: None)


def test_peer_with_another_score_is_found(practice, monkeypatch):
    roster, answers = practice
    table = columns.columns(roster, match.ON)
    monkeypatch.setattr(numpy_scan, "TYPICAL_RATING", 70.0)

    with pytest.raises(AssertionError, match="numpy"):
        match._check(roster, table, [numpy_scan.NumpyScan(table)], answers, lambda _: None)


def test_peer_that_cannot_be_imported_is_named(practice, monkeypatch):
    roster, _ = practice

    class Missing:
        name = "missing"

        def __init__(self, _table):
            raise ImportError("No module named 'missing'")

    monkeypatch.setattr(match, "PEERS", (Missing, numpy_scan.NumpyScan))
    report = Report()
    made = list(match._peers(report, columns.columns(roster, match.ON), lambda _: None))

    assert [each.name for each in made] == ["numpy"]
    assert report.unavailable == [{"peer": "missing", "why": "cannot be imported: No module named 'missing'"}]
