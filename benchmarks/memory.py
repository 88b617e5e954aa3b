"""How fast this machine reads memory, and how much of it a question cannot do without."""

from time import process_time

import numpy as np

from rapport.matching import bitsets
from rapport.matching.index.questions import ask
from rapport.matching.index.search import Index
from rapport.matching.index.tables import PERSON
from rapport.matching.index.week import stretches
from rapport.matching.limits import Question
from rapport.matching.said import WIDTH

READ_BYTES, TRIES = 256_000_000, 9
WORD_BYTES = 8


class Memory:
    """Numbers that no cache holds all of."""

    def __init__(self) -> None:
        self._numbers = np.ones(READ_BYTES // WORD_BYTES, dtype=np.uint64)
        self._place = 0

    def read(self, size: int) -> None:
        """Read so many bytes in sequence, of those that were not read for longest."""
        words = size // WORD_BYTES
        if self._place + words > len(self._numbers):
            self._place = 0
        np.bitwise_or.reduce(self._numbers[self._place : self._place + words])
        self._place += words

    def bandwidth(self) -> float:
        """Bytes a second that one core reads in sequence, the best of several tries."""
        best = float("inf")
        for _ in range(TRIES):
            started = process_time()
            self.read(READ_BYTES)
            best = min(best, process_time() - started)
        return READ_BYTES / best


def bytes_touched(index: Index, question: Question) -> int:
    """What has to be read once: the sets asked for, and the rows of those eligible.

    Sets: everyone, those of every limit, and of the hours the stretches of the zones they are offered in.
    """
    asked, zones = ask(index.lookup(index.day(question.on)), question), index.tables.zones
    words = index.tables.words * (1 + sum(len(refs or ()) for refs in asked.keeps))
    if asked.hours is not None:
        for zone, kept in enumerate(asked.hours):
            many = len(list(stretches(kept)))
            words += (many + bool(many)) * int(zones.last[zone] - zones.first[zone])
    rows = bitsets.count(index.screen(question).eligible)
    return words * WORD_BYTES + rows * (WIDTH + PERSON * 4)
