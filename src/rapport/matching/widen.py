"""Fewer than three: which of the client's own limits, widened, would add how many.

Limits are never relaxed here: each offer names one limit, how far, and what it would bring. Limits
that the law or the client's age and need set (licence, age, service) are not offered.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from rapport import vocabulary
from rapport.matching import bitsets
from rapport.matching.answers import Answers
from rapport.matching.bitsets import Set
from rapport.matching.eligibility import eligible_set
from rapport.matching.limits import Question
from rapport.matching.roster import Roster
from rapport.matching.slate import SLATE

# Steps a person may be ready to take (operational choice).
WIDER_MILES: Final = (15, 25, 40, 60, 100)
DEARER_FEES: Final = (20, 40, 60, 100, 150)


class Widening(NamedTuple):
    """One limit, what to widen it to, and how many that alone would add."""

    limit: str
    to: object
    would_add: int


def widenings(roster: Roster, question: Question, *, without: Set) -> tuple[Widening, ...]:
    """For each limit of the client's, the smallest step that makes three, or else adds the most.

    Args:
        roster: the providers.
        question: the client, as they are limited now.
        without: the set of those who are not to be offered again; nobody among them counts as added.

    Returns:
        Widenings that add somebody, the most helpful first; empty when no single limit would help.
    """
    best: dict[str, Widening] = {}
    found = _count(roster, question, without)
    for limit, to, answers in _steps(question.answers):
        known = best.get(limit)
        if known is not None and found + known.would_add >= SLATE:
            continue
        added = _count(roster, question._replace(answers=answers), without) - found
        if added > (known.would_add if known else 0):
            best[limit] = Widening(limit, to, added)
    return tuple(sorted(best.values(), key=lambda each: (-each.would_add, each.limit)))


def _count(roster: Roster, question: Question, without: Set) -> int:
    return bitsets.count(eligible_set(roster, question) & ~without)


def _steps(answers: Answers) -> Iterator[tuple[str, object, Answers]]:
    """Each step: the limit's name, its new value, and the answers with it."""
    if "in_person" in answers.formats and answers.zip:
        for miles in WIDER_MILES:
            if miles > answers.max_miles:
                yield "max_miles", miles, answers._replace(max_miles=float(miles))
    if answers.max_fee is not None:
        for more in DEARER_FEES:
            fee = answers.max_fee + more
            yield "max_fee", fee, answers._replace(max_fee=fee)
    if set(answers.formats) != set(vocabulary.FORMATS):
        yield "formats", list(vocabulary.FORMATS), answers._replace(formats=vocabulary.FORMATS)
    if answers.slots:
        yield "slots", "any", answers._replace(slots=())
    if answers.payer not in ("", vocabulary.SELF_PAY) and not answers.self_pay_ok:
        yield "self_pay_ok", True, answers._replace(self_pay_ok=True)
    if answers.kind != "either":
        yield "kind", "either", answers._replace(kind="either")
    for dropped in answers.must:
        rest = tuple(each for each in answers.must if each != dropped)
        yield "must", [":".join(each) for each in rest], answers._replace(must=rest)
