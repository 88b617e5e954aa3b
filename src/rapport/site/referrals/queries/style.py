"""What the sessions of a course say of the style its client wants: more challenge, or less."""

from collections.abc import Mapping

from rapport.site.consultations.models import Course


def style_learned(course: Course) -> Mapping[str, float]:
    """Axes of -3 to 3 that the sessions spoke of; none where they said nothing."""
    return {}
