"""A profile that is kept, and the index of names: both follow the directory and the registry at once."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from rapport.site.directory import actions
from rapport.site.directory.models import Provider
from rapport.site.directory.registry import RegistryRow
from rapport.site.foundation import remembered
from support import practice

pytestmark = pytest.mark.django_db
NPI = "1234567893"


@pytest.fixture(autouse=True)
def _empty():
    for memory in remembered.MEMORIES:
        memory.forget_all()


def profile_of(number=0):
    return f"/providers/{Provider.objects.get(provider_id=f'p{number}').pk}/"


def registered(**changes):
    row = {
        "registry_id": NPI, "last_name": "0", "first_name": "Person", "credential": "",
        "taxonomies": ("103TC0700X",), "licences": (("NY", "1"),), "state": "NY", "zip": "10025",
    }  # fmt: skip
    actions.import_registry([RegistryRow(**row | changes)], deactivated=(), by="operator", at=practice.AT)


def test_profile_seen_again_is_the_same(client):
    practice.providers(1)

    assert client.get(profile_of()).content == client.get(profile_of()).content


def test_profile_whose_row_changed_is_written_anew(client):
    practice.providers(1)
    client.get(profile_of())
    practice.providers(1, fee_min="90", fee_max="91")

    assert "$91" in client.get(profile_of()).content.decode()


def test_profile_follows_the_registry_which_changes_no_row(client):
    practice.providers(1, npi=NPI)
    assert "Not checked." in client.get(profile_of()).content.decode()
    registered()
    assert "Checked." in client.get(profile_of()).content.decode().replace("Not checked.", "")
    actions.import_registry([], deactivated=[(NPI, date(2026, 1, 2))], by="operator", at=practice.AT)

    assert "no longer active" in client.get(profile_of()).content.decode()


def test_profile_says_the_next_day_what_holds_then(client):
    practice.providers(1, licence_expires=timezone.now().date().isoformat())
    assert "ran out" not in client.get(profile_of()).content.decode()

    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert "ran out" in client.get(profile_of()).content.decode()


def test_only_who_has_answered_is_asked_to_compare(client):
    practice.providers(1)
    signed_in = Browser()
    practice.sign_in(signed_in, practice.client())

    for _ in range(2):
        assert "/fit/" not in client.get(profile_of()).content.decode()
        assert "/fit/" in signed_in.get(profile_of()).content.decode()


def test_look_up_finds_who_was_just_listed_and_nobody_who_was_just_taken_off(client):
    practice.providers(1)
    assert "One person of that name" in client.get("/recommended/?q=person").content.decode()
    practice.providers(2)
    assert "2 people of that name" in client.get("/recommended/?q=person").content.decode()
    practice.providers(1, name="Somebody Else")

    page = client.get("/recommended/?q=person").content.decode()
    assert "Person 1" in page
    assert "Person 0" not in page
