"""Pages that are the same for everyone. None reads the database, so help and privacy show when it is down."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from rapport.site.client import queries
from rapport.site.client.pages import reading


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, what happens, and where to start."""
    return render(request, "client/pages/home.html")


@require_safe
def crisis(request: HttpRequest) -> HttpResponse:
    """Who can help now, by country."""
    return render(request, "client/pages/crisis.html", {"countries": queries.help_by_country()})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is held, why, how long, and who can read it."""
    context = {
        "retention_days": settings.RETENTION_DAYS,
        "visit_minutes": settings.SESSION_COOKIE_AGE // 60,
    }
    return render(request, "client/pages/privacy.html", context)


@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """The list of guides."""
    return render(request, "client/pages/guides.html", {"guides": reading.all_guides(get_language() or "en")})


@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide, and the others beside it."""
    known = reading.all_guides(get_language() or "en")
    chosen = next((one for one in known if one.slug == slug), None)
    if chosen is None:
        raise Http404
    others = [one for one in known if one is not chosen]
    return render(request, "client/pages/guide.html", {"guide": chosen, "others": others})


@require_safe
def does_it_work(request: HttpRequest) -> HttpResponse:
    """What is known of whether matching helps here. No chapter offers figures yet, and the page says so."""
    return render(request, "client/pages/does_it_work.html")


@require_safe
def planner(request: HttpRequest) -> HttpResponse:
    """Not offered yet, said plainly."""
    return render(request, "client/pages/planner.html")


@require_safe
def newsletter(request: HttpRequest) -> HttpResponse:
    """Not offered yet, said plainly."""
    return render(request, "client/pages/newsletter.html")
