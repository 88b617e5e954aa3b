"""Which texts are about the same thing: cosine of tf-idf vectors (Salton and Buckley 1988).

A word weighs as often as it stands in a text, dampened, and less the more texts it stands in; what stands in
all of them weighs nothing, so that no list of small words is needed in any language.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

WORD = re.compile(r"[^\W\d_]{3,}")
Vector = Mapping[str, float]


def nearest(texts: Mapping[str, str], *, of: str, most: int) -> list[str]:
    """The names of the texts most like one of them, the most like first; what shares no word is left out."""
    vectors = dict(zip(texts, _vectors(list(texts.values())), strict=True))
    likeness = {name: _dot(vectors[of], each) for name, each in vectors.items() if name != of}
    ranked = sorted(likeness, key=lambda name: (-likeness[name], name))
    return [name for name in ranked if likeness[name] > 0][:most]


def _vectors(texts: Sequence[str]) -> list[Vector]:
    counts = [Counter(WORD.findall(text.lower())) for text in texts]
    found_in = Counter(word for each in counts for word in each)
    return [
        _unit({word: _weight(n, found_in[word], len(texts)) for word, n in each.items()}) for each in counts
    ]


def _weight(times: int, found_in: int, texts: int) -> float:
    return (1 + math.log(times)) * math.log(texts / found_in)


def _unit(vector: Vector) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {word: weight / length for word, weight in vector.items()} if length else {}


def _dot(one: Vector, other: Vector) -> float:
    return sum(weight * other.get(word, 0.0) for word, weight in one.items())
