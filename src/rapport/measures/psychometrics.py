"""What a deployment's own answers say about an instrument: items, reliability, structure, norms.

Nothing here is known of our own items until people have answered them: these functions are how it becomes
known. Each person counts once, with one filled-in form (several forms of one person are not several people).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rapport.errors import BadInput, Problem
from rapport.measures.factors import FactorCount, OneFactor, factor_count, one_factor
from rapport.measures.instrument import Instrument, Scale
from rapport.measures.reliability import cronbach_alpha

Matrix = NDArray[np.float64]

# Below this many people nothing is said: alpha and loadings swing too widely. Common advice for item
# statistics is 10 a parameter or 100 people (unverified); we refuse under 30 and show every n.
FEWEST_PEOPLE: Final = 30
# Cells smaller than this are not printed: a norm must not point to a person (CMS cell-size rule, unverified).
FEWEST_IN_A_CELL: Final = 11
# Two-sided 5% point of the normal distribution.
Z_95: Final = 1.96
BOOTSTRAPS: Final = 300


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """One item among the people who filled in the whole form.

    `mean` and `sd` in points of the answers; `floor` and `ceiling` the shares, 0 to 1, of the lowest and the
    highest answer; `rest` the correlation with the sum of the other items, None where one is constant.
    """

    code: str
    n: int
    missing: int
    mean: float
    sd: float
    floor: float
    ceiling: float
    rest: float | None


@dataclass(frozen=True, slots=True)
class ScaleFigures:
    """A scale among n whole forms; alpha with its 95% interval (bootstrap over people)."""

    name: str
    n: int
    alpha: float
    alpha_low: float
    alpha_high: float
    omega: float | None
    one_factor: OneFactor | None
    factors: FactorCount | None
    items: tuple[ItemFigures, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A short form beside the items of the long one that it does not hold.

    `r` with its 95% interval (Fisher); `bias` the short form's mean minus the rest's, in points of 0 to 100;
    `low` and `high` the limits between which 95% of the differences lie (Bland and Altman 1986).
    """

    n: int
    r: float
    r_low: float
    r_high: float
    bias: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Norm:
    """Scores after a number of sessions: n people, mean, SD and quartiles, in points of the scale."""

    session: int
    n: int
    mean: float
    sd: float
    quartiles: tuple[float, float, float]


def scale_figures(
    instrument: Instrument, scale: Scale, answers: Matrix, *, generator: np.random.Generator
) -> ScaleFigures:
    """What are a scale's items worth among these people?

    Args:
        instrument, scale: from the catalogue.
        answers: n people × the instrument's items in its order, one form a person; NaN for a missing answer.
        generator: for the bootstrap and for parallel analysis.

    Missing data: a form with any item of the scale missing is left out of everything but its count of
    missing answers.

    Raises:
        BadInput: fewer than `FEWEST_PEOPLE` whole forms, or totals that do not vary.

    Compared with: pingouin's and hand formulas for alpha, planted structures for the rest, in tests/library.
    """
    columns = [[item.code for item in instrument.items].index(code) for code in scale.items]
    own = _turned(instrument, answers)[:, columns]
    whole = own[np.isfinite(own).all(axis=1)]
    if len(whole) < FEWEST_PEOPLE:
        raise BadInput(
            Problem(expected=f"{FEWEST_PEOPLE} whole forms", arrived=str(len(whole)), column=scale.name)
        )
    low, high = _alpha_interval(whole, generator)
    varies = len(scale.items) >= 3 and bool((np.ptp(whole, axis=0) > 0).all())
    fitted = one_factor(np.asarray(np.corrcoef(whole, rowvar=False))) if varies else None
    return ScaleFigures(
        name=scale.name,
        n=len(whole),
        alpha=cronbach_alpha(whole.tolist()),
        alpha_low=low,
        alpha_high=high,
        omega=fitted.omega if fitted else None,
        one_factor=fitted,
        factors=factor_count(whole, generator=generator) if varies else None,
        items=tuple(
            _item_figures(instrument, code, own[:, place], whole, place)
            for place, code in enumerate(scale.items)
        ),
    )


def _turned(instrument: Instrument, answers: Matrix) -> Matrix:
    turned = answers.astype(np.float64).copy()
    for place, item in enumerate(instrument.items):
        if item.reverse:
            turned[:, place] = instrument.lowest + instrument.highest - turned[:, place]
    return turned


