"""The published formats as JSON Schema (2020-12), made from the rules that the readers apply."""

from typing import Any, Final

from rapport import vocabulary
from rapport.matching import answers, fit
from rapport.matching.columns import COLUMNS
from rapport.matching.limits import LIMITS
from rapport.matching.measured import MEASURED
from rapport.vocabulary import PARTS

Schema = dict[str, Any]
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

RATING: Final[Schema] = {"type": "number", "minimum": 0, "maximum": 100}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
TEXT: Final[Schema] = {"type": "string"}
MAYBE_TEXT: Final[Schema] = {"type": ["string", "null"]}
MAYBE_TRUE: Final[Schema] = {"type": ["boolean", "null"]}

_CLOSED: Final = {
    "kind": vocabulary.KINDS,
    "licences": vocabulary.STATES,
    "formats": vocabulary.FORMATS,
    "age_groups": vocabulary.AGE_GROUPS,
    "services": vocabulary.SERVICES,
    "concerns": vocabulary.CONCERNS,
    "sliding_scale": ("yes", "no"),
    "accepting": ("yes", "no"),
}


def roster() -> Schema:
    """One row of a roster as text cells; lists are parted by `;`."""
    columns = {}
    for name, rule in COLUMNS.items():
        columns[name] = {"type": "string", "description": rule.meaning}
        if name in _CLOSED:
            codes = "|".join(_CLOSED[name])
            is_list = rule.blank == ()
            columns[name]["pattern"] = f"^({codes})(;({codes}))*$" if is_list else f"^({codes})$"
            if not rule.required:
                columns[name]["pattern"] = columns[name]["pattern"].replace("^", "^$|^", 1)
    required = [name for name, rule in COLUMNS.items() if rule.required]
    return _object("A row of a roster (CSV, UTF-8, with a header)", columns, required=required)


def client_answers() -> Schema:
    """One client's answers."""
    keys = {**_limits_asked(), **_fit_asked()}
    return _object("One client's answers", keys, required=answers.REQUIRED, open_to_more=True)


def _limits_asked() -> dict[str, Schema]:
    hour = {"type": "string", "pattern": "^(" + "|".join(vocabulary.WEEKDAYS) + ")-([01][0-9]|2[0-3])$"}
    return {
        "client_id": MAYBE_TEXT,
        "kind": _code(answers.CLIENT_KINDS, null=True),
        "state": _code(vocabulary.STATES),
        "zip": {**MAYBE_TEXT, "pattern": "^[0-9]{5}(-[0-9]{4})?$"},
        "max_miles": _number(0, 13_000),
        "timezone": {**MAYBE_TEXT, "description": "IANA name"},
        "age_group": _code(vocabulary.AGE_GROUPS),
        "service": _code(vocabulary.SERVICES),
        "languages": {**_list(TEXT), "minItems": 1},
        "formats": {**_list(_code(vocabulary.FORMATS)), "minItems": 1},
        "payer": {**MAYBE_TEXT, "description": "an insurer, or self_pay"},
        "self_pay_ok": MAYBE_TRUE,
        "max_fee": _number(0, 1_000_000),
        "slots": {**_list(hour), "type": ["array", "null"]},
        "safe_now": MAYBE_TRUE,
    }


def _fit_asked() -> dict[str, Schema]:
    importance = (0, answers.HIGHEST_IMPORTANCE)
    wanted = (-answers.HIGHEST_WANTED, answers.HIGHEST_WANTED)
    axis = _number(*vocabulary.STYLE_RANGE)
    must = {"type": "string", "pattern": f"^({'|'.join(vocabulary.MUST_KINDS)}):.+$"}
    some: Schema = {"type": ["array", "null"]}
    prefer: dict[str, Schema] = {
        "gender": MAYBE_TEXT,
        "identities": {**_list(TEXT), **some},
        "faith": MAYBE_TEXT,
        "must": {**_list(must), **some},
    }
    return {
        "concerns": {
            **_weighted(vocabulary.CONCERNS, "importance", importance),
            "type": "array",
            "minItems": 1,
        },
        "goals": _weighted(vocabulary.GOALS, "importance", importance),
        "tasks": _weighted(vocabulary.TASKS, "wanted", wanted),
        "style": _object("", dict.fromkeys(vocabulary.STYLE_AXES, axis)),
        "style_importance": {"type": ["integer", "null"], "minimum": 0, "maximum": importance[1]},
        "prefer": _object("Wishes about the person; `must` are hard limits", prefer),
        "parts": _object("Weight of each part of the alliance", dict.fromkeys(PARTS, _number(0, 10))),
        "text": {**MAYBE_TEXT, "maxLength": answers.LONGEST_TEXT},
    }


