"""Reports: on a page, as CSV and as PDF."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from rapport.site.desk.as_of import as_of_words
from rapport.site.desk.reports import equity, service
from rapport.site.desk.reports.tables import Report, as_csv
from rapport.site.desk.reports.typesetting import as_pdf
from rapport.site.desk.tonight import or_tonight
from rapport.site.foundation import audit
from rapport.site.outcomes.queries.nightly_reports import EQUITY, SERVICE, NotYet, Reported
from rapport.site.outcomes.queries.reports import DeskReport
from rapport.site.people import policy

# What is reckoned, and how it becomes tables.
REPORTS: Final[dict[str, tuple[Reported[Any], Callable[[Any], Report]]]] = {
    "equity": (EQUITY, equity.as_report),
    "service": (SERVICE, service.as_report),
}


@require_safe
@or_tonight
def report(request: HttpRequest, name: str) -> HttpResponse:
    """On a page, with ways to take it along."""
    shown = {"report": _made(request, name), "name": name, "back": reverse("desk")}
    return render(request, "desk/reports/report.html", shown)


@require_safe
def as_file(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """The same tables as a file; none before the first night where the page says that it comes."""
    try:
        made, now = _made(request, name), timezone.now()
    except NotYet:
        raise Http404 from None
    if kind == "csv":
        body: str | bytes = as_csv(made)
        response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    elif kind == "pdf":
        body = as_pdf(made, language=get_language() or "en", at=now)
        response = HttpResponse(body, content_type="application/pdf")
    else:
        raise Http404
    day = made.as_of or now
    response["Content-Disposition"] = f'attachment; filename="{name}-{day.date().isoformat()}.{kind}"'
    return response


def _made(request: HttpRequest, name: str) -> Report:
    viewer, now = policy.viewer_of(request), timezone.now()
    policy.require(viewer, "read", DeskReport())
    if name not in REPORTS:
        raise Http404
    audit.record(actor=viewer.actor, verb="reported", subject="system", at=now, detail={"report": name})
    reported, as_report = REPORTS[name]
    told = reported.read(now)
    made = as_report(told.found)
    return replace(made, as_of=told.as_of, lede=f"{made.lede} {as_of_words(told.as_of)}")
