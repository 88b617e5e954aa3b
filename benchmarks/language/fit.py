"""Fit the concern weights to the questions, or measure them by repeated cross-validation.

    python benchmarks/language/fit.py measure [--seed 7]
    python benchmarks/language/fit.py write [--seed 7]

Reads ../shared/data/questions/questions.csv beside the checkout. `write` replaces
src/rapport/language/concern_weights.json: stems and pairs of stems that occur in at least
FEWEST_QUESTIONS questions, with their weights; no text.

A question may carry several topics and a topic may stand for several codes: the loss is the
negative logarithm of the probability given to any of a label's codes, averaged over its labels.
"""

import argparse
import csv
import json
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).parents[2] / "src"), str(Path(__file__).parent)]
from topics import codes_of, fitted_codes_of  # noqa: E402 -- found through the path set above

from rapport.language.features import SHORT_TEXT_DAMPING, features, lexicon_evidence  # noqa: E402
from rapport.vocabulary import CONCERNS  # noqa: E402

ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "../shared/data/questions/questions.csv"
WEIGHTS = ROOT / "src/rapport/language/concern_weights.json"
FEWEST_QUESTIONS = 5
PRIMARY_SHARE = 0.7  # of a question's label weight that its main topic holds
STEPS = 120
FOLDS = 10
REPEATS = 5
SAME_WORDS = 0.6  # Jaccard overlap from which two questions are one
SHRINKAGE = 0.6  # ridge on the weights
BIAS_SHRINKAGE = 2.0
RATE, MOMENTUM = 0.05, 0.9
GAIN = 2.5  # of the lexicon
UNSEEN = -0.7  # bias of codes without a single question, relative to the mean of the others
SCALE = 1000  # weights are shipped as whole thousandths


@dataclass(frozen=True)
class Question:
    text: str
    labels: tuple[tuple[tuple[int, ...], float], ...]  # code indices of each label, and its share
    right: tuple[int, ...]  # any of these is a right suggestion
    group: int


@dataclass(frozen=True)
class Model:
    vocabulary: dict[str, int]
    rarity: np.ndarray
    weights: np.ndarray
    bias: np.ndarray
    gain: float


def read_questions() -> list[Question]:
    with QUESTIONS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    groups = _groups([f"{row['question_title']}. {row['question_text']}" for row in rows])
    read = [_question(row, group) for row, group in zip(rows, groups, strict=True)]
    return [question for question in read if question is not None]


def _question(row: dict[str, str], group: int) -> Question | None:
    main = _indices(fitted_codes_of(row["topic"])) if row["topic"] else ()
    topics = [topic for topic in row["topics_multi"].split("|") if topic]
    others = [codes for topic in topics if (codes := _indices(fitted_codes_of(topic)))]
    right = {code for topic in ([row["topic"]] if main else topics) for code in _indices(codes_of(topic))}
    if not right:
        return None
    labels = [(main, PRIMARY_SHARE if others else 1.0)] if main else []
    rest = 1.0 - sum(share for _, share in labels)
    labels += [(codes, rest / len(others)) for codes in others]
    return Question(
        f"{row['question_title']}. {row['question_text']}", tuple(labels), tuple(sorted(right)), group
    )


