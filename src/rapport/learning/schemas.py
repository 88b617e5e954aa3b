"""The published formats of learning as JSON Schema (2020-12), made from the rules that the readers apply."""

from typing import Any, Final

from rapport.learning.sessions import (
    FEATURE_PREFIX,
    GROUP_PREFIX,
    HIGHEST_RATING,
    LOWEST_RATING,
    RATINGS,
    REQUIRED,
    SPLIT_VALUES,
)

Schema = dict[str, Any]


def sessions() -> Schema:
    """One row of a sessions file as text cells, numbers shown as numbers."""
    rating = {"type": ["number", "null"], "minimum": LOWEST_RATING, "maximum": HIGHEST_RATING}
    text = {"type": "string", "minLength": 1}
    told = {"started_at": {**text, "description": "ISO date or time; without an offset it is UTC"}}
    return {
        "title": "A row of rated sessions (CSV, UTF-8, with a header)",
        "type": "object",
        "properties": dict.fromkeys(REQUIRED, text) | told | dict.fromkeys(RATINGS, rating),
        "patternProperties": {
            f"^{FEATURE_PREFIX}": {"type": ["number", "null"], "description": "known before the session"},
            f"^{GROUP_PREFIX}": {"type": "string", "description": "a group, for figures by group"},
        },
        "required": list(REQUIRED),
        "anyOf": [{"required": [name], "properties": {name: {"type": "number"}}} for name in RATINGS],
        "additionalProperties": {
            "enum": list(SPLIT_VALUES),
            "description": "a column named by --split; others are left out with a warning",
        },
    }


SCHEMAS: Final = {"sessions": sessions}
