"""Cut a text into sentences of words, undoing the ways in which people disguise or stretch words.

Linear in the length of the text. What removes meaning (a denial, an idiom) may not reach over a
break (comma, dash, ellipsis); what adds meaning may.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from rapport.language.letters import BREAKS, SENTENCE_ENDS, plain

LEET: Final = str.maketrans("0134578@$!|", "oieastbasii")
OTHER_LEET: Final = str.maketrans("0134578@$!|6", "oleastbaslig")  # 1 and ! for l
LONGEST_WORD: Final = 40  # longer runs are no word; they are cut off, not searched
MASKS: Final = "*#_"
JOINERS: Final = ".-_*~"
SHORTEST_DISGUISED: Final = 2


class Known:
    """The words that a disguised word may turn out to be, found by first letter and length."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words: Final = frozenset(words)
        self._by_shape: dict[tuple[str, int], list[str]] = {}

    def __contains__(self, word: object) -> bool:
        return word in self.words

    def fitting(self, masked: str) -> str | None:
        """The known word that fits letters hidden behind marks ("k*ll"); None if there is none."""
        if not self._by_shape:
            for word in sorted(self.words):
                self._by_shape.setdefault((word[0], len(word)), []).append(word)
        for word in self._by_shape.get((masked[0], len(masked)), ()):
            if all(a == b or a in MASKS for a, b in zip(masked, word, strict=True)):
                return word
        return None


class Sentence:
    """Words in order, and the positions before which a break stands; both may still grow."""

    __slots__ = ("breaks", "words")

    def __init__(self, words: list[str] | None = None, breaks: set[int] | None = None) -> None:
        self.words: list[str] = [] if words is None else words
        self.breaks: set[int] = set() if breaks is None else breaks

    def clauses(self) -> Iterator[tuple[int, int]]:
        """Where each clause begins, and before which word it ends."""
        edges = sorted({0, len(self.words), *self.breaks})
        return pairwise(edges)


def sentences(text: str, *, known: Known) -> Iterator[Sentence]:
    """The sentences of a text, as plain words.

    text: any string. known: the words that a disguised word ("su1cide", "k!ll", "d.i.e") may turn
    out to be; everything else is split at its punctuation. Sentences without a word are left out.
    """
    sentence = Sentence()
    for chunk in plain(text).split():
        for piece in _pieces(chunk, known):
            if piece == ".":
                if sentence.words:
                    yield sentence
                sentence = Sentence()
            elif piece == ",":
                sentence.breaks.add(len(sentence.words))
            else:
                sentence.words.append(piece[:LONGEST_WORD])
    if sentence.words:
        yield sentence


def _pieces(chunk: str, known: Known) -> Iterator[str]:
    """The words of one run of non-space characters, with "," for a break and "." for a sentence's end."""
    if chunk.isalpha() and chunk.isascii():
        yield chunk
        return
    start, end = 0, len(chunk)
    while start < end and not chunk[start].isalnum() and chunk[start] not in "@$":
        start += 1
    while end > start and not chunk[end - 1].isalnum() and chunk[end - 1] not in MASKS:
        end -= 1
    core = chunk[start:end]
    yield from _marks(chunk[:start], edge=True)
    yield from _whole(core, known)
    yield from _marks(chunk[end:], edge=True)


def _whole(core: str, known: Known) -> Iterator[str]:
    disguised = _undisguised(core, known) if SHORTEST_DISGUISED <= len(core) <= LONGEST_WORD else None
    if disguised is not None:
        yield disguised
    elif "-" in core:
        for part in core.split("-"):
            yield from _whole(part, known)
    else:
        yield from _split(core)


def _undisguised(core: str, known: Known) -> str | None:
    """The known word behind leetspeak, masked letters or letters with dots between; None if there is none."""
    if core.isalpha() or core.isdigit():
        return None
    swapped = core.translate(LEET)
    for word in (swapped, core.translate(OTHER_LEET)):
        if word in known:
            return word
    for joiner in JOINERS:
        letters = core.split(joiner)
        if len(letters) > 2 and all(len(letter) == 1 for letter in letters):
            return "".join(letters).translate(LEET)
    bare = "".join(letter for letter in swapped if letter.isalpha())
    if len(bare) >= SHORTEST_DISGUISED and bare in known and not any(mark in core for mark in "-/.,?:;"):
        return bare
    if core[0] not in MASKS and any(mark in core for mark in MASKS):
        return known.fitting(core)
    return None


def _split(core: str) -> Iterator[str]:
    """Runs of letters and runs of digits, with the marks that stand between them."""
    run, kind = "", ""
    for character in core:
        now = "letter" if character.isalpha() else "digit" if character.isalnum() else "mark"
        if now != kind and run:
            yield from _marks(run) if kind == "mark" else (run,)
            run = ""
        run, kind = run + character, now
    if run:
        yield from _marks(run) if kind == "mark" else (run,)


def _marks(marks: str, *, edge: bool = False) -> Iterator[str]:
    """One "." for a sentence's end, one "," for a break; an ellipsis is a break: people trail off.

    edge: whether the marks stand beside a space; there a hyphen is a dash.
    """
    ends = [mark for mark in marks if mark in SENTENCE_ENDS]
    if ends and not (len(ends) > 1 and set(ends) == {"."}):
        yield "."
    elif ends or any(mark in BREAKS for mark in marks) or (edge and "-" in marks):
        yield ","
