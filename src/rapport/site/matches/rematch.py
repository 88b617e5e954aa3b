"""Three anew for somebody who goes on with someone else: what is kept, and what is noted of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from rapport.vocabulary import PARTS

if TYPE_CHECKING:
    from rapport.matching.answers import Answers

REMATCH, WEIGHTS = "rematch", "weights"
# What three were drawn with before a service could weigh the parts.
EVEN: Final = MappingProxyType(dict.fromkeys(PARTS, 1.0))


@dataclass(frozen=True, slots=True)
class Rematch:
    """Answers stay as they are, and nobody offered before is offered again.

    again: roster ids that may be, since the client asked for it. style: what their sessions said of the style
    they want, on axes of -3 to 3; it takes the place of what the questionnaire said of these axes.
    """

    again: frozenset[str] = frozenset()
    style: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    def marked(self, record: dict[str, Any]) -> dict[str, Any]:
        """The record of a shortlist, with a note that it was drawn so: for the log of the draw."""
        return record | {REMATCH: {"again": sorted(self.again), "style": dict(self.style)}}


def as_drawn(answers: "Answers", record: Mapping[str, Any]) -> "Answers":
    """The answers as these three were drawn with them: a place of theirs is filled again with the same."""
    return with_style(answers, record.get(REMATCH, {}).get("style", {}))


def weights_of_record(record: Mapping[str, Any]) -> Mapping[str, float]:
    """How much each part of the alliance counted when these three were drawn."""
    found: Mapping[str, float] = record.get(WEIGHTS, EVEN)
    return found


def with_style(answers: "Answers", style: Mapping[str, float]) -> "Answers":
    """The answers with some axes of the style as the sessions said."""
    kept = dict(answers.style) | dict(style)
    return answers._replace(style=tuple(sorted(kept.items()))) if style else answers
