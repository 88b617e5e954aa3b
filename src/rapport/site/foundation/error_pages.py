"""Pages for when something went wrong, each with crisis help and the quick exit.

None touches the database or the session: they must appear when those are what is broken.
"""

import logging
import sys
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)
RETRY_SECONDS = 30
# SQLite's words for a file that may not be written, PostgreSQL's for a server that is a replica now.
READ_ONLY = ("readonly", "read-only transaction")


class TooManyTries(Exception):
    """A limit was reached; shown as a 429 page that says when to try again."""

    def __init__(self, *, wait_seconds: int) -> None:
        super().__init__(f"limit reached, {wait_seconds} seconds to wait")
        self.wait_seconds = wait_seconds


@dataclass(frozen=True)
class Fault:
    """What one page says."""

    status: int
    heading: object
    text: object


_FAULTS = (
    Fault(
        400,
        _("That did not work"),
        _("We could not read what your browser sent. Please go back and try again."),
    ),
    Fault(
        403,
        _("You cannot do that here"),
        _("This page is not open to you, or your visit has ended. You can come back with your receipt code."),
    ),
    Fault(
        404,
        _("There is no page here"),
        _("The address may be old or mistyped. Nothing you saved is lost."),
    ),
    Fault(
        405,
        _("That did not work"),
        _("This page cannot be used in that way. Please go back and try again."),
    ),
    Fault(
        429,
        _("Please wait a little"),
        _("That was tried too often. Nothing is lost. Please try again in a few minutes."),
    ),
    Fault(
        500,
        _("Something went wrong"),
        _("This is our fault, not yours. What you saved before is safe. Please try again."),
    ),
    Fault(
        503,
        _("Back in a moment"),
        _("The site cannot reach its records now. What you saved before is safe. Please try again soon."),
    ),
)
FAULTS = {fault.status: fault for fault in _FAULTS}
EXPIRED = Fault(
    403,
    _("This form was open too long"),
    _("Forms stop working after a while, or when cookies are off. Please go back, reload and try again."),
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """400."""
    return page(FAULTS[400])


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """403."""
    return page(FAULTS[403])


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404; also what someone sees who asks for a thing of another person."""
    return page(FAULTS[404])


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """500, or 503 when it was the database that could not be reached."""
    error = sys.exc_info()[1]
    return page(FAULTS[503 if database_is_down(error) else 500])


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403 for a form whose token does not hold."""
    return page(EXPIRED)


def database_is_down(error: BaseException | None) -> bool:
    """Whether an error, or what caused it, means that the database cannot be reached or written now."""
    while error is not None:
        if isinstance(error, InterfaceError) or type(error).__name__ == "OperationalError":
            return True
        if isinstance(error, DatabaseError) and any(words in str(error) for words in READ_ONLY):
            return True
        error = error.__cause__ or error.__context__
    return False


def page(fault: Fault) -> HttpResponse:
    """The page of a fault, in the site's dress; in plain HTML when even the templates fail."""
    try:
        html = render_to_string("errors/page.html", {"fault": fault})
    except Exception as error:
        if not isinstance(error, TemplateDoesNotExist):
            log.error("the error page could not be rendered: %s", type(error).__name__)
        html = plain(fault)
    response = HttpResponse(html, status=fault.status)
    if fault.status in (429, 503):
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


def plain(fault: Fault) -> str:
    """The page without any template."""
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Appointments</title>'
        '<p><a href="/crisis/">In danger or thinking of ending your life? Call or text 988</a></p>'
        '<p><a href="/mine/leave/">Leave this page</a></p>'
        f"<main><h1>{escape(fault.heading)}</h1><p>{escape(fault.text)}</p></main></html>"
    )
