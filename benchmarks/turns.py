"""Ways of asking that take turns at clients: none has a quicker machine, or fuller caches, than another."""

from collections.abc import Callable, Sequence
from time import process_time
from typing import Any

from benchmarks.report import milliseconds

from rapport.matching.answers import Answers

# A name, and what it does with one client.
Way = tuple[str, Callable[[Answers], Any]]
# Milliseconds for each client, by the name of a way; with PROCESSOR behind it those of the processor.
Times = dict[str, list[float]]
PROCESSOR = ", processor"
# So many clients one way answers before it is the next one's turn.
A_TURN = 4


def take_turns(
    ways: Sequence[Way],
    clients: Sequence[Answers],
    others: Callable[[str, int], Sequence[Answers]],
) -> Times:
    """Time every client in every way, a few clients a turn: machines change their pace within minutes.

    `others`: for a way and the first client of a turn, whom it answers before, untimed. As in a service that
    does only this: what ran before has filled the processor's caches.
    """
    found: Times = {}
    for start in range(0, len(clients), A_TURN):
        for name, ask in ways:
            for other in others(name, start):
                ask(other)
            for answers in clients[start : start + A_TURN]:
                used = process_time()
                took, _ = milliseconds(lambda ask=ask, answers=answers: ask(answers))
                used = process_time() - used
                found.setdefault(name, []).append(took)
                found.setdefault(name + PROCESSOR, []).append(used * 1000)
    return found
