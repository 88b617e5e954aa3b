"""What several do at one moment about a course is done once, and nobody meets an error for it.

A client presses twice on two devices, a provider does, and several workers take their turn: all at once.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from faults.scratch_site import Site, new_site
from faults.together import MEET, TESTS, run_together

PREPARE = """
from support import asked
from support.caseload import FELL, STEADY, course_of, matches_with
fallen, early = matches_with(count=2)
asked.with_account(fallen.provider)
course_of(fallen, FELL)
course_of(early, STEADY[:3])
"""
ACTIONS = """
import json
from datetime import timedelta
from django.utils import timezone
from rapport.site.checkins.actions import alerting, raising, repair
from rapport.site.checkins.models import RatedSession
from rapport.site.consultations.models import Course
from rapport.site.referrals.actions import asking
from rapport.site.steps import looking
now = timezone.now()
last = RatedSession.objects.select_related("client__key", "provider").order_by("number").last()
fallen = Course.objects.select_related("client__key", "provider").get(client=last.client)
third = RatedSession.objects.exclude(client=last.client).order_by("number").last()
ACTS = {
    "raise": lambda: raising.raise_shift(
        by=fallen.client, at=now, course=fallen, raising=raising.Raising("tell", words="Lost."), key="k"
    ) is not None,
    "note": lambda: repair.note_repair(
        by=fallen.provider, at=now, course=fallen, noting=repair.Noting(words="We spoke."), key="k"
    ) is not None,
    # The clocks of two workers differ.
    "tell": lambda: looking.look_again(now + timedelta(seconds=NUMBER)) > 0,
    "remind": lambda: asking.remind_of_reviews(third.recorded_at + timedelta(days=1)) > 0,
}
"""
ACT = """
def tried(act):
    try:
        return act()
    except Exception as error:
        return type(error).__name__
print(json.dumps({name: tried(act) for name, act in ACTS.items()}))
"""
# Nobody waits for anybody: each looks, they meet, each writes. What needs the transaction goes with it.
WITHOUT_GUARDS = """
from contextlib import nullcontext
from types import SimpleNamespace
from django.db.models import QuerySet
from rapport.site.checkins.models import CourseWatch, Raised, RepairNote
from rapport.site.referrals.models import Review
QuerySet.select_for_update = lambda self, **named: self
for module in (alerting, asking, raising, repair):
    module.transaction = SimpleNamespace(atomic=nullcontext)
    if hasattr(module, "audit"):
        module.audit = SimpleNamespace(record=lambda **named: None)
asking.outbox.put = lambda **named: None
looking.take_back_unsent = lambda at: 0
def meeting(model, over):
    save = model.save
    def slowly(self, *given, **named):
        meet(over)
        save(self, *given, **named)
    model.save = slowly
for model in (CourseWatch, Raised, RepairNote, Review):
    meeting(model, model.__name__)
"""
STATE = """
import json
from rapport.site.checkins.models import Raised, RepairNote
from rapport.site.foundation.models import AuditEvent
from rapport.site.foundation.outbox_models import OutboxMessage
verbs = ("raised", "noted_repair", "told_of_shift")
print(json.dumps({
    "rows": [Raised.objects.count(), RepairNote.objects.count()],
    "trail": [AuditEvent.objects.filter(verb=verb).count() for verb in verbs],
    "notes": OutboxMessage.objects.filter(template="caseload_note").count(),
    "reviews": OutboxMessage.objects.filter(template="review_due").count(),
}))
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A course in which something newly has shifted, and one after its third session."""
    found = new_site(tmp_path)
    found.python(TESTS + PREPARE)
    return found


def told(site: Site, code: str, processes: int) -> dict[str, Counter[object]]:
    """By act, what the processes were told."""
    answers = [json.loads(each) for each in run_together(site, code, processes)]
    return {name: Counter(each[name] for each in answers) for name in answers[0]}


def test_what_is_done_at_once_is_done_once(site: Site) -> None:
    found = told(site, ACTIONS + ACT, 4)

    # Whoever sends a form twice is told twice that it is kept; of the workers one did it.
    assert found["raise"] == found["note"] == {True: 4}
    assert found["tell"] == found["remind"] == {True: 1, False: 3}
    state = json.loads(site.python(STATE))
    # Two notes to the provider: the client told them something, and something may have shifted.
    assert state == {"rows": [1, 1], "trail": [1, 1, 1], "notes": 2, "reviews": 1}


@pytest.mark.parametrize("act", ["raise", "note", "tell", "remind"])
def test_without_the_guards_it_is_not(unguarded: dict[str, Counter[object]], act: str) -> None:
    """The control of the test above: a worker tells what another has told, a person meets an error."""
    right = {True: 1, False: 1} if act in ("tell", "remind") else {True: 2}
    assert unguarded[act] != right
    assert set(unguarded[act]) <= {True, "IntegrityError"}


@pytest.fixture(scope="module")
def unguarded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Counter[object]]:
    """What two processes are told that nothing keeps apart."""
    found = new_site(tmp_path_factory.mktemp("unguarded"))
    found.python(TESTS + PREPARE)
    return told(found, MEET + ACTIONS + WITHOUT_GUARDS + ACT, 2)
