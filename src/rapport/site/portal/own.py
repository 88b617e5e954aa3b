"""Whose portal this is: the provider who signed in, asked of the policy at every page."""

from django.http import Http404, HttpRequest

from rapport.site.directory.models import Provider
from rapport.site.directory.queries import own_provider
from rapport.site.people import account_visits, policy
from rapport.site.people.models import Account


class NotBegun(Exception):
    """A provider's account that is nobody in the directory yet."""


def provider_of(request: HttpRequest) -> Provider:
    """The provider of this visit. One query.

    Raises:
        Http404: somebody else, or nobody.
        NotBegun: their account is new.
    """
    account = account_of(request)
    provider = own_provider(account.pk)
    if provider is None:
        raise NotBegun
    policy.require(policy.viewer_of(request), "change", provider)
    return provider


def account_of(request: HttpRequest) -> Account:
    """The provider's account of this visit.

    Raises:
        Http404: another kind of account, or none.
    """
    viewer, account = policy.viewer_of(request), account_visits.current(request)
    policy.require(viewer, "change", account if viewer.kind is policy.Kind.PROVIDER else None)
    if account is None:
        raise Http404
    return account
