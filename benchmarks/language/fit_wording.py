"""Fit the learnt judge of wording, or measure it by grouped cross-validation.

    python benchmarks/language/fit_wording.py measure [--seed 7]
    python benchmarks/language/fit_wording.py write

Learns from the red team (tests/support/red_team), from wordings of our own (benchmarks/language/wordings:
one family a line, with alternatives in brackets) and from the ordinary questions of
../shared/data/questions. `write` replaces src/rapport/language/wording_weights.bin: one byte for each
bucket of hashed features; no word and no text. A feature that fewer than FEWEST families hold is not learnt.
The threshold is the lowest that keeps ordinary questions, each judged by weights that were learnt without its
family, within MOST_FALSE_ALARMS.
"""

import argparse
import csv
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
from rapport.language import wording  # noqa: E402 -- found through the path set above
from rapport.language.crisis import WORDING, screen, sentences_heard  # noqa: E402
from rapport.language.stems import stem, words_of  # noqa: E402

WORDINGS = Path(__file__).parent / "wordings"
RED_TEAM = ROOT / "tests/support/red_team/phrases.tsv"
QUESTIONS = ROOT / "../shared/data/questions/questions.csv"
WEIGHTS = ROOT / "src/rapport/language" / wording.WEIGHTS_FILE
VARIANTS = 12  # of each line of our own wordings
FEWEST = 5  # families that hold a feature, or it is not learnt
SAME_FAMILY = 0.5  # Jaccard overlap of stems from which two texts are one family
CRISIS_QUESTIONS = frozenset((ROOT / "tests/support/red_team/crisis_questions.txt").read_text().split())
FOLDS = 5
REPEATS = 2  # of the folds, otherwise split
ROUNDS = 3  # of choosing each text's most alarming span anew
RIDGE = 1.0
HEARD_WORTH = 0.2  # of a crisis text that the phrases hear: the judge is for the others
MOST_FALSE_ALARMS = 0.02  # of ordinary questions, by phrases or wording, judged out of fold
STEPS = 127  # of a weight that fits in a byte, to either side


@dataclass(frozen=True)
class Text:
    source: str  # a set of the red team, "wordings" or "questions"
    crisis: bool
    text: str
    family: int


def read_texts() -> list[Text]:
    rows = [line.split("\t") for line in RED_TEAM.read_text(encoding="utf-8").splitlines()[1:]]
    texts = [(name, label == "crisis", text) for name, label, _, text in rows]
    own = [
        ("wordings", crisis, variants(line))
        for crisis, name in ((True, "crisis.txt"), (False, "ordinary.txt"))
        for line in (WORDINGS / name).read_text(encoding="utf-8").splitlines()
    ]
    questions = [("questions", False, text) for text in ordinary_questions()]
    singles = [*texts, *questions]
    families = _families([text for _, _, text in singles] + [" ".join(lines) for _, _, lines in own])
    read = [Text(*row, family) for row, family in zip(singles, families, strict=False)]
    for (source, crisis, lines), family in zip(own, families[len(singles) :], strict=True):
        read += [Text(source, crisis, line, family) for line in lines]
    return read


def ordinary_questions() -> list[str]:
    with QUESTIONS.open(encoding="utf-8", newline="") as lines:
        return [
            f"{row['question_title']}. {row['question_text']}"
            for row in csv.DictReader(lines)
            if row["question_id"] not in CRISIS_QUESTIONS
        ]


def variants(line: str) -> list[str]:
    """Some of the texts that a line with alternatives stands for, spread evenly; always the same ones."""
    parts = [part.split("|") for part in re.split(r"[\[\]]", line)]
    count = int(np.prod([len(part) for part in parts]))
    chosen = np.unique(np.linspace(0, count - 1, min(count, VARIANTS)).astype(int))
    order = np.random.default_rng(len(line)).permutation(count)
    return [" ".join("".join(_pick(parts, int(order[number]))).split()) for number in chosen]


