"""What the sessions of a course say of the style its client wants: more challenge, or less."""

from collections.abc import Mapping
from typing import Final

from rapport.site.checkins.models import Responses
from rapport.site.consultations.models import Course
from rapport.site.intake.queries import answers_of

CHALLENGE: Final = "challenge"
MOST: Final = 3.0
# Fewer answers than this tell of a day rather than of a style: our judgement.
FEWEST: Final = 3


def style_learned(course: Course) -> Mapping[str, float]:
    """The axis of challenge, -3 to 3, moved against what the client found: too gentle wants more.

    It moves by the mean of "too gentle … too hard" (-3 to 3) over the sessions of this course, from what the
    client answered before. Nothing where fewer than three sessions were judged, or nothing was off. Two
    queries.
    """
    rows = Responses.objects.filter(client_id=course.client_id, session__provider_id=course.provider_id)
    found = []
    for row in rows:
        row.client = course.client
        balance = row.unseal("answers").get("balance")
        found += [balance] if balance is not None else []
    off = sum(found) / len(found) if len(found) >= FEWEST else 0.0
    if not off:
        return {}
    said = (answers_of(course.client) or {}).get("style", {}).get(CHALLENGE, 0.0)
    return {CHALLENGE: max(-MOST, min(MOST, said - off))}
