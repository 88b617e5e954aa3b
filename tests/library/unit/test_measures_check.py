"""The rapport check: its words, its scores, its short form, and how it becomes known what it is worth."""

import re

import numpy as np
import pytest

from rapport.errors import BadInput
from rapport.measures.catalogue import instrument, languages
from rapport.measures.factors import factor_count, one_factor
from rapport.measures.psychometrics import FEWEST_IN_A_CELL, agreement, norms, scale_figures
from rapport.measures.reliability import cronbach_alpha
from rapport.measures.scoring import score
from rapport.measures.translation import in_other_words

LONG, SHORT, BALANCE = map(instrument, ("rapport-check", "rapport-check-short", "rapport-balance"))
CODES = [item.code for item in LONG.items]


def form(**answers):
    return [answers.get(code, 3) for code in CODES]


def test_it_asks_three_each_of_goals_tasks_and_bond_and_one_each_of_the_common_factors():
    assert [re.sub(r"\d", "", code) for code in CODES] == [
        *["goals"] * 3, *["tasks"] * 3, *["bond"] * 3, "warmth", "empathy", "genuineness",
    ]  # fmt: skip
    assert {each.licence for each in (LONG, SHORT, BALANCE)} == {"CC0-1.0"}


@pytest.mark.parametrize(("given", "expected"), [(0, 0), (3, 50), (6, 100)])
def test_scores_run_from_0_to_100(given, expected):
    found = score(LONG, [given] * 12)

    assert {scale.score for scale in found.scales} == {expected}
    assert {(scale.lowest, scale.highest) for scale in found.scales} == {(0, 100)}


def test_a_missing_answer_leaves_the_mean_of_the_others():
    found = score(LONG, form(goals1=None, goals2=6, goals3=4))

    assert found.scale("goals").score == pytest.approx(100 * 5 / 6)
    assert found.scale("goals").outcome == "pro-rated"
    assert score(LONG, form(goals1=None, goals2=None)).scale("goals").score is None


def test_the_short_form_is_four_of_the_twelve_in_the_same_words():
    texts = {item.code: item.text for item in LONG.items}

    assert [item.code for item in SHORT.items] == ["goals1", "tasks1", "bond1", "empathy"]
    assert all(texts[item.code] == item.text for item in SHORT.items)
    assert (SHORT.ask, SHORT.options) == (LONG.ask, LONG.options)


def test_support_and_challenge_have_a_right_middle():
    assert (BALANCE.lowest, BALANCE.highest) == (-3, 3)
    assert score(BALANCE, [-2]).scale("balance").score == -2


@pytest.mark.parametrize("name", ["rapport-check", "rapport-check-short", "rapport-balance"])
def test_every_word_is_there_in_spanish(name):
    english, spanish = instrument(name), instrument(name, "es")

    assert languages(name) == ("en", "es")
    assert [item.code for item in english.items] == [item.code for item in spanish.items]
    assert [option.value for option in english.options] == [option.value for option in spanish.options]
    words = [*(item.text for item in spanish.items), *(option.label for option in spanish.options)]
    assert not {*(item.text for item in english.items), *(option.label for option in english.options)} & set(
        words
    )


def test_the_spanish_short_form_has_the_words_of_the_long_one():
    long = {item.code: item.text for item in instrument("rapport-check", "es").items}

    assert all(long[item.code] == item.text for item in instrument("rapport-check-short", "es").items)


def test_an_unknown_language_is_refused():
    with pytest.raises(BadInput, match=r"expected a language \(en, es\), got 'fr'"):
        instrument("rapport-check", "fr")


@pytest.mark.parametrize("change", ["missing", "unknown", "options"])
def test_a_translation_that_does_not_fit_is_refused(change):
    words = {
        "title": "t", "ask": "a", "options": ["o"] * 7,
        "items": dict.fromkeys(CODES, "i"), "scales": {scale.name: "s" for scale in LONG.scales},
    }  # fmt: skip
    assert in_other_words(LONG, words).items[0].text == "i"
    if change == "missing":
        del words["items"]["goals1"]
    elif change == "unknown":
        words["items"]["goals9"] = "i"
    else:
        words["options"] = ["o"] * 6

    with pytest.raises(BadInput):
        in_other_words(LONG, words)


