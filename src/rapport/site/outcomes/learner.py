"""The library's model as a night uses it: nothing of a client, and nothing that a few said of a provider."""

from rapport.learning.mixed import nightly
from rapport.learning.proof.publish import without_few
from rapport.learning.sessions import Floats, Sessions
from rapport.matching.learned import from_bytes


class Nightly:
    """Clients crossed with providers, see docs/researcher/learning.md."""

    def learn(self, sessions: Sessions) -> bytes:
        """A model as matching takes it."""
        return without_few(from_bytes(nightly.learn(sessions)), sessions).to_bytes()

    def forecast_newest(self, sessions: Sessions) -> tuple[Floats, Floats, Floats]:
        """The held-out sessions, from a model of all others."""
        return nightly.forecast_newest(sessions)
