"""Which concerns do a client's own words point to?

A suggestion to choose from, never a diagnosis and never an answer given for the client.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp, log, sqrt
from typing import Final, NamedTuple

from rapport.language.features import SHORT_TEXT_DAMPING, as_written, features, lexicon_evidence
from rapport.vocabulary import CONCERNS

WEIGHTS_FILE: Final = "concern_weights.json"
THOUSANDTHS: Final = 1000
# Below this share of the whole a code is not suggested: with thirty codes an even guess is one in thirty.
LEAST_WEIGHT: Final = 1 / len(CONCERNS)
MOST_REASONS: Final = 5
LEXICON_DAMPING: Final = 2.0  # entries; many weak ones shall not outweigh one strong


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One code, how likely it is the main concern (0–1), and the words of the text that carried it most."""

    code: str
    weight: float
    because: tuple[str, ...]


class _Weights(NamedTuple):
    gain: float
    bias: Mapping[str, float]
    rarity: Mapping[str, float]
    of: Mapping[str, Mapping[str, float]]


def suggest(text: str) -> tuple[Suggestion, ...]:
    """Which concern codes does this text point to, best first?

    text: any string, English or Spanish. Weights are the model's probabilities that the code is what
    the text is mainly about; over all codes they would sum to 1, and those below 1/30, and those that
    no word of the text speaks for, are left out.
    A text without any known word, and an empty text, give an empty tuple.

    1. Stems and pairs of stems, weighted by count and rarity, scaled to length 1, times the fitted weights.
    2. The hand-made lexicon's entries, times its gain. 3. Bias of each code. 4. Softmax.

    >>> suggest("I have panic attacks on the train")[0].code
    'panic'
    >>> suggest("")
    ()

    Source: multinomial logistic regression with a ridge and a lexicon as offset (benchmarks/language/fit.py);
    figures in docs/researcher/language.md. Limits: fitted to questions put to one site, most of them about
    relationships, by people who write English; half of the codes rest on the lexicon alone.
    """
    fitted = _fitted(text)
    lexicon = lexicon_evidence(text)
    if not fitted and not lexicon:
        return ()
    evidence = {code: _evidence_for(code, fitted, lexicon.get(code, {})) for code in CONCERNS}
    bias = _weights().bias
    powers = {code: exp(bias[code] + sum(found.values())) for code, found in evidence.items()}
    whole = sum(powers.values())
    ranked = sorted(CONCERNS, key=lambda code: (-powers[code], code))
    written = as_written(text)
    suggested = (
        Suggestion(code, round(powers[code] / whole, 4), _reasons(evidence[code], written))
        for code in ranked
        if powers[code] / whole >= LEAST_WEIGHT
    )
    return tuple(suggestion for suggestion in suggested if suggestion.because)


def _fitted(text: str) -> dict[str, float]:
    """The known features of a text and their values, scaled to length 1."""
    rarity = _weights().rarity
    values = {
        word: (1 + log(count)) * rarity[word] for word, count in features(text).items() if word in rarity
    }
    length = sqrt(SHORT_TEXT_DAMPING + sum(value * value for value in values.values()))
    return {word: value / length for word, value in values.items()}


def _evidence_for(code: str, fitted: Mapping[str, float], lexicon: Mapping[str, float]) -> dict[str, float]:
    weights = _weights()
    found = {word: value * weights.of[word].get(code, 0.0) for word, value in fitted.items()}
    scale = weights.gain / sqrt(LEXICON_DAMPING + len(lexicon))
    for phrase, worth in lexicon.items():
        found[phrase] = found.get(phrase, 0.0) + worth * scale
    return found


def _reasons(found: Mapping[str, float], written: Mapping[str, str]) -> tuple[str, ...]:
    carried = sorted((stems for stems in found if found[stems] > 0), key=lambda stems: (-found[stems], stems))
    return tuple(written[stems] for stems in carried[:MOST_REASONS])


@cache
def _weights() -> _Weights:
    raw = json.loads((resources.files("rapport.language") / WEIGHTS_FILE).read_text(encoding="utf-8"))
    of = {
        word: {code: value / THOUSANDTHS for code, value in codes.items()}
        for word, codes in raw["thousandths"].items()
    }
    return _Weights(raw["gain"], raw["bias"], raw["rarity"], of)
