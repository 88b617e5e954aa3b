"""A peer of compressed bitmaps: pyroaring for what bitmaps can answer, numpy for the rest and the score."""

from collections.abc import Iterable
from functools import reduce
from operator import and_
from typing import Any, Final

import numpy as np
from benchmarks.peers.columns import WORD, WORDS, Columns
from benchmarks.peers.numpy_scan import KEEPS, NumpyScan, Top
from benchmarks.peers.wanted import Wanted, is_list
from numpy.typing import NDArray

Array = NDArray[Any]
MASKS: Final = (
    "licences", "age_groups", "services", "formats", "languages", "payers", "identities", "approaches",
    "concerns",
)  # fmt: skip
# What bitmaps leave to numpy, asked of those left alone.
RESIDUAL: Final = ("slots", "max_miles")


class Roaring(NumpyScan):
    """One bitmap a value; intersected, then hours, miles and scores of those left by numpy."""

    name = "pyroaring + numpy"

    def __init__(self, columns: Columns) -> None:
        import pyroaring

        super().__init__(columns)
        self._bitmap: Final = pyroaring.BitMap
        self._everyone: Final = pyroaring.BitMap(range(len(columns)))
        self._by_bit: Final = {
            (name, bit): self._where((columns.of[name] >> bit) & 1 != 0)
            for name in MASKS
            for bit in range(int(columns.of[name].max(initial=0)).bit_length())
        }
        self._by_value: Final = {
            (name, int(value)): self._where(columns.of[name] == value)
            for name in ("gender", "faith", "therapist", "accepting")
            for value in np.unique(columns.of[name])
        }
        self._open: Final = self._where(columns.of["capacity"] > 0)
        self._free: Final = self._hours(columns)
        self._valid: dict[int, Any] = {}

    def _where(self, flags: Array) -> Any:
        return self._bitmap(np.flatnonzero(flags).astype(np.uint32))

    def _hours(self, columns: Columns) -> dict[tuple[int, int, int], Any]:
        """By zone, word and bit of the week, who is free."""
        found = {}
        for zone in range(int(columns.of["zone"].max(initial=0)) + 1):
            here = np.flatnonzero(columns.of["zone"] == zone)
            for word in range(WORDS):
                words = columns.of[f"hours{word}"][here]
                for bit in range(WORD):
                    rows = here[(words >> bit) & 1 != 0]
                    if len(rows):
                        found[zone, word, bit] = self._bitmap(rows.astype(np.uint32))
        return found

    def eligible(self, asked: Wanted) -> Array:
        """Rows that keep every limit."""
        kept = [keeps for keeps in self._bitmaps(asked).values() if keeps is not None]
        left = np.array(reduce(and_, kept, self._everyone).to_array(), dtype=np.int64)
        for name in RESIDUAL:
            keeps = KEEPS[name](self._of, asked, left)
            left = left if keeps is None else left[keeps]
        return left

    def counted(self, asked: Wanted, best: int, limits: tuple[str, ...]) -> tuple[Top, list[tuple[int, int]]]:
        """The best, and per limit how many break it and how many break it alone, all by bitmaps."""
        kept = self._bitmaps(asked)
        kept["slots"] = self._free_at(asked)
        near = KEEPS["max_miles"](self._of, asked, slice(None))
        kept["max_miles"] = None if near is None else self._where(near)
        once, twice, out = self._bitmap(), self._bitmap(), {}
        for name in limits:
            if kept[name] is not None:
                out[name] = self._everyone - kept[name]
                twice |= once & out[name]
                once |= out[name]
        once_only = once - twice
        costs = [
            (len(out[name]), out[name].intersection_cardinality(once_only)) if name in out else (0, 0)
            for name in limits
        ]
        left = np.array((self._everyone - once).to_array(), dtype=np.int64)
        return self._best(asked, left, best), costs

    def _bitmaps(self, asked: Wanted) -> dict[str, Any]:
        """Per limit who keeps it; None where the client asks for nothing, or numpy is asked."""
        coaches, therapists = (self._by_value.get(("therapist", each), self._bitmap()) for each in (0, 1))
        if asked.on not in self._valid:
            self._valid[asked.on] = self._where(self._of["expires"] >= asked.on)
        return {
            "licence": (self._any("licences", asked.state) & self._valid[asked.on]) | coaches,
            "kind": {"either": None, "therapist": therapists, "coach": coaches}[asked.kind],
            "coach_scope": None if asked.coach_may else therapists,
            "age_group": self._any("age_groups", asked.age),
            "service": self._any("services", asked.service),
            "language": self._any("languages", asked.languages),
            "format": self._any("formats", asked.formats),
            "payer": self._payer(asked),
            "must": reduce(and_, self._musts(asked)) if asked.must else None,
            "accepting": self._by_value.get(("accepting", 1), self._bitmap()),
            "capacity": self._open,
        }

    def _any(self, name: str, mask: int) -> Any:
        bits = [bit for bit in range(mask.bit_length()) if mask >> bit & 1]
        found = [self._by_bit[name, bit] for bit in bits if (name, bit) in self._by_bit]
        return found[0] if len(found) == 1 else self._bitmap.union(*found) if found else self._bitmap()

    def _musts(self, asked: Wanted) -> Iterable[Any]:
        for column, value in asked.must:
            if is_list(column):
                yield self._any(column, value)
            else:
                yield self._by_value.get((column, value), self._bitmap())

    def _payer(self, asked: Wanted) -> Any:
        if asked.payer == "insurer":
            return self._any("payers", asked.insurer)
        keeps = KEEPS["payer"](self._of, asked, slice(None)) if asked.max_fee is not None else None
        if keeps is not None:
            return self._where(keeps)
        if asked.payer == "any":
            return None
        mask = asked.self_pay if asked.payer == "self" else asked.self_pay | asked.insurer
        return self._any("payers", mask)

    def _free_at(self, asked: Wanted) -> Any:
        if asked.hours is None:
            return None
        found = [
            self._free[zone, word, bit]
            for zone, words in asked.hours
            for word in range(WORDS)
            for bit in range(WORD)
            if words[word] >> bit & 1 and (zone, word, bit) in self._free
        ]
        return self._bitmap.union(*found) if found else self._bitmap()
