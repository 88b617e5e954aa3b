"""What a log of decisions must hold so that another policy can be judged from it.

Two forms, told apart by their header. A *slate* log has one row for each provider offered, three to
a request. A *flat* log has one row for each single choice. Both are CSV, UTF-8, with a header.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

Schema = dict[str, Any]


class Field(NamedTuple):
    """One column: what a cell holds, whether it must be there, and what it means.

    `of_slate` fields are the same for a whole request: they stand on the row of position 1, and on the
    other rows are blank or repeated.
    """

    holds: str
    required: bool
    meaning: str
    of_slate: bool = False


def _slate(holds: str, meaning: str, *, required: bool = False) -> Field:
    return Field(holds, required, meaning, of_slate=True)


SLATE_FIELDS: Final[Mapping[str, Field]] = {
    "request_id": Field("id", True, "one request for a shortlist; its three rows stand together"),
    "refill_of": Field(
        "id",
        False,
        "the request in which this one took a place that had become empty, drawn given those who stood (the "
        "pool's standing); such a row stands alone, is no part of that request's draw, and is left out",
    ),
    "client_id": _slate("id", "opaque; requests of one client count as one cluster; blank: a client alone"),
    "served_at": _slate("text", "when it was shown, ISO 8601"),
    "eligible": _slate("count", "how many were eligible"),
    "eligible_hash": _slate("text", "SHA-256 over the sorted ids of the eligible, joined by newlines"),
    "filter_version": _slate("text", "version of the limits that made the eligible set"),
    "feature_version": _slate("text", "version of the features"),
    "model_version": _slate("text", "version of the forecast model"),
    "price_version": _slate("text", "version of the capacity prices; blank: none"),
    "policy": _slate("text", "name of the policy that drew, with its parameters", required=True),
    "seed": _slate("text", "seed of the draw"),
    "pool": _slate(
        "pool",
        "JSON of those drawn from, all lists in one order: provider_ids, utilities (before chance, in rating "
        "points), inclusion (each one's probability of standing in the slate), likeness (matrix, 0 to 1; "
        "left out: nobody is alike)",
        required=True,
    ),
    "ordered_propensity": _slate("probability", "of exactly this slate in this order", required=True),
    "unordered_propensity": _slate("probability", "of these three in any order"),
    "overridden": _slate("yes_no", "yes: a person changed what was drawn, and the request is left out"),
    "position": Field("position", True, "1, 2 or 3"),
    "provider_id": Field("id", True, "who stood there"),
    "propensity": Field("probability", True, "inclusion: of standing in this slate in any position"),
    "pair_1": Field("probability", False, "of standing in this slate together with who stands in position 1"),
    "pair_2": Field("probability", False, "the same for position 2; with oneself it is the inclusion"),
    "pair_3": Field("probability", False, "the same for position 3"),
    "capacity": Field("count", False, "open places when it was shown"),
    "chosen": Field("yes_no", False, "yes for the client's pick; no pick: no on every row"),
    "booked": Field("yes_no", False, "a consultation was booked with this provider"),
    "alliance": Field("ratings", False, "overall rating after each session, 0 to 100, parted by ;"),
    "outcome": Field(
        "number", False, "change in outcome with this provider, in any one unit; more is better"
    ),
    "dropped_out": Field("yes_no", False, "left without an agreed ending"),
}

FLAT_FIELDS: Final[Mapping[str, Field]] = {
    "action": Field("id", True, "what was chosen"),
    "propensity": Field("probability", True, "of that choice under the policy that logged it"),
    "reward": Field("number", True, "what came of it"),
    "position": Field("id", False, "place on the page; actions are compared within a position"),
    "cluster_id": Field("id", False, "rows of one person share it; blank: a cluster of its own"),
}
# Further columns of a flat log: numeric features, and another policy's probabilities (column:NAME).
FEATURE_PREFIX: Final = "x_"

_CELLS: Final[Mapping[str, Schema]] = {
    "id": {"type": "string", "minLength": 1, "maxLength": 200},
    "text": {"type": "string"},
    "count": {"type": "string", "pattern": "^[0-9]+$"},
    "probability": {"type": "string", "description": "a number above 0, at most 1"},
    "number": {"type": "string", "description": "a finite number"},
    "position": {"enum": ["1", "2", "3"]},
    "yes_no": {"enum": ["yes", "no"]},
    "ratings": {"type": "string", "pattern": "^[0-9.]+(;[0-9.]+)*$"},
    "pool": {"type": "string", "contentMediaType": "application/json"},
}


def policy_log() -> Schema:
    """The schema of one row, as text cells: of a slate log or of a flat log."""
    forms = {
        "A row of a slate log": (SLATE_FIELDS, {}),
        "A row of a flat log": (
            FLAT_FIELDS,
            {f"^{FEATURE_PREFIX}": {"type": "string", "description": "a feature known before the choice"}},
        ),
    }
    return {
        "title": "A row of a policy log (CSV, UTF-8, with a header)",
        "anyOf": [_row(title, fields, patterns) for title, (fields, patterns) in forms.items()],
    }


def _row(title: str, fields: Mapping[str, Field], patterns: Schema) -> Schema:
    return {
        "type": "object",
        "title": title,
        "properties": {name: _cell(field) for name, field in fields.items()},
        "patternProperties": patterns,
        "required": [name for name, field in fields.items() if field.required],
    }


def _cell(field: Field) -> Schema:
    rule = _CELLS[field.holds]
    where = "; once a request, on the row of position 1" if field.of_slate else ""
    about = f" ({rule['description']})" if "description" in rule else ""
    described = {**rule, "description": f"{field.meaning}{about}{where}"}
    if field.required and not field.of_slate:
        return described
    described.pop("description")
    return {"anyOf": [described, {"const": ""}], "description": f"{field.meaning}{about}{where}"}


SCHEMAS: Final[Mapping[str, Callable[[], Schema]]] = {"policy-log": policy_log}
