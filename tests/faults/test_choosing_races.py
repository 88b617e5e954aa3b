"""Many at once: the last place is taken once, and nobody begins with two people.

Each has its control: the same with the guards taken away, which must fail.
"""

import json
from pathlib import Path

import pytest

from faults.scratch_site import Site, new_site
from faults.together import MEET, TESTS, run_together

WORKERS, CLIENTS = 3, 4
# Three providers with one place each: everybody's three are the same, and everybody has met all of them.
PREPARE = f"""
from datetime import UTC, datetime
from rapport.matching.columns import COLUMNS
from rapport.matching.reading import read_roster
from rapport.site.directory.actions import import_roster
from support.met import met, three
from support.practice import ROW
rows = [ROW | {{"provider_id": f"p{{n}}", "name": f"Person {{n}}", "capacity": "1"}} for n in range(3)]
table = [[row.get(name, "") for name in COLUMNS] for row in rows]
import_roster(read_roster(tuple(COLUMNS), table), by="system", at=datetime.now(UTC))
for hour in range({CLIENTS}):
    for match in three():
        met(match, days_ago=2 + hour)
"""
CHOOSE = """
import sys, os
from django.db import DatabaseError
from rapport.site.consultations.actions import choosing
from rapport.site.consultations.models import Request
from support.met import NOW
asked = list(Request.objects.filter(**{only!r}).select_related("client__key").order_by(*{order!r}))
# Each process begins somewhere else.
for request in asked[NUMBER:] + asked[:NUMBER]:
    try:
        choosing.choose(by=request.client, at=NOW, request=request)
    except (DatabaseError, choosing.ChoseAnother, choosing.NotOpen):
        pass
"""
ONE_PROVIDER = CHOOSE.format(only={"provider__provider_id": "p0"}, order=("id",))
# A client's requests stand together: the same client chooses different people at one moment.
EVERYBODY = CHOOSE.format(only={}, order=("client_id", "id"))
WITHOUT_GUARDS = """
from contextlib import nullcontext
from types import SimpleNamespace
from django.db.models import F, QuerySet
from rapport.site.consultations.actions import choosing
from rapport.site.directory.models import Places
QuerySet.select_for_update = lambda self, **named: self
choosing.transaction = SimpleNamespace(atomic=nullcontext)
def unguarded(provider, *, by, at):
    places, _ = Places.objects.get_or_create(pk=provider.pk, defaults={"capacity": 1})
    meet()
    if places.used >= places.capacity:
        raise choosing.NoPlace
    Places.objects.filter(pk=provider.pk).update(used=F("used") + 1)
choosing.take_place = unguarded
# What else a choice brings about needs the transaction that was taken away.
choosing.end = choosing.close_others = choosing._tell = lambda *given, **named: None
"""
DROP = """
from django.db import connection
from rapport.site.consultations.models import Course, Request
from rapport.site.directory.models import Places
connection.disable_constraint_checking()
with connection.schema_editor() as editor:
    for model in (Course, Places):
        for constraint in list(model._meta.constraints):
            model._meta.constraints = [each for each in model._meta.constraints if each is not constraint]
            editor.remove_constraint(model, constraint)
"""
STATE = """
import json
from pathlib import Path
from collections import Counter
from rapport.site.consultations.models import Course
from rapport.site.directory.models import Places
clients = Counter(Course.objects.filter(ended_at__isnull=True).values_list("client_id", flat=True))
providers = Counter(Course.objects.values_list("provider_id", flat=True))
used = list(Places.objects.values_list("used", flat=True))
most = max([*clients.values(), 0]), max([*providers.values(), 0])
print(json.dumps([sum(clients.values()), *most, sum(used)]))
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Clients who have all met the same three people, each with one place."""
    found = new_site(tmp_path)
    found.python(TESTS + PREPARE)
    return found


def state(site: Site) -> list[int]:
    """Open courses, the most of one client, the most of one provider, places taken."""
    found: list[int] = json.loads(site.python(STATE))
    return found


def test_last_place_is_taken_once(site: Site) -> None:
    run_together(site, ONE_PROVIDER, WORKERS)

    assert state(site) == [1, 1, 1, 1]


def test_client_who_chooses_several_at_once_begins_with_one(site: Site) -> None:
    run_together(site, EVERYBODY, WORKERS)

    # Three places, four clients: three begin, each with one person.
    assert state(site) == [3, 1, 1, 3]


@pytest.mark.parametrize("chosen", [ONE_PROVIDER, EVERYBODY], ids=["one provider", "everybody"])
def test_without_the_guards_places_and_clients_are_taken_twice(site: Site, chosen: str) -> None:
    """The control of the tests above."""
    site.python(DROP)

    run_together(site, MEET + WITHOUT_GUARDS + chosen, WORKERS)

    _, most_a_client, most_a_provider, _ = state(site)
    assert (most_a_provider if chosen is ONE_PROVIDER else most_a_client) > 1
