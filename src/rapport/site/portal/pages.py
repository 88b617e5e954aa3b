"""What every page of the portal shares: whose it is, and where in the portal it stands."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from rapport.site.directory.models import Provider
from rapport.site.portal.own import NotBegun, provider_of

View = Callable[..., HttpResponse]


def of_provider(view: View) -> View:
    """A page of the provider who signed in, handed on as `provider`; a new account begins at the start."""

    @wraps(view)
    def _asked(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        try:
            provider = provider_of(request)
        except NotBegun:
            return redirect("portal-start")
        return view(request, provider, *args, **named)

    return _asked


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, empty or not; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def portal_page(
    request: HttpRequest, template: str, provider: Provider, context: dict[str, Any], *, section: str
) -> HttpResponse:
    """A page within the portal's frame; `section` is marked in its navigation."""
    shown = {"provider": provider, "section": section, "now": timezone.now()} | context
    return render(request, template, shown)
