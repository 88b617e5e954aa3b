"""The hard limits: one named rule each, as the set of providers that keep it.

Every limit is one that the client set or the law sets (contract.md, "Limits, exactly"). A limit
names what of the question it depends on (its key), so that a set worked out once per roster serves
everyone who asks the same.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching import bitsets, geography, hours
from rapport.matching.answers import Answers
from rapport.matching.roster import Roster
from rapport.vocabulary import SELF_PAY


class Question(NamedTuple):
    """What the limits are asked about: a client's answers, whether the text screen saw a crisis, the day."""

    answers: Answers
    crisis: bool
    on: date


class Limit(NamedTuple):
    """One limit: what it depends on, and who keeps it."""

    key: Callable[[Question], Hashable]
    keeps: Callable[[Roster, Question], int]


def with_value(roster: Roster, column: str, value: object) -> int:
    """Providers whose cell is the value, or whose list holds it."""

    def find() -> int:
        return bitsets.from_flags(
            roster.columns[column].where(lambda v: value in v if isinstance(v, tuple) else v == value)
        )

    return roster.remembered(("value", column, value), find)


def _passing(roster: Roster, key: Hashable, column: str, test: Callable[[Any], bool]) -> int:
    return roster.remembered(key, lambda: bitsets.from_flags(roster.columns[column].where(test)))


def _with_any(roster: Roster, column: str, values: Iterable[object]) -> int:
    return reduce(or_, (with_value(roster, column, value) for value in values), 0)


def _everyone(roster: Roster) -> int:
    return bitsets.everyone(len(roster))


def _kind(roster: Roster, question: Question) -> int:
    wanted = question.answers.kind
    return _everyone(roster) if wanted == "either" else with_value(roster, "kind", wanted)


def _may_have_a_coach(question: Question) -> bool:
    return question.answers.is_coachable and not question.crisis


def _coach_scope(roster: Roster, question: Question) -> int:
    """A coach is never offered where a concern is clinical, or safety is in doubt."""
    return _everyone(roster) if _may_have_a_coach(question) else with_value(roster, "kind", "therapist")


def _licence(roster: Roster, question: Question) -> int:
    """Licensed in the client's state and not run out today; the law asks no licence of coaches.

    An expiry date that the roster does not give counts as not run out, and is a caution.
    """
    on = question.on
    valid = _passing(roster, ("licence_valid", on), "licence_expires", lambda day: day is None or day >= on)
    licensed = with_value(roster, "licences", question.answers.state) & valid
    return licensed | with_value(roster, "kind", "coach")


def _age_group(roster: Roster, question: Question) -> int:
    return with_value(roster, "age_groups", question.answers.age_group)


def _service(roster: Roster, question: Question) -> int:
    return with_value(roster, "services", question.answers.service)


def _language(roster: Roster, question: Question) -> int:
    """At least one language in common; `es` asked for is met by `es-MX` spoken (RFC 4647 basic filtering)."""
    return reduce(or_, (_speaking(roster, tag) for tag in question.answers.languages), 0)


def _speaking(roster: Roster, tag: str) -> int:
    def speaks(spoken: tuple[str, ...]) -> bool:
        return any(each == tag or each.startswith(tag + "-") for each in spoken)

    return _passing(roster, ("speaking", tag), "languages", speaks)


def _format(roster: Roster, question: Question) -> int:
    return _with_any(roster, "formats", question.answers.formats)


def _max_miles(roster: Roster, question: Question) -> int:
    """In-person only: those who share another format with the client, or none, pass at any distance."""
    answers = question.answers
    if "in_person" not in answers.formats or not answers.zip:
        return _everyone(roster)
    elsewhere = _with_any(roster, "formats", (each for each in answers.formats if each != "in_person"))
    only_in_person = with_value(roster, "formats", "in_person") & ~elsewhere
    return _everyone(roster) ^ (only_in_person & ~_near(roster, answers.zip, answers.max_miles))


def _near(roster: Roster, zip_code: str, miles: float) -> int:
    """Providers whose ZIP centroid lies within so many miles; those without a known centroid do not."""
    here = geography.centroid(zip_code)
    if here is None:
        return 0
    latitudes, longitudes = roster.remembered("places", lambda: _places(roster))
    # Only ZIPs in the band of latitudes can be near: a tenth of the haversines. NaN is in no band.
    band = np.flatnonzero(np.abs(latitudes - here[0]) <= miles / geography.MILES_A_DEGREE)
    within = np.zeros(len(latitudes), dtype=bool)
    within[band] = geography.miles_from(here, latitudes[band], longitudes[band]) <= miles
    return bitsets.from_flags(within[roster.columns["zip"].codes])


