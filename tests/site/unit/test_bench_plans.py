"""`rapport bench plans` writes a practice again: whole, sealed for its own people, with other providers."""

import sys
from importlib import import_module
from time import sleep

import pytest
from django.db import connection
from django.utils import timezone

from rapport.site.directory.models import Provider
from rapport.site.foundation.sealing import padded
from rapport.site.intake.models import Intake
from rapport.site.matches.actions import issue
from rapport.site.matches.models import Match
from rapport.site.people.models import Client
from support import practice, sources

sys.path.append(str(sources.ROOT))
stencil = import_module("benchmarks.plans_stencil")
fill = import_module("benchmarks.plans_fill")
work = import_module("benchmarks.plans_work")


@pytest.mark.django_db
@pytest.mark.postgresql
def test_a_copy_is_whole_and_opens_with_keys_of_its_own():
    practice.providers(4)
    client = practice.client()
    issue(by=client, at=timezone.now())
    person = practice.ROW | {"name": "Ada Drawn"}
    drawn = stencil.Drawn(lambda _course, _number: padded(b"{}"), lambda: person)
    stencils = [each for each in stencil.Stencils(drawn).made() if each.rows]

    fill.copy(stencils, [stencil.Copy(1), stencil.Copy(2)])

    connection.check_constraints()
    assert (Client.objects.count(), Match.objects.count(), Provider.objects.count()) == (3, 9, 12)
    said = Intake.objects.get(client=client).unseal("answers")
    for copied in Intake.objects.exclude(client=client).select_related("client__key"):
        assert copied.unseal("answers") == said | {"client_id": copied.client_id}
        assert copied.client.key.open() != client.key.open()
    names = Provider.objects.exclude(searchable=" ada drawn").values_list("name", flat=True)
    assert sorted(names) == [f"Person {number}" for number in range(4)]
    matched = Match.objects.exclude(client=client).select_related("provider")
    assert {each.provider.name for each in matched} == {"Ada Drawn"}
    assert len({each.provider_id for each in matched}) == 6


@pytest.mark.django_db
@pytest.mark.postgresql
def test_what_reads_a_large_table_whole_fails_or_is_late_is_told():
    practice.providers(2)
    found = {"scans": {}, "slow": [], "late": [], "failed": [], "large": ["directory_provider"]}
    asks = {
        "by name": lambda: list(Provider.objects.filter(row__name="nobody")),
        "by id": lambda: Provider.objects.filter(pk="a" * 26).first(),
        "failing": lambda: 1 / 0,
        "late": lambda: sleep(5),
    }

    for name, ask in asks.items():
        work.Asker()._look_at(name, ask, 0.5, set(), found)

    assert {each["by"] for each in found["scans"].values()} >= {"by name"}
    assert [each["table"] for each in found["scans"].values()] == ["directory_provider"] * len(found["scans"])
    assert (found["failed"], found["late"]) == (["failing: ZeroDivisionError: division by zero"], ["late"])
