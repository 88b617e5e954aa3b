"""The provider's profile: seen whole, changed page by page, every change kept."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rapport.site.directory.actions.profile import save_profile
from rapport.site.directory.models import Provider
from rapport.site.directory.queries.profile import changes_of
from rapport.site.directory.rows import is_whole
from rapport.site.foundation.methods import read_or_send
from rapport.site.portal.pages import of_provider, portal_page, posted
from rapport.site.portal.profile.parts import BY_SLUG, PARTS, change_words, is_said, name_of, said_in


@require_safe
@of_provider
def overview(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Everything the profile says, with a link to change each page, and what was changed lately."""
    sections = [
        {
            "title": part.title,
            "rows": said_in(part, provider.row, reverse("portal-profile-part", args=[part.slug])),
        }
        for part in PARTS
    ]
    changes = [
        {
            "at": each.at,
            "lines": [(name_of(cell), change_words(*pair)) for cell, pair in each.changes.items()],
        }
        for each in changes_of(provider)
    ]
    context = {
        "sections": sections,
        "changes": changes,
        "is_whole": is_whole(provider.row),
        "is_said": is_said(provider.row),
    }
    return portal_page(request, "portal/profile/overview.html", provider, context, section="profile")


@read_or_send
@of_provider
def part(request: HttpRequest, provider: Provider, slug: str) -> HttpResponse:
    """One page of the profile: saved when sent, and then the next one until everything needed is said."""
    if slug not in BY_SLUG:
        raise Http404
    page = BY_SLUG[slug]
    form = page.form(posted(request), row=provider.row)
    if request.method == "POST" and form.is_valid():
        was_said = is_said(provider.row)
        save_profile(provider, cells=form.cells(), by=str(provider.account_id), at=timezone.now())
        return redirect(_after(slug, was_said=was_said))
    context = {"form": form, "part": page, "back": reverse("portal-profile")}
    return portal_page(request, "portal/profile/part.html", provider, context, section="profile")


def _after(slug: str, *, was_said: bool) -> str:
    """Back to the whole where one thing was changed; on to the next page where all is being said."""
    place = [each.slug for each in PARTS].index(slug) + 1
    if was_said or place == len(PARTS):
        return reverse("portal-profile")
    return reverse("portal-profile-part", args=[PARTS[place].slug])
