"""What the drill of a lost server counts of the questionnaire: what people were told was kept."""

from typing import Any


def answers(acknowledged: list[str]) -> dict[str, int]:
    """Broken promises by kind; `acknowledged` are visits and how manieth time somebody wrote anew.

    What was sent after the last yes may have been kept or not.
    """
    last: dict[str, int] = {}
    for each in acknowledged:
        session, _, time = each.partition(" ")
        last[session] = max(int(time), last.get(session, 0))
    gone = sum(_written(session) < time for session, time in last.items())
    return {"answers acknowledged and gone": gone} if gone else {}


def _written(session: str) -> int:
    """How manieth time the words are from that stand in a visitor's questionnaire."""
    from django.utils import timezone

    from rapport.site.intake.queries import draft_of
    from rapport.site.people import sessions
    from rapport.site.people.queries import client_by_id
    from rapport.site.people.session_store import SessionStore

    client = client_by_id(SessionStore(session).load()[sessions.CLIENT], at=timezone.now())
    page: Any = draft_of(client).pages.get("about") if client is not None else None
    time = str(page.value if page else "").rpartition(" ")[2]
    return int(time) if time.isdigit() else 0


TASKS = {answers.__name__: answers}
