"""Is a sentence worded like the sentences of people in danger?

A learnt judge beside the phrases of the crisis screen, for wordings that nobody has listed: logistic
regression on stems, pieces of words (misspelling), word classes, and pairs of stems and of classes,
hashed into a fixed number of weights. The weights file holds numbers only; no word can be read from it.

Every span of at most `LONGEST_SPAN` words that begins where a clause begins, or a few words later, is
judged by itself. Words behind a break never change what stands before it, nor the other way round; so
adding a sentence never removes a judgement.
"""

import struct
from binascii import crc32
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from rapport.language.stems import stem
from rapport.language.tables import table_from
from rapport.shipped import shipped

WEIGHTS_FILE: Final = "wording_weights.bin"
STEMS_FILE: Final = "wording_stems.tsv"
HEADER: Final = struct.Struct("<fff")  # what one step of a weight is worth, bias, threshold
BUCKETS: Final = 1 << 16  # weights; a feature's weight stands where its hash points
LONGEST_SPAN: Final = 8  # words
STRIDE: Final = 2  # words between two spans' beginnings in a long clause
FURTHEST_STEMS: Final = 2  # words apart, for a pair of stems to count
FURTHEST_MIXED: Final = 3  # for a pair of a stem and a class
FURTHEST_CLASSES: Final = 6  # for a pair of classes
SHORTEST_PIECE, LONGEST_PIECE = 3, 4  # letters of a piece of a word, its edges included
DAMPING: Final = 4.0  # words
EVENING: Final = -0.25  # power of a span's length: a long one has more features than a short one
MOST_REMEMBERED: Final = 1 << 15


class _Weights(NamedTuple):
    step: float
    bias: float
    threshold: float
    of: Sequence[int]


def alarming(words: Sequence[str], breaks: set[int]) -> bool:
    """Whether some span of a sentence is worded like those of people in danger.

    words: plain words, "" where nothing shall be heard; breaks: positions before which a break stands.
    Takes time linear in the number of words.

    Source: logistic regression (benchmarks/language/fit_wording.py); figures in
    docs/researcher/language.md. Limits: fitted to phrases of our own, not to people in danger.
    """
    weights = _weights()
    for start in beginnings(len(words), breaks):
        score = 0.0
        for length, buckets in enumerate(growing(words, start), start=1):
            score += sum(weights.of[bucket] for bucket in buckets) * weights.step
            alarm = weights.bias + score * evened(length) > weights.threshold
            if alarm and ends_at(start + length, start, len(words), breaks):
                return True
    return False


def beginnings(count: int, breaks: set[int]) -> Iterator[int]:
    """Where spans begin: at each clause, and every few words after."""
    clause = 0
    for position in range(count):
        if position in breaks:
            clause = position
        if (position - clause) % STRIDE == 0:
            yield position


def ends_at(end: int, start: int, count: int, breaks: set[int]) -> bool:
    """Whether a span may end before word `end`: at a clause's end, or when it is as long as may be."""
    return end == count or end in breaks or end - start == LONGEST_SPAN


def growing(words: Sequence[str], start: int) -> Iterator[tuple[int, ...]]:
    """What each further word adds to a span: the buckets of its features and of its pairs."""
    for at in range(start, min(start + LONGEST_SPAN, len(words))):
        added = list(_word_buckets(words[at]))
        for before in range(max(start, at - FURTHEST_CLASSES), at):
            added.extend(_pair_buckets(words[before], words[at], at - before))
        yield tuple(added)


def evened(length: int) -> float:
    """What a span's features are multiplied with for its number of words."""
    return float((length + DAMPING) ** EVENING)


@lru_cache(MOST_REMEMBERED)
def _word_buckets(word: str) -> tuple[int, ...]:
    if not word:
        return ()
    cut, classes = _stem_and_classes(word)
    features = [f"c {name}" for name in classes] or [f"l {piece}" for piece in _pieces(word)]
    return tuple(map(_bucket, [f"w {cut}", *features]))


def _pieces(word: str) -> Iterator[str]:
    """The short runs of letters that a word is made of: they tell a misspelt word's kin."""
    edged = f"<{word}>"
    for length in range(SHORTEST_PIECE, LONGEST_PIECE + 1):
        yield from (edged[at : at + length] for at in range(len(edged) - length + 1))


@lru_cache(MOST_REMEMBERED)
def _pair_buckets(first: str, second: str, distance: int) -> tuple[int, ...]:
    if not first or not second:
        return ()
    (here, ones), (there, others) = _stem_and_classes(first), _stem_and_classes(second)
    features = [f"q {one} {other}" for one in ones for other in others]
    if distance <= FURTHEST_MIXED:
        features += [f"m {one} {there}" for one in ones]
        features += [f"n {here} {other}" for other in others]
    if distance <= FURTHEST_STEMS:
        features.append(f"p{distance} {here} {there}")
    return tuple(map(_bucket, features))


def _bucket(feature: str) -> int:
    return crc32(feature.encode()) % BUCKETS


@lru_cache(MOST_REMEMBERED)
def _stem_and_classes(word: str) -> tuple[str, tuple[str, ...]]:
    """The stem of a word, and the classes in which a word of that stem is listed, in their order."""
    cut = stem(word)
    return cut, tuple(_classes_of_stems().get(cut, "").split())


@cache
def _classes_of_stems() -> dict[str, str]:
    """Cutting every word of `wording_classes` to its stem would take longer than judging a text."""
    return table_from(shipped("rapport.language", STEMS_FILE))


@cache
def _weights() -> _Weights:
    raw = shipped("rapport.language", WEIGHTS_FILE)
    step, bias, threshold = HEADER.unpack_from(raw)
    return _Weights(step, bias, threshold, memoryview(raw)[HEADER.size :].cast("b"))
