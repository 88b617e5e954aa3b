"""A learner that stands in for the library's: a running mean, so that nights can be tested by hand."""

import json
from dataclasses import dataclass, field

import numpy as np

from rapport.learning.sessions import Floats, Sessions


@dataclass
class StandIn:
    """Forecasts the mean of what it was given, moved by `off`; its intervals are `width` wide."""

    off: float = 0.0
    width: float = 40.0
    asked: list[Sessions] = field(default_factory=list)

    def learn(self, sessions: Sessions) -> bytes:
        """The mean and the count, as JSON."""
        self.asked.append(sessions)
        told = {"mean": float(sessions.ratings["overall"].mean()), "sessions": len(sessions)}
        return json.dumps(told).encode()

    def forecast_newest(self, sessions: Sessions) -> tuple[Floats, Floats, Floats]:
        """The mean of the rows that are not held out."""
        earlier = sessions.ratings["overall"][~sessions.held_out].mean() + self.off
        mean = np.full(int(sessions.held_out.sum()), earlier)
        return mean, mean - self.width / 2, mean + self.width / 2
