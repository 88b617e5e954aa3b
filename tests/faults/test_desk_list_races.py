"""Several workers keep what they found at one moment: nothing of it is lost, and one list is made."""

import json
from pathlib import Path

import pytest

from faults.scratch_site import Site, new_site
from faults.together import MEET, run_together

PREPARE = """
from datetime import UTC, datetime
from rapport.site.foundation.models import Look
AT = datetime(2026, 11, 23, tzinfo=UTC)
for number in range(4):
    Look.objects.create(client_id=str(number) * 26, due_at=AT)
"""
KEEP = """
from datetime import UTC, datetime, timedelta
from rapport.site.foundation import looking
AT = datetime(2026, 11, 23, tzinfo=UTC)
client = str(NUMBER) * 26
looking.keep([looking.Looked(client, AT, AT + timedelta(days=7), ["stuck"])])
print("kept")
"""
# Each reads the list, they meet, each writes.
WITHOUT_GUARDS = """
from contextlib import nullcontext
from types import SimpleNamespace
from django.db.models import QuerySet
from rapport.site.foundation import looking
from rapport.site.foundation.models import DeskList
QuerySet.select_for_update = lambda self, **named: self
looking.transaction = SimpleNamespace(atomic=nullcontext)
save = DeskList.save
def slowly(self, *given, **named):
    meet()
    save(self, *given, **named)
DeskList.save = slowly
"""
STATE = """
import json
from rapport.site.foundation import looking
from rapport.site.foundation.models import DataKey, DeskList, Look
print(json.dumps([sorted(looking.listed()), DeskList.objects.count(), DataKey.objects.count()]))
"""
EVERYBODY = [str(number) * 26 for number in range(4)]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Four clients who are due, and no list yet."""
    found = new_site(tmp_path)
    found.python(PREPARE)
    return found


def test_what_several_workers_found_at_once_is_kept(site: Site) -> None:
    assert run_together(site, KEEP, 4) == ["kept"] * 4

    # One list with one key: whoever came second made none.
    assert json.loads(site.python(STATE)) == [EVERYBODY, 1, 1]


def test_without_the_lock_some_of_it_is_lost(site: Site) -> None:
    """The control of the test above: who writes last writes what they read before the others wrote."""
    site.python("from rapport.site.foundation import looking\nlooking.keep([])")
    assert run_together(site, MEET + WITHOUT_GUARDS + KEEP, 4) == ["kept"] * 4

    kept, lists, _ = json.loads(site.python(STATE))
    assert len(kept) == lists == 1
