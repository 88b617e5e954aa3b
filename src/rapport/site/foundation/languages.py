"""The language of a page: chosen by a link, else the browser's; kept until the browser closes."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import escape_leading_slashes

# A link of this name asks for the page that it stands on in another language.
CHOICE: Final = "lang"
# Read by people of the service alone, and written in English alone.
STAFF: Final = ("/portal/", "/desk/")
STAFF_LANGUAGE: Final = "en"


class Languages(LocaleMiddleware):
    """Django's choice among ours, with a choice by link; nothing is known of who chooses."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Turn the language on; a link that chooses one leads back to its page without the choice."""
        if request.path.startswith(STAFF):
            translation.activate(STAFF_LANGUAGE)
            request.LANGUAGE_CODE = STAFF_LANGUAGE
            return None
        super().process_request(request)
        chosen = request.GET.get(CHOICE)
        if request.method not in ("GET", "HEAD") or chosen not in dict(settings.LANGUAGES):
            return None
        return _with_choice(request, chosen)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Say what the language of the answer depends on."""
        patch_vary_headers(response, ("Cookie",))
        return super().process_response(request, response)


def _with_choice(request: HttpRequest, chosen: str) -> HttpResponse:
    rest = request.GET.copy()
    del rest[CHOICE]
    path = escape_leading_slashes(request.path)
    answer = HttpResponseRedirect(f"{path}?{rest.urlencode()}" if rest else path)
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return answer
