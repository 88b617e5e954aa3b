"""Clients of a scratch installation, each with an open visit."""

import json

from rapport.cli.drills.instance import Instance

# Prints the session key of each client; what stands in braces is filled in below.
_CODE = """
import json
from django.utils import timezone
from rapport.cli.demo import answer_questionnaire
from rapport.site.matches.actions import issue
from rapport.site.people import sessions
from rapport.site.people.session_store import SessionStore
now = timezone.now()
answers = {answers}
keys = []
for _ in range({count}):
    client = answer_questionnaire(answers, at=now)
    if {issue}:
        issue(by=client, at=now)
    store = SessionStore()
    store[sessions.CLIENT] = client.pk
    store[sessions.SEEN] = now.isoformat()
    store.create()
    keys.append(store.session_key)
print(json.dumps(keys))
"""
ANSWERS = {
    "state": "CA", "zip": "94110", "max_miles": 25, "timezone": "America/Los_Angeles", "age_group": "adult",
    "service": "individual", "languages": ["en"], "formats": ["video"], "style": {"challenge": 1},
    "concerns": [{"code": "anxiety", "importance": 3}], "goals": [{"code": "cope", "importance": 2}],
    "tasks": [{"code": "skills", "wanted": 2}], "text": "I worry a lot.", "safe_now": True,
}  # fmt: skip


def visits_of(instance: Instance, count: int, *, issue: bool = False) -> list[str]:
    """Session keys of so many new clients who answered everything."""
    code = _CODE.format(answers=repr(ANSWERS), count=count, issue=issue)
    keys: list[str] = json.loads(instance.django(code).splitlines()[-1])
    return keys
