"""The hard limits once more, slow and obvious: row by row, from the published formats alone.

Written from the contract's paragraphs "Roster", "Answers" and "Limits, exactly" without a look at
rapport.matching, and sharing no line with it. Rows are dicts of strings as csv.DictReader gives
them, answers are dicts as json.loads gives them.

Where the contract is silent this reference says so in a comment and takes the cautious side: what
a provider did not say never counts as kept.
"""

import csv
import gzip
import json
import math
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

DATA = Path(__file__).parents[3] / "../shared/data"
CENTROIDS = DATA / "directory/us_zcta_centroids.csv.gz"
SHIPPED = Path(__file__).parents[3] / "src/rapport/matching/data/zip_centroids.npy"

NOT_CLINICAL = {
    "stress_burnout", "work_career", "relationship", "parenting",
    "self_esteem", "loneliness", "life_transition", "identity_culture",
}  # fmt: skip
MILES_WHEN_NOT_GIVEN = 25
EARTH_RADIUS_MILES = 3958.7613
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

Row = Mapping[str, str]
Client = Mapping[str, Any]


def listed(row: Row, column: str) -> list[str]:
    """The values of a list cell."""
    return parted(row.get(column) or "")


@cache
def parted(cell: str) -> list[str]:
    """A list cell's values."""
    return [value.strip() for value in cell.split(";") if value.strip()]


def number(row: Row, column: str) -> float | None:
    """The value of a number cell; None when it is blank."""
    cell = (row.get(column) or "").strip()
    return float(cell) if cell else None


@cache
def centroids() -> dict[str, tuple[float, float]]:
    """ZIP to latitude and longitude in degrees, from the public file where it is at hand."""
    if CENTROIDS.exists():
        with gzip.open(CENTROIDS, "rt", newline="") as file:
            return {r["zipCode"]: (float(r["latitude"]), float(r["longitude"])) for r in csv.DictReader(file)}
    import numpy

    return {f"{z:05d}": (a / 1e6, b / 1e6) for z, a, b in numpy.load(SHIPPED).tolist()}


@cache
def miles(zip_a: str, zip_b: str) -> float | None:
    """Great circle between two ZIP centroids by the haversine; None when either is unknown."""
    if zip_a not in centroids() or zip_b not in centroids():
        return None
    (lat_a, lon_a), (lat_b, lon_b) = centroids()[zip_a], centroids()[zip_b]
    up, across = math.radians(lat_b - lat_a), math.radians(lon_b - lon_a)
    half = (
        math.sin(up / 2) ** 2
        + math.cos(math.radians(lat_a)) * math.cos(math.radians(lat_b)) * math.sin(across / 2) ** 2
    )
    return 2 * EARTH_RADIUS_MILES * math.asin(min(1.0, math.sqrt(half)))


@cache
def minutes_of(slot: str, zone: str, on: date) -> tuple[datetime, ...]:
    """The sixty minutes, in UTC, of a weekly local hour on its next date from the given day on.

    Walks the minutes of real time and reads the local clock at each. Of an hour that the clocks run
    through twice the first pass is taken; one that they skip is kept in the hour that comes instead.
    """
    day, hour = slot.split("-")
    local = on + timedelta(days=(DAYS.index(day) - on.weekday()) % 7)
    # Whatever the zone, this local hour lies within these hours of UTC.
    around = datetime(local.year, local.month, local.day, int(hour), tzinfo=UTC)
    found = []
    for step in range(-15 * 60, 16 * 60):
        instant = around + timedelta(minutes=step)
        there = instant.astimezone(ZoneInfo(zone))
        if there.date() == local and there.hour == int(hour):
            found.append(instant)
    if not found:
        return minutes_of(f"{day}-{int(hour) + 1:02d}", zone, on)
    return tuple(found[:60])


@cache
def hours_touched(slot: str, zone: str, other_zone: str, on: date) -> frozenset[str]:
    """The hours of the week in another zone in which the sixty minutes of an hour fall.

    Who lives by one clock means the same hour by the same name, also on the day on which it is skipped.
    """
    if zone == other_zone:
        return frozenset({slot})
    there = (instant.astimezone(ZoneInfo(other_zone)) for instant in minutes_of(slot, zone, on))
    return frozenset(f"{DAYS[minute.weekday()]}-{minute.hour:02d}" for minute in there)


def share_an_hour(row: Row, client: Client, on: date) -> bool:
    """Whether some hour of the provider's lies, all sixty minutes of it, in hours the client named.

    The contract compares "in the client's zone, an hour being its full sixty minutes": what is
    offered is the provider's hour, so it is that one which must fit. Zones that are apart by half
    an hour therefore need two hours of the client's side by side.
    """
    if not client.get("slots"):
        return True
    if not row.get("timezone"):
        return False  # nobody knows when their hours are
    free = set(client["slots"])
    touched = (hours_touched(slot, row["timezone"], client["timezone"], on) for slot in listed(row, "slots"))
    return any(hours and hours <= free for hours in touched)


