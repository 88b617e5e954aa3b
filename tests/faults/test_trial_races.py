"""Many processes at once: each client takes one place, each place is taken once, each session is kept once.

Each has its control: the same with the guard taken away, which must fail. Then erasing: what a client rated
stands in no file, and an old copy of it does not open.
"""

import json

import pytest

from faults.scratch_site import Site, new_site
from faults.together import MEET, TESTS, run_together

WORKERS, CLIENTS = 3, 6
PREPARE = f"""
import json, os
from datetime import datetime, timedelta, UTC
from rapport.cli.demo_life.questionnaire import answer_questionnaire
from rapport.learning.proof.trial_design import TrialDesign
from rapport.matching.columns import COLUMNS
from rapport.matching.reading import read_roster
from rapport.site.directory.actions import import_roster
from rapport.site.matches import trial_actions
from rapport.site.people.actions import answer_consent
from support.practice import ANSWERS, ROW
now = datetime.now(UTC)
rows = [ROW | {{"provider_id": f"p{{n}}", "name": f"Person {{n}}"}} for n in range(12)]
table = [[row.get(name, "") for name in COLUMNS] for row in rows]
import_roster(read_roster(tuple(COLUMNS), table), by="system", at=now)
design = TrialDesign(planned=60, assumed_d=0.5)
trial_actions.start(by="operator", at=now, design=design, text="We compare.")
clients = []
for _ in range({CLIENTS}):
    client = answer_questionnaire(ANSWERS, at=now - timedelta(days=40))
    answer_consent(client, purpose="trial", is_given=True, at=now)
    clients.append(client.pk)
print(json.dumps(clients))
"""
ISSUE = """
from datetime import datetime, timedelta, UTC
from django.db import DatabaseError
from rapport.site.matches.actions import issue
from rapport.site.people.models import Client
for client in Client.objects.select_related("key").order_by("id"):
    try:
        issue(by=client, at=datetime.now(UTC) - timedelta(days=30))
    except DatabaseError:
        pass
"""
# The guards: the lock on the client and on the trial, and what the database itself allows once.
WITHOUT_GUARDS = """
from contextlib import nullcontext
from types import SimpleNamespace
from django.db import connection
from django.db.models import QuerySet
from rapport.site.matches import actions, trial_actions
QuerySet.select_for_update = lambda self, of=(): self
actions.transaction = SimpleNamespace(atomic=nullcontext)
next_place = trial_actions._next_place
def slowly(trial, stratum):
    found = next_place(trial, stratum)
    meet(stratum)
    return found
trial_actions._next_place = slowly
"""
DROP = """
from django.db import connection
from rapport.site.matches.models import Allocation, Enrolment, Match, Shortlist
connection.disable_constraint_checking()
with connection.schema_editor() as editor:
    for model in (Allocation, Enrolment, Match, Shortlist):
        for constraint in list(model._meta.constraints):
            model._meta.constraints = [each for each in model._meta.constraints if each is not constraint]
            editor.remove_constraint(model, constraint)
"""
STATE = """
import json
from collections import Counter
from rapport.site.matches.models import Allocation, Enrolment
places = Counter(Allocation.objects.values_list("stratum", "place"))
clients = Counter(Enrolment.objects.values_list("client_id", flat=True))
arms = Counter(Allocation.objects.values_list("arm", flat=True))
most_a_place, most_a_client = max(places.values()), max(clients.values())
print(json.dumps([len(places), most_a_place, len(clients), most_a_client, sorted(arms.values())]))
"""
RATE = """
from datetime import datetime, timedelta, UTC
from django.db import DatabaseError
from rapport.site.checkins.actions import sessions as actions
from rapport.site.matches.models import Match
lost = 0
for match in Match.objects.filter(position=1).select_related("client__key", "shortlist", "provider"):
    for number in (1, 2, 3):
        held = match.shortlist.issued_at + timedelta(days=number)
        try:
            actions.record_session_ratings(
                by=match.client, at=datetime.now(UTC), match=match, number=number, held_at=held,
                ratings={"overall": 60 + number, "bond": 31.4159}, key=f"{match.pk}-{number}",
            )
        except DatabaseError:
            lost += 1
print(lost)
"""
RATED = """
from rapport.site.checkins.models import RatedSession
sessions = RatedSession.objects.values_list("client", "provider", "number")
print(sessions.count(), len(set(sessions)))
"""
ERASE = """
from datetime import datetime, UTC
from rapport.site.people import actions
from rapport.site.people.models import Client
for client in Client.objects.all():
    actions.erase_client(client, by="operator", at=datetime.now(UTC))
"""


@pytest.fixture
def site(tmp_path):
    return new_site(tmp_path)


def prepared(site: Site) -> list[str]:
    """A trial that has begun, and clients who said yes to it; their ids."""
    return json.loads(site.python(TESTS + PREPARE))


def test_each_client_takes_one_place_and_each_place_is_taken_once(site):
    prepared(site)

    run_together(site, ISSUE, WORKERS)

    # One block of six: two places an arm, whoever came first.
    assert json.loads(site.python(STATE)) == [CLIENTS, 1, CLIENTS, 1, [2, 2, 2]]


def test_without_the_guards_places_are_taken_twice(site):
    """The control of the test above."""
    prepared(site)
    site.python(DROP)

    run_together(site, MEET + WITHOUT_GUARDS + ISSUE, WORKERS)

    places, most_a_place, _clients, most_a_client, _arms = json.loads(site.python(STATE))
    assert max(most_a_place, most_a_client) > 1
    assert places


def test_sessions_sent_by_many_at_once_are_kept_once_and_gone_when_erased(site):
    clients = prepared(site)
    site.python(ISSUE)

    lost = run_together(site, RATE, WORKERS)

    assert lost == ["0"] * WORKERS
    assert site.python(RATED) == f"{3 * CLIENTS} {3 * CLIENTS}"
    ids = json.loads(
        site.python(
            "import json\nfrom rapport.site.checkins.models import RatedSession\n"
            "print(json.dumps(list(RatedSession.objects.values_list('entry_key', flat=True))))"
        )
    )
    site.python(ERASE)
    assert site.python(RATED) == "0 0"
    if site.url == "":
        held = b"".join(file.read_bytes() for file in site.data.glob("rapport.sqlite3*"))
        assert [each for each in ids if each.encode() in held] == []
        assert b"31.4159" not in held
    assert len(clients) == CLIENTS