def _places(roster: Roster) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Latitude and longitude of each distinct ZIP of the roster; NaN where it has no centroid."""
    numbers = [int(text) if text else -1 for text in roster.columns["zip"].values]
    rows = geography.rows_of(np.array(numbers, dtype=np.int32))
    found = geography.centroids()[rows]
    unknown = np.where(rows < 0, np.nan, 1.0)
    return (
        unknown * found["latitude"] / geography.MICRODEGREES,
        unknown * found["longitude"] / geography.MICRODEGREES,
    )


def _payer(roster: Roster, question: Question) -> int:
    """The insurer is taken, or the client may pay and the fee fits; no payer means either way."""
    answers = question.answers
    if not answers.payer:
        if answers.max_fee is None:
            return _everyone(roster)
        return _paying(roster, answers.max_fee) | _taking_any_insurer(roster)
    if answers.payer == SELF_PAY:
        return _paying(roster, answers.max_fee)
    insured = with_value(roster, "payers", answers.payer)
    return insured | (_paying(roster, answers.max_fee) if answers.self_pay_ok else 0)


def _taking_any_insurer(roster: Roster) -> int:
    return _passing(roster, "any_insurer", "payers", lambda payers: any(each != SELF_PAY for each in payers))


def _paying(roster: Roster, max_fee: float | None) -> int:
    """Providers who take self pay at a fee that fits: the usual one, or the lowest with a sliding scale.

    A fee that the roster does not give fits no limit on the fee.
    """
    self_pay = with_value(roster, "payers", SELF_PAY)
    if max_fee is None:
        return self_pay
    usual = _passing(roster, ("fee_max", max_fee), "fee_max", lambda fee: fee is not None and fee <= max_fee)
    lowest = _passing(roster, ("fee_min", max_fee), "fee_min", lambda fee: fee is not None and fee <= max_fee)
    return self_pay & (usual | (lowest & with_value(roster, "sliding_scale", True)))


def _slots(roster: Roster, question: Question) -> int:
    """At least one hour in common, compared in the client's zone; no hours from the client means any."""
    answers = question.answers
    if not answers.slots:
        return _everyone(roster)
    free = frozenset(answers.slots)
    by_touched = roster.remembered(
        ("touched", answers.zone, question.on), lambda: _touching(roster, answers.zone, question.on)
    )
    met = (
        _meeting(roster, touched, answers.zone, question.on, offered)
        for touched, offered in by_touched.items()
        if free.issuperset(touched)
    )
    return reduce(or_, met, 0)


Offered = list[tuple[str, int]]


def _touching(roster: Roster, client_zone: str, on: date) -> dict[tuple[int, ...], Offered]:
    """Which hours of which provider zones take up exactly these hours in the client's zone."""
    found: dict[tuple[int, ...], Offered] = {}
    for zone in roster.columns["timezone"].values:
        if zone:
            for hour, touched in enumerate(hours.hours_touched(zone, client_zone, on)):
                found.setdefault(touched, []).append((zone, hour))
    return found


def _meeting(roster: Roster, touched: tuple[int, ...], client_zone: str, on: date, offered: Offered) -> int:
    def find() -> int:
        free = (with_value(roster, "timezone", zone) & _free_at(roster, hour) for zone, hour in offered)
        return reduce(or_, free, 0)

    return roster.remembered(("meeting", client_zone, on, touched), find)


def _free_at(roster: Roster, hour: int) -> int:
    """Providers who offer an hour of the week, in their own zone."""
    table = roster.remembered("hour_table", lambda: _hour_table(roster))
    word, bit = divmod(hour, 64)
    flags = ((table[:, word] >> np.uint64(bit)) & np.uint64(1)).astype(bool)
    return bitsets.from_flags(flags[roster.columns["slots"].codes])


def _hour_table(roster: Roster) -> NDArray[np.uint64]:
    """Per distinct list of slots, its 168 hours as three words of 64 bits."""
    values = roster.columns["slots"].values
    flags = np.zeros((len(values), 192), dtype=bool)
    rows = np.repeat(np.arange(len(values)), [len(value) for value in values])
    flags[rows, list(chain.from_iterable(values))] = True
    return np.packbits(flags, axis=1, bitorder="little").view(np.uint64)


_MUST_COLUMN: Final = {
    "gender": "gender",
    "identity": "identities",
    "faith": "faith",
    "concern": "concerns",
    "approach": "approaches",
}


def _must(roster: Roster, question: Question) -> int:
    found = _everyone(roster)
    for kind, value in question.answers.must:
        found &= with_value(roster, _MUST_COLUMN[kind], value)
    return found


def _accepting(roster: Roster, _question: Question) -> int:
    return with_value(roster, "accepting", True)


def _capacity(roster: Roster, _question: Question) -> int:
    return _passing(roster, "open_place", "capacity", lambda places: places > 0)


# In the order in which a person would ask.
LIMITS: Final[Mapping[str, Limit]] = {
    "kind": Limit(lambda q: q.answers.kind, _kind),
    "coach_scope": Limit(_may_have_a_coach, _coach_scope),
    "licence": Limit(lambda q: (q.answers.state, q.on), _licence),
    "age_group": Limit(lambda q: q.answers.age_group, _age_group),
    "service": Limit(lambda q: q.answers.service, _service),
    "language": Limit(lambda q: q.answers.languages, _language),
    "format": Limit(lambda q: q.answers.formats, _format),
    "max_miles": Limit(lambda q: (q.answers.formats, q.answers.zip, q.answers.max_miles), _max_miles),
    "payer": Limit(lambda q: (q.answers.payer, q.answers.self_pay_ok, q.answers.max_fee), _payer),
    "slots": Limit(lambda q: (q.answers.slots, q.answers.zone, q.on), _slots),
    "must": Limit(lambda q: q.answers.must, _must),
    "accepting": Limit(lambda _: None, _accepting),
    "capacity": Limit(lambda _: None, _capacity),
}
