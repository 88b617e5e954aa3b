"""Sessions files as text, for tests of their reading."""

from collections.abc import Iterable

HEADER = "session_id,client_id,provider_id,started_at,goals,tasks,bond,overall,x_fit"


def sessions_text(rows: Iterable[str]) -> str:
    """A file of these rows under the usual header."""
    return "\n".join([HEADER, *rows]) + "\n"
