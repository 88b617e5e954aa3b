"""The hard limits: one named rule each, as the set of providers that keep it.

Every limit is one that the client set or the law sets (contract.md, "Limits, exactly"). A limit
names what of the question it depends on (its key), so that a set worked out once per roster serves
everyone who asks the same.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching import bitsets
from rapport.matching.answers import Answers
from rapport.matching.bitsets import Set
from rapport.matching.free_hours import free_at_any
from rapport.matching.nearby import near
from rapport.matching.roster import MOST_AT_ONCE, Column, Roster, everyone, under, with_value
from rapport.vocabulary import SELF_PAY


class Question(NamedTuple):
    """What the limits are asked about: a client's answers, whether the text screen saw a crisis, the day."""

    answers: Answers
    crisis: bool
    on: date


class Limit(NamedTuple):
    """One limit: what it depends on, and who keeps it."""

    key: Callable[[Question], Hashable]
    keeps: Callable[[Roster, Question], Set]


def _passing(roster: Roster, key: Hashable, column: str, test: Callable[[Any], bool]) -> Set:
    return roster.remembered(key, lambda: bitsets.from_flags(roster.columns[column].where(test)))


def _with_any(roster: Roster, column: str, values: Iterable[object]) -> Set:
    return _union(roster, (with_value(roster, column, value) for value in values))


def _union(roster: Roster, sets: Iterable[Set]) -> Set:
    return reduce(or_, sets, bitsets.nobody(len(roster)))


def _kind(roster: Roster, question: Question) -> Set:
    wanted = question.answers.kind
    return everyone(roster) if wanted == "either" else with_value(roster, "kind", wanted)


def may_have_a_coach(question: Question) -> bool:
    """Whether a coach may be offered at all: nothing clinical, nobody in danger."""
    return question.answers.is_coachable and not question.crisis


def _coach_scope(roster: Roster, question: Question) -> Set:
    """A coach is never offered where a concern is clinical, or safety is in doubt."""
    return everyone(roster) if may_have_a_coach(question) else with_value(roster, "kind", "therapist")


def _licence(roster: Roster, question: Question) -> Set:
    """Licensed in the client's state and not run out today; the law asks no licence of coaches.

    An expiry date that the roster does not give counts as not run out, and is a caution.
    """
    on = question.on
    valid = _passing(roster, ("licence_valid", on), "licence_expires", lambda day: day is None or day >= on)
    licensed = with_value(roster, "licences", question.answers.state) & valid
    return licensed | with_value(roster, "kind", "coach")


def _age_group(roster: Roster, question: Question) -> Set:
    return with_value(roster, "age_groups", question.answers.age_group)


def _service(roster: Roster, question: Question) -> Set:
    return with_value(roster, "services", question.answers.service)


def _language(roster: Roster, question: Question) -> Set:
    """At least one language in common; `es` asked for is met by `es-MX` spoken (RFC 4647 basic filtering)."""
    return _union(roster, (_speaking(roster, tag) for tag in question.answers.languages))


def _speaking(roster: Roster, tag: str) -> Set:
    return under(roster, "speaking", "languages", by_beginning, tag)


def by_beginning(languages: Column) -> Mapping[object, list[int]]:
    """Codes of the lists of languages under each tag in them and each beginning of one: es-MX, and es."""
    found: defaultdict[object, list[int]] = defaultdict(list)
    for code, spoken in enumerate(languages.values):
        parts = (tag.split("-") for tag in spoken)
        tags = {"-".join(each[:length]) for each in parts for length in range(1, len(each) + 1)}
        for tag in tags:
            found[tag].append(code)
    return found


def _format(roster: Roster, question: Question) -> Set:
    return _with_any(roster, "formats", question.answers.formats)


def distance_asked(question: Question) -> Hashable:
    """What of the answers the distance depends on; None where no distance counts."""
    answers = question.answers
    if "in_person" not in answers.formats or not answers.zip:
        return None
    return answers.formats, answers.zip, answers.max_miles


def _max_miles(roster: Roster, question: Question) -> Set:
    """In-person only: those who share another format with the client, or none, pass at any distance."""
    answers = question.answers
    if distance_asked(question) is None:
        return everyone(roster)
    elsewhere = _with_any(roster, "formats", (each for each in answers.formats if each != "in_person"))
    only_in_person = with_value(roster, "formats", "in_person") & ~elsewhere
    return everyone(roster) ^ (only_in_person & ~near(roster, answers.zip, answers.max_miles))


