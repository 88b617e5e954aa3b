"""Pages that are the same for everyone; help and privacy show without the database too."""

from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from rapport.site.client import queries
from rapport.site.client.pages.figures import figures_page
from rapport.site.foundation.error_pages import database_is_down
from rapport.site.foundation.remembered import Place
from rapport.site.outcomes.queries.figures import newest_figures

FOREVER: Final = datetime.max.replace(tzinfo=UTC)


def written_once(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, told: tuple[int, ...] = ()
) -> HttpResponse:
    """A page that depends on its address, the language and the numbers `told`, and on nobody."""
    place = Place(None, request.path, made_from=(get_language(), *told))
    body = place.recall(at=timezone.now())
    if body is None:
        body = render_to_string(template, context, request).encode()
        place.keep(body, until=FOREVER)
    return HttpResponse(body)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, what happens, and where to start."""
    return written_once(request, "client/pages/home.html")


@require_safe
def crisis(request: HttpRequest) -> HttpResponse:
    """Who can help now, by country."""
    return written_once(request, "client/pages/crisis.html", {"countries": queries.help_by_country()})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is held, why, how long, and who can read it."""
    days, minutes = settings.RETENTION_DAYS, settings.SESSION_COOKIE_AGE // 60
    context = {"retention_days": days, "visit_minutes": minutes}
    return written_once(request, "client/pages/privacy.html", context, told=(days, minutes))


@require_safe
def does_it_work(request: HttpRequest) -> HttpResponse:
    """What is known of whether matching helps, and what was measured here; without figures when none are."""
    template = "client/pages/does_it_work.html"
    try:
        kept = newest_figures()
    except Exception as error:
        if not database_is_down(error):
            raise
        return render(request, template, {"is_down": True})
    if kept is None:
        return written_once(request, template)
    context = {"page": figures_page(kept.night, kept.told)}
    return written_once(request, template, context, told=(kept.night.toordinal(), kept.made_at.microsecond))