def _indices(codes: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(CONCERNS.index(code) for code in codes)


def _groups(texts: list[str]) -> list[int]:
    """Near-duplicates share a group, so that they never stand on both sides of a split."""
    words = [frozenset(text.lower().split()) for text in texts]
    group = list(range(len(texts)))
    for i, mine in enumerate(words):
        for j in range(i):
            if len(mine & words[j]) >= SAME_WORDS * len(mine | words[j]):
                group[i] = group[j]
                break
    return group


@cache
def _features(text: str) -> Counter[str]:
    return features(text)


@cache
def _evidence(text: str) -> dict[str, dict[str, float]]:
    return lexicon_evidence(text)


def vectors(texts: list[str], vocabulary: dict[str, int], rarity: np.ndarray) -> np.ndarray:
    rows = np.zeros((len(texts), len(vocabulary)))
    for i, text in enumerate(texts):
        for word, count in _features(text).items():
            if word in vocabulary:
                rows[i, vocabulary[word]] = (1 + np.log(count)) * rarity[vocabulary[word]]
    return rows / np.sqrt(SHORT_TEXT_DAMPING + (rows**2).sum(1, keepdims=True))


def lexicon(texts: list[str]) -> np.ndarray:
    rows = np.zeros((len(texts), len(CONCERNS)))
    for i, text in enumerate(texts):
        for code, entries in _evidence(text).items():
            rows[i, CONCERNS.index(code)] = sum(entries.values()) / np.sqrt(2.0 + len(entries))
    return rows


def fit(questions: list[Question], *, shrinkage: float = SHRINKAGE, gain: float = GAIN) -> Model:
    """Full-batch accelerated gradient descent on the shrunken loss; deterministic."""
    texts = [question.text for question in questions]
    counts = Counter(word for text in texts for word in _features(text))
    vocabulary = {w: i for i, w in enumerate(sorted(w for w, n in counts.items() if n >= FEWEST_QUESTIONS))}
    rarity = np.array([np.log((1 + len(texts)) / (1 + counts[word])) + 1 for word in vocabulary])
    seen = np.zeros(len(CONCERNS), bool)
    for question in questions:
        for codes, _ in question.labels:
            seen[list(codes)] = True
    x, prior = vectors(texts, vocabulary, rarity), lexicon(texts) * gain
    weights, bias = _descend(x, prior, questions, seen, shrinkage)
    bias[~seen] = bias[seen].mean() + UNSEEN
    return Model(vocabulary, rarity, weights, bias, gain)


def _descend(
    x: np.ndarray, prior: np.ndarray, questions: list[Question], seen: np.ndarray, shrinkage: float
) -> tuple[np.ndarray, np.ndarray]:
    codes = len(CONCERNS)
    of = np.array([i for i, q in enumerate(questions) for _ in q.labels])
    shares = np.array([[share] for q in questions for _, share in q.labels])
    allowed = np.array([np.isin(np.arange(codes), c) for q in questions for c, _ in q.labels], float)
    weights, bias = np.zeros((x.shape[1], codes)), np.zeros(codes)
    w_moment, b_moment = weights.copy(), bias.copy()
    for _ in range(STEPS):
        p = softmax(x @ weights + prior + bias, seen)
        within = p[of] * allowed
        within *= shares / np.maximum(within.sum(1, keepdims=True), 1e-12)
        target = np.zeros_like(p)
        np.add.at(target, of, within)
        slope = p - target
        w_moment = MOMENTUM * w_moment - RATE * (x.T @ slope + shrinkage * weights)
        b_moment = MOMENTUM * b_moment - RATE * (slope.sum(0) + BIAS_SHRINKAGE * bias) / 10
        weights, bias = weights + w_moment, bias + b_moment
    return weights, bias


def softmax(scores: np.ndarray, seen: np.ndarray) -> np.ndarray:
    scores = np.where(seen, scores, -np.inf)
    e = np.exp(scores - scores.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def scores(model: Model, texts: list[str]) -> np.ndarray:
    return (
        vectors(texts, model.vocabulary, model.rarity) @ model.weights
        + lexicon(texts) * model.gain
        + model.bias
    )


def folds(questions: list[Question], rng: np.random.Generator) -> np.ndarray:
    groups = np.array([question.group for question in questions])
    names = rng.permutation(np.unique(groups))
    fold_of = {name: i % FOLDS for i, name in enumerate(names)}
    return np.array([fold_of[group] for group in groups])


def hits(questions: list[Question], seed: int, **settings: float) -> tuple[np.ndarray, np.ndarray]:
    """Share of the repeats in which each question's topic was first, and among the first three."""
    rng = np.random.default_rng(seed)
    first, third = np.zeros(len(questions)), np.zeros(len(questions))
    for _ in range(REPEATS):
        fold = folds(questions, rng)
        for k in range(FOLDS):
            model = fit([q for q, f in zip(questions, fold, strict=True) if f != k], **settings)
            out = np.flatnonzero(fold == k)
            order = np.argsort(-scores(model, [questions[i].text for i in out]), axis=1)
            for i, ranked in zip(out, order, strict=True):
                first[i] += ranked[0] in questions[i].right
                third[i] += bool(set(ranked[:3].tolist()) & set(questions[i].right))
    return first / REPEATS, third / REPEATS


def interval(values: np.ndarray, seed: int) -> tuple[float, float, float]:
    rng = np.random.default_rng(seed)
    draws = rng.choice(values, (2000, len(values))).mean(1)
    return float(values.mean()), *(float(v) for v in np.quantile(draws, [0.025, 0.975]))


def write(model: Model) -> None:
    table = {
        word: {
            CONCERNS[c]: round(float(model.weights[i, c] * SCALE))
            for c in np.flatnonzero(np.abs(model.weights[i]) * SCALE >= 20)
        }
        for word, i in model.vocabulary.items()
    }
    shipped = {
        "gain": model.gain,
        "bias": {code: round(float(b), 3) for code, b in zip(CONCERNS, model.bias, strict=True)},
        "rarity": {word: round(float(model.rarity[i]), 3) for word, i in model.vocabulary.items()},
        "thousandths": table,
    }
    WEIGHTS.write_text(json.dumps(shipped, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("measure", "write"))
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    questions = read_questions()
    if args.what == "write":
        write(fit(questions))
        print(f"{WEIGHTS.relative_to(ROOT)}: {len(questions)} questions, {WEIGHTS.stat().st_size:,} bytes")
        return
    first, third = hits(questions, args.seed)
    rows = sorted({CONCERNS[question.right[0]] for question in questions})
    for code in rows:
        mine = np.array([CONCERNS[question.right[0]] == code for question in questions])
        print(f"  {code}: {third[mine].mean():.2f}, n = {mine.sum()}")
    for name, values in (("first", first), ("among the first three", third)):
        mean, low, high = interval(values, args.seed)
        print(f"{name}: {mean:.3f} [{low:.3f}, {high:.3f}], n = {len(questions)}")


if __name__ == "__main__":
    main()
