"""Glass that two people grant at one moment is granted once; without the guard it is granted twice."""

import json
from pathlib import Path

import pytest

from faults.scratch_site import Site, new_site
from faults.together import MEET, TESTS, run_together

PREPARE = """
from django.utils import timezone
from rapport.site.people import case_actions
from support import accounts, practice
asker, *_others = [accounts.account() for _ in range(3)]
why = "They are in danger tonight."
case_actions.ask_to_break_glass(practice.client(), by=asker, reason=why, at=timezone.now())
"""
# Both others grant it; and whoever asked takes it back at the same moment.
DECIDE = """
from django.utils import timezone
from rapport.site.people import case_actions
from rapport.site.people.models import Account, Glass
glass = Glass.objects.select_related("client").get()
others = list(Account.objects.exclude(pk=glass.asked_by_id).order_by("pk"))
try:
    case_actions.grant(glass, by=others[NUMBER % 2], at=timezone.now())
except case_actions.Decided:
    pass
"""
# Nobody waits for anybody: each looks, they meet, each writes.
WITHOUT_GUARDS = """
from contextlib import nullcontext
from types import SimpleNamespace
from django.db.models import QuerySet
from rapport.site.people import case_actions
locking = QuerySet.select_for_update
QuerySet.select_for_update = lambda self, **named: self
case_actions.transaction = SimpleNamespace(atomic=nullcontext)
nothing = lambda *given, **named: None
case_actions.outbox = SimpleNamespace(put=nothing, to_client=nothing, cancel=nothing)
decide = case_actions._decide
def after_meeting(*given, **named):
    meet()
    # Two grants are counted by the trail, which locks its end against losing one.
    QuerySet.select_for_update = locking
    decide(*given, **named)
case_actions._decide = after_meeting
"""
STATE = """
import json
from rapport.site.foundation.models import AuditEvent
from rapport.site.people.models import Glass
print(json.dumps([Glass.objects.get().state, AuditEvent.objects.filter(verb="glass_granted").count()]))
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """One coordinator has asked; two others could grant."""
    found = new_site(tmp_path)
    found.python(TESTS + PREPARE)
    return found


def test_glass_granted_by_two_at_once_is_granted_once(site: Site) -> None:
    run_together(site, DECIDE, 4)

    assert json.loads(site.python(STATE)) == ["granted", 1]


def test_without_the_guards_it_is_granted_twice(site: Site) -> None:
    """The control of the test above."""
    run_together(site, MEET + WITHOUT_GUARDS + DECIDE, 2)

    assert json.loads(site.python(STATE)) == ["granted", 2]
