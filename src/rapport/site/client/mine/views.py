"""The client's own record: in plain words, as a file, erased; and two ways out.

Every page needs a visit with a client, except the ways out and the page after erasing.
"""

import json
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.site.client.mine import holdings
from rapport.site.foundation import waiting
from rapport.site.foundation.error_pages import database_is_down
from rapport.site.people import actions, policy, sessions
from rapport.site.people.models import Client

# "cookies" would also end other visits of this site's address, which is what leaving means.
CLEARED = '"cache", "cookies", "storage"'
# Somebody comes into the room: a locked database is not waited for longer than this.
MOST_LEAVING_SECONDS = 0.25
View = Callable[..., HttpResponse]
ClientView = Callable[..., HttpResponse]


def for_client(verb: str) -> Callable[[ClientView], View]:
    """Pass the visit's client to a view, if they may do this; without one, ask for the receipt code first."""

    def wrapping(view: ClientView) -> View:
        @wraps(view)
        def _asking(request: HttpRequest, **parts: int) -> HttpResponse:
            client = sessions.current_client(request)
            if client is None:
                return render(request, "client/mine/nobody.html", status=403)
            policy.require(policy.viewer_of(request), verb, client)
            return view(request, client, **parts)

        return _asking

    return wrapping


@require_safe
@for_client("read")
def held(request: HttpRequest, client: Client) -> HttpResponse:
    """What we hold about you, in plain words."""
    held_now = holdings.everything(client)
    shown = {
        "client": client,
        "emergencies": holdings.emergencies(held_now),
        "parts": holdings.in_words(held_now),
        "notes": holdings.notes(client, held_now),
        "has_answers": bool(held_now["intake"]),
    }
    return render(request, "client/mine/held.html", shown)


@require_safe
@for_client("download")
def download(request: HttpRequest, client: Client) -> HttpResponse:  # noqa: ARG001
    """Everything we hold about you, as one JSON file."""
    text = json.dumps(holdings.everything(client), ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-answers.json"'
    return response


@require_http_methods(["GET", "POST"])
@for_client("erase")
def erase(request: HttpRequest, client: Client) -> HttpResponse:
    """Ask once, then erase everything and say what was erased."""
    parts = holdings.in_words(holdings.everything(client))
    if request.method == "GET":
        return render(request, "client/mine/erase.html", {"parts": parts})
    actions.erase_client(client, by=client.pk, at=timezone.now())
    sessions.sign_out(request)
    return _cleared(render(request, "client/mine/erased.html", {"parts": parts}))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the visit; the answers stay and the receipt code opens them again."""
    sessions.sign_out(request)
    return _cleared(render(request, "client/mine/signed_out.html"))


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit: end the visit, clear the browser, go somewhere dull.

    Works as a plain link on purpose: it must work on error pages, without JavaScript and without cookies,
    and a form could not send the browser elsewhere under `form-action 'self'`. At worst a stranger's link
    signs you out.
    """
    return _cleared(_elsewhere(request))


def _elsewhere(request: HttpRequest) -> HttpResponse:
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        _forget_visit(request)
    return HttpResponseRedirect(settings.EXIT_URL)


def _forget_visit(request: HttpRequest) -> None:
    try:
        with waiting.at_most(MOST_LEAVING_SECONDS):
            sessions.sign_out(request)
    except Exception as error:
        # Leaving works when the database does not: the browser forgets the visit, the server ends it when
        # it is idle.
        if not database_is_down(error):
            raise
        request.session = type(request.session)()


def _cleared(response: HttpResponse) -> HttpResponse:
    response["Clear-Site-Data"] = CLEARED
    response.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Lax")
    response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite="Lax")
    return response
