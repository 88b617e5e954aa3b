"""The limits and the score as SQL over number columns, for DuckDB and SQLite alike.

Every condition is TRUE or FALSE, never NULL, so that it can be counted as well as asked.
"""

from benchmarks.peers.wanted import Wanted, is_list

from rapport.matching import fit
from rapport.matching.eligibility import LIMITS
from rapport.matching.fit import FEATURES
from rapport.matching.forecast import QUESTIONNAIRE_R, SPREAD_OF_RATINGS, TYPICAL_RATING
from rapport.matching.ranking import UTILITY_DECIMALS
from rapport.vocabulary import FORMATS, PARTS

ANYONE, NOBODY = "TRUE", "FALSE"
IN_PERSON = 1 << FORMATS.index("in_person")


def limits(asked: Wanted) -> dict[str, str]:
    """Per limit the condition that its keepers meet, in the order that Rapport reports them."""
    found = {
        "kind": ANYONE if asked.kind == "either" else f"therapist = {int(asked.kind == 'therapist')}",
        "coach_scope": ANYONE if asked.coach_may else "therapist = 1",
        "licence": f"(therapist = 0 OR ({_has('licences', asked.state)} AND expires >= {asked.on}))",
        "age_group": _has("age_groups", asked.age),
        "service": _has("services", asked.service),
        "language": _has("languages", asked.languages),
        "format": _has("formats", asked.formats),
        "max_miles": _near(asked),
        "payer": _paid(asked),
        "slots": _free(asked),
        "must": " AND ".join(_is(column, value) for column, value in asked.must) or ANYONE,
        "accepting": "accepting = 1",
        "capacity": "capacity > 0",
    }
    return {name: found[name] for name in LIMITS}


def _has(column: str, mask: int) -> str:
    return f"({column} & {mask}) <> 0"


def _is(column: str, value: int) -> str:
    return _has(column, value) if is_list(column) else f"{column} = {value}"


def _near(asked: Wanted) -> str:
    if asked.elsewhere is None:
        return ANYONE
    x, y, z = asked.here
    near = NOBODY
    if x == x:
        near = f"COALESCE(x * {x!r} + y * {y!r} + z * {z!r} >= {asked.nearness!r}, FALSE)"
    in_person = f"(formats & {IN_PERSON}) = 0"
    return f"({_has('formats', asked.elsewhere)} OR {in_person} OR {near})"


def _paid(asked: Wanted) -> str:
    if asked.payer == "any":
        if asked.max_fee is None:
            return ANYONE
        return f"({_has('payers', asked.any_insurer)} OR {_self_paid(asked)})"
    if asked.payer == "self":
        return _self_paid(asked)
    insured = _has("payers", asked.insurer)
    return insured if asked.payer == "insurer" else f"({insured} OR {_self_paid(asked)})"


def _self_paid(asked: Wanted) -> str:
    takes = _has("payers", asked.self_pay)
    if asked.max_fee is None:
        return takes
    usual = f"COALESCE(fee_max <= {asked.max_fee!r}, FALSE)"
    lowest = f"(sliding = 1 AND COALESCE(fee_min <= {asked.max_fee!r}, FALSE))"
    return f"({takes} AND ({usual} OR {lowest}))"


def _free(asked: Wanted) -> str:
    if asked.hours is None:
        return ANYONE
    zones = [
        f"(zone = {zone} AND ("
        + " | ".join(f"(hours{place} & {word})" for place, word in enumerate(words) if word)
        + ") <> 0)"
        for zone, words in asked.hours
    ]
    return "(" + " OR ".join(zones) + ")" if zones else NOBODY


def broken(conditions: dict[str, str]) -> str:
    """One number a provider: the bits of the limits they do not keep."""
    bits = [
        f"(CASE WHEN {condition} THEN 0 ELSE {1 << place} END)"
        for place, condition in enumerate(conditions.values())
        if condition != ANYONE
    ]
    return " + ".join(bits) or "0"


def where(conditions: dict[str, str]) -> str:
    """All limits at once."""
    return " AND ".join(condition for condition in conditions.values() if condition != ANYONE)


def utility(asked: Wanted) -> str:
    """Utility in rating points, over the provider's columns and those of `ways` (goal0…, task0…)."""
    fits = {"concerns": _concerns(asked), "wishes": _wishes(asked)}
    fits["goals"] = _weighed("goal", asked.goals, "goals")
    fits["tasks"] = _weighed("task", asked.tasks, "tasks")
    fits |= {axis: _style(axis, ideal, asked.style_weight) for axis, ideal in asked.styles}
    unit = QUESTIONNAIRE_R * SPREAD_OF_RATINGS
    terms = [f"{TYPICAL_RATING!r}", "stale", f"{asked.parts['bond']!r} * warmth_points"]
    assert abs(sum(asked.parts[part] for part in PARTS) - 1) < 1e-9
    for name, expression in fits.items():
        if expression:
            points = unit * FEATURES[name].weight * asked.parts[FEATURES[name].part]
            terms.append(f"{points!r} * ({expression})")
    return f"ROUND({' + '.join(terms)}, {UTILITY_DECIMALS})"


def _concerns(asked: Wanted) -> str:
    mean, spread = fit.TYPICAL_SHARE["concerns"]
    total = sum(weight for _, weight in asked.concerns)
    shares = " + ".join(f"{weight!r} * ((concerns >> {bit}) & 1)" for bit, weight in asked.concerns)
    return f"(({shares}) / {float(total)!r} - {mean!r}) / {spread!r}"


def _weighed(prefix: str, weights: tuple[tuple[int, float], ...], name: str) -> str:
    if not weights:
        return ""
    mean, spread = fit.TYPICAL_SHARE[name]
    total = float(sum(abs(weight) for _, weight in weights))
    shares = " + ".join(f"{weight} * {prefix}{place}" for place, weight in weights)
    return f"COALESCE((({shares}) / {total!r} - {mean!r}) / {spread!r}, 0)"


def _style(axis: str, ideal: float, weight: float) -> str:
    distance = f"({axis} - {ideal!r}) * ({axis} - {ideal!r})"
    typical, spread = fit.TYPICAL_SQUARED_DISTANCE, fit.SPREAD_SQUARED_DISTANCE
    return f"COALESCE({weight!r} * ({typical!r} - {distance}) / {spread!r}, 0)"


def _wishes(asked: Wanted) -> str:
    if not asked.wishes:
        return ""
    mean, spread = fit.TYPICAL_SHARE["wishes"]
    kept = " + ".join(
        f"(CASE WHEN {_is(column, value)} THEN 1.0 ELSE 0 END)" for column, value in asked.wishes
    )
    said = " + ".join(f"(CASE WHEN {column} <> 0 THEN 1.0 ELSE 0 END)" for column, _ in asked.wishes)
    return f"COALESCE((({kept}) / NULLIF({said}, 0) - {mean!r}) / {spread!r}, 0)"
