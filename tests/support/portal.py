"""Providers of a roster, each signed in to their portal."""

from django.test import Client as Browser

from rapport.site.directory.actions.verification import link_account
from rapport.site.directory.models import Provider
from support import accounts
from support.practice import AT, providers


def portal_of(place: int = 0, *, count: int = 3) -> tuple[Browser, Provider]:
    """The browser of one of the roster's providers, and who that is."""
    if not Provider.objects.filter(provider_id="p0").exists():
        providers(count)
    provider = Provider.objects.get(provider_id=f"p{place}")
    browser, person = Browser(), accounts.account("provider")
    link_account(provider, person, by="coordinator", at=AT)
    accounts.sign_in(browser, person)
    provider.refresh_from_db()
    return browser, provider
