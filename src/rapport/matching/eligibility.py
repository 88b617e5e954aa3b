"""Who can really take this client: one named rule per hard limit, and what each limit costs.

Every limit is one that the client set or the law sets (contract.md, "Limits, exactly"). A limit is a
set of providers that keep it; the eligible are in all of them. `excluded` counts the providers a
limit keeps out; `excluded_alone` those that this one limit alone keeps out.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Final

import numpy as np

from rapport.matching import bitsets, geography, hours
from rapport.matching.answers import Answers
from rapport.matching.roster import Roster
from rapport.vocabulary import SELF_PAY


@dataclass(frozen=True, slots=True)
class Question:
    """What the limits are asked about: a client's answers, whether the text screen saw a crisis, the day."""

    answers: Answers
    crisis: bool
    on: date


@dataclass(frozen=True, slots=True)
class LimitCost:
    """What one limit costs: how many it keeps out, and how many it alone keeps out."""

    limit: str
    excluded: int
    excluded_alone: int


@dataclass(frozen=True, slots=True)
class Screening:
    """Who is left after all limits (a bit set of positions), and what each limit cost."""

    eligible: int
    costs: tuple[LimitCost, ...]


def remembered(roster: Roster, key: object, find: Callable[[], int]) -> int:
    """A set worked out once per roster; the keys hold codes and dates, never who asked."""
    found: int | None = roster.cache.get(key)
    if found is None:
        if len(roster.cache) >= LARGEST_CACHE:
            roster.cache.clear()
        found = roster.cache[key] = find()
    return found


# Sets kept per roster: at 100,000 providers about 50 MB when full.
LARGEST_CACHE: Final = 4096


def _with_value(roster: Roster, column: str, value: object) -> int:
    """Providers whose cell is the value, or whose list holds it."""

    def find() -> int:
        return bitsets.from_flags(
            roster.columns[column].where(lambda v: value in v if isinstance(v, tuple) else v == value)
        )

    return remembered(roster, (column, value), find)


def _with_any(roster: Roster, column: str, values: Iterable[object]) -> int:
    return reduce(or_, (_with_value(roster, column, value) for value in values), 0)


def _kind(roster: Roster, question: Question) -> int:
    wanted = question.answers.kind
    return bitsets.everyone(len(roster)) if wanted == "either" else _with_value(roster, "kind", wanted)


def _coach_scope(roster: Roster, question: Question) -> int:
    """A coach is never offered where a concern is clinical, or safety is in doubt."""
    if question.answers.is_coachable and not question.crisis:
        return bitsets.everyone(len(roster))
    return _with_value(roster, "kind", "therapist")


def _licence(roster: Roster, question: Question) -> int:
    """Licensed in the client's state and not run out today; the law asks no licence of coaches.

    An expiry date that the roster does not give counts as not run out, and is a caution.
    """
    on = question.on
    valid = remembered(
        roster,
        ("licence_valid", on),
        lambda: bitsets.from_flags(
            roster.columns["licence_expires"].where(lambda day: day is None or day >= on)
        ),
    )
    licensed = _with_value(roster, "licences", question.answers.state) & valid
    return licensed | _with_value(roster, "kind", "coach")


def _age_group(roster: Roster, question: Question) -> int:
    return _with_value(roster, "age_groups", question.answers.age_group)


def _service(roster: Roster, question: Question) -> int:
    return _with_value(roster, "services", question.answers.service)


def _language(roster: Roster, question: Question) -> int:
    """At least one language in common; `es` asked for is met by `es-MX` spoken (RFC 4647 basic filtering)."""
    return reduce(or_, (_speaking(roster, tag) for tag in question.answers.languages), 0)


def _speaking(roster: Roster, tag: str) -> int:
    return remembered(
        roster,
        ("speaking", tag),
        lambda: bitsets.from_flags(
            roster.columns["languages"].where(
                lambda spoken: any(each == tag or each.startswith(tag + "-") for each in spoken)
            )
        ),
    )


