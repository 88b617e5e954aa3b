"""What needs a person at the desk today: each part says its own, in the order of need."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.site.checkins.queries.caseload import Need as CourseNeed
from rapport.site.consultations.queries.waiting import MOST_COUNTED, pressing
from rapport.site.desk.cases.rows import CaseRow, case_rows
from rapport.site.desk.reports.equity import as_sentence
from rapport.site.directory.queries.verification import verification_queue
from rapport.site.foundation import outbox
from rapport.site.outcomes.queries.equity import newest_alarms
from rapport.site.people.case_queries import glasses_asked
from rapport.site.referrals.queries.leaving import unsettled
from rapport.site.steps.listed import Listed, asking, listed, stuck
from rapport.site.steps.queries import without_a_group

# A page of more than so many of one kind is read by nobody: the rest stand where the last row leads.
MOST_OF_A_KIND: Final = 10


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to do: what, why, where; `presses` when somebody may come to harm or an answer is due."""

    kind: str
    title: str
    text: str
    url: str
    action: str
    presses: bool = False


Part = Callable[[str, datetime], Iterator[Need]]


def needs_of(viewer: str, *, at: datetime) -> list[Need]:
    """Everything there is to do now, in the order of need; a constant number of queries."""
    found = [need for part in PARTS for need in part(viewer, at)]
    return sorted(found, key=lambda need: not need.presses)


def _glasses(viewer: str, at: datetime) -> Iterator[Need]:
    for glass in glasses_asked(at=at):
        is_own = glass.asked_by_id == viewer
        told = {"time": date_format(glass.answer_until, "H:i")}
        yield Need(
            _("Emergency"),
            _("A record is to be opened"),
            (
                _("You asked for a second person. It lapses at %(time)s UTC.")
                if is_own
                else _("A colleague gives a reason and asks for a second person, until %(time)s UTC.")
            )
            % told,
            reverse("desk-glass", args=[glass.pk]),
            _("Look at it") if is_own else _("Read why, and decide"),
            presses=not is_own,
        )


def _people(viewer: str, at: datetime) -> Iterator[Need]:
    found = pressing(viewer, most=MOST_OF_A_KIND, at=at)
    yield from map(_of_row, case_rows(found.first, viewer, at=at))
    more = found.count - len(found.first)
    if more > 0:
        title = ngettext("%(n)s more person waits", "%(n)s more people wait", more) % {"n": more}
        if found.count == MOST_COUNTED:
            title = _("At least %(n)s more people wait") % {"n": more}
        text = _("The longest waiting first.")
        yield Need(_("People waiting"), title, text, reverse("desk-cases"), _("See everybody"))


def _of_row(row: CaseRow) -> Need:
    title = _("Case %(alias)s waits %(days)s") % {"alias": row.alias, "days": row.days}
    text = _("%(why)s. Looked after by: %(who)s.") % {"why": "; ".join(row.why), "who": row.who}
    return Need(
        _("People waiting"), title, text, reverse("desk-client", args=[row.case]), _("Open the case"),
        presses=row.presses,
    )  # fmt: skip


def _left(viewer: str, at: datetime) -> Iterator[Need]:  # noqa: ARG001
    for each in unsettled()[:MOST_OF_A_KIND]:
        title = _("%(name)s has left, and %(n)s of their clients have nobody yet")
        text = _("They have not begun with anybody else, nor said that they stop.")
        told, url = {"n": each.count, "name": each.name}, reverse("desk-leaving-one", args=[each.provider])
        yield Need(_("Left alone"), title % told, text, url, _("Look at them"))


def _courses(viewer: str, at: datetime) -> Iterator[Need]:  # noqa: ARG001
    rows = listed(at=at)
    yield from _stuck(stuck(rows))
    yield from _steps(len(asking(rows)), without_a_group())


def _stuck(rows: list[Listed]) -> Iterator[Need]:
    if not rows:
        return
    ruptures = sum(CourseNeed.RUPTURE in row.needs for row in rows)
    title = ngettext("%(n)s course has got stuck", "%(n)s courses have got stuck", len(rows))
    text = _("%(ruptures)s with a rupture not mended, %(others)s off track; of those who let you see it.")
    told = {"ruptures": ruptures, "others": sum(CourseNeed.OFF_TRACK in row.needs for row in rows)}
    yield Need(
        _("Courses"), title % {"n": len(rows)}, text % told, reverse("desk-courses"), _("Look at them")
    )


def _steps(asking: int, waiting: int) -> Iterator[Need]:
    url, look = reverse("desk-steps"), _("Look at them")
    if asking:
        title = ngettext("%(n)s course asks for another step", "%(n)s courses ask for another step", asking)
        text = _("Up where it does not help, down where it has; the client agrees or stays.")
        yield Need(_("Steps of care"), title % {"n": asking}, text, url, look)
    if waiting:
        title = ngettext("%(n)s client waits for a group", "%(n)s clients wait for a group", waiting)
        text = _("They agreed to a group, and have no place in one yet.")
        yield Need(_("Steps of care"), title % {"n": waiting}, text, url, look)


def _verification(viewer: str, at: datetime) -> Iterator[Need]:  # noqa: ARG001
    queue, url = verification_queue(at=at), reverse("desk-verification")
    for case in queue.waiting[:MOST_OF_A_KIND]:
        told = {"day": date_format(case.submitted_at, "j F")}
        text = _("Handed in on %(day)s. Until you decide, nobody is sent to them.") % told
        page = reverse("desk-case", args=[case.pk])
        yield Need(_("Verification"), _("Verify %(name)s") % {"name": case.name}, text, page, _("Decide"))
    if queue.expiring:
        count, first = queue.expiring_count, queue.expiring[0]
        title = ngettext("%(n)s licence runs out soon", "%(n)s licences run out soon", count) % {"n": count}
        told = {"name": first.name, "day": date_format(first.expires_on, "j F Y")}
        text = _("Within sixty days, or already. First %(name)s, on %(day)s.") % told
        yield Need(_("Licences"), title, text, url, _("See them"))


def _mails(viewer: str, at: datetime) -> Iterator[Need]:  # noqa: ARG001
    count = sum(each.count for each in outbox.failed())
    if count:
        title = ngettext("%(n)s mail failed for good", "%(n)s mails failed for good", count) % {"n": count}
        text = _("Whom they were for has not been told.")
        yield Need(_("Mails"), title, text, reverse("desk-mails"), _("Look, and send again"))


def _equity(viewer: str, at: datetime) -> Iterator[Need]:  # noqa: ARG001
    alarms = newest_alarms()
    if alarms:
        title = ngettext("%(n)s group stands out", "%(n)s groups stand out", len(alarms)) % {"n": len(alarms)}
        url = reverse("desk-report", args=["equity"])
        yield Need(_("Equity"), title, as_sentence(alarms[0]), url, _("Look at all"))


PARTS: Final[tuple[Part, ...]] = (_glasses, _left, _people, _courses, _mails, _equity, _verification)
