"""A copy of one's caseload for supervision, to print or as a file; nobody's name and nobody's words."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rapport.site.checkins.queries.supervision import COLUMNS, Supervised, supervised
from rapport.site.directory.models import Provider
from rapport.site.foundation import audit
from rapport.site.foundation.templatetags.course_pictures import Drawn
from rapport.site.portal.caseload.presentation import NEEDS, SessionLine, overall, session_lines
from rapport.site.portal.pages import of_provider, portal_page


@dataclass(frozen=True, slots=True)
class Copy:
    """One course on the page."""

    alias: str
    needs: list[str]
    picture: Drawn | None
    lines: list[SessionLine]


@require_safe
@of_provider
def page(request: HttpRequest, provider: Provider) -> HttpResponse:
    """The page to print, and the two files."""
    now = timezone.now()
    found = supervised(provider, at=now)
    _note(provider, found, at=now)
    context = {"copies": [_copy(each) for each in found], "back": reverse("portal-caseload")}
    return portal_page(request, "portal/caseload/supervision.html", provider, context, section="caseload")


@require_safe
@of_provider
def file(request: HttpRequest, provider: Provider, kind: str) -> HttpResponse:  # noqa: ARG001
    """The same as a file."""
    if kind not in KINDS:
        raise Http404
    now, (content_type, write) = timezone.now(), KINDS[kind]
    found = supervised(provider, at=now)
    _note(provider, found, at=now)
    answer = HttpResponse(write(found), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="courses.{kind}"'
    return answer


def _note(provider: Provider, found: list[Supervised], *, at: datetime) -> None:
    """Every client finds it among what was done with their record."""
    told = [audit.Told(provider.pk, "read_for_supervision", each.client_id, at) for each in found]
    audit.append([audit.Told(provider.pk, "read_for_supervision", provider.pk, at), *told])


def _copy(found: Supervised) -> Copy:
    needs = [str(NEEDS[each]) for each in found.needs]
    return Copy(found.course, needs, overall(found.followed), session_lines(found.followed))


def _csv(found: list[Supervised]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(row for each in found for row in each.as_rows())
    return text.getvalue()


def _json(found: list[Supervised]) -> str:
    return json.dumps({"courses": [each.as_json() for each in found]}, indent=1)


KINDS: Final[dict[str, tuple[str, Callable[[list[Supervised]], str]]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "json": ("application/json", _json),
}