def keeps_kind(row: Row, client: Client) -> bool:
    return client.get("kind", "either") in ("either", row["kind"])


def keeps_coach_scope(row: Row, client: Client, crisis: bool) -> bool:
    if row["kind"] != "coach":
        return True
    if crisis or client.get("safe_now") is False:
        return False
    return all(concern["code"] in NOT_CLINICAL for concern in client["concerns"])


def keeps_licence(row: Row, client: Client, on: date) -> bool:
    if row["kind"] == "coach":
        return True
    if client["state"] not in listed(row, "licences"):
        return False
    # The date is not required: a licence without one is taken as the roster states it, valid.
    expires = (row.get("licence_expires") or "").strip()
    return not expires or date.fromisoformat(expires) >= on


def speaks_one(row: Row, client: Client) -> bool:
    """At least one language in common; a tag asked for is met by a narrower one (RFC 4647)."""
    spoken = [tag.lower() for tag in listed(row, "languages")]
    asked = [tag.lower() for tag in client["languages"]]
    return any(own == tag or own.startswith(tag + "-") for own in spoken for tag in asked)


def common_formats(row: Row, client: Client) -> set[str]:
    return set(listed(row, "formats")) & set(client["formats"])


def keeps_max_miles(row: Row, client: Client) -> bool:
    common = common_formats(row, client)
    if common != {"in_person"}:
        return True  # video or phone is enough; and nothing in common is the limit "format", not this one
    if not client.get("zip"):
        return True  # no place to measure from: the client set no limit
    limit = client.get("max_miles")
    between = miles((row.get("zip") or "").strip(), client.get("zip") or "")
    return between is not None and between <= (MILES_WHEN_NOT_GIVEN if limit is None else limit)


def affordable(row: Row, max_fee: float | None) -> bool:
    if max_fee is None:
        return True
    low, high = number(row, "fee_min"), number(row, "fee_max")
    if high is not None and high <= max_fee:
        return True
    return (row.get("sliding_scale") or "") == "yes" and low is not None and low <= max_fee


def keeps_payer(row: Row, client: Client) -> bool:
    payer, payers = client.get("payer"), listed(row, "payers")
    pays_themselves = "self_pay" in payers and affordable(row, client.get("max_fee"))
    if payer is None:
        # "Either way": an insurer, whose terms are its own, or paying oneself within the fee. Without
        # a fee the client set no limit at all.
        return client.get("max_fee") is None or pays_themselves or any(each != "self_pay" for each in payers)
    if payer == "self_pay":
        return pays_themselves
    return payer in payers or (client.get("self_pay_ok") is True and pays_themselves)


def keeps_must(row: Row, client: Client) -> bool:
    for wish in (client.get("prefer") or {}).get("must") or []:
        what, _, value = wish.partition(":")
        if what == "gender" and (row.get("gender") or "") != value:
            return False
        if what == "faith" and (row.get("faith") or "") != value:
            return False
        if what == "identity" and value not in listed(row, "identities"):
            return False
        if what == "concern" and value not in listed(row, "concerns"):
            return False
        if what == "approach" and value not in listed(row, "approaches"):
            return False
    return True


def limits_of(row: Row, client: Client, *, on: date, crisis: bool) -> dict[str, bool]:
    """For each limit whether this provider keeps it."""
    return {
        "kind": keeps_kind(row, client),
        "coach_scope": keeps_coach_scope(row, client, crisis),
        "licence": keeps_licence(row, client, on),
        "age_group": client["age_group"] in listed(row, "age_groups"),
        "service": client["service"] in listed(row, "services"),
        "language": speaks_one(row, client),
        "format": bool(common_formats(row, client)),
        "max_miles": keeps_max_miles(row, client),
        "payer": keeps_payer(row, client),
        "slots": share_an_hour(row, client, on),
        "must": keeps_must(row, client),
        "accepting": row["accepting"] == "yes",
        "capacity": int(row["capacity"]) >= 1,
    }


class Verdict:
    """All rows of a roster against one client."""

    def __init__(self, rows: list[dict[str, str]], client: Client, *, on: date, crisis: bool) -> None:
        self.broken = {
            row["provider_id"]: [
                name for name, kept in limits_of(row, client, on=on, crisis=crisis).items() if not kept
            ]
            for row in rows
        }
        self.eligible = [provider for provider, broken in self.broken.items() if not broken]

    def excluded(self, limit: str) -> int:
        """How many break this limit."""
        return sum(limit in broken for broken in self.broken.values())

    def excluded_alone(self, limit: str) -> int:
        """How many break this limit and no other."""
        return sum(broken == [limit] for broken in self.broken.values())


def read_roster_rows(path: Path) -> list[dict[str, str]]:
    """A roster as dicts of strings."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_clients(path: Path) -> list[dict[str, Any]]:
    """One answers object a line."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]
