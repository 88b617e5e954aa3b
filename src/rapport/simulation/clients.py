"""Invented clients' answers, in contract.md's format.

What someone wants hangs together: a main concern, an approach that would suit them, and from it
goals, tasks and style. Shares are our own rough guesses, no survey.
"""

from collections.abc import Sequence
from random import Random
from typing import Any, Final

from rapport.simulation.approaches import Approach, approaches
from rapport.simulation.people import IDENTITY_SHARES, Person, draw_person, draw_some, draw_weighted
from rapport.simulation.places import Place
from rapport.simulation.providers import market
from rapport.simulation.texts import child_words, opening_words
from rapport.vocabulary import COACHABLE_CONCERNS, SELF_PAY, STYLE_AXES, STYLE_RANGE

AGE_SHARES: Final = {"adult": 0.76, "older_adult": 0.09, "teen": 0.10, "child": 0.05}
SERVICE_SHARES: Final = {"individual": 0.86, "couple": 0.09, "family": 0.04, "group": 0.01}
FORMAT_SHARES: Final = {
    "video": 0.34, "video phone": 0.22, "video in_person": 0.32, "video in_person phone": 0.09,
    "in_person": 0.03,
}  # fmt: skip
# How often a concern is the one that brings someone.
CONCERN_SHARES: Final = {
    "anxiety": 15, "depression": 12, "relationship": 9, "stress_burnout": 9, "trauma": 6, "grief": 5,
    "self_esteem": 5, "life_transition": 5, "work_career": 4, "family": 4, "adhd": 4, "loneliness": 3,
    "parenting": 3, "panic": 3, "ocd": 2, "anger": 2, "divorce_separation": 2, "sleep": 2, "eating": 2,
    "substance_use": 2, "identity_culture": 2, "gender_identity": 1.5, "chronic_illness": 1.5,
    "perinatal": 1.5, "sexuality": 1, "bipolar": 1, "autism": 1, "suicidality": 1.2, "self_harm": 1.0,
    "psychosis": 0.4,
}  # fmt: skip
SERVICE_CONCERNS: Final = {
    "couple": ("relationship", "divorce_separation", "sexuality", "parenting"),
    "family": ("family", "parenting", "anger", "grief"),
}
CHILD_CONCERNS: Final = ("anxiety", "adhd", "autism", "grief", "anger", "family", "sleep")
NOT_FOR_TEENS: Final = frozenset(
    {"perinatal", "work_career", "parenting", "divorce_separation", "substance_use", "life_transition"}
)
# Windows of the week, in which someone is free for whole hours.
WINDOWS: Final = {
    "mornings": (("mon", "tue", "wed", "thu", "fri"), (9, 12)),
    "midday": (("mon", "tue", "wed", "thu", "fri"), (12, 14)),
    "afternoons": (("mon", "tue", "wed", "thu", "fri"), (14, 17)),
    "evenings": (("mon", "tue", "wed", "thu", "fri"), (16, 20)),
    "saturday": (("sat",), (9, 13)),
}
ANY_HOUR: Final = 0.22
UNSAFE_IF_DANGER: Final = 0.4  # of clients whose main concern is suicidality or self-harm


def make_client(number: int, *, homes: Sequence[Place], rng: Random) -> dict[str, Any]:
    """One invented client's answers as they stand in JSON; `homes` are the places of the practice."""
    person, home = draw_person(rng), rng.choice(homes)
    service, age = draw_weighted(SERVICE_SHARES, rng), draw_weighted(AGE_SHARES, rng)
    age = "adult" if service == "couple" else age
    concerns = _concerns(age, service, rng)
    school = rng.choice([way for way in approaches() if concerns[0] in way.concerns])
    return {
        "client_id": f"sim-c{number:06d}",
        "kind": _kind(concerns, age, rng),
        "state": home.state,
        "zip": home.zip,
        "max_miles": rng.choice((10, 15, 25, 25, 40)),
        "timezone": home.timezone,
        "age_group": age,
        "service": service,
        "languages": _languages(person, rng),
        "formats": draw_weighted(FORMAT_SHARES, rng).split(),
        **_money(home, age, rng),
        "slots": [] if rng.random() < ANY_HOUR else free_hours(rng),
        "concerns": [{"code": code, "importance": max(1, 3 - place)} for place, code in enumerate(concerns)],
        **_wants(school, rng),
        "prefer": _preferences(person, rng),
        **_words(concerns, age, rng),
    }