def _alpha_interval(whole: Matrix, generator: np.random.Generator) -> tuple[float, float]:
    drawn = (whole[generator.integers(0, len(whole), len(whole))] for _ in range(BOOTSTRAPS))
    alphas = [cronbach_alpha(each.tolist()) for each in drawn if np.ptp(each.sum(axis=1)) > 0]
    low, high = np.percentile(alphas, [2.5, 97.5])
    return float(low), float(high)


def _item_figures(instrument: Instrument, code: str, given: Matrix, whole: Matrix, place: int) -> ItemFigures:
    own = whole[:, place]
    others = np.delete(whole, place, axis=1).sum(axis=1)
    varies = whole.shape[1] > 1 and np.ptp(own) > 0 and np.ptp(others) > 0
    return ItemFigures(
        code=code,
        n=len(own),
        missing=int(np.isnan(given).sum()),
        mean=float(own.mean()),
        sd=float(own.std(ddof=1)),
        floor=float((own == instrument.lowest).mean()),
        ceiling=float((own == instrument.highest).mean()),
        rest=float(np.corrcoef(own, others)[0, 1]) if varies else None,
    )


def agreement(long: Instrument, short: Instrument, answers: Matrix) -> Agreement:
    """How far does the short form say the same as the items of the long one that it leaves out?

    The short form's own items are taken out of the long one first: shared items agree with themselves.

    Args:
        long, short: every item of `short` is one of `long`, with the same answers.
        answers: n people × the long form's items, one form a person; NaN for a missing answer.

    Missing data: only whole forms count.

    Raises:
        BadInput: fewer than `FEWEST_PEOPLE` whole forms, scores that do not vary, or an item of the short
            form that the long one does not have.

    Compared with: `numpy.corrcoef` and planted answers in tests/library.
    """
    codes, held = [item.code for item in long.items], {item.code for item in short.items}
    if not held <= set(codes):
        raise BadInput(
            Problem(expected=f"items of {long.name}", arrived=", ".join(sorted(held - set(codes))))
        )
    whole = _turned(long, answers)
    whole = whole[np.isfinite(whole).all(axis=1)]
    is_held = np.array([code in held for code in codes])
    scaled = 100 * (whole - long.lowest) / (long.highest - long.lowest)
    brief, rest = scaled[:, is_held].mean(axis=1), scaled[:, ~is_held].mean(axis=1)
    if len(whole) < FEWEST_PEOPLE or np.ptp(brief) == 0 or np.ptp(rest) == 0:
        raise BadInput(
            Problem(
                expected=f"{FEWEST_PEOPLE} whole forms that vary", arrived=str(len(whole)), column="overall"
            )
        )
    r, difference = float(np.corrcoef(brief, rest)[0, 1]), brief - rest
    reach = Z_95 / np.sqrt(len(whole) - 3)
    spread = Z_95 * float(difference.std(ddof=1))
    centre = np.arctanh(np.clip(r, -1 + 1e-12, 1 - 1e-12))
    return Agreement(
        n=len(whole),
        r=r,
        r_low=float(np.tanh(centre - reach)),
        r_high=float(np.tanh(centre + reach)),
        bias=float(difference.mean()),
        low=float(difference.mean()) - spread,
        high=float(difference.mean()) + spread,
    )


def norms(sessions: Sequence[int], scores: Sequence[float | None]) -> tuple[Norm, ...]:
    """How do people usually score after so many sessions? One `Norm` for each number with enough people.

    Args:
        sessions: the number of the session that each form was about, from 1; one form a person and number.
        scores: of the same length; None where the form has no score.

    Missing data: forms without a score are left out; numbers with fewer than `FEWEST_IN_A_CELL` scores are
    not printed at all.
    """
    kept = [(session, value) for session, value in zip(sessions, scores, strict=True) if value is not None]
    groups = {number: np.array([value for session, value in kept if session == number]) for number, _ in kept}
    return tuple(
        Norm(
            number,
            len(group),
            float(group.mean()),
            float(group.std(ddof=1)),
            tuple(np.percentile(group, [25, 50, 75]).tolist()),
        )
        for number, group in sorted(groups.items())
        if len(group) >= FEWEST_IN_A_CELL
    )
