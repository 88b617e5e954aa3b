"""Whose check-in a page is about: the client's of this visit, or the one that a mail's link opens."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rapport.site.checkins.queries.due import due_by_link, due_of
from rapport.site.checkins.rules import LINK_HOLDER
from rapport.site.client.questionnaire.expired import ended, has_ended
from rapport.site.client.questionnaire.returning import CODE, ReturnForm, client_of
from rapport.site.people import policy, sessions
from rapport.site.people.models import Client

RETURN = "/return/"
View = Callable[..., HttpResponse]
PAGES = "client/checkins/"


def with_due(view: View) -> View:
    """A page of the next check-in, handed on as `due`; by the link of a mail, `token` is not empty."""

    @wraps(view)
    def _asked(request: HttpRequest, token: str = "", **named: Any) -> HttpResponse:
        if token:
            due = due_by_link(token)
            if due is None:
                return render(request, f"{PAGES}link_ended.html")
            policy.require(LINK_HOLDER, "change", due)
            return view(request, due, token=token, **named)
        form = ReturnForm(request.POST if CODE in request.POST else None)
        client = sessions.current_client(request) or _back_again(request, form)
        if client is None:
            is_typed = request.method == "POST" or has_ended(request)
            # What was typed rides along in the form that asks for the code.
            return ended(request, form) if is_typed else redirect(RETURN)
        due = due_of(client)
        if due is None:
            policy.require(policy.viewer_of(request), "read", client)
            return render(request, f"{PAGES}nothing.html")
        policy.require(policy.viewer_of(request), "change", due)
        return view(request, due, **named)

    return _asked


def _back_again(request: HttpRequest, form: ReturnForm) -> Client | None:
    """A visit that ended while somebody typed: the code, sent with what was typed, opens it again."""
    client = client_of(request, form) if form.is_bound else None
    if client is not None:
        sessions.sign_in(request, client)
    return client


def address(page: str, *, number: int, token: str) -> str:
    """A page of this check-in, by the link of a mail where it began with one."""
    return f"/checkin/link/{token}/{page}/" if token else f"/checkin/{number}/{page}/"
