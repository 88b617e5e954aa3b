"""A letter now and then

Some people want to hear from us once in a while, and most do not.
Both is fine.
"""

import pytest
from django.test import Client as Browser
from django.utils import timezone

from rapport.site.newsletter.models import Reader
from rapport.site.newsletter.queries import readers
from support import mailbox
from support.story import shows, words_of
from support.subscribed import reader

pytestmark = pytest.mark.django_db
ADDRESS = "robin@mailbox.example"


@pytest.fixture(autouse=True)
def site(settings: object) -> None:
    mailbox.set_up(settings, "smtp://127.0.0.1")


@shows(19)
def test_only_the_mailbox_itself_can_say_yes(client: Browser) -> None:
    """You type an address, and we ask that mailbox if it wants the letter.
    Only a yes from there counts, so no one can sign you up.
    """
    client.post("/newsletter/", {"address": ADDRESS, "language": "en"})
    row = Reader.objects.get()
    assert row.confirmed_at is None

    page = Browser().post(readers.confirm_path(row.pk) or "")

    row.refresh_from_db()
    assert "Thank you" in words_of(page)
    assert row.confirmed_at is not None


@shows(19, 1)
def test_nobody_finds_out_who_reads_it(client: Browser) -> None:
    """Whoever types in your address gets the same answer, if you read it or not.
    No one can find out by us that you look for help.
    The address is locked away, and it hangs on no one who asked for a match.
    """
    reader(ADDRESS, at=timezone.now())

    answers = [
        client.post("/newsletter/", {"address": each, "language": "en"})
        for each in (ADDRESS, "nobody@mailbox.example")
    ]

    assert {(each.status_code, each["Location"]) for each in answers} == {(302, "/newsletter/asked/")}
    assert ADDRESS.encode() not in bytes(Reader.objects.all()[0].address)
    assert {each.name for each in Reader._meta.get_fields() if each.is_relation} == {"key"}


@shows(19)
def test_one_click_ends_it_and_the_address_is_gone() -> None:
    """Each letter has a link to end it.
    One click is enough, and you need not sign in.
    Then your address is gone from here.
    """
    row = reader(ADDRESS, at=timezone.now())
    stop = readers.stop_path(row.pk)

    Browser().get(stop)
    assert Reader.objects.exists()
    Browser().post(stop)

    assert not Reader.objects.exists()