def shortlist() -> Schema:
    """What `rapport match` prints."""
    limit = {"limit": _code(tuple(LIMITS)), "excluded": COUNT, "excluded_alone": COUNT}
    widening: dict[str, Schema] = {"limit": TEXT, "to": {}, "would_add": COUNT}
    shortfall = _object("", {"found": COUNT, "widen": _list(_object("", widening))})
    resource = _object("", {"name": TEXT, "contact": TEXT})
    safety = {"crisis": {"type": "boolean"}, "resources": _list(resource)}
    keys: dict[str, Schema] = {
        "matches": {**_list(_match()), "maxItems": 3},
        "eligible": COUNT,
        "limits": _list(_object("", limit)),
        "shortfall": {"anyOf": [{"type": "null"}, shortfall]},
        "safety": _object("", safety),
        "policy": TEXT,
        "model": TEXT,
        "seed": {"type": "integer"},
        "typical": RATING,
    }
    return _object("Exactly three, or a named shortfall", keys)


def _match() -> Schema:
    interval = _object("80% interval", {"mean": RATING, "low": RATING, "high": RATING})
    points: Schema = {"type": "number"}
    statement = {"part": {"enum": ["", *PARTS]}, "text": TEXT, "feature": TEXT, "points": points}
    features = _code((*fit.FEATURES, "warmth", *MEASURED))
    contribution = {"part": {"enum": list(PARTS)}, "feature": features, "points": points}
    keys: dict[str, Schema] = {
        "position": {"enum": [1, 2, 3]},
        "provider_id": TEXT,
        "propensity": {"type": "number", "minimum": 0, "maximum": 1},
        "forecast": _object("", dict.fromkeys(("overall", *PARTS), interval)),
        "contributions": _list(_object("The typical rating and these sum to the part's mean", contribution)),
        "reasons": _list(_object("", statement)),
        "cautions": _list(_object("", statement)),
        "ask": _list(TEXT),
        "differs": {"type": ["string", "null"]},
    }
    return _object("", keys)


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _object(
    title: str, keys: dict[str, Schema], *, required: Any = None, open_to_more: bool = False
) -> Schema:
    """An object; without `required` every key must be there, but for objects that only hold options."""
    optional = all("null" in str(each.get("type")) for each in keys.values())
    wanted = list(required) if required is not None else ([] if optional else list(keys))
    found: Schema = {"type": ["object", "null"] if optional else "object", "properties": keys}
    return (
        found
        | ({"title": title} if title else {})
        | {
            "required": wanted,
            "additionalProperties": open_to_more,
        }
    )


def _code(codes: tuple[str, ...], *, null: bool = False) -> Schema:
    return {"enum": [*codes, None] if null else list(codes)}


def _number(low: float, high: float) -> Schema:
    return {"type": ["number", "null"], "minimum": low, "maximum": high}


def _weighted(codes: tuple[str, ...], weight: str, bounds: tuple[int, int]) -> Schema:
    item = _object(
        "",
        {"code": _code(codes), weight: {"type": "integer", "minimum": bounds[0], "maximum": bounds[1]}},
        required=["code"],
    )
    return {"type": ["array", "null"], "items": item}


SCHEMAS: Final = {"roster": roster, "answers": client_answers, "shortlist": shortlist}
