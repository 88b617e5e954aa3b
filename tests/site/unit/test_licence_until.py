"""The day until which a licence holds: kept beside the row, so that those past it are found by an index."""

import importlib
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from faults.import_files import npi_number
from rapport.site.directory.actions import verification
from rapport.site.directory.actions.places import keep_current
from rapport.site.directory.choices import Kind, Verdict
from rapport.site.directory.models import Kept, VerificationCase
from support.accounts import account
from support.practice import AT

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 12, 31), date(2027, 6, 30)


@pytest.fixture(autouse=True)
def accepted() -> VerificationCase:
    """A therapist with a licence in two states."""
    found = verification.open_provider(account("provider"), name="Ada Example", kind=Kind.THERAPIST, at=AT)
    case = verification.begin_case(found, by="a", at=AT)
    verification.say_who(
        case, verification.Who("Ada Example", Kind.THERAPIST, npi_number(1), "103TC0700X"), by="a", at=AT
    )
    licences = [verification.LicenceGiven("NJ", "1", FIRST), verification.LicenceGiven("NY", "2", LAST)]
    verification.say_licences(case, licences, by="a", at=AT)
    verification.submit(case, by="a", at=AT)
    case.refresh_from_db()
    verification.decide(case, verdict=Verdict.ACCEPT, reason="", by="coordinator", at=AT)
    return case


def until() -> date | None:
    return Kept.objects.get().licence_until


def test_the_next_licence_to_run_out_is_kept_until_none_is_left() -> None:
    assert until() == FIRST
    keep_current(datetime(2027, 1, 1, tzinfo=UTC))
    assert until() == LAST
    keep_current(datetime(2027, 7, 1, tzinfo=UTC))
    assert until() is None


def test_an_upgrade_fills_it_from_the_row_as_it_stands() -> None:
    Kept.objects.update(licence_until=None)

    migration = importlib.import_module("rapport.site.directory.migrations.0011_licence_until")
    migration.fill(apps, SimpleNamespace(connection=connection))

    assert until() == FIRST