def _payer(roster: Roster, question: Question) -> Set:
    """The insurer is taken, or the client may pay and the fee fits; no payer means either way."""
    answers = question.answers
    if not answers.payer:
        if answers.max_fee is None:
            return everyone(roster)
        return _paying(roster, answers.max_fee) | _taking_any_insurer(roster)
    if answers.payer == SELF_PAY:
        return _paying(roster, answers.max_fee)
    insured = with_value(roster, "payers", answers.payer)
    return insured | _paying(roster, answers.max_fee) if answers.self_pay_ok else insured


def _taking_any_insurer(roster: Roster) -> Set:
    return _passing(roster, "any_insurer", "payers", lambda payers: any(each != SELF_PAY for each in payers))


def _paying(roster: Roster, max_fee: float | None) -> Set:
    """Providers who take self pay at a fee that fits: the usual one, or the lowest with a sliding scale.

    A fee that the roster does not give fits no limit on the fee.
    """
    if max_fee is None:
        return with_value(roster, "payers", SELF_PAY)
    fees = roster.once("self pay fees", lambda: _self_pay_fees(roster))
    affordable = int(fees.ascending.searchsorted(max_fee, side="right"))
    if fees.sets is not None:
        return fees.sets[affordable]
    return roster.remembered(("paying", affordable), lambda: bitsets.from_flags(fees.place < affordable))


class _Fees(NamedTuple):
    """The fees from which providers take self pay, ascending, and per provider the place of theirs.

    Where they are few, also the sets of those who take self pay at so many of the lowest.
    """

    ascending: NDArray[np.float64]
    place: NDArray[np.integer[Any]]
    sets: list[Set] | None


def least_fees(roster: Roster, positions: NDArray[np.int64] | slice = slice(None)) -> NDArray[np.float64]:
    """Per provider (or those at the positions), the lowest fee at which they take self pay; else infinite."""
    usual, lowest = (roster.columns[name].numbers(positions=positions) for name in ("fee_max", "fee_min"))
    slides = roster.columns["sliding_scale"].where(bool, positions)
    least = np.fmin(usual, np.where(slides, lowest, np.nan))
    takes = roster.columns["payers"].where(lambda payers: SELF_PAY in payers, positions)
    return np.where(takes & ~np.isnan(least), least, np.inf)


def _self_pay_fees(roster: Roster) -> _Fees:
    fees, place = np.unique(least_fees(roster), return_inverse=True)
    place = place.astype(np.min_scalar_type(len(fees)))
    few = len(fees) <= MOST_AT_ONCE
    sets = [bitsets.from_flags(place < affordable) for affordable in range(len(fees) + 1)] if few else None
    return _Fees(fees, place, sets)


def _slots(roster: Roster, question: Question) -> Set:
    """At least one hour in common, compared in the client's zone; no hours from the client means any."""
    answers = question.answers
    if not answers.slots:
        return everyone(roster)
    return free_at_any(roster, answers.slots, answers.zone, question.on)


MUST_COLUMN: Final = {
    "gender": "gender",
    "identity": "identities",
    "faith": "faith",
    "concern": "concerns",
    "approach": "approaches",
}


def _must(roster: Roster, question: Question) -> Set:
    found = everyone(roster)
    for kind, value in question.answers.must:
        found = found & with_value(roster, MUST_COLUMN[kind], value)
    return found


def _accepting(roster: Roster, _question: Question) -> Set:
    return with_value(roster, "accepting", True)


def _capacity(roster: Roster, _question: Question) -> Set:
    return _passing(roster, "open_place", "capacity", lambda places: places > 0)


# In the order in which a person would ask.
LIMITS: Final[Mapping[str, Limit]] = {
    "kind": Limit(lambda q: q.answers.kind, _kind),
    "coach_scope": Limit(may_have_a_coach, _coach_scope),
    "licence": Limit(lambda q: (q.answers.state, q.on), _licence),
    "age_group": Limit(lambda q: q.answers.age_group, _age_group),
    "service": Limit(lambda q: q.answers.service, _service),
    "language": Limit(lambda q: q.answers.languages, _language),
    "format": Limit(lambda q: q.answers.formats, _format),
    "max_miles": Limit(distance_asked, _max_miles),
    "payer": Limit(lambda q: (q.answers.payer, q.answers.self_pay_ok, q.answers.max_fee), _payer),
    "slots": Limit(lambda q: q.answers.slots and (q.answers.slots, q.answers.zone, q.on), _slots),
    "must": Limit(lambda q: q.answers.must, _must),
    "accepting": Limit(lambda _: None, _accepting),
    "capacity": Limit(lambda _: None, _capacity),
}