def _pick(parts: list[list[str]], number: int) -> list[str]:
    picked = []
    for part in parts:
        number, which = divmod(number, len(part))
        picked.append(part[which])
    return picked


def _families(texts: list[str]) -> np.ndarray:
    """Texts that share most of their stems are one family: they never stand on both sides of a split."""
    stems = [sorted({stem(word) for word in words_of(text)}) for text in texts]
    column = {word: i for i, word in enumerate(sorted({word for found in stems for word in found}))}
    rows = np.repeat(np.arange(len(texts)), [len(found) for found in stems])
    columns = [column[word] for found in stems for word in found]
    held = csr_matrix((np.ones(len(columns)), (rows, columns)), shape=(len(texts), len(column)))
    shared = (held @ held.T).tocoo()
    size = np.asarray(held.sum(1)).ravel()
    close = shared.data >= SAME_FAMILY * (size[shared.row] + size[shared.col] - shared.data)
    pairs = csr_matrix((np.ones(close.sum()), (shared.row[close], shared.col[close])), shape=shared.shape)
    return connected_components(pairs, directed=False)[1]


Span = tuple[int, Counter]  # words, and how often each bucket occurs


def spans_of(text: str) -> list[Span]:
    """Every span of a text that the judge scores."""
    found = []
    for heard in sentences_heard(text):
        count = len(heard.words)
        for start in wording.beginnings(count, heard.breaks):
            buckets: Counter = Counter()
            for length, added in enumerate(wording.growing(heard.words, start), start=1):
                buckets.update(added)
                if wording.ends_at(start + length, start, count, heard.breaks):
                    found.append((length, buckets.copy()))
    return found


@dataclass(frozen=True)
class Spans:
    """The spans of all texts, text after text: scaled counts, and to which text each belongs."""

    x: csr_matrix
    text: np.ndarray


def all_spans(texts: list[Text]) -> Spans:
    found = [(i, span) for i, text in enumerate(texts) for span in spans_of(text.text)]
    owner = np.array([i for i, _ in found])
    rows = np.repeat(np.arange(len(found)), [len(buckets) for _, (_, buckets) in found])
    columns = np.array([bucket for _, (_, buckets) in found for bucket in buckets])
    scale = np.array([wording.evened(length) for _, (length, _) in found])
    counts = np.array([n for _, (_, buckets) in found for n in buckets.values()], float)
    shape = (len(found), wording.BUCKETS)
    return Spans(csr_matrix((counts * scale[rows], (rows, columns)), shape=shape), owner)


