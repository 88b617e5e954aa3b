"""Sorting and proving on many threads ends in the bits of one."""

import threading

import numpy as np
import pytest

from rapport.matching.allocation import certificate, rows, threads
from rapport.matching.allocation.allocate import allocate
from rapport.matching.allocation.certificate import certify
from rapport.matching.allocation.market import NOBODY
from support.markets import WAYS, made


@pytest.mark.parametrize("name", WAYS)
def test_more_threads_change_no_bit(monkeypatch, name):
    monkeypatch.setattr(rows, "BLOCK", 8)
    monkeypatch.setattr(rows, "BLOCKS", 2)
    monkeypatch.setattr(certificate, "PIECE", 32)
    market, found = made(1, clients=300, providers=40), []
    for most in (1, 3):
        monkeypatch.setattr(threads, "MOST_THREADS", most)
        found.append(allocate(market, way=WAYS[name]))
    one, many = found

    assert np.array_equal(one.slates, many.slates)
    assert np.array_equal(one.prices, many.prices)
    assert one.certificate == many.certificate


@pytest.mark.parametrize("name", WAYS)
def test_proof_in_pieces_is_the_whole_proof(monkeypatch, name):
    market = made(2, clients=100)
    way, prices = WAYS[name], np.linspace(0, 0.5, len(market.places))
    nobody = np.full((market.clients, market.size), NOBODY, np.int32)
    whole = certify(market, nobody, prices, proof=way.proof)
    monkeypatch.setattr(certificate, "PIECE", 7)
    pieces = certify(market, nobody, prices, proof=way.proof)

    assert pieces.value == whole.value == 0
    assert pieces.bound == pytest.approx(whole.bound, rel=1e-12)


def test_what_was_found_keeps_the_order_of_what_was_asked():
    second_is_done = threading.Event()

    def work(item):
        if item == 0:
            assert second_is_done.wait(10)
        else:
            second_is_done.set()
        return 10 * item

    assert threads.at_once(work, [0, 1]) == [0, 10]


def test_what_fails_in_a_thread_fails_here():
    with pytest.raises(ZeroDivisionError):
        threads.at_once(lambda item: 1 // item, [1, 0])
