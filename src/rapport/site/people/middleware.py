"""Whoever must have a second factor and has none is led to its set-up, whatever they asked for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from rapport.site.people.account_visits import SecondFactorFirst

SET_UP = "/account/second-factor/"


class SecondFactorSetUp:
    """Turns `SecondFactorFirst`, raised wherever a page asks who is here, into the way to the set-up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, _request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The set-up; anything else is not ours."""
        return redirect(SET_UP) if isinstance(exception, SecondFactorFirst) else None
