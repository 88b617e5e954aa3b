"""Courses that have got stuck, of clients who let a coordinator see it: where, since when, with whom."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rapport.site.checkins.queries.caseload import CaseloadRow, Need
from rapport.site.checkins.queries.course_words import Row, drawn, questionnaires, rows_of
from rapport.site.checkins.queries.repairs import found_at_the_desk
from rapport.site.checkins.queries.symptom_words import SymptomPage
from rapport.site.consultations.aliases import alias_of
from rapport.site.foundation import audit
from rapport.site.foundation.figures import rounded
from rapport.site.foundation.paging import Mark
from rapport.site.foundation.templatetags.course_pictures import Drawn
from rapport.site.people import policy
from rapport.site.people.account_queries import Staff
from rapport.site.steps.listed import stuck_page


@dataclass(frozen=True, slots=True)
class Line:
    """One course: no name of the client, and nothing of what they said."""

    alias: str
    provider: str
    since: datetime
    needs: list[str]
    picture: Drawn | None
    rows: tuple[Row, ...]
    symptoms: tuple[SymptomPage, ...]


@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """They, by pages, drawn, with the table behind each; whose were looked at stands on the audit trail."""
    viewer, now = policy.viewer_of(request), timezone.now()
    policy.require(viewer, "read", Staff())
    page = stuck_page(Mark.of(request.GET), at=now)
    seen = [audit.Told(viewer.actor, "read_at_desk", row.course.client_id, now) for row in page.rows]
    audit.append([audit.Told(viewer.actor, "read_at_desk", viewer.actor, now), *seen])
    shown = {"lines": [_line(row) for row in page.rows], "page": page, "found": _found()}
    return render(request, "desk/courses.html", shown)


def _found() -> str:
    """How often there was something, where providers looked; nothing while too few said."""
    share = found_at_the_desk()
    if share is None:
        return ""
    told = {name: rounded(getattr(share, name) * 100) for name in ("value", "low", "high")} | {"n": share.n}
    words = _(
        "Of %(n)s that were looked into here, something had shifted in %(value)s of 100 (%(low)s–%(high)s)."
    )
    return words % told


def _line(row: CaseloadRow) -> Line:
    words = {
        Need.RUPTURE: _("Something may have shifted, and has not mended as far as the ratings tell"),
        Need.OFF_TRACK: _("Symptoms go worse than expected"),
    }
    needs = [words[each] for each in row.needs if each in words]
    followed = row.followed
    return Line(
        alias=alias_of(row.course.pk),
        provider=row.course.provider.name,
        since=row.course.opened_at,
        needs=needs,
        picture=drawn(followed, "overall") if followed and followed.sessions else None,
        rows=rows_of(followed) if followed else (),
        symptoms=questionnaires(followed, about_the_pair=False) if followed else (),
    )
