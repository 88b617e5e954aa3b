"""Find phrases with slots and gaps in a sentence's words.

A phrase is a short line of elements, read from left to right:

    word         that word; `a|b|c` one of them; `for_good` words in a row (not as the first element)
    CLASS        one word of a class; classes and words mix: `CLASS|word`
    ?x           x or nothing
    3            up to three words of any kind
    !a|b         the next word is none of these (it never looks over a break)
    * first      the phrase stands even inside an idiom or behind a denial ("* never 2 wake")
    $            the sentence ends here, or a break stands here; `a|$` that or the word

Matching tries each phrase at each word that may begin it, and a phrase is at most a dozen words
long: linear in the length of the sentence.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from rapport.language.words import Sentence

_WORD, _OPTIONAL, _GAP, _NOT_NEXT, _END = range(5)
_KINDS: Final = {"!": _NOT_NEXT, "?": _OPTIONAL}
_FIRM: Final = "* "
_PUNCTUATION: Final = str.maketrans("|?!*$_", "      ")
MOST_REMEMBERED: Final = 20_000  # pairs of neighbouring words kept, so that memory stays bounded


class Match(NamedTuple):
    """Where a phrase stands (words `start` to before `end`), what it means, and whether that is firm."""

    start: int
    end: int
    meaning: str
    firm: bool


class _Element(NamedTuple):
    kind: int
    words: frozenset[str]
    runs: tuple[tuple[str, ...], ...]
    gap: int

    def length_at(self, at: int, words: Sequence[str]) -> int:
        """How many words of the sentence this takes at `at`; 0 if none of its words stand there."""
        if at < len(words) and words[at] in self.words:
            return 1
        for run in self.runs:
            if tuple(words[at : at + len(run)]) == run:
                return len(run)
        return 0


class _Elements(dict[str, _Element]):
    """Each written element and what it takes, worked out when a sentence first gets that far."""

    def __init__(self, classes: Mapping[str, str]) -> None:
        super().__init__()
        self._classes: Final = classes
        self._class_sets: Final[dict[str, frozenset[str]]] = {}

    def __missing__(self, part: str) -> _Element:
        if part.isdigit():
            element = _Element(_GAP, frozenset(), (), int(part))
        else:
            kind = _END if "$" in part else _KINDS.get(part[0], _WORD)
            words = self._words(part[1:] if part[0] in _KINDS else part)
            runs = tuple(tuple(word.split("_")) for word in words if "_" in word) if "_" in part else ()
            element = _Element(kind, words, runs, 0)
        self[part] = element
        return element

    def _words(self, part: str) -> frozenset[str]:
        if part.islower():
            return frozenset(part.split("|"))
        named = part.split("|")
        plain = [word for word in named if word not in self._classes]
        sets = [self._class(word) for word in named if word in self._classes]
        return frozenset(plain).union(*sets) if plain or len(sets) > 1 else sets[0]

    def _class(self, name: str) -> frozenset[str]:
        if name not in self._class_sets:
            self._class_sets[name] = frozenset(self._classes[name].split("|"))
        return self._class_sets[name]


class _Phrase(NamedTuple):
    parts: Sequence[str]
    meaning: str
    firm: bool


class Phrases:
    """A set of phrases, found together; each is worked out when its first word is first met."""

    def __init__(
        self,
        lines: Iterable[tuple[str, str]],
        *,
        classes: Mapping[str, str],
        index: Mapping[str, str] | None = None,
    ) -> None:
        """lines: (phrase, meaning) pairs; classes: class name to its words, separated by "|".

        index: what `index_of` gives for them, where that was worked out before.
        """
        self._lines: Final = list(lines)
        self._elements: Final = _Elements(classes)
        self._index: Final = index_of(self._lines, classes) if index is None else index
        self._read: Final[dict[int, _Phrase]] = {}
        self._candidates: Final[dict[tuple[str, str], list[_Phrase]]] = {}
        self.vocabulary: Final = frozenset(self._index)

    def find(self, sentence: Sentence, *, heard: Collection[str] = ()) -> Iterator[Match]:
        """Every phrase found, by where it starts; a phrase counts once at each start.

        sentence: words and breaks. heard: meanings that need no further match; it may grow meanwhile.
        """
        words = [*sentence.words, ""]
        for start, word in enumerate(sentence.words):
            if word in self.vocabulary:
                for phrase in self._beginning(word, words[start + 1]):
                    if phrase.meaning in heard:
                        continue
                    end = self._end(phrase.parts, 1, sentence, start + 1)
                    if end is not None:
                        yield Match(start, end, phrase.meaning, phrase.firm)

    def _beginning(self, word: str, following: str) -> list[_Phrase]:
        """The phrases that may begin with these two words."""
        found = self._candidates.get((word, following))
        if found is None:
            if len(self._candidates) >= MOST_REMEMBERED:
                self._candidates.clear()
            numbers = map(int, self._index.get(word, "").split())
            found = self._candidates[word, following] = [
                phrase for phrase in map(self._phrase, numbers) if self._may_follow(phrase.parts, following)
            ]
        return found

    def _phrase(self, number: int) -> _Phrase:
        found = self._read.get(number)
        if found is None:
            line, meaning = self._lines[number]
            bare = line.removeprefix(_FIRM)
            found = self._read[number] = _Phrase(bare.split(), meaning, bare is not line)
        return found

    def _may_follow(self, parts: Sequence[str], following: str) -> bool:
        if len(parts) == 1:
            return True
        second = self._elements[parts[1]]
        if second.kind != _WORD:
            return True
        return following in second.words or any(run[0] == following for run in second.runs)

    def _end(self, parts: Sequence[str], index: int, sentence: Sentence, at: int) -> int | None:
        """Where the elements from `index` on end if they begin at word `at`; None if they do not."""
        words = sentence.words
        while index < len(parts):
            element = self._elements[parts[index]]
            if element.kind == _GAP:
                places = range(at, min(at + element.gap, len(words)) + 1)
                return self._after_gap(parts, index + 1, sentence, places)
            length = element.length_at(at, words)
            if element.kind == _OPTIONAL:
                if length:
                    end = self._end(parts, index + 1, sentence, at + length)
                    if end is not None:
                        return end
            elif length and element.kind != _NOT_NEXT:
                at += length
            elif not _allowed(element.kind, length > 0, at >= len(words) or at in sentence.breaks):
                return None
            index += 1
        return at

    def _after_gap(self, parts: Sequence[str], index: int, sentence: Sentence, places: range) -> int | None:
        following = self._elements[parts[index]] if index < len(parts) else None
        if following and following.kind == _WORD and not following.runs:
            reached = sentence.words[places.start : places.stop]
            if following.words.isdisjoint(reached):
                return None
        for place in places:
            end = self._end(parts, index, sentence, place)
            if end is not None:
                return end
        return None


def _allowed(kind: int, matches: bool, ends_here: bool) -> bool:
    """Whether an element that takes no word lets the phrase go on."""
    if kind == _NOT_NEXT:
        return ends_here or not matches
    return kind == _END and ends_here


def index_of(lines: Sequence[tuple[str, str]], classes: Mapping[str, str]) -> dict[str, str]:
    """Every word that some phrase looks for, with the numbers of the lines that may begin with it, as text.

    Raises ValueError where a phrase begins with something else than a word.
    """
    everything = " ".join([*(line for line, _ in lines), *classes.values()]).translate(_PUNCTUATION)
    found: dict[str, list[str]] = {word: [] for word in everything.split() if word not in classes}
    for number, (line, _) in enumerate(lines):
        first = line.removeprefix(_FIRM).partition(" ")[0]
        if not first[:1].isalpha():
            raise ValueError(f"a phrase begins with a word, got {first!r}")
        spelled = "|".join(classes.get(part, part) for part in first.split("|"))
        for word in dict.fromkeys(spelled.split("|")):
            if "_" not in word:  # Words in a row, which a class may hold, begin nothing.
                found[word].append(str(number))
    return {word: " ".join(numbers) for word, numbers in found.items()}
