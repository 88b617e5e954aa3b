"""Who has a name with a word that starts like this: found without looking at everybody.

The words of all names are kept once each, in order, and for each the people who have it: what starts with
some letters stands together and is found by halving. A name costs four bytes for each of its words, and
a word that nobody else has its letters.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import accumulate

# Sorts after every letter, so that it ends the stretch of words that start alike.
AFTER_ALL = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Names by their place in the order they came in.

    The people with the word `words[n]` are `places[starts[n]:starts[n + 1]]`, in ascending order.
    """

    words: tuple[str, ...]
    starts: "array[int]"
    places: "array[int]"

    @classmethod
    def of(cls, names: Iterable[Sequence[str]]) -> "NameIndex":
        """The index of names, each as its folded words."""
        having: dict[str, array[int]] = {}
        for place, words in enumerate(names):
            for word in dict.fromkeys(words):
                having.setdefault(word, array("I")).append(place)
        ordered = sorted(having)
        starts = array("I", accumulate((len(having[word]) for word in ordered), initial=0))
        places = array("I")
        for word in ordered:
            places.extend(having[word])
        return cls(tuple(ordered), starts, places)

    def find(self, starting: Sequence[str], *, most: int) -> list[int]:
        """The first places whose name has, for each of these, a word that starts so; none for no words."""
        stretches = sorted(map(self._stretch, dict.fromkeys(starting)), key=len)
        if not stretches:
            return []
        found = set(self.places[stretches[0].start : stretches[0].stop])
        for stretch in stretches[1:]:
            found.intersection_update(self.places[stretch.start : stretch.stop])
        return nsmallest(most, found)

    def _stretch(self, starting: str) -> range:
        first = bisect_left(self.words, starting)
        last = bisect_left(self.words, starting + AFTER_ALL, lo=first)
        return range(self.starts[first], self.starts[last])