def _concerns(age: str, service: str, rng: Random) -> list[str]:
    """A main concern and up to two that often go with it."""
    allowed = set(CHILD_CONCERNS) if age == "child" else set(CONCERN_SHARES)
    allowed -= NOT_FOR_TEENS if age == "teen" else set()
    starts = [code for code in SERVICE_CONCERNS.get(service, ()) if code in allowed]
    shares = {code: CONCERN_SHARES[code] for code in sorted(allowed) if not starts or code in starts}
    first = draw_weighted(shares, rng)
    near = {code for way in approaches() if first in way.concerns for code in way.concerns}
    beside = sorted((near & allowed) - {first, "suicidality", "self_harm", "psychosis"})
    return [first, *draw_some(beside, rng.choice((0, 1, 1, 2)), rng)]


def _kind(concerns: Sequence[str], age: str, rng: Random) -> str:
    if rng.random() < 0.18:
        return "therapist"
    coachable = age in ("adult", "older_adult") and set(concerns) <= COACHABLE_CONCERNS
    return "coach" if coachable and rng.random() < 0.03 else "either"


def _languages(person: Person, rng: Random) -> list[str]:
    """Most take English alone or beside their own language; a few want their own only."""
    own = [code for code in person.languages if code != "en"]
    if not own or rng.random() < 0.5:
        return ["en"]
    return own[:1] if own[0] == "es" and rng.random() < 0.12 else ["en", *own]


def _money(home: Place, age: str, rng: Random) -> dict[str, Any]:
    if rng.random() < 0.3:
        fee = round(rng.uniform(0.8, 1.7) * 140 * home.fees / 10) * 10
        return {"payer": SELF_PAY, "max_fee": fee if rng.random() < 0.8 else None}
    pool = market(home.state)
    if age == "older_adult" and rng.random() < 0.7:
        payer = "medicare"
    else:
        payer = rng.choices(pool[:-1], [max(1, 8 - place) for place in range(len(pool) - 1)])[0]
    if rng.random() < 0.55:
        return {"payer": payer, "max_fee": None}
    return {
        "payer": payer,
        "self_pay_ok": True,
        "max_fee": round(rng.uniform(0.6, 1.3) * 140 * home.fees / 10) * 10,
    }


def free_hours(rng: Random) -> list[str]:
    """Hours of the week at which a client can come: one to three windows, most hours of each."""
    hours = []
    for name in draw_some(list(WINDOWS), rng.choice((1, 2, 2, 3)), rng):
        days, (first, last) = WINDOWS[name]
        hours += [
            f"{day}-{hour:02d}" for day in days for hour in range(first, last + 1) if rng.random() < 0.75
        ]
    return sorted(set(hours)) or ["mon-17", "wed-17"]


def _wants(school: Approach, rng: Random) -> dict[str, Any]:
    goals = draw_some(school.goals, rng.choice((1, 2, 2, 3)), rng)
    liked = draw_some(school.tasks, rng.choice((0, 1, 2)), rng)
    pool = sorted({task for way in approaches() for task in way.tasks} - set(school.tasks))
    disliked = draw_some(pool, rng.choice((0, 0, 1)), rng)
    return {
        "goals": [{"code": code, "importance": rng.randint(1, 3)} for code in goals],
        "tasks": [
            *({"code": code, "wanted": rng.randint(1, 2)} for code in liked),
            *({"code": code, "wanted": -rng.randint(1, 2)} for code in disliked),
        ],
        "style": _style(school, rng),
        "style_importance": rng.choices((0, 1, 2, 3), (1, 3, 4, 2))[0],
    }


def _style(school: Approach, rng: Random) -> dict[str, int]:
    low, high = STYLE_RANGE
    wanted = zip(STYLE_AXES, school.style, strict=True)
    return {
        axis: min(high, max(low, round(rng.gauss(middle, 1.3))))
        for axis, middle in wanted
        if rng.random() < 0.85
    }


def _preferences(person: Person, rng: Random) -> dict[str, Any]:
    gender = draw_weighted({person.gender: 3, "woman": 2, "man": 1}, rng) if rng.random() < 0.3 else None
    known = [code for code in person.identities if code in IDENTITY_SHARES or code == "bipoc"]
    identities = known[:1] if rng.random() < 0.5 else []
    must = []
    if gender in ("woman", "man") and rng.random() < 0.15:
        must.append(f"gender:{gender}")
    return {"gender": gender, "identities": identities, "must": must}


def _words(concerns: list[str], age: str, rng: Random) -> dict[str, Any]:
    danger = concerns[0] in ("suicidality", "self_harm")
    safe = not (danger and rng.random() < UNSAFE_IF_DANGER)
    if rng.random() < 0.12:
        return {"text": "", "safe_now": safe}
    return {"text": child_words(rng) if age == "child" else opening_words(concerns, rng), "safe_now": safe}
