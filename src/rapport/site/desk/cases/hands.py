"""Offers by hand: made for one case, and all of them beside what the model would have done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rapport.site.consultations.actions.by_hand import offer_by_hand
from rapport.site.consultations.actions.once import Refused
from rapport.site.desk.as_of import as_of_words
from rapport.site.desk.cases.forms import OfferForm
from rapport.site.desk.cases.presentation import alias
from rapport.site.desk.cases.views import account_of, case_of
from rapport.site.desk.tonight import or_tonight
from rapport.site.foundation import audit
from rapport.site.foundation.figures import rounded
from rapport.site.foundation.methods import read_or_send
from rapport.site.matches.limit_words import LIMITS
from rapport.site.matches.named_actions import CannotTake
from rapport.site.outcomes.queries.by_hand import ByHandReport, Figure
from rapport.site.outcomes.queries.nightly_reports import BY_HAND
from rapport.site.outcomes.queries.reports import DeskReport
from rapport.site.people import policy


@read_or_send
def offer(request: HttpRequest, case_id: str) -> HttpResponse:
    """Whom, and why; every limit of the client and of the law holds."""
    _viewer, intake, case = case_of(request, case_id, "offer")
    form = OfferForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_offered(form, request, case):
        return redirect("desk-client", intake.pk)
    shown = {"form": form, "alias": alias(intake), "back": reverse("desk-client", args=[intake.pk])}
    return render(request, "desk/cases/offer.html", shown)


def _is_offered(form: OfferForm, request: HttpRequest, case: policy.Any) -> bool:
    said = form.cleaned_data
    try:
        offer_by_hand(
            case.client, said["provider"], by=account_of(request), reason=said["reason"], at=case.at
        )
    except CannotTake as refused:
        listed = ", ".join(str(LIMITS[each]) for each in refused.limits)
        told = _("They cannot take this client: %(limits)s.") % {"limits": listed}
        form.add_error("provider", told if listed else _("They are in no list now, or take nobody."))
    except Refused as refused:
        form.add_error("provider", str(refused.words))
    return form.is_valid()


@require_safe
@or_tonight
def hands(request: HttpRequest) -> HttpResponse:
    """How those put there by hand did, beside whom the model would have drawn; nobody's name."""
    viewer, now = policy.viewer_of(request), timezone.now()
    policy.require(viewer, "read", DeskReport())
    told = BY_HAND.read(now)
    audit.record(actor=viewer.actor, verb="hands_reported", subject="system", at=now)
    shown = {"report": told.found, "rows": _rows(told.found), "as_of": as_of_words(told.as_of)}
    shown["back"] = reverse("desk")
    return render(request, "desk/cases/hands.html", shown)


def _rows(report: ByHandReport) -> list[tuple[str, str, int]]:
    told = (
        (_("Forecast of the one chosen by hand"), report.chosen),
        (_("Forecast of the one the model would have drawn"), report.would),
        (_("The first less the second, pair by pair"), report.difference),
        (_("First session's rating less what was forecast for the model's"), report.gained),
    )
    return [(name, _said(figure), figure.n) for name, figure in told]


def _said(figure: Figure) -> str:
    if figure.value is None:
        return _("too few to tell")
    value, low, high = (rounded(each, 1) for each in (figure.value, figure.low, figure.high))
    return _("%(value)s (%(low)s to %(high)s)") % {"value": value, "low": low, "high": high}
