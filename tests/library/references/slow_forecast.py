"""The forecast of one pair once more, in plain Python, from the formulas and figures as they are told.

It reads a roster row and a client's answers as dicts, and shares with the product only the editorial
table of approaches, which is data.
"""

from collections.abc import Mapping
from math import sqrt
from typing import Any

from rapport.matching import affinity

Row = Mapping[str, str]
Client = Mapping[str, Any]

PART = {
    "concerns": "goals", "goals": "goals", "tasks": "tasks", "directive": "tasks", "past": "tasks",
    "emotional": "bond", "challenge": "bond", "wishes": "bond", "warmth": "bond",
}  # fmt: skip
WEIGHT = {
    "concerns": 0.8, "goals": 0.6, "tasks": 0.8, "directive": 0.45, "past": 0.4,
    "emotional": 0.5, "challenge": 0.6, "wishes": 0.62,
}  # fmt: skip
TYPICAL = {"concerns": (0.32, 0.38), "goals": (0.53, 0.38), "tasks": (0.15, 0.6), "wishes": (0.52, 0.47)}


def listed(row: Row, column: str) -> list[str]:
    return [each for each in (row.get(column) or "").split(";") if each]


def strength(row: Row, kind: str, code: str) -> float | None:
    """How far the provider's best approach is for a goal or task: 1, ½ or 0; None: unknown."""
    core, common = (0, 1) if kind == "goals" else (2, 3)
    known = [affinity._TABLE[each] for each in listed(row, "approaches") if each in affinity._TABLE]
    if code in listed(row, kind) and listed(row, "goals") and listed(row, "tasks"):
        return 1.0
    if not known:
        return 0.0 if listed(row, "goals") and listed(row, "tasks") else None
    found = [1.0 if code in e[core].split() else 0.5 if code in e[common].split() else 0.0 for e in known]
    return max(found)


def share(row: Row, client: Client, feature: str) -> float | None:
    """The raw share of one feature; None where either did not say."""
    if feature == "concerns":
        pairs = [(max(c.get("importance", 1), 0.25), c["code"]) for c in client["concerns"]]
        return sum(w for w, code in pairs if code in listed(row, "concerns")) / sum(w for w, _ in pairs)
    if feature in ("goals", "tasks"):
        name = "importance" if feature == "goals" else "wanted"
        pairs = [(each.get(name, 1), each["code"]) for each in client.get(feature) or []]
        whole = sum(abs(w) for w, _ in pairs)
        offered = [strength(row, feature, code) for _, code in pairs]
        if not whole or None in offered:
            return None
        return sum(w * o for (w, _), o in zip(pairs, offered, strict=True) if o is not None) / whole
    return wishes(row, client)


def wishes(row: Row, client: Client) -> float | None:
    """Wishes kept among those on which the provider said anything."""
    prefer = client.get("prefer") or {}
    said = kept = 0
    if prefer.get("gender") and row["gender"]:
        said, kept = said + 1, kept + (row["gender"] == prefer["gender"])
    for identity in prefer.get("identities") or []:
        if listed(row, "identities"):
            said, kept = said + 1, kept + (identity in listed(row, "identities"))
    if prefer.get("faith") and row["faith"]:
        said, kept = said + 1, kept + (row["faith"] == prefer["faith"])
    return kept / said if said else None


def standardised(row: Row, client: Client, feature: str) -> float:
    """One feature, 0 for two people picked at random or for silence, 1 for a spread better."""
    if feature in TYPICAL:
        raw = share(row, client, feature)
        mean, spread = TYPICAL[feature]
        return 0.0 if raw is None else (raw - mean) / spread
    wanted = (client.get("style") or {}).get(feature)
    if wanted is None or not row[feature]:
        return 0.0
    importance = client.get("style_importance", 1)
    return importance / 2 * (8 - (int(row[feature]) - wanted) ** 2) / 9.38


def points(row: Row, client: Client, feature: str) -> float:
    """Rating points a feature adds to its part, before rounding."""
    if feature != "warmth":
        return 0.15 * 17 * WEIGHT[feature] * standardised(row, client, feature)
    judged = float(row.get("judged") or 0) * 0.47 / 2 * 17 * sqrt(0.06)
    if not row.get("warmth"):
        return judged
    sessions = float(row.get("warmth_sessions") or 0)
    counts = sessions / (sessions + (1 - 0.06) / 0.06)
    return counts * (float(row["warmth"]) - 72) + (1 - counts) * judged


def contributions(row: Row, client: Client) -> dict[str, float]:
    """Points of every feature, before rounding."""
    return {feature: points(row, client, feature) for feature in PART}


def part_weights(client: Client) -> dict[str, float]:
    """How much each part counts: as said, a part not spoken of counting 1; all alike when all are 0."""
    said = client.get("parts") or {}
    weights = {part: float(said.get(part, 1)) for part in ("goals", "tasks", "bond")}
    total = sum(weights.values())
    return {part: weight / total if total else 1 / 3 for part, weight in weights.items()}


def half_width(row: Row, client: Client, part: str) -> float:
    """Half of a part's 80% interval: what a questionnaire cannot know, and doubt of the figures."""
    declared = sum(points(row, client, feature) for feature in WEIGHT if PART[feature] == part)
    variance = 17**2 * (1 - 0.15**2) + 5**2 + (0.06 / 0.15 * declared) ** 2
    return 1.2815515655446004 * sqrt(variance)


def overall_half_width(row: Row, client: Client) -> float:
    """The parts' mean half width, narrowed as a weighted mean of parts that correlate .87 is."""
    weights = part_weights(client)
    together = sum(
        one * other * (1 if a == b else 0.87) for a, one in weights.items() for b, other in weights.items()
    )
    mean_half = sum(weight * half_width(row, client, part) for part, weight in weights.items())
    return mean_half * sqrt(together)
