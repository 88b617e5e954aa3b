"""Recommending by a private link, the tie that a provider says, and the desk's page of who refers to whom."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.site.directory import recommendations
from rapport.site.directory.actions.verification import link_account
from rapport.site.directory.models import Provider
from rapport.site.referrals.models import Referral
from support import accounts, practice
from support.coursed import opened, practice_of
from support.referred import sent
from support.story import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider():
    practice.providers(4)
    return Provider.objects.first()


def link_of(page):
    text = page.content.decode()
    return text.split('data-part="link">')[1].split("<")[0].split("//")[1].split("/", 1)[1]


def test_anybody_makes_a_link_that_is_alike_for_all_and_opens_the_person(provider):
    pages = [Browser().get(f"/providers/{provider.pk}/recommend/") for _ in range(2)]
    assert link_of(pages[0]) == link_of(pages[1])
    assert "says nothing of you" in words_of(pages[0])

    opened_page = Browser().get(f"/{link_of(pages[0])}")
    assert provider.name in words_of(opened_page)
    assert not opened_page.cookies
    assert opened_page["Cache-Control"] == "no-store, private"


def test_link_that_has_ended_says_so_and_shows_a_way_on(provider):
    token = recommendations.token_for(provider, at=timezone.now() - timedelta(days=40))

    for each in (token, "x", token[:-1]):
        page = Browser().get(f"/recommended/by/{each}/")
        assert "This link has ended" in words_of(page)
        assert provider.name not in words_of(page)


def test_public_page_leads_to_the_link(provider):
    assert (
        f"/providers/{provider.pk}/recommend/" in Browser().get(f"/providers/{provider.pk}/").content.decode()
    )
    assert Browser().get("/providers/nobody/recommend/").status_code == 404


# A provider says what ties them.


@pytest.fixture
def desk(client):
    accounts.sign_in(client, accounts.account("coordinator"))
    return client


def portal_of(course, client):
    account = accounts.account("provider")
    link_account(course.provider, account, by="desk", at=timezone.now())
    accounts.sign_in(client, account)
    return client


def test_who_suggests_somebody_says_what_ties_them_and_nothing_typed_is_lost(client):
    practice_of()
    course = opened()
    portal, path = portal_of(course, client), f"/portal/courses/{course.pk}/refer/"
    other = Provider.objects.exclude(pk=course.provider.pk).order_by("name").first()
    said = {"way": "colleague", "name": other.name}

    page = portal.post(path, said)
    assert "Say what ties you to them" in words_of(page)
    assert other.name in page.content.decode()
    assert not Referral.objects.exists()

    portal.post(path, said | {"relation": "practice"})
    assert Referral.objects.get().relation == "practice"


def test_three_anew_need_no_tie(client):
    practice_of()
    course = opened()

    portal_of(course, client).post(f"/portal/courses/{course.pk}/refer/", {"way": "three"})

    assert Referral.objects.get().relation == ""


# The desk.


@pytest.mark.parametrize("kind", ["provider", "researcher", None])
def test_everybody_else_finds_no_page_of_who_refers_to_whom(client, kind):
    if kind:
        accounts.sign_in(client, accounts.account(kind))

    assert client.get("/desk/referrals/").status_code == 404


def test_desk_reads_trust_rings_and_ties_and_no_client(desk):
    practice.providers(8)
    one, other = Provider.objects.order_by("provider_id")[:2]
    referrals = [sent(one, other, relation="personal") for _ in range(6)]
    referrals += [sent(other, one, relation="") for _ in range(6)]
    page = desk.get("/desk/referrals/")

    assert one.name in words_of(page)
    assert "were returned" in words_of(page)
    assert not any(each.client_id in page.content.decode() for each in referrals)


def test_desk_asks_as_much_for_thirty_referrals_as_for_one(desk):
    practice.providers(8)
    one, other = Provider.objects.order_by("provider_id")[:2]
    counts = []
    for more in (1, 29):
        for _ in range(more):
            sent(one, other)
        with CaptureQueriesContext(connection) as queries:
            desk.get("/desk/referrals/")
        counts.append(len(queries))

    assert counts[0] == counts[1]
