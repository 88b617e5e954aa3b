"""Random rosters and clients in the published formats, dense in edges: a few codes, many collisions.

Everything is drawn from the generator passed in, so a seed names a case.
"""

import copy
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

ON = date(2026, 3, 4)  # four days before clocks change in most of the United States

ZIPS = ("10001", "10027", "11201", "06902", "19103", "94110", "96701", "00901", "")
ZONES = (
    "America/New_York", "America/Chicago", "America/Phoenix", "America/Puerto_Rico",
    "Pacific/Honolulu", "Asia/Kolkata", "America/St_Johns", "",
)  # fmt: skip
STATES = ("NY", "AZ", "PR")
CONCERNS = ("anxiety", "stress_burnout", "relationship", "self_esteem", "grief")
APPROACHES = ("cbt", "act", "ifs", "psychodynamic", "somatic", "walking_talks")
GOALS = ("relief", "cope", "understand", "relate", "grow")
TASKS = ("homework", "skills", "talk_freely", "explore_past", "body_work")
PAYERS = ("aetna", "cigna", "self_pay")
IDENTITIES = ("lgbtq", "bipoc", "veteran")
AXES = ("directive", "emotional", "past", "challenge")
HOURS = tuple(
    f"{day}-{hour:02d}" for day in ("mon", "wed", "sun") for hour in (1, 2, 3, 8, 9, 10, 17, 18, 23)
)

Row = dict[str, str]
Client = dict[str, Any]


def some(rng: Random, values: Sequence[str], least: int = 1, most: int | None = None) -> list[str]:
    """A few of the values, in any order."""
    size = rng.randint(least, min(len(values), most or len(values)))
    return rng.sample(list(values), size)


def make_row(rng: Random, number: int) -> Row:
    """One provider; some cells blank, as real rosters have them."""
    kind = "coach" if rng.random() < 0.25 else "therapist"
    low = rng.choice((60, 100, 140))
    row = {
        "provider_id": f"p{number:03d}",
        "name": f"Person {number}",
        "kind": kind,
        "licences": ";".join(some(rng, STATES, 1 if kind == "therapist" else 0)),
        "licence_expires": rng.choice(
            ("", *((ON + timedelta(days=days)).isoformat() for days in (-1, 0, 1, 30, 400, 400, 400)))
        ),
        "languages": ";".join(some(rng, ("en", "es", "en-GB", "ES-mx"), 1, 2)),
        "formats": ";".join(some(rng, ("video", "in_person", "phone"))),
        "zip": rng.choice(ZIPS),
        "timezone": rng.choice(ZONES),
        "payers": ";".join(some(rng, PAYERS, 0)),
        "fee_min": rng.choice(("", str(low))),
        "fee_max": rng.choice(("", str(low + rng.choice((0, 40, 80))))),
        "sliding_scale": rng.choice(("yes", "no", "")),
        "age_groups": ";".join(some(rng, ("adult", "teen"))),
        "services": ";".join(some(rng, ("individual", "couple"))),
        "concerns": ";".join(some(rng, CONCERNS)),
        "approaches": ";".join(some(rng, APPROACHES, 0, 3)),
        "gender": rng.choice(("woman", "man", "")),
        "identities": ";".join(some(rng, IDENTITIES, 0)),
        "faith": rng.choice(("", "jewish")),
        "slots": ";".join(some(rng, HOURS, 0, 12)),
        "capacity": rng.choice("00123"),
        "openings_confirmed_on": rng.choice(
            ("", *((ON - timedelta(days=days)).isoformat() for days in (-2, 0, 29, 30, 31, 90, 900)))
        ),
        "accepting": rng.choice(("yes", "yes", "yes", "yes", "no")),
        "warmth": rng.choice(("", "", "64", "88.5")),
        "warmth_sessions": rng.choice(("", "0", "5", "400")),
    }
    return row | _named(row) | {axis: rng.choice(("", *map(str, range(-3, 4)))) for axis in AXES}


def _named(row: Row) -> Row:
    """What is named and judged; of a generator of its own, so that cases found before stay as they were."""
    rng = Random(f"{row['concerns']} {row['slots']}")
    return {
        "judged": rng.choice(("", "", "1.25", "-0.4")),
        "goals": rng.choice(("", "", "relief;cope", "grow")),
        "tasks": rng.choice(("", "", "homework;skills", "talk_freely")),
    }


def ease(rng: Random, row: Row) -> Row:
    """The same provider, but one whom most clients can see: so that pools of many come up too."""
    licences = "" if row["kind"] == "coach" else ";".join(STATES)
    open_cells = {
        "licences": licences, "licence_expires": "", "languages": "en;es", "formats": "video;phone;in_person",
        "payers": ";".join(PAYERS), "age_groups": "adult;teen",
        "services": "individual;couple", "capacity": "2", "accepting": "yes", "timezone": "America/New_York",
        "slots": ";".join(HOURS),
    }  # fmt: skip
    kept = set(some(rng, tuple(open_cells), 0, 2))
    opened = {name: value for name, value in open_cells.items() if name not in kept}
    return row | opened | {"fee_min": "", "fee_max": "60"}


