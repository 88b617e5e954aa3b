"""Error pages and headers: crisis help and the quick exit everywhere, nothing personal stored anywhere."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseNotAllowed
from django.test import Client, RequestFactory
from django.urls import path

from rapport.site.foundation import error_pages, middleware
from rapport.site.foundation.error_pages import TooManyTries

SAID = "marmalade"


def raising(error):
    def view(request):
        raise error

    return view


def saving_session(request):
    request.session["x"] = 1
    return HttpResponse("<a href='/crisis/'></a>", content_type="text/plain")


class Urls:
    """Addresses that fail, one of each kind."""

    urlpatterns = [
        path("400/", raising(SuspiciousOperation(SAID))),
        path("403/", raising(PermissionDenied(SAID))),
        path("405/", lambda request: HttpResponseNotAllowed(["POST"])),
        path("429/", raising(TooManyTries(wait_seconds=77))),
        path("500/", raising(RuntimeError(SAID))),
        path("503/", raising(OperationalError(SAID))),
        path("503-interface/", raising(InterfaceError(SAID))),
        path("session/", saving_session),
        path("bare/", lambda request: HttpResponse("<p>no help here</p>")),
    ]
    handler400 = error_pages.bad_request
    handler403 = error_pages.not_allowed
    handler404 = error_pages.not_found
    handler500 = error_pages.server_error


ADDRESSES = [
    ("/400/", 400),
    ("/403/", 403),
    ("/nowhere/", 404),
    ("/405/", 405),
    ("/429/", 429),
    ("/500/", 500),
    ("/503/", 503),
    ("/503-interface/", 503),
]


@pytest.fixture
def visitor(settings):
    settings.ROOT_URLCONF = Urls
    return Client(raise_request_exception=False)


def promised(response):
    return b'href="/crisis/' in response.content and b'href="/mine/leave/"' in response.content


@pytest.mark.parametrize(("address", "status"), ADDRESSES)
def test_error_page_has_help_and_exit_and_needs_no_database(visitor, address, status):
    """No database mark: a query here would fail the test."""
    response = visitor.get(address)

    assert response.status_code == status
    assert promised(response)
    assert SAID.encode() not in response.content
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize(("address", "status"), ADDRESSES)
def test_error_page_is_whole_when_templates_are_broken(visitor, monkeypatch, address, status):
    def broken(*_):
        raise OSError

    monkeypatch.setattr(error_pages, "render_to_string", broken)

    response = visitor.get(address)

    assert response.status_code == status
    assert promised(response)


def test_waiting_time_is_told(visitor):
    assert visitor.get("/429/")["Retry-After"] == "77"
    assert visitor.get("/503/")["Retry-After"] == str(error_pages.RETRY_SECONDS)


def test_database_lost_while_the_visit_is_saved_is_a_503(visitor, monkeypatch):
    from rapport.site.people.session_store import SessionStore

    def lost(*_, **__):
        raise OperationalError(SAID)

    monkeypatch.setattr(SessionStore, "save", lost)

    response = visitor.get("/session/")

    assert response.status_code == 503
    assert promised(response)


def test_unknown_host_is_a_400_page():
    response = Client(raise_request_exception=False).get("/nowhere/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert promised(response)


def test_form_without_its_token_is_refused_with_a_page():
    response = Client(enforce_csrf_checks=True).post("/mine/sign-out/")

    assert response.status_code == 403
    assert promised(response)


def test_check_finds_a_page_without_help(visitor):
    """The control of every other test: a page without help or exit fails."""
    with pytest.raises(AssertionError, match="expected href="):
        middleware.check_promises(RequestFactory().get("/bare/"), HttpResponse("<p>no help here</p>"))


@pytest.mark.parametrize("missing", ['href="/crisis/', 'href="/mine/leave/"'])
def test_check_needs_both(missing):
    whole = '<a href="/crisis/">x</a><a href="/mine/leave/">y</a>'
    request = RequestFactory().get("/x/")

    middleware.check_promises(request, HttpResponse(whole))
    with pytest.raises(AssertionError):
        middleware.check_promises(request, HttpResponse(whole.replace(missing, "")))


def test_healthz_answers_without_the_database():
    response = Client().get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_head_has_the_headers_of_get_and_no_body(visitor):
    got, headed = visitor.get("/500/"), visitor.head("/500/")

    assert headed.content == b""
    assert headed["Content-Length"] == str(len(got.content))
    assert headed.status_code == got.status_code


def test_headers_keep_everything_here():
    response = Client(raise_request_exception=False).get("/nowhere/")

    policy = response["Content-Security-Policy"]
    for rule in (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "form-action 'self'",
        "frame-ancestors 'none'", "base-uri 'none'",
    ):  # fmt: skip
        assert rule in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize(
    ("path", "personal"),
    [
        ("/", False),
        ("/crisis/", False),
        ("/guides/x/", False),
        ("/mine/", True),
        ("/questionnaire/", True),
        ("/return/", True),
        ("/crisis/x/", True),
    ],
)
def test_what_is_personal(path, personal):
    assert middleware.is_personal(RequestFactory().get(path), HttpResponse()) is personal


def test_public_page_that_sets_a_cookie_is_personal():
    response = HttpResponse()
    response.set_cookie("form", "x")

    assert middleware.is_personal(RequestFactory().get("/"), response)


def test_no_page_stops_browsers_from_naming_our_own_address_to_us():
    """With `no-referrer` browsers send `Origin: null` with our own forms, and every form would be refused."""
    assert b'content="no-referrer"' not in Client(raise_request_exception=False).get("/nowhere/").content
