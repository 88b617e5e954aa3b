"""Reports of the desk, as one thing to ask the policy about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeskReport:
    """Counts and figures of groups; nobody's."""
