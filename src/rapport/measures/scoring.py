"""From the answers to an instrument to its scores, and what may be said about them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapport.errors import BadInput, Problem, quoted
from rapport.measures.change import ChangeThreshold, change_threshold
from rapport.measures.instrument import Instrument, Method, Scale

Answer = int | None

# "complete": nothing was missing; "pro-rated": the rule filled in; "too many missing": no score.
Outcome = Literal["complete", "pro-rated", "too many missing"]


@dataclass(frozen=True, slots=True)
class ScaleScore:
    """The score of one scale.

    `score` is None when more items were missing than `rule` allows. `lowest` and `highest` bound
    what the score could be. `above_cut` is None where there is no score or no cut.
    """

    name: str
    title: str
    score: float | None
    lowest: float
    highest: float
    method: Method
    band: str | None
    missing: tuple[str, ...]
    outcome: Outcome
    rule: str
    clinical_cut: float | None
    above_cut: bool | None
    reliable_change: ChangeThreshold | None


@dataclass(frozen=True, slots=True)
class Score:
    """All scores of one filled-in instrument.

    `safety_flag`: True when the safety item was answered at its threshold or above; False when it
    was answered below; None when it was left out or the instrument has none. False is not "safe".
    """

    instrument: str
    version: str
    scales: tuple[ScaleScore, ...]
    missing: tuple[str, ...]
    safety_item: str | None
    safety_flag: bool | None

    def scale(self, name: str) -> ScaleScore:
        """The score of the scale of that name; `BadInput` if there is none."""
        for scale in self.scales:
            if scale.name == name:
                return scale
        known = ", ".join(scale.name for scale in self.scales)
        raise BadInput(Problem(expected=f"one of {known}", arrived=quoted(name), column="scale"))


def score(instrument: Instrument, answers: Sequence[Answer]) -> Score:
    """What do these answers score on this instrument?

    Args:
        instrument: from `rapport.measures.catalogue.instrument`.
        answers: one for each item in the instrument's order; None where nothing was answered;
            otherwise a whole number within the instrument's answers.

    1. Turn reversed items.
    2. Count each scale's missing items and apply its missing-item rule.
    3. Look up band, clinical cut and reliable-change threshold.
    4. Read the safety item from the answer itself, whatever became of the scores.

    Missing data: up to `scale.missing.at_most` items of a scale may be None; the mean of the rest
    stands for them. With more, the scale's score is None. The safety item is never filled in.

    Raises:
        BadInput: another number of answers than items, or an answer that cannot be given.

    >>> from rapport.measures.catalogue import instrument
    >>> total = score(instrument("phq-9"), [1, 2, 1, 2, None, 1, 2, 1, 0]).scale("total")
    >>> total.score, total.band, total.missing
    (11.0, 'moderate', ('phq5',))

    Source: the instrument's catalogue file. A score is not a diagnosis, and not one for children.
    """
    _check_answers(instrument, answers)
    given = {item.code: answer for item, answer in zip(instrument.items, answers, strict=True)}
    return Score(
        instrument=instrument.name,
        version=instrument.version,
        scales=tuple(_scale_score(instrument, scale, given) for scale in instrument.scales),
        missing=tuple(code for code, answer in given.items() if answer is None),
        safety_item=instrument.safety.item if instrument.safety else None,
        safety_flag=_safety_flag(instrument, given),
    )


def _check_answers(instrument: Instrument, answers: Sequence[Answer]) -> None:
    if len(answers) != len(instrument.items):
        raise BadInput(
            Problem(
                expected=f"{len(instrument.items)} answers for {instrument.name}",
                arrived=str(len(answers)),
                column="answers",
            )
        )
    for item, answer in zip(instrument.items, answers, strict=True):
        whole = isinstance(answer, int) and not isinstance(answer, bool)
        if answer is not None and not (whole and instrument.lowest <= answer <= instrument.highest):
            allowed = f"a whole number from {instrument.lowest} to {instrument.highest}, or none"
            raise BadInput(Problem(expected=allowed, arrived=quoted(answer), column=item.code))


def _safety_flag(instrument: Instrument, given: dict[str, Answer]) -> bool | None:
    if instrument.safety is None:
        return None
    answer = given[instrument.safety.item]
    return None if answer is None else answer >= instrument.safety.at_least


def _scale_score(instrument: Instrument, scale: Scale, given: dict[str, Answer]) -> ScaleScore:
    lowest, highest = instrument.bounds(scale)
    missing = tuple(code for code in scale.items if given[code] is None)
    value = _value(instrument, scale, _turned(instrument, scale, given))
    cut = scale.clinical_cut.value if scale.clinical_cut else None
    return ScaleScore(
        name=scale.name,
        title=scale.title,
        score=value,
        lowest=lowest,
        highest=highest,
        method=scale.method,
        band=_band(scale, value),
        missing=missing,
        outcome=_outcome(value, missing),
        rule=scale.missing.words(len(scale.items)),
        clinical_cut=cut,
        above_cut=None if value is None or cut is None else value >= cut,
        reliable_change=change_threshold(scale),
    )


def _turned(instrument: Instrument, scale: Scale, given: dict[str, Answer]) -> list[int]:
    """The answered items of the scale, reversed ones turned."""
    turn = instrument.lowest + instrument.highest
    reversed_codes = {item.code for item in instrument.items if item.reverse}
    answered = [(code, given[code]) for code in scale.items]
    return [
        turn - answer if code in reversed_codes else answer for code, answer in answered if answer is not None
    ]


def _value(instrument: Instrument, scale: Scale, answered: Sequence[int]) -> float | None:
    items = len(scale.items)
    if items - len(answered) > scale.missing.at_most:
        return None
    if scale.method == "mean":
        return sum(answered) / len(answered)
    if scale.method == "percent":
        reach = (instrument.highest - instrument.lowest) * len(answered)
        return 100 * (sum(answered) - instrument.lowest * len(answered)) / reach
    if len(answered) == items:
        return float(sum(answered))
    if scale.missing.whole:
        # Half up in whole numbers: floor(x + ½) without the rounding error of a float.
        return float((2 * sum(answered) * items + len(answered)) // (2 * len(answered)))
    return sum(answered) * items / len(answered)


def _band(scale: Scale, value: float | None) -> str | None:
    """The band that holds the value; between two bands (a score that is not whole) the lower one."""
    if value is None:
        return None
    names = [band.name for band in scale.bands if band.low <= math.floor(value)]
    return names[-1] if names else None


def _outcome(value: float | None, missing: Sequence[str]) -> Outcome:
    if value is None:
        return "too many missing"
    return "pro-rated" if missing else "complete"