def planted(people, loadings, *, seed=5):
    """Answers of 0 to 6 to items that show one factor with these loadings."""
    generator = np.random.default_rng(seed)
    factor, own = generator.normal(size=(people, 1)), generator.normal(size=(people, len(loadings)))
    latent = factor * loadings + own * np.sqrt(1 - np.square(loadings))
    return np.clip(np.round(3 + 1.4 * latent), 0, 6)


def test_one_factor_finds_planted_loadings_again():
    loadings = np.array([0.8, 0.7, 0.6, 0.5, 0.4])
    exact = np.outer(loadings, loadings)
    np.fill_diagonal(exact, 1.0)

    found = one_factor(exact)

    assert found.loadings == pytest.approx(loadings, abs=1e-4)
    total = loadings.sum() ** 2
    assert found.omega == pytest.approx(total / (total + (1 - loadings**2).sum()), abs=1e-4)
    assert found.residual < 1e-4


def test_one_factor_of_three_items_has_a_closed_form():
    a, b, c = 0.42, 0.35, 0.30
    correlations = np.array([[1, a, b], [a, 1, c], [b, c, 1]])

    expected = [np.sqrt(a * b / c), np.sqrt(a * c / b), np.sqrt(b * c / a)]
    assert one_factor(correlations).loadings == pytest.approx(expected, abs=1e-4)


def test_equal_loadings_make_omega_and_alpha_the_same():
    correlations = np.full((6, 6), 0.5)
    np.fill_diagonal(correlations, 1.0)

    assert one_factor(correlations).omega == pytest.approx(6 * 0.5 / (1 + 5 * 0.5), abs=1e-6)


def test_parallel_analysis_counts_planted_factors():
    generator = np.random.default_rng(3)
    one = planted(400, np.full(6, 0.7))
    two = np.hstack([one, planted(400, np.full(6, 0.7), seed=9)])
    none = generator.normal(size=(400, 6))

    counted = [factor_count(each, generator=generator).factors for each in (one, two, none)]
    assert counted == [1, 2, 0]


def test_scale_figures_hold_items_alpha_and_structure():
    answers = planted(300, np.full(12, 0.7))
    answers[0, 0] = np.nan
    overall = LONG.scale("overall")

    found = scale_figures(LONG, overall, answers, generator=np.random.default_rng(1))

    assert found.n == 299
    assert found.items[0].missing == 1
    assert found.alpha == pytest.approx(cronbach_alpha(answers[1:].tolist()))
    assert found.alpha_low < found.alpha < found.alpha_high
    assert found.omega == pytest.approx(found.alpha, abs=0.01)
    assert found.factors.factors == 1
    assert all(0.5 < item.rest < 0.8 for item in found.items)
    rest = np.corrcoef(answers[1:, 2], np.delete(answers[1:], 2, axis=1).sum(axis=1))[0, 1]
    assert found.items[2].rest == pytest.approx(rest)


def test_few_people_say_nothing():
    with pytest.raises(BadInput, match="expected 30 whole forms, got 29"):
        scale_figures(
            LONG, LONG.scale("goals"), planted(29, np.full(12, 0.7)), generator=np.random.default_rng(1)
        )


def test_agreement_leaves_the_shared_items_out():
    answers = planted(500, np.full(12, 0.7))
    short = [CODES.index(item.code) for item in SHORT.items]
    rest = [place for place in range(12) if place not in short]

    found = agreement(LONG, SHORT, answers)

    brief, other = answers[:, short].mean(axis=1) / 0.06, answers[:, rest].mean(axis=1) / 0.06
    assert found.r == pytest.approx(np.corrcoef(brief, other)[0, 1])
    assert found.r_low < found.r < found.r_high
    assert found.bias == pytest.approx((brief - other).mean())
    assert found.low < found.bias < found.high


def test_norms_by_session_hide_small_cells():
    sessions = [1] * FEWEST_IN_A_CELL + [2] * (FEWEST_IN_A_CELL - 1) + [2]
    scores = [float(10 * (n % 5)) for n in range(FEWEST_IN_A_CELL)] * 2
    scores[-1] = None

    (only,) = norms(sessions, scores)

    assert (only.session, only.n) == (1, FEWEST_IN_A_CELL)
    assert only.quartiles[1] == 20
