"""Invented therapists and coaches as rows of a roster, in contract.md's format.

Fields hang together: approaches with style and concerns, licence with ZIP and zone, fee with
training and place, payers with state. Shares and fees are our own rough guesses, no survey.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Final

from rapport.matching.npi import check_digit
from rapport.simulation.approaches import Approach, approaches
from rapport.simulation.people import Person, draw_person, draw_some, draw_weighted
from rapport.simulation.places import Place
from rapport.vocabulary import COACHABLE_CONCERNS, CONCERNS, SELF_PAY, STYLE_AXES, STYLE_RANGE

ROSTER_COLUMNS: Final = (
    "provider_id", "name", "kind", "npi", "taxonomy", "licences", "licence_expires", "languages",
    "formats", "zip", "timezone", "payers", "fee_min", "fee_max", "sliding_scale", "age_groups",
    "services", "concerns", "approaches", "gender", "identities", "faith", "directive", "emotional",
    "past", "challenge", "slots", "capacity", "openings_confirmed_on", "accepting",
)  # fmt: skip

COACH_SHARE: Final = 0.12
# The registry has so far given out numbers that begin with 1; this stretch cannot be a real person's.
SYNTHETIC_NPI: Final = "29"
# NUCC code → (share of therapists, usual fee in dollars at the national middle)
TAXONOMIES: Final = {
    "1041C0700X": (0.28, 145),
    "101YM0800X": (0.20, 130),
    "101YP2500X": (0.16, 130),
    "106H00000X": (0.14, 145),
    "103TC0700X": (0.14, 190),
    "103TC1900X": (0.05, 180),
    "102L00000X": (0.03, 205),
}
COACH_FEE: Final = 120
MEDICARE_TAXONOMIES: Final = frozenset({"1041C0700X", "103TC0700X", "103TC1900X", "101YM0800X"})

INSURERS: Final = ("bcbs", "uhc", "aetna", "cigna", "optum")
REGIONAL_INSURERS: Final = {
    "CA": ("kaiser", "anthem", "molina"),
    "NY": ("oscar", "anthem"),
    "TX": ("humana", "molina", "tricare"),
    "FL": ("humana", "oscar", "molina"),
    "VA": ("anthem", "kaiser", "tricare"),
    "MD": ("kaiser", "tricare"),
    "WA": ("kaiser", "molina", "tricare"),
    "OH": ("anthem", "humana", "molina"),
    "GA": ("anthem", "kaiser", "oscar"),
    "NC": ("humana", "tricare"),
}
ELSEWHERE: Final = ("humana", "anthem")

FORMATS: Final = {
    "video": 0.26, "video;in_person": 0.38, "video;phone": 0.14, "video;in_person;phone": 0.14,
    "in_person": 0.08,
}  # fmt: skip
AGE_SHARES: Final = {"child": 0.30, "teen": 0.50, "adult": 0.95, "older_adult": 0.60}
SERVICE_SHARES: Final = {"individual": 0.96, "couple": 0.42, "family": 0.30, "group": 0.20}
COACH_AGES: Final = {"teen": 0.10, "adult": 1.0, "older_adult": 0.5}
COACH_SERVICES: Final = {"individual": 1.0, "couple": 0.25, "group": 0.25}
# First and last starting hour of a working day, and how usual such a day is.
DAYS: Final = {(9, 14): 0.25, (10, 17): 0.35, (12, 19): 0.30, (16, 20): 0.10}
MOST_CONCERNS: Final = 10
NOT_SAID: Final = 0.10  # of style answers


def make_provider(
    number: int, *, states: Sequence[str], homes: Sequence[Place], rng: Random, on: date
) -> dict[str, str]:
    """One invented provider as a row of the roster: texts by column, lists parted by `;`.

    `states` are those of the practice (more licences come from them), `homes` its places.
    """
    person, home = draw_person(rng), rng.choice(homes)
    is_coach = rng.random() < COACH_SHARE
    ways = _approaches(is_coach=is_coach, rng=rng)
    row = _who(number, person, is_coach=is_coach)
    row |= _licence(number, home, states, is_coach=is_coach, rng=rng, on=on)
    row |= _money(home, row["taxonomy"], rng)
    row |= _work(ways, is_coach=is_coach, rng=rng)
    row |= _openings(rng, on)
    row |= {"zip": home.zip, "timezone": home.timezone, "formats": draw_weighted(FORMATS, rng)}
    return {column: row[column] for column in ROSTER_COLUMNS}


def market(state: str) -> tuple[str, ...]:
    """The insurers that people in this state have, commonest first."""
    return (*INSURERS, *REGIONAL_INSURERS.get(state, ELSEWHERE), "medicaid", "medicare")


def _who(number: int, person: Person, *, is_coach: bool) -> dict[str, str]:
    return {
        "provider_id": f"sim-p{number:06d}",
        "name": person.name,
        "kind": "coach" if is_coach else "therapist",
        "gender": person.gender,
        "languages": ";".join(person.languages),
        "identities": ";".join(person.identities),
        "faith": person.faith,
    }


def _licence(
    number: int, home: Place, states: Sequence[str], *, is_coach: bool, rng: Random, on: date
) -> dict[str, str]:
    if is_coach:
        return {"npi": "", "taxonomy": "", "licences": "", "licence_expires": ""}
    taxonomy = draw_weighted({code: share for code, (share, _) in TAXONOMIES.items()}, rng)
    # Compacts between states make second licences common.
    others = [state for state in states if state != home.state]
    more = draw_some(others, rng.choice((0, 0, 1, 1, 2, 3)), rng)
    # One in fifty has let a licence run out: the limits must notice.
    days = rng.randint(-60, -1) if rng.random() < 0.02 else rng.randint(30, 900)
    nine = f"{SYNTHETIC_NPI}{number % 10_000_000:07d}"
    return {
        "npi": nine + check_digit(nine),
        "taxonomy": taxonomy,
        "licences": ";".join([home.state, *more]),
        "licence_expires": (on + timedelta(days=days)).isoformat(),
    }


def _money(home: Place, taxonomy: str, rng: Random) -> dict[str, str]:
    usual = (TAXONOMIES[taxonomy][1] if taxonomy else COACH_FEE) * home.fees
    fee = max(40, round(usual * rng.lognormvariate(0, 0.16) / 5) * 5)
    slides = rng.random() < 0.42
    least = round(fee * rng.uniform(0.45, 0.85) / 5) * 5 if slides else fee
    return {
        "payers": ";".join(_payers(home.state, taxonomy, rng)),
        "fee_min": str(least),
        "fee_max": str(fee),
        "sliding_scale": "yes" if slides else "no",
    }


def _payers(state: str, taxonomy: str, rng: Random) -> list[str]:
    """Coaches and about a quarter of therapists take no insurance; those who do take several."""
    if not taxonomy or rng.random() < 0.25:
        return [SELF_PAY]
    chances = dict.fromkeys(market(state), 0.62)
    chances |= {"medicaid": 0.40, "medicare": 0.55 if taxonomy in MEDICARE_TAXONOMIES else 0.0}
    taken = [payer for payer, chance in chances.items() if rng.random() < chance]
    return [*taken, SELF_PAY] if rng.random() < 0.92 or not taken else taken


def _approaches(*, is_coach: bool, rng: Random) -> list[Approach]:
    """One to four approaches, the later ones near the first in style: people train in what they like."""
    pool = [way for way in approaches() if way.coaches or not is_coach]
    first = rng.choice(pool)
    rest = sorted(
        (way for way in pool if way is not first),
        key=lambda way: (
            sum(abs(a - b) for a, b in zip(way.style, first.style, strict=True)) + rng.random() * 4
        ),
    )
    return [first, *rest[: rng.choice((0, 1, 1, 2, 3))]]


def _work(ways: list[Approach], *, is_coach: bool, rng: Random) -> dict[str, str]:
    row = {"approaches": ";".join(way.code for way in ways)}
    row |= {axis: _style(ways, place, rng) for place, axis in enumerate(STYLE_AXES)}
    row["concerns"] = ";".join(_concerns(ways, is_coach=is_coach, rng=rng))
    services = COACH_SERVICES if is_coach else SERVICE_SHARES
    row["services"] = ";".join(_taken(services, rng, least="individual"))
    ages = COACH_AGES if is_coach else AGE_SHARES
    row["age_groups"] = ";".join(_taken(ages, rng, least="adult"))
    return row


def _concerns(ways: Sequence[Approach], *, is_coach: bool, rng: Random) -> list[str]:
    """What the first approach is for, much of what the others are for, and a few more; ten at most."""
    allowed = [code for code in CONCERNS if not is_coach or code in COACHABLE_CONCERNS]
    known = list(ways[0].concerns)
    known += [code for way in ways[1:] for code in way.concerns if rng.random() < 0.6]
    known += draw_some(allowed, 3, rng)
    return list(dict.fromkeys(code for code in known if code in allowed))[:MOST_CONCERNS]


def _taken(shares: dict[str, float], rng: Random, *, least: str) -> list[str]:
    return [code for code, share in shares.items() if rng.random() < share] or [least]


def _style(ways: Sequence[Approach], place: int, rng: Random) -> str:
    if rng.random() < NOT_SAID:
        return ""
    middle = sum(way.style[place] for way in ways) / len(ways)
    low, high = STYLE_RANGE
    return str(min(high, max(low, round(rng.gauss(middle, 1.0)))))


def _openings(rng: Random, on: date) -> dict[str, str]:
    full = rng.random() < 0.08
    # Most openings were confirmed within days; a tail of stale ones must be told from them.
    days_ago = min(120, int(rng.expovariate(1 / 12)))
    return {
        "slots": ";".join(working_hours(rng)),
        "capacity": "0" if full else str(rng.choice((1, 1, 2, 2, 3, 4, 6))),
        "openings_confirmed_on": (on - timedelta(days=days_ago)).isoformat(),
        "accepting": "no" if rng.random() < 0.05 else "yes",
    }


def working_hours(rng: Random) -> list[str]:
    """Free hours of a provider's week: two to five days, most hours of each, some Saturdays."""
    days = draw_some(("mon", "tue", "wed", "thu", "fri"), rng.choice((2, 3, 4, 4, 5)), rng)
    if rng.random() < 0.22:
        days.append("sat")
    hours = []
    for day in ("mon", "tue", "wed", "thu", "fri", "sat"):
        if day in days:
            first, last = (9, 13) if day == "sat" else rng.choices(list(DAYS), list(DAYS.values()))[0]
            hours += [f"{day}-{hour:02d}" for hour in range(first, last + 1) if rng.random() < 0.6]
    return hours or ["wed-12"]
