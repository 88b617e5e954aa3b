"""The steps of a provider's verification, and where it stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rapport.site.directory.actions import verification as actions
from rapport.site.directory.actions.verification import LicenceGiven
from rapport.site.directory.beside import lines_of
from rapport.site.directory.models import Provider, VerificationCase
from rapport.site.directory.queries.verification import (
    compared,
    decisions_of,
    expires_soon,
    last_accepted,
    licences_of,
    missing_in,
    open_case,
)
from rapport.site.foundation.methods import read_or_send
from rapport.site.portal.pages import of_provider, portal_page, posted
from rapport.site.portal.verification.forms import NUMBER_TAKEN, LicencesForm, WhoForm
from rapport.site.portal.verification.presentation import steps_of

SECTION = "verification"


@require_safe
@of_provider
def overview(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Where it stands: the steps, what the federal list has beside them, and what was decided."""
    case, now = open_case(provider), timezone.now()
    missing = missing_in(case, at=now) if case else ()
    context = {
        "case": case,
        "steps": steps_of(case, licences_of(case), missing) if case else [],
        "missing": missing,
        "compared": lines_of(compared(case)) if case else [],
        "decisions": decisions_of(provider),
        "accepted": last_accepted(provider),
        "expires": expires_soon(provider, at=now),
        "is_editable": case is not None and case.state in actions.EDITABLE,
    }
    return portal_page(request, "portal/verification/overview.html", provider, context, section=SECTION)


@require_POST
@of_provider
def begin(request: HttpRequest, provider: Provider) -> HttpResponse:  # noqa: ARG001
    """A new case, to be verified or to renew a licence; it starts from what was accepted last."""
    actions.begin_case(provider, by=str(provider.account_id), at=timezone.now())
    return redirect("portal-verification")


@read_or_send
@of_provider
def who(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Name, kind, number and profession."""
    case = _editable(provider)
    if case is None:
        return redirect("portal-verification")
    form = WhoForm(posted(request), case=case)
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_who(case, form.who(), by=str(provider.account_id), at=timezone.now())
        except actions.NumberTaken:
            form.add_error("npi", NUMBER_TAKEN)
        else:
            is_coach = form.who().kind == "coach"
            return redirect("portal-verification" if is_coach else "portal-licences")
    context = {"form": form, "back": reverse("portal-verification")}
    return portal_page(request, "portal/verification/who.html", provider, context, section=SECTION)


@read_or_send
@of_provider
def licences(request: HttpRequest, provider: Provider) -> HttpResponse:
    """A line for each state."""
    case, now = _editable(provider), timezone.now()
    if case is None:
        return redirect("portal-verification")
    kept = [LicenceGiven(each.state, each.number, each.expires_on) for each in licences_of(case)]
    form = LicencesForm(posted(request), licences=kept, today=now.date())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["licences"]
        actions.say_licences(case, given, by=str(provider.account_id), at=now)
        return redirect("portal-verification")
    context = {"form": form, "back": reverse("portal-verification")}
    return portal_page(request, "portal/verification/licences.html", provider, context, section=SECTION)


@require_POST
@of_provider
def submit(request: HttpRequest, provider: Provider) -> HttpResponse:  # noqa: ARG001
    """Hand it to the coordinator; where a step is missing, the page says which."""
    case = _editable(provider)
    if case is not None and not missing_in(case, at=timezone.now()):
        actions.submit(case, by=str(provider.account_id), at=timezone.now())
    return redirect("portal-verification")


def _editable(provider: Provider) -> VerificationCase | None:
    case = open_case(provider)
    return case if case is not None and case.state in actions.EDITABLE else None
