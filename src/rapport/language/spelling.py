"""Turn misspelt, stretched, glued and abbreviated words into the words that the crisis phrases know.

Words that nothing is known of stay as they are. Each distinct word is worked out once per text.
"""

import re
from collections.abc import Iterator
from typing import Final

from rapport.language.crisis_classes import FUZZY, JOINED, NOT_FUZZY, NOT_MISSTRUCK, SPELLINGS, STRUCK
from rapport.language.words import Known, Sentence

SHORTEST_FUZZY: Final = 5  # letters of the misspelt word
LONGEST_FUZZY: Final = 14
SHORTEST_GLUED: Final = 7  # "endmylife"; shorter runs are too often other words
LONGEST_GLUED: Final = 32
MOST_REMEMBERED: Final = 4096  # distinct words kept per process, so that memory stays bounded
# A glued run counts only if one of these is in it: "forgiven" is not "for given".
GLUE_NEEDS: Final = frozenset(
    {"die", "kill", "killing", "suicide", "suicidal", "myself", "dying", "dead", "live", "alive", "living",
     "himself", "herself", "life", "morir", "matarme", "vivir", "suicidarme", "harm", "cutting"}
)  # fmt: skip
SHORT_IN_GLUE: Final = frozenset({"i", "a", "im", "to", "my", "me", "it", "be", "no", "of", "so", "am"})
_SHORTEST_IN_GLUE: Final = 3
SHORTEST_SPACED: Final = 3  # letters with spaces between them
# However "suicide" is misspelt: s, vowels, a hissing sound, vowels, d; and the words that only look like it.
SUICIDE_SHAPE: Final = re.compile(r"s[uoei]{1,3}[aiue]?[scz]{1,3}[iyuea]{1,2}d+[aeiyl]*")
NOT_SUICIDE: Final = frozenset(
    {"succeed", "secede", "sucede", "suceda", "sucedia", "sized", "seized", "sicced", "sussed", "seesaed",
     "sucedida", "sided", "souced", "sauced", "sissied", "sassed"}
)  # fmt: skip
SHORTEST_SUICIDE: Final = 6
ENDINGS: Final = (("in", "ing"), ("z", "s"), ("ng", "ing"), ("nig", "ing"))
SHORTEST_SWAPPED: Final = 4
# The keys beside each key.
NEIGHBOURS: Final = {
    "a": "qsz", "b": "vn", "c": "xv", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy", "i": "uok",
    "j": "hku", "k": "jli", "l": "ko", "m": "n", "n": "bm", "o": "ipl", "p": "o", "q": "wa", "r": "et",
    "s": "adw", "t": "ry", "u": "yi", "v": "cb", "w": "qes", "x": "zc", "y": "tu", "z": "xa",
}  # fmt: skip