def _format(roster: Roster, question: Question) -> int:
    return _with_any(roster, "formats", question.answers.formats)


def _max_miles(roster: Roster, question: Question) -> int:
    """In-person only: those who share another format with the client pass at any distance."""
    answers = question.answers
    if "in_person" not in answers.formats or not answers.zip:
        return bitsets.everyone(len(roster))
    by_distance = _with_value(roster, "formats", "in_person")
    elsewhere = _with_any(roster, "formats", (each for each in answers.formats if each != "in_person"))
    out_of_question = bitsets.everyone(len(roster)) ^ (by_distance | elsewhere)
    return elsewhere | out_of_question | (by_distance & near(roster, answers.zip, answers.max_miles))


def near(roster: Roster, zip_code: str, miles: float) -> int:
    """Providers whose ZIP centroid lies within so many miles; those without a known centroid do not."""
    here = geography.centroid(zip_code)
    if here is None:
        return 0
    return remembered(roster, ("near", zip_code, miles), lambda: _near(roster, here, miles))


def _near(roster: Roster, here: tuple[float, float], miles: float) -> int:
    column = roster.columns["zip"]
    places = geography.rows_of(
        np.array([int(text) if text else -1 for text in column.values], dtype=np.int32)
    )
    table = geography.centroids()[places]
    latitudes = table["latitude"] / geography.MICRODEGREES
    # Only ZIPs in the band of latitudes can be near: a tenth of the haversines.
    in_band = np.abs(latitudes - here[0]) <= miles / geography.MILES_A_DEGREE
    within = np.zeros(len(places), dtype=bool)
    band = np.flatnonzero((places >= 0) & in_band)
    longitudes = table["longitude"][band] / geography.MICRODEGREES
    within[band] = geography.miles_from(here, latitudes[band], longitudes) <= miles
    return bitsets.from_flags(within[column.codes])


def _payer(roster: Roster, question: Question) -> int:
    """The insurer is taken, or the client may pay and the fee fits; no payer means either way."""
    answers = question.answers
    if not answers.payer:
        if answers.max_fee is None:
            return bitsets.everyone(len(roster))
        return _paying(roster, answers.max_fee) | _taking_any_insurer(roster)
    if answers.payer == SELF_PAY:
        return _paying(roster, answers.max_fee)
    insured = _with_value(roster, "payers", answers.payer)
    return insured | (_paying(roster, answers.max_fee) if answers.self_pay_ok else 0)


def _taking_any_insurer(roster: Roster) -> int:
    return remembered(
        roster,
        "any_insurer",
        lambda: bitsets.from_flags(
            roster.columns["payers"].where(lambda payers: any(each != SELF_PAY for each in payers))
        ),
    )


def _paying(roster: Roster, max_fee: float | None) -> int:
    """Providers who take self pay at a fee that fits: the usual one, or the lowest with a sliding scale.

    A fee that the roster does not give fits no limit on the fee.
    """
    self_pay = _with_value(roster, "payers", SELF_PAY)
    if max_fee is None:
        return self_pay

    def find() -> int:
        usual = roster.columns["fee_max"].numbers() <= max_fee
        lowest = roster.columns["fee_min"].numbers() <= max_fee
        sliding = roster.columns["sliding_scale"].where(bool)
        return bitsets.from_flags(usual | (sliding & lowest))

    return self_pay & remembered(roster, ("fee", max_fee), find)


def _slots(roster: Roster, question: Question) -> int:
    """At least one hour in common, compared in the client's zone; no hours from the client means any."""
    answers = question.answers
    if not answers.slots:
        return bitsets.everyone(len(roster))
    found = 0
    for zone in roster.columns["timezone"].values:
        if zone:
            kept = hours.hours_kept(
                client_hours=answers.slots, client_zone=answers.zone, provider_zone=zone, on=question.on
            )
            here = _with_value(roster, "timezone", zone)
            found |= here & reduce(or_, (_free_at(roster, hour) for hour in kept), 0)
    return found