def fit(spans: Spans, texts: list[Text], chosen: np.ndarray, worth: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights and bias learnt from the chosen texts; each is told by its most alarming span."""
    crisis = np.array([text.crisis for text in texts])
    weights, bias = np.zeros(wording.BUCKETS), 0.0
    mine = np.flatnonzero(chosen[spans.text])
    x, owner = spans.x[mine], spans.text[mine]
    family = np.array([text.family for text in texts])[owner]
    common = np.asarray((csr_matrix((x > 0).T @ _owners(family)) > 0).sum(1)).ravel() >= FEWEST
    used = np.flatnonzero(common)
    x = x[:, used]
    best = _longest(owner, x)
    for _ in range(ROUNDS):
        # Ordinary texts are told by every span: none of them is alarming.
        rows = np.flatnonzero(~crisis[owner] | best)
        share = worth[owner[rows]]
        w, bias = _descend(x[rows], crisis[owner[rows]].astype(float), share, weights[used], bias)
        weights[used] = w
        best = _highest(owner, x @ w)
    return weights, bias


def _owners(owner: np.ndarray) -> csr_matrix:
    names, index = np.unique(owner, return_inverse=True)
    return csr_matrix((np.ones(len(owner)), (np.arange(len(owner)), index)), shape=(len(owner), len(names)))


def _longest(owner: np.ndarray, x: csr_matrix) -> np.ndarray:
    return _highest(owner, np.asarray(x.sum(1)).ravel())


def _highest(owner: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Which spans are their text's highest."""
    top = np.full(owner.max() + 1, -np.inf)
    np.maximum.at(top, owner, score)
    return score >= top[owner]


def _descend(
    x: csr_matrix, crisis: np.ndarray, share: np.ndarray, weights: np.ndarray, bias: float
) -> tuple[np.ndarray, float]:
    turned = x.T.tocsr()

    def loss(at: np.ndarray) -> tuple[float, np.ndarray]:
        score = x @ at[:-1] + at[-1]
        slope = share * (1 / (1 + np.exp(-np.clip(score, -30, 30))) - crisis)
        value = share @ (np.logaddexp(0, score) - crisis * score) + RIDGE / 2 * at[:-1] @ at[:-1]
        return float(value), np.append(turned @ slope + RIDGE * at[:-1], slope.sum())

    found = minimize(loss, np.append(weights, bias), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    return found.x[:-1], float(found.x[-1])


def highest(spans: Spans, score: np.ndarray, count: int) -> np.ndarray:
    """Each text's highest score; minus infinity for a text without a word."""
    top = np.full(count, -np.inf)
    np.maximum.at(top, spans.text, score)
    return top


def out_of_fold(spans: Spans, texts: list[Text], worth: np.ndarray, seed: int) -> np.ndarray:
    """What texts score under weights that were learnt without their families."""
    family = np.array([text.family for text in texts])
    fold = np.random.default_rng(seed).permutation(family.max() + 1)[family] % FOLDS
    scores = np.zeros(len(texts))
    for k in range(FOLDS):
        weights, bias = fit(spans, texts, fold != k, worth)
        scores[fold == k] = highest(spans, spans.x @ weights + bias, len(texts))[fold == k]
    return scores


def threshold_for(scores: np.ndarray, alarmed: np.ndarray) -> float:
    """The lowest threshold that keeps ordinary questions within MOST_FALSE_ALARMS.

    scores: out of fold; alarmed: which questions the phrases flag whatever the threshold.
    """
    spare = int(MOST_FALSE_ALARMS * len(scores)) - int(alarmed.sum())
    return float(np.sort(scores[~alarmed])[::-1][max(spare, 0)])


def write(weights: np.ndarray, bias: float, threshold: float) -> None:
    step = float(np.abs(weights).max()) / STEPS
    rounded = np.rint(weights / step).astype(np.int8)
    WEIGHTS.write_bytes(wording.HEADER.pack(step, bias, threshold) + rounded.tobytes())


def phrases_flag(text: str) -> bool:
    return bool(set(screen(text).why) - {WORDING})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("measure", "write"))
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    texts = read_texts()
    spans = all_spans(texts)
    question = np.array([text.source == "questions" for text in texts])
    alarmed = np.array([phrases_flag(text.text) for text in texts])
    worth = np.where(alarmed & np.array([text.crisis for text in texts]), HEARD_WORTH, 1.0)
    repeats = [out_of_fold(spans, texts, worth, args.seed + i) for i in range(REPEATS)]
    threshold = float(np.mean([threshold_for(scores[question], alarmed[question]) for scores in repeats]))
    if args.what == "write":
        write(*fit(spans, texts, np.ones(len(texts), bool), worth), threshold)
        print(f"{WEIGHTS.relative_to(ROOT)}: {len(texts)} texts, threshold {threshold:.2f}")
        return
    report(texts, alarmed, np.array(repeats) > threshold)


def report(texts: list[Text], alarmed: np.ndarray, flagged: np.ndarray) -> None:
    """Print what share of each group wording flags out of fold, and phrases or wording together."""
    groups: dict[str, list[int]] = {}
    for i, text in enumerate(texts):
        label = "crisis" if text.crisis else "ordinary"
        groups.setdefault(f"{text.source.partition(':')[0]} {label}", []).append(i)
    for name, members in groups.items():
        wording_alone = flagged[:, members].mean()
        together = (flagged[:, members] | alarmed[members]).mean()
        print(f"{name}: wording {wording_alone:.3f}, phrases or wording {together:.3f}, n = {len(members)}")


if __name__ == "__main__":
    main()