class Speller:
    """Knows the words of the phrases, and finds them behind the words of a text."""

    def __init__(self, vocabulary: frozenset[str]) -> None:
        self.known: Final = Known(vocabulary | SPELLINGS.keys() | set(FUZZY))
        self._deletes: Final[dict[str, list[str]]] = {}
        self._remembered: Final[dict[str, tuple[str, ...]]] = {}

    def spelled(self, sentence: Sentence) -> Sentence:
        """The sentence in known words; breaks move along with the words behind them."""
        result = Sentence()
        words = list(_unspaced(sentence))
        index = 0
        while index < len(words):
            word, broken = words[index]
            joined = None
            if index + 1 < len(words) and not words[index + 1][1]:
                joined = JOINED.get((word, _squeezed(words[index + 1][0], longest=1)))
            index += 2 if joined else 1
            if broken:
                result.breaks.add(len(result.words))
            result.words.extend(self._word(joined or word))
        if len(sentence.words) in sentence.breaks:
            result.breaks.add(len(result.words))
        return result

    def _word(self, word: str) -> tuple[str, ...]:
        found = self._remembered.get(word)
        if found is None:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            found = self._remembered[word] = tuple(self._best(word).split())
        return found

    def _best(self, word: str) -> str:
        if word in SPELLINGS:
            return SPELLINGS[word]
        if word in self.known.words or not word.isascii():
            return word
        for squeezed in (_squeezed(word, longest=2), _squeezed(word, longest=1)):
            if squeezed != word and squeezed in self.known.words:
                return SPELLINGS.get(squeezed, squeezed)
        near = self._near(word) or _like_suicide(word) or self._slipped(word) or _misstruck(word)
        return near or self._unglued(word) or word

    def _slipped(self, word: str) -> str | None:
        """The known word with other endings ("hitz", "cuttin") or two neighbours swapped ("tkae")."""
        for ending, usual in ENDINGS:
            if word.endswith(ending) and word.removesuffix(ending) + usual in self.known.words:
                return word.removesuffix(ending) + usual
        if SHORTEST_SWAPPED <= len(word) <= LONGEST_FUZZY:
            for at in range(len(word) - 1):
                swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
                if swapped in self.known.words and swapped not in SPELLINGS:
                    return swapped
        return None

    def _near(self, word: str) -> str | None:
        """The word of FUZZY that this is one slip away from; None if there is none."""
        if word in NOT_FUZZY or not SHORTEST_FUZZY <= len(word) <= LONGEST_FUZZY:
            return None
        if not self._deletes:
            for target in FUZZY:
                for shorter in {target, *_deleted(target)}:
                    self._deletes.setdefault(shorter, []).append(target)
        for candidate in (word, *_deleted(word)):
            for target in self._deletes.get(candidate, ()):
                if _one_slip_apart(word, target):
                    return target
        return None

    def _unglued(self, word: str) -> str | None:
        """The known words that a run without spaces is made of; None if it is not made of them."""
        if not SHORTEST_GLUED <= len(word) <= LONGEST_GLUED:
            return None
        ways: list[tuple[str, ...] | None] = [(), *[None] * len(word)]
        for end in range(1, len(word) + 1):
            for start in range(end):
                part, before = word[start:end], ways[start]
                if before is not None and self._glueable(part):
                    way = (*before, *SPELLINGS.get(part, part).split())
                    earlier = ways[end]
                    if earlier is None or (GLUE_NEEDS.isdisjoint(earlier) and not GLUE_NEEDS.isdisjoint(way)):
                        ways[end] = way
        found = ways[-1]
        return " ".join(found) if found and not GLUE_NEEDS.isdisjoint(found) else None

    def _glueable(self, part: str) -> bool:
        return part in SHORT_IN_GLUE or (len(part) >= _SHORTEST_IN_GLUE and part in self.known.words)


def _misstruck(word: str) -> str | None:
    """The word of STRUCK that this is if one letter is the key beside the right one ("kull")."""
    if word in NOT_MISSTRUCK or len(word) < SHORTEST_SWAPPED:
        return None
    for at, letter in enumerate(word[:LONGEST_FUZZY]):
        for meant in NEIGHBOURS.get(letter, ""):
            struck = word[:at] + meant + word[at + 1 :]
            if struck in STRUCK:
                return struck
    return None


def _like_suicide(word: str) -> str | None:
    if len(word) < SHORTEST_SUICIDE or word in NOT_SUICIDE or not SUICIDE_SHAPE.fullmatch(word):
        return None
    return "suicide"


def _unspaced(sentence: Sentence) -> Iterator[tuple[str, bool]]:
    """Words, with runs of single letters ("k i l l") put together; whether a break stands before each."""
    run, broken = "", False
    for index, word in enumerate([*sentence.words, ""]):
        here = index in sentence.breaks
        if len(word) == 1 and word.isalpha() and not here:
            broken = broken if run else False
            run += word
            continue
        yield from _letters(run, broken)
        run, broken = "", here
        if len(word) == 1 and word.isalpha():
            run = word
        elif word:
            yield word, here


def _letters(run: str, broken: bool) -> Iterator[tuple[str, bool]]:
    if len(run) >= SHORTEST_SPACED:
        yield run, broken
    else:
        for index, letter in enumerate(run):
            yield letter, broken and index == 0


def _squeezed(word: str, *, longest: int) -> str:
    kept: list[str] = []
    for letter in word:
        if kept[-longest:] != [letter] * longest:
            kept.append(letter)
    return "".join(kept)


def _deleted(word: str) -> dict[str, None]:
    """The word with each letter left out in turn; in order, so that one text is always heard alike."""
    return dict.fromkeys(word[:index] + word[index + 1 :] for index in range(len(word)))


def _one_slip_apart(word: str, target: str) -> bool:
    """Whether one letter added, left out, changed, or swapped with its neighbour makes one of the other."""
    if abs(len(word) - len(target)) > 1:
        return False
    start = 0
    while start < min(len(word), len(target)) and word[start] == target[start]:
        start += 1
    rest, wanted = word[start:], target[start:]
    swapped = rest[:2] == wanted[:2][::-1] and rest[2:] == wanted[2:]
    return rest[1:] == wanted or rest == wanted[1:] or rest[1:] == wanted[1:] or swapped