def make_roster(rng: Random, size: int) -> list[Row]:
    """Providers, about half of them easy to see."""
    rows = (make_row(rng, number) for number in range(size))
    return [ease(rng, row) if rng.random() < 0.5 else row for row in rows]


def table(rows: Sequence[Row]) -> tuple[list[str], list[list[str]]]:
    """Header and cells, as a CSV reader would give them."""
    return list(rows[0]), [list(row.values()) for row in rows]


def make_client(rng: Random) -> Client:
    """One client's answers; keys that are not required are left out now and then."""
    client: Client = {
        "state": rng.choice(STATES),
        "age_group": rng.choice(("adult", "teen")),
        "service": rng.choice(("individual", "couple")),
        "languages": some(rng, ("en", "es", "ES-MX"), 1, 2),
        "formats": some(rng, ("video", "in_person", "phone")),
        "concerns": [{"code": code, "importance": rng.randint(0, 3)} for code in some(rng, CONCERNS, 1, 3)],
    }
    slots = some(rng, HOURS, 1, 14)
    maybe: Client = {
        "client_id": f"c{rng.randint(0, 9)}",
        "kind": rng.choice(("either", "either", "therapist", "coach")),
        "zip": rng.choice(ZIPS[:-1]),
        "max_miles": rng.choice((0, 5, 25, 60.5)),
        "payer": rng.choice(PAYERS),
        "self_pay_ok": rng.choice((True, False)),
        "max_fee": rng.choice((60, 100, 140.5)),
        "goals": [{"code": code, "importance": rng.randint(0, 3)} for code in some(rng, GOALS, 0, 3)],
        "tasks": [{"code": code, "wanted": rng.randint(-3, 3)} for code in some(rng, TASKS, 0, 3)],
        "style": {axis: rng.randint(-3, 3) for axis in some(rng, AXES, 0)},
        "style_importance": rng.randint(0, 3),
        "prefer": make_wishes(rng),
        "parts": {part: rng.randint(0, 3) for part in some(rng, ("goals", "tasks", "bond"), 0)},
        "safe_now": rng.random() < 0.9,
    }
    client |= {key: value for key, value in maybe.items() if rng.random() < 0.7}
    if rng.random() < 0.5:
        client |= {"slots": slots, "timezone": rng.choice(ZONES[:-1])}
    return go_easy(rng, client) if rng.random() < 0.6 else client


def go_easy(rng: Random, client: Client) -> Client:
    """The same client with most limits of their own dropped, so that pools of many come up too."""
    keys = ("kind", "payer", "max_miles", "max_fee", "safe_now", "slots")
    dropped = set(keys) - set(some(rng, keys, 0, 1))
    easy = {key: value for key, value in client.items() if key not in dropped}
    easy["formats"] = ["in_person", "phone", "video"]
    if "prefer" in easy:
        easy["prefer"] = {**easy["prefer"], "must": []}
    return easy


def make_wishes(rng: Random) -> Client:
    """What stands under `prefer`."""
    musts = ("gender:woman", "identity:lgbtq", "faith:jewish", "concern:grief", "approach:cbt")
    return {
        "gender": rng.choice(("woman", "man", None)),
        "identities": some(rng, IDENTITIES, 0),
        "faith": rng.choice((None, "jewish")),
        "must": some(rng, musts, 0, 2) if rng.random() < 0.25 else [],
    }


def tightenings(client: Client) -> list[Client]:
    """The same client with one limit made narrower, for every limit that can be."""
    narrower: list[Client] = []

    def add(**changes: Any) -> None:
        narrower.append(copy.deepcopy(client) | changes)

    if len(client["formats"]) > 1:
        add(formats=client["formats"][1:])
    if len(client["languages"]) > 1:
        add(languages=client["languages"][1:])
    if client.get("kind", "either") == "either":
        add(kind="therapist")
        add(kind="coach")
    add(max_miles=client.get("max_miles", 25) / 2)
    add(max_fee=client["max_fee"] / 2 if client.get("max_fee") is not None else 90)
    if client.get("self_pay_ok") and client.get("payer"):
        add(self_pay_ok=False)
    if len(client.get("slots", ())) > 1:
        add(slots=client["slots"][1:])
    if not client.get("slots"):
        add(slots=list(HOURS[:5]), timezone="America/New_York")
    add(safe_now=False)
    add(concerns=[*(c for c in client["concerns"] if c["code"] != "anxiety"), {"code": "anxiety"}])
    prefer = client.get("prefer") or {}
    add(prefer={**prefer, "must": [*prefer.get("must", []), "identity:veteran"]})
    return narrower
