"""Sessions files as text, for tests of their reading."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from rapport.learning.sessions import Sessions

HEADER = "session_id,client_id,provider_id,started_at,goals,tasks,bond,overall,x_fit"


def sessions_text(rows: Iterable[str]) -> str:
    """A file of these rows under the usual header."""
    return "\n".join([HEADER, *rows]) + "\n"


def written(sessions: Sessions, columns: Mapping[str, Iterable[object]] | None = None) -> str:
    """Sessions as the text of a file, with further columns if given."""
    extra = dict(columns or {})
    header = ["session_id", "client_id", "provider_id", "started_at", "overall", *sessions.feature_names]
    cells = [
        sessions.session_ids,
        [sessions.clients[code] for code in sessions.client],
        [sessions.providers[code] for code in sessions.provider],
        [(sessions.start + timedelta(days=day)).isoformat() for day in sessions.day.tolist()],
        sessions.ratings["overall"].tolist(),
        *sessions.features.T.tolist(),
        *extra.values(),
    ]
    rows = (",".join(map(str, row)) for row in zip(*cells, strict=True))
    return "\n".join([",".join([*header, *extra]), *rows]) + "\n"
