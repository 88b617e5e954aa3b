"""Pages of figures that are too many to be reckoned while somebody waits, before the first night."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from rapport.site.outcomes.queries.nightly_reports import NotYet

Given = ParamSpec("Given")
View = Callable[Concatenate[HttpRequest, Given], HttpResponse]


def or_tonight(view: View[Given]) -> View[Given]:
    """The page of a view; where its figures wait for the first night, a page that says so."""

    @wraps(view)
    def _shown(request: HttpRequest, *given: Given.args, **named: Given.kwargs) -> HttpResponse:
        try:
            return view(request, *given, **named)
        except NotYet:
            return render(request, "desk/tonight.html", {"back": reverse("desk")})

    return _shown
