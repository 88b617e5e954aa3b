"""The last place of a group, wanted by four at one moment, is taken once; without the guards it is not."""

from pathlib import Path

import pytest

from faults.scratch_site import Site, new_site
from faults.together import MEET, TESTS, run_together

PREPARE = """
from datetime import timedelta
from django.utils import timezone
from rapport.site.directory.models import Provider
from rapport.site.steps import actions
from support import accounts, practice
practice.providers(1)
at = timezone.now()
meeting = actions.Meeting("Evenings", "For all.", "Mondays", at.date() + timedelta(days=7), 8, 2)
group = actions.open_group(Provider.objects.get(), meeting, by=accounts.account(), at=at)
first, *_others = [practice.client() for _ in range(5)]
actions.take_place(group, by=first, at=at)
"""
TAKE = """
from django.utils import timezone
from rapport.site.people.models import Client
from rapport.site.steps import actions
from rapport.site.steps.models import Group
others = list(Client.objects.filter(group_places__isnull=True).order_by("pk"))
try:
    actions.take_place(Group.objects.get(), by=others[NUMBER], at=timezone.now())
except actions.Full:
    pass
"""
LIFT = """
from django.db import connection
from rapport.site.steps.models import GroupPlace
once = next(each for each in GroupPlace._meta.constraints if each.name == "group_place_taken_once")
GroupPlace._meta.constraints = [each for each in GroupPlace._meta.constraints if each is not once]
with connection.schema_editor() as editor:
    editor.remove_constraint(GroupPlace, once)
"""
# Nobody waits for anybody: each looks, they meet, each writes.
WITHOUT_GUARDS = """
from contextlib import nullcontext
from types import SimpleNamespace
from django.db.models import QuerySet
from rapport.site.steps import actions as steps
QuerySet.select_for_update = lambda self, **named: self
steps.transaction = SimpleNamespace(atomic=nullcontext)
create = steps.GroupPlace.objects.create
def after_meeting(**named):
    meet()
    return create(**named)
steps.GroupPlace.objects.create = after_meeting
"""
TAKEN = "from rapport.site.steps.models import GroupPlace; print(GroupPlace.objects.count())"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A group of two places, one of them taken; four others want the last."""
    found = new_site(tmp_path)
    found.python(TESTS + PREPARE)
    return found


def test_last_place_is_taken_once(site: Site) -> None:
    run_together(site, TAKE, 4)

    assert site.python(TAKEN).strip() == "2"


def test_without_the_guards_it_is_taken_twice(site: Site) -> None:
    """The control of the test above."""
    site.python(LIFT)
    run_together(site, MEET + WITHOUT_GUARDS + TAKE, 2)

    assert site.python(TAKEN).strip() == "3"
