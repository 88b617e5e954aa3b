"""The portal after first conversations: a note of one's own, who chose them, and lines without a name."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.site.consultations.actions.choosing import choose
from rapport.site.consultations.actions.reflections import say_farewell
from rapport.site.consultations.models import Farewell, ProviderNote
from rapport.site.directory.actions.verification import link_account
from rapport.site.directory.models import Provider
from rapport.site.matches.models import Match
from support import accounts, practice
from support.met import NOW, met, requested, three
from support.rated import yes
from support.story import words_of

pytestmark = pytest.mark.django_db
HOME = "/portal/reflections/"
NOTE = {
    "goals": "largely",
    "tasks": "partly",
    "bond": "largely",
    "suited": "doubts",
    "words": "A good start.",
}


def signed_in(provider: Provider) -> Browser:
    """The browser of this provider."""
    person, browser = accounts.account("provider"), Browser()
    link_account(provider, person, by="test", at=timezone.now())
    accounts.sign_in(browser, person)
    return browser


@pytest.fixture
def match() -> Match:
    """One of the three of a client who shares who they are."""
    practice.providers(6)
    match = three()[0]
    yes(match.client, "share_with_provider")
    return match


def named(match: Match, called: str = "Robin", **changes: int):
    booking = met(match, **changes)
    booking.client = match.client
    booking.seal("identity", {"called": called, "contact": "555 0100"})
    booking.save()
    return booking


def test_conversation_waits_for_a_note_and_is_noted_once(match: Match) -> None:
    booking, browser = named(match), signed_in(match.provider)
    before = words_of(browser.get(HOME))
    today = words_of(browser.get("/portal/"))

    browser.post(f"{HOME}{booking.pk}/", NOTE)
    browser.post(f"{HOME}{booking.pk}/", NOTE | {"words": "A very good start."})

    assert "Robin" in before
    assert "1 conversation to note" in today
    assert "Nothing waits for a note from you." in words_of(browser.get(HOME))
    (row,) = ProviderNote.objects.all()
    row.client = match.client
    assert row.unseal("said") == NOTE | {"words": "A very good start."}
    assert "A very good start." in browser.get(f"{HOME}{booking.pk}/").content.decode()


def test_bad_note_keeps_what_was_typed(match: Match) -> None:
    booking, browser = named(match), signed_in(match.provider)

    page = browser.post(f"{HOME}{booking.pk}/", {"goals": "wholly", "words": "Typed with care."})

    assert "Typed with care." in page.content.decode()
    assert words_of(page).count("Choose one answer") == 6  # Three fields, in the summary and beside each.
    assert not ProviderNote.objects.exists()


@pytest.mark.parametrize("who", ["signed out", "client", "colleague", "coordinator"])
def test_nobody_else_reads_or_writes_the_note(match: Match, who: str) -> None:
    booking, browser = named(match), Browser()
    if who == "client":
        practice.sign_in(browser, match.client)
    if who == "colleague":
        browser = signed_in(Provider.objects.exclude(pk=match.provider_id).first())
    if who == "coordinator":
        browser = accounts.signed_in("coordinator")

    answers = [browser.get(f"{HOME}{booking.pk}/"), browser.post(f"{HOME}{booking.pk}/", NOTE)]

    assert all(each.status_code in (302, 404) for each in answers)
    assert not ProviderNote.objects.exists()


def test_client_reads_the_note_in_their_download_and_the_provider_no_reflection(match: Match) -> None:
    booking, browser, own = named(match), signed_in(match.provider), Browser()
    browser.post(f"{HOME}{booking.pk}/", NOTE)
    practice.sign_in(own, match.client)
    own.post(f"/choosing/reflect/{booking.pk}/", {"words": "Their shoes squeaked."})

    assert "A good start." in own.get("/mine/download/").content.decode()
    pages = [browser.get(each).content.decode() for each in (HOME, f"{HOME}{booking.pk}/", "/portal/")]
    assert not any("squeaked" in each for each in pages)


def test_chosen_provider_sees_who_and_the_other_the_closing_note_by_name(match: Match) -> None:
    other = match.shortlist.matches.select_related("client__key", "provider").get(position=2)
    chosen, left = named(match).request, named(other).request
    choose(by=match.client, at=NOW, request=chosen)
    say_farewell(by=match.client, at=NOW, request=left, closing="Thank you for your time.", feedback="")

    assert "They chose you" in words_of(signed_in(match.provider).get(HOME))
    told = words_of(signed_in(other.provider).get(HOME))
    assert "Robin Thank you for your time." in told


def test_line_of_feedback_comes_next_month_without_name_and_day(match: Match) -> None:
    line = "Say how you work a little earlier."
    request, browser = named(match).request, signed_in(match.provider)
    say_farewell(by=match.client, at=timezone.now(), request=request, closing="", feedback=line)
    this_month = words_of(browser.get(HOME))

    Farewell.objects.update(written_at=timezone.now().replace(day=1) - timedelta(days=1))
    page = browser.get(HOME)

    assert line not in this_month
    told = words_of(page).partition("For the next person")[2].partition("Noted")[0]
    assert line in told
    assert "Robin" not in told
    assert match.client_id not in page.content.decode()
    assert not re.search(r"20\d\d", told)


def test_name_is_gone_when_the_client_no_longer_shares(match: Match) -> None:
    from support.rated import no

    named(match)
    browser = signed_in(match.provider)
    no(match.client, "share_with_provider")

    told = words_of(browser.get(HOME))

    assert "Robin" not in told
    assert "Someone who no longer shows their name" in told


def test_page_costs_the_same_queries_for_one_and_for_many(match: Match) -> None:
    browser = signed_in(match.provider)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(HOME).status_code == 200
        return len(queries)

    named(match)
    browser.get(HOME)
    one = cost()
    for number in range(2, 5):
        client = yes(practice.client(), "share_with_provider")
        requested(again := three(client)[0])
        again.provider = match.provider
        booking = named(again, f"Person {number}", days_ago=number + 3)
        say_farewell(by=client, at=NOW, request=booking.request, closing="Thank you.", feedback="A line.")

    assert cost() == one
