"""A small invented practice in the database, and clients who answered the questionnaire."""

from datetime import UTC, datetime
from typing import Any

from django.test import Client as Browser
from django.utils import timezone

from rapport.cli.demo_life.questionnaire import answer_questionnaire
from rapport.matching.columns import COLUMNS
from rapport.matching.reading import read_roster
from rapport.site.directory.actions import import_roster
from rapport.site.people import sessions
from rapport.site.people.models import Client

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)

ANSWERS: dict[str, Any] = {
    "state": "NY",
    "zip": "10027",
    "max_miles": 25,
    "timezone": "America/New_York",
    "age_group": "adult",
    "service": "individual",
    "languages": ["en"],
    "formats": ["video"],
    "concerns": [{"code": "anxiety", "importance": 3}],
    "goals": [{"code": "cope", "importance": 2}],
    "tasks": [{"code": "skills", "wanted": 2}],
    "style": {"directive": 1, "challenge": 2},
    "style_importance": 2,
    "kind": "either",
    "text": "I worry all the time and hardly sleep.",
    "safe_now": True,
}

ROW: dict[str, str] = {
    "kind": "therapist",
    "taxonomy": "103TC0700X",
    "licences": "NY",
    "licence_expires": "2028-05-31",
    "languages": "en",
    "formats": "video;in_person",
    "zip": "10025",
    "timezone": "America/New_York",
    "payers": "self_pay;aetna",
    "fee_min": "100",
    "fee_max": "150",
    "sliding_scale": "no",
    "age_groups": "adult",
    "services": "individual",
    "concerns": "anxiety;depression",
    "approaches": "cbt",
    "directive": "1",
    "challenge": "1",
    "slots": "mon-18;thu-19",
    "capacity": "2",
    "openings_confirmed_on": "2026-11-20",
    "accepting": "yes",
}


def providers(count: int, **cells: str) -> None:
    """Put so many providers into the directory, alike but for id and name."""
    rows = [
        ROW | {"provider_id": f"p{number}", "name": f"Person {number}"} | cells for number in range(count)
    ]
    table = [[row.get(name, "") for name in COLUMNS] for row in rows]
    reading = read_roster(tuple(COLUMNS), table)
    assert not reading.refused, reading.refused
    import_roster(reading, by="system", at=AT)


def client(**changes: Any) -> Client:
    """A client who answered every page."""
    found: Client = answer_questionnaire(ANSWERS | changes, at=timezone.now())
    return found


def sign_in(browser: Browser, person: Client) -> None:
    """Make this browser's visit that client's."""
    session = browser.session
    session[sessions.CLIENT] = person.pk
    session[sessions.SEEN] = timezone.now().isoformat()
    session.save()
