"""Looking up a recommended name, and the public page of a provider."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from rapport.site.client.people import presentation
from rapport.site.directory import queries, recommendations
from rapport.site.directory.names import name_words
from rapport.site.foundation import limits
from rapport.site.foundation.remembered import Place
from rapport.site.intake.queries import answers_of
from rapport.site.people import policy, sessions


@require_safe
def lookup(request: HttpRequest) -> HttpResponse:
    """“Someone recommended a name?”: at most ten people of that name, and nothing without a name."""
    text = request.GET.get("q", "")[: queries.LONGEST_QUERY].strip()
    now = timezone.now()
    found: list[queries.Found] = []
    if text:
        limits.take(limits.NAME_LOOKUPS, who=limits.visitor(request, at=now), at=now)
        found = queries.look_up(text)
    can_compare = _can_compare(request)
    context = {
        "text": text,
        "is_too_short": bool(text) and sum(map(len, name_words(text))) < queries.FEWEST_LETTERS,
        "found": [_shown(one, can_compare=can_compare) for one in found],
        "is_full": len(found) == queries.MOST_FOUND,
        "can_compare": can_compare,
    }
    return render(request, "client/people/lookup.html", context)


@require_safe
def provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The public page of a listed provider; the same 404 for one who is not listed and one who never was."""
    thing = queries.provider_with_id(provider_id)
    if thing is None:
        raise Http404
    policy.require(policy.viewer_of(request), "read", thing)
    known, now = queries.known_of(thing), timezone.now()
    compare = reverse("fit", args=[thing.pk]) if _can_compare(request) else ""
    place = Place(None, f"{request.path} {compare}", made_from=(get_language(), known))
    body = place.recall(at=now)
    if body is None:
        page = presentation.page(queries.public_profile(thing, known), on=now.date())
        context = {"page": page, "compare": compare}
        body = render_to_string("client/people/provider.html", context, request).encode()
        place.keep(body, until=datetime.combine(now.date() + timedelta(days=1), time.min, UTC))
    return HttpResponse(body)


@require_safe
def recommend(request: HttpRequest, provider_id: str) -> HttpResponse:
    """A link to pass on: whom it recommends and until when, and nothing of who made it."""
    thing, now = queries.provider_with_id(provider_id), timezone.now()
    if thing is None:
        raise Http404
    policy.require(policy.viewer_of(request), "read", thing)
    token = recommendations.token_for(thing, at=now)
    shown = {
        "provider": thing,
        "link": settings.SITE_ADDRESS + reverse("recommended", args=[token]),
        "until": now + recommendations.LASTS,
        "back": reverse("provider", args=[thing.pk]),
    }
    return render(request, "client/people/recommend.html", shown)


@require_safe
def recommended(request: HttpRequest, token: str) -> HttpResponse:
    """Whom somebody recommends to whoever opens this; a link that has ended says so, with another way."""
    thing = recommendations.recommended_by(token, at=timezone.now())
    if thing is None or not policy.may(policy.viewer_of(request), "read", thing):
        return render(request, "client/people/recommended.html", {})
    row = queries.public_profile(thing, queries.known_of(thing)).row
    is_open, openings = presentation.places(row)
    shown = {
        "provider": thing,
        "meta": presentation.meta(row),
        "is_open": is_open,
        "openings": openings,
        "compare": reverse("fit", args=[thing.pk]) if _can_compare(request) else "",
    }
    return render(request, "client/people/recommended.html", shown)


def _can_compare(request: HttpRequest) -> bool:
    """Whether the viewer has answered the questionnaire, so that there is something to compare with."""
    client = sessions.current_client(request)
    return client is not None and answers_of(client) is not None


def _shown(one: queries.Found, *, can_compare: bool) -> dict[str, object]:
    is_open, openings = presentation.places(one.row)
    return {
        "name": one.row.name,
        "meta": presentation.meta(one.row),
        "is_open": is_open,
        "openings": openings,
        "url": reverse("provider", args=[one.id]),
        "compare": reverse("fit", args=[one.id]) if can_compare else "",
    }
