"""Concern suggestions on questions the weights were not fitted to; the shipped weights beside the fit."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from rapport.language.concerns import suggest
from rapport.vocabulary import CONCERNS

ROOT = Path(__file__).parents[3]
TARGET = 0.70
SEED = 11


@pytest.fixture(scope="module")
def fit():
    spec = importlib.util.spec_from_file_location("fit_concerns", ROOT / "benchmarks/language/fit.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["fit_concerns"] = module
    spec.loader.exec_module(module)
    if not module.QUESTIONS.exists():
        pytest.skip(f"{module.QUESTIONS.name} is not beside this checkout")
    return module


def test_top_three_on_unseen_questions_reaches_the_target(fit):
    questions = fit.read_questions()
    fold = fit.folds(questions, np.random.default_rng(SEED))
    kept = [question for question, part in zip(questions, fold, strict=True) if part > 2]
    unseen = [question for question, part in zip(questions, fold, strict=True) if part <= 2]
    ranked = np.argsort(-fit.scores(fit.fit(kept), [question.text for question in unseen]), axis=1)[:, :3]
    right = [
        bool(set(row) & set(question.right)) for row, question in zip(ranked.tolist(), unseen, strict=True)
    ]

    assert len(unseen) > 120
    assert np.mean(right) >= TARGET


def test_near_duplicates_share_a_group(fit):
    assert fit._groups(["a b c d e f", "a b c d e g", "x y z"]) == [0, 0, 2]


def test_shipped_weights_give_what_the_fit_gives(fit):
    questions = fit.read_questions()
    fitted = fit.scores(fit.fit(questions), [question.text for question in questions])
    best = [CONCERNS[int(row.argmax())] for row in fitted]
    same = [suggest(question.text)[0].code == code for question, code in zip(questions, best, strict=True)]

    assert np.mean(same) > 0.98
