"""Guides: the same for everyone, so each page is written once."""

from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rapport.site.client.pages.views import written_once
from rapport.site.guides import queries
from rapport.site.guides.feed import feed as written_feed


@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """All guides in the language of the page; those in other languages by name."""
    language = queries.spoken(get_language())
    known = queries.all_guides(language)
    others = [(code, words, queries.all_guides(code)) for code, words in _others(language)]
    return written_once(request, "client/guides/all.html", {"guides": known, "others": others})


@require_safe
def guide(request: HttpRequest, slug: str, language: str = "") -> HttpResponse:
    """One guide, in the language of the page or the one that is asked for."""
    chosen = queries.guide(slug, language or queries.spoken(get_language()))
    if chosen is None:
        raise Http404
    address = settings.SITE_ADDRESS + (chosen.own_address if language else chosen.address)
    context = {
        "guide": chosen,
        "similar": queries.similar(slug, chosen.language),
        "others": _others(chosen.language),
        "is_foreign": chosen.language != queries.spoken(get_language()),
        "shared": address,
        "mail": f"mailto:?subject={quote(chosen.title)}&body={quote(address)}",
    }
    return written_once(request, "client/guides/one.html", context)


@require_safe
def feed(request: HttpRequest, language: str = "") -> HttpResponse:  # noqa: ARG001
    """The guides as an RSS feed."""
    chosen = language or queries.spoken(get_language())
    if chosen not in queries.LANGUAGES:
        raise Http404
    words = _("Short texts to read before and after a first talk.")
    return HttpResponse(
        written_feed(chosen, title=_("Guides"), subtitle=words), content_type="application/rss+xml"
    )


def _others(language: str) -> list[tuple[str, str]]:
    return [(code, words) for code, words in queries.LANGUAGES.items() if code != language]
