"""What the concern model sees of a text: stems and pairs of stems, and the lexicon's entries in it."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from math import log1p
from typing import Final

from rapport.language.concern_lexicon import EVERYDAY, LIKELY, STRONG
from rapport.language.stems import stem, words_of

# How much one entry adds before the gain in the weights file; see the lexicon for the three kinds.
STRONG_WORTH: Final = 1.0
NAMING_WORTH: Final = 2.5
LIKELY_WORTH: Final = 0.5
LONGEST_PHRASE: Final = 3
# Added to the squared length of a text's features (a usual question: 1,500): a handful of common words shall
# not weigh as much as a page of them.
SHORT_TEXT_DAMPING: Final = 200.0
# Words too common to say anything about a concern; pairs with them are kept out too.
COMMON: Final = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do",
     "does", "doing", "for", "from", "get", "got", "had", "has", "have", "he", "her", "him", "his",
     "how", "i", "if", "im", "in", "is", "it", "its", "ive", "just", "like", "me", "my", "of", "on",
     "or", "she", "so", "some", "than", "that", "the", "their", "them", "then", "there", "they", "this",
     "to", "up", "us", "was", "we", "were", "what", "when", "which", "who", "why", "will", "with",
     "would", "you", "your", "about", "also", "am", "any", "because"}
)  # fmt: skip


def features(text: str) -> Counter[str]:
    """How often each stem and each pair of neighbouring stems stands in a text."""
    words = [stem(word) for word in words_of(text)]
    kept = [word for word in words if word not in COMMON]
    pairs = (f"{first} {second}" for first, second in pairwise(words) if _tells(first, second))
    return Counter([*kept, *pairs])


def _tells(first: str, second: str) -> bool:
    return not (first in COMMON and second in COMMON)


@cache
def _entries() -> Mapping[str, tuple[tuple[str, float], ...]]:
    found: dict[str, dict[str, float]] = {}
    for worth, lexicon in ((LIKELY_WORTH, LIKELY), (STRONG_WORTH, STRONG)):
        for code, line in lexicon.items():
            for entry in line.split(","):
                phrase = " ".join(stem(word) for word in entry.split())
                naming = worth == STRONG_WORTH and code not in EVERYDAY
                found.setdefault(phrase, {})[code] = NAMING_WORTH if naming else worth
    return {phrase: tuple(codes.items()) for phrase, codes in found.items()}


def lexicon_evidence(text: str) -> dict[str, dict[str, float]]:
    """For each code, the lexicon's entries that stand in the text and what each adds.

    A repeated entry adds the logarithm of its count, so that one insistent word does not decide alone.
    """
    words = [stem(word) for word in words_of(text)]
    counts: Counter[str] = Counter()
    for length in range(1, LONGEST_PHRASE + 1):
        counts.update(" ".join(words[at : at + length]) for at in range(len(words) - length + 1))
    evidence: dict[str, dict[str, float]] = {}
    for phrase, codes in _entries().items():
        if phrase in counts:
            for code, worth in codes:
                evidence.setdefault(code, {})[phrase] = worth * log1p(counts[phrase]) / log1p(1)
    return evidence


def as_written(text: str) -> dict[str, str]:
    """For each run of up to three stems in a text, the words that stood there first."""
    words = words_of(text)
    cut = [stem(word) for word in words]
    written: dict[str, str] = {}
    for length in range(1, LONGEST_PHRASE + 1):
        for at in range(len(words) - length + 1):
            written.setdefault(" ".join(cut[at : at + length]), " ".join(words[at : at + length]))
    return written
