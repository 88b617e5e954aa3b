"""The manners of every page: private headers, error pages, and, in tests, a check of the promises."""

import time
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from rapport.site.foundation.error_pages import (
    FAULTS,
    TooManyTries,
    database_is_down,
    page,
)

Answer = Callable[[HttpRequest], HttpResponse]

# Pages that hold nothing personal: they may be found by search engines and come back quickly.
PUBLIC = (
    "/", "/crisis/", "/privacy/", "/does-it-work/", "/newsletter/", "/newsletter/asked/", "/healthz",
    "/healthz/", "/robots.txt",
)  # fmt: skip
PUBLIC_BELOW = ("/guides/", "/planner/", "/static/")
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "fullscreen",
        "geolocation",
        "gyroscope", "hid", "identity-credentials-get", "idle-detection", "interest-cohort", "magnetometer",
        "microphone", "midi", "payment", "screen-wake-lock", "serial", "storage-access", "usb",
    )
)  # fmt: skip


class PageChecks:
    """Outermost. In tests and debug: every HTML page links to crisis help and carries the quick exit."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        if settings.TIMING_HEADER:
            response["Server-Timing"] = f"app;dur={(time.perf_counter() - started) * 1000:.1f}"
        if settings.CHECK_EVERY_PAGE:
            check_promises(request, response)
        return response


def check_promises(request: HttpRequest, response: HttpResponse) -> None:
    """Raise when an HTML page lacks what contract.md promises on every one."""
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return
    part_only = request.method == "HEAD" or request.headers.get("HX-Request") == "true"
    if part_only or 300 <= response.status_code < 400:
        return
    for part in (b'href="/crisis/', b'href="/mine/leave/"'):
        if part not in response.content:
            raise AssertionError(f"expected {part.decode()} on {request.path}, found none")


class PageHeaders:
    """Headers of every answer; what is personal is never stored by a browser or a proxy, nor listed."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("X-Frame-Options", "DENY")
        if is_personal(request, response):
            response["Cache-Control"] = "no-store, private"
            response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        elif not request.path.startswith(settings.STATIC_URL):
            patch_cache_control(response, no_cache=True)
        if request.method == "HEAD" and not response.streaming:
            # Views answer HEAD as GET; what they wrote must not follow the headers.
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response


def is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Anything but a public page fetched plainly; a public page that sets a cookie is personal too."""
    public = request.path in PUBLIC or request.path.startswith(PUBLIC_BELOW)
    return not public or bool(response.cookies) or response.status_code >= 400


class ErrorPages:
    """Turns limits, a broken database and empty refusals into pages."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            refused = page(FAULTS[405])
            refused["Allow"] = response.get("Allow", "")
            return refused
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:  # noqa: ARG002
        """Pages for what views raise; anything else is a 500."""
        if isinstance(exception, TooManyTries):
            response = page(FAULTS[429])
            response["Retry-After"] = str(exception.wait_seconds)
            return response
        if database_is_down(exception):
            let_go()
            return page(FAULTS[503])
        return None


def let_go() -> None:
    """Use no connection again whose server went, or is a replica now.

    Django keeps a connection that still answers, and one to a replica does; the next visit finds the server
    that writes.
    """
    if (
        connection.vendor == "postgresql"
        and connection.connection is not None
        and not connection.in_atomic_block
    ):
        connection.connection.close()
        connection.close()
