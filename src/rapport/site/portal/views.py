"""The portal's first page: what needs a provider today. And how a new account begins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rapport.site.checkins.queries.caseload import caseload
from rapport.site.directory.actions.verification import open_provider
from rapport.site.directory.choices import Away, Kind
from rapport.site.directory.models import Provider
from rapport.site.directory.queries import absence_of, own_provider, places_of
from rapport.site.foundation import audit
from rapport.site.foundation.methods import read_or_send
from rapport.site.people import policy
from rapport.site.portal.caseload.presentation import PRESSING
from rapport.site.portal.forms import StartForm
from rapport.site.portal.own import account_of
from rapport.site.portal.pages import of_provider, portal_page, posted
from rapport.site.portal.today import needs_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The portal's first page; whoever is signed out is led to where they can sign in."""
    if policy.viewer_of(request).kind is policy.Kind.SIGNED_OUT:
        return redirect("sign-in")
    return _today(request)


@of_provider
def _today(request: HttpRequest, provider: Provider) -> HttpResponse:
    """What needs you today, and how you stand: listed or not, places, times away.

    Whose courses are named here stands on the audit trail.
    """
    now = timezone.now()
    rows = [each for each in caseload(provider, at=now) if each.needs[0] in PRESSING]
    if rows:
        audit.append(
            [audit.Told(provider.pk, "followed_course", each.course.client_id, now) for each in rows]
        )
    context = {
        "needs": needs_of(provider, rows, at=now),
        "places": places_of(provider),
        "paused": absence_of(provider, Away.PAUSE),
        "cooling_off": absence_of(provider, Away.COOLING_OFF),
    }
    return portal_page(request, "portal/home.html", provider, context, section="today")


@read_or_send
def start(request: HttpRequest) -> HttpResponse:
    """A new account says who they are; whoever is somebody already goes on."""
    account = account_of(request)
    if own_provider(account.pk) is not None:
        return redirect("portal")
    form = StartForm(posted(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        open_provider(account, name=said["name"], kind=Kind(said["kind"]), at=timezone.now())
        return redirect("portal")
    return render(request, "portal/start.html", {"form": form})
