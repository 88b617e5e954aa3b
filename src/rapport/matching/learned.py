"""What was learnt from rated sessions, as matching uses it: for anyone new, with providers who were rated.

It holds nothing of any client. Learning makes it (`rapport.learning.mixed.for_matching`).
Its bytes are JSON text.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Final

from rapport.errors import BadInput, Problem, quoted

FORMAT: Final = "rapport-learned-1"


@dataclass(frozen=True)
class Effect:
    """What clients' ratings say of one provider, in points from typical, shrunken.

    parts: goals, tasks, bond. concerns: further points for each concern a client names. doubt: standard
    deviation of what is not known of it. sessions, clients: what it stands on.
    """

    parts: tuple[float, float, float]
    concerns: Mapping[str, float]
    doubt: float
    sessions: int
    clients: int


@dataclass(frozen=True)
class Learned:
    """Figures that take the place of the prior's.

    version: names the model wherever it was used. typical: by part, the rating of a first session of someone
    new with a typical provider. spread: by part, the standard deviation of such a rating around what the
    features and the provider's effect say, doubt about the typical included. unknown: standard deviation of
    providers, for one without sessions. points, doubts: by feature of `fit.FEATURES`, points for one standard
    unit in its own part, and the standard deviation of what is not known of them. correlation: of two parts
    of one rating.
    """

    version: str
    typical: Mapping[str, float]
    spread: Mapping[str, float]
    unknown: float
    points: Mapping[str, float]
    doubts: Mapping[str, float]
    correlation: float
    effects: Mapping[str, Effect]

    @property
    def typical_overall(self) -> float:
        """The mean of the parts' typical ratings: what overall forecasts are to be read against."""
        return round(sum(self.typical.values()) / len(self.typical), 2)

    @cached_property
    def digest(self) -> str:
        """What tells this value from any other."""
        # Loaded here: a match without a model, which starts many times, needs no hashes.
        from hashlib import sha256

        return sha256(self.to_bytes()).hexdigest()

    def to_bytes(self) -> bytes:
        """JSON text; same value, same bytes."""
        told = {"format": FORMAT, **asdict(self)}
        return json.dumps(told, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def from_bytes(data: bytes, *, name: str = "model") -> Learned:
    """Read it back. Raises BadInput where this is something else, or of another version."""
    try:
        told = json.loads(data)
        if told.pop("format") != FORMAT:
            raise KeyError
        effects = {key: _effect(each) for key, each in told.pop("effects").items()}
        return Learned(**told, effects=effects)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        arrived = quoted(data[:20].decode("ascii", "replace"))
        raise BadInput(
            Problem(file=name, expected=f"a learnt model of format {FORMAT}", arrived=arrived)
        ) from None


def _effect(told: dict[str, Any]) -> Effect:
    return Effect(**{**told, "parts": tuple(told["parts"])})