def _free_at(roster: Roster, hour: int) -> int:
    word, bit = divmod(hour, 64)

    def find() -> int:
        table, codes = _hour_table(roster)
        return bitsets.from_flags(((table[:, word] >> np.uint64(bit)) & np.uint64(1)).astype(bool)[codes])

    return remembered(roster, ("free_at", hour), find)


def _hour_table(roster: Roster) -> tuple[np.ndarray, np.ndarray]:
    """Per distinct list of slots, its 168 hours as three words of 64 bits; and the codes per provider."""
    column = roster.columns["slots"]
    if "hour_table" not in roster.cache:
        flags = np.zeros((len(column.values), 192), dtype=bool)
        lengths = [len(value) for value in column.values]
        rows = np.repeat(np.arange(len(column.values)), lengths)
        flags[rows, [hour for value in column.values for hour in value]] = True
        roster.cache["hour_table"] = np.packbits(flags, axis=1, bitorder="little").view(np.uint64)
    return roster.cache["hour_table"], column.codes


_MUST_COLUMN: Final = {
    "gender": "gender",
    "identity": "identities",
    "faith": "faith",
    "concern": "concerns",
    "approach": "approaches",
}


def _must(roster: Roster, question: Question) -> int:
    found = bitsets.everyone(len(roster))
    for kind, value in question.answers.must:
        found &= _with_value(roster, _MUST_COLUMN[kind], value)
    return found


def _accepting(roster: Roster, _question: Question) -> int:
    return _with_value(roster, "accepting", True)


def _capacity(roster: Roster, _question: Question) -> int:
    return remembered(
        roster, "open_place", lambda: bitsets.from_flags(roster.columns["capacity"].where(lambda n: n > 0))
    )


# In the order in which a person would ask.
LIMITS: Final[Mapping[str, Callable[[Roster, Question], int]]] = {
    "kind": _kind,
    "coach_scope": _coach_scope,
    "licence": _licence,
    "age_group": _age_group,
    "service": _service,
    "language": _language,
    "format": _format,
    "max_miles": _max_miles,
    "payer": _payer,
    "slots": _slots,
    "must": _must,
    "accepting": _accepting,
    "capacity": _capacity,
}


def screen(roster: Roster, question: Question) -> Screening:
    """Who keeps every limit, and what each limit costs.

    Steps: 1. each limit gives the set that keeps it; 2. two running sets hold who broke at least
    one limit and who broke at least two; 3. those whom one limit alone keeps out broke it and no other.

    Compared with: `tests/library/references/slow_limits.py`, which asks every rule of every provider in turn.
    """
    all_of_them = bitsets.everyone(len(roster))
    broken = {name: all_of_them ^ keeps(roster, question) for name, keeps in LIMITS.items()}
    once = twice = 0
    for out in broken.values():
        twice |= once & out
        once |= out
    only_once = once ^ twice
    costs = tuple(
        LimitCost(name, out.bit_count(), (out & only_once).bit_count()) for name, out in broken.items()
    )
    return Screening(all_of_them ^ once, costs)


def limits_broken(roster: Roster, question: Question, position: int) -> tuple[str, ...]:
    """Why not this provider: the names of the limits they do not keep; empty when they are eligible."""
    bit = 1 << position
    return tuple(name for name, keeps in LIMITS.items() if not keeps(roster, question) & bit)


def count_eligible(roster: Roster, question: Question) -> int:
    """How many keep every limit."""
    return eligible_set(roster, question).bit_count()


def eligible_set(roster: Roster, question: Question) -> int:
    """The set that keeps every limit, without the costs; stops as soon as nobody is left."""
    left = bitsets.everyone(len(roster))
    for keeps in LIMITS.values():
        left &= keeps(roster, question)
        if not left:
            break
    return left
