"""The portal's first page: a provider's own, and nobody else's."""

import pytest
from django.test import Client as Browser

from rapport.site.directory.actions.verification import link_account
from rapport.site.directory.models import Provider
from support import accounts
from support.practice import AT, providers

pytestmark = pytest.mark.django_db


def portal_of(place: int = 0) -> tuple[Browser, Provider]:
    """The browser of a provider of the roster, signed in."""
    if not Provider.objects.exists():
        providers(3)
    provider = Provider.objects.order_by("provider_id")[place]
    browser, person = Browser(), accounts.account("provider")
    link_account(provider, person, by="coordinator", at=AT)
    accounts.sign_in(browser, person)
    provider.refresh_from_db()
    return browser, provider


def test_provider_sees_how_they_stand():
    browser, provider = portal_of()

    text = browser.get("/portal/").content.decode()

    assert "2 of 2" in text
    assert f'href="/providers/{provider.pk}/"' in text or provider.pk in text
    assert 'aria-current="page">Today' in text


@pytest.mark.parametrize("address", ["/portal/", "/portal/start/"])
@pytest.mark.parametrize("kind", ["coordinator", "researcher", ""])
def test_others_are_refused_as_if_there_were_nothing(kind, address):
    browser = accounts.signed_in(kind) if kind else Browser()

    assert browser.get(address).status_code == 404
    assert browser.post(address).status_code in (404, 405)


def test_new_account_says_who_they_are_first():
    browser = accounts.signed_in("provider")
    assert browser.get("/portal/")["Location"] == "/portal/start/"

    wrong = browser.post("/portal/start/", {"name": "", "kind": "coach"})
    assert "Enter your name." in wrong.content.decode()
    right = browser.post("/portal/start/", {"name": "Cy Example", "kind": "coach"})

    assert right["Location"] == "/portal/"
    assert (Provider.objects.get().name, Provider.objects.get().is_listed) == ("Cy Example", False)
    assert browser.get("/portal/start/")["Location"] == "/portal/"
    assert "Not yet" in browser.get("/portal/").content.decode()
