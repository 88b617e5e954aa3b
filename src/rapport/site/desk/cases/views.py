"""Cases: who waits, who looks after whom, and one case as far as the viewer may see it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rapport.site.consultations.queries.bookings import newest_identity
from rapport.site.consultations.queries.waiting import Whose, waiting_page
from rapport.site.desk.cases.presentation import alias, answered, threes
from rapport.site.desk.cases.rows import case_rows
from rapport.site.desk.finding import CasesForm
from rapport.site.foundation import audit
from rapport.site.foundation.paging import PAGE_SIZE, Mark
from rapport.site.intake.models import Intake
from rapport.site.intake.queries import case_with_id, cases_of
from rapport.site.matches.hand_queries import hand_offers_of, shortlists_of
from rapport.site.people import account_visits, case_actions, case_queries, policy
from rapport.site.people.case_queries import Case, Cases
from rapport.site.people.contact_queries import contact_of
from rapport.site.people.models import Account
from rapport.site.people.policy import Viewer
from rapport.site.referrals.queries.timeline import timeline


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Everybody who waits, by pages, the longest first; once, whom the viewer looks after otherwise."""
    viewer, now = policy.viewer_of(request), timezone.now()
    policy.require(viewer, "read", Cases())
    form, mark = CasesForm(request.GET), Mark.of(request.GET)
    page = waiting_page(viewer.id, mark, whose=Whose(form.said("whose")), at=now)
    others = [] if page.before else cases_of(viewer.id, without=page.own)
    shown = {"rows": case_rows(page.rows, viewer.id, at=now), "page": page, "find": form, "most": PAGE_SIZE}
    shown |= {"others": [(each, alias(each)) for each in others], "back": reverse("desk")}
    return render(request, "desk/cases/list.html", shown)


@require_safe
def one(request: HttpRequest, case_id: str) -> HttpResponse:
    """One case: dates for whoever has it, what is sealed once the client or two people said so."""
    viewer, intake, case = case_of(request, case_id, "assign")
    shown: dict[str, Any] = {"case_id": intake.pk, "alias": alias(intake), "since": intake.submitted_at}
    shown |= {name: policy.may(viewer, name, case) for name in ("read", "offer", "open", "reach")}
    shown |= _who(viewer, case) | (_history(case, is_open=shown["open"]) if shown["read"] else {})
    shown |= {"answers": answered(intake)} if shown["open"] else {}
    shown |= {"reach_at": _reach(case)} if shown["reach"] else {}
    if shown["read"]:
        verb = "looked_through_glass" if shown["reach"] else "opened_case" if shown["open"] else "read_case"
        audit.record_reading(actor=viewer.actor, verb=verb, subject=intake.client_id, at=case.at)
    return render(request, "desk/cases/one.html", shown | {"back": reverse("desk-cases")})


def _who(viewer: Viewer, case: Case) -> dict[str, Any]:
    assignment = case_queries.assignment_of(case.client)
    colleagues = [(each.pk, each.unseal("address")) for each in case_queries.coordinators()]
    mine = assignment is not None and assignment.coordinator_id == viewer.id
    glass = case_queries.glass_broken(viewer.id, case.client, at=case.at)
    return {
        "has_it": assignment.coordinator.unseal("address") if assignment else "",
        "is_mine": mine,
        "colleagues": [each for each in colleagues if each[0] != viewer.id],
        "glass_asked": case_queries.glass_asked(case.client, at=case.at),
        "glass_until": glass.expires_at if glass else None,
    }


def _history(case: Case, *, is_open: bool) -> dict[str, Any]:
    hands = {each.match_id: each for each in hand_offers_of(case.client)}
    return {
        "threes": threes(shortlists_of(case.client), hands, is_open=is_open),
        "events": timeline(case.client),
    }


def _reach(case: Case) -> list[str]:
    contact, identity = contact_of(case.client), newest_identity(case.client)
    return [
        *([contact[0].address] if contact else []),
        *([f"{identity['called']}, {identity['contact']}"] if identity else []),
    ]


@require_POST
def assign(request: HttpRequest, case_id: str) -> HttpResponse:
    """Take a case, or hand it to a colleague."""
    viewer, intake, _case = case_of(request, case_id, "assign")
    chosen = request.POST.get("to", viewer.id)
    to = next((each for each in case_queries.coordinators() if each.pk == chosen), None)
    if to is None:
        raise Http404
    case_actions.assign(intake.client, to, by=viewer.id, at=timezone.now())
    return redirect("desk-client", intake.pk)


@require_POST
def release(request: HttpRequest, case_id: str) -> HttpResponse:
    """Nobody in particular looks after it any more."""
    viewer, intake, _case = case_of(request, case_id, "assign")
    case_actions.release(intake.client, by=viewer.id, at=timezone.now())
    return redirect("desk-client", intake.pk)


def case_of(request: HttpRequest, case_id: str, verb: str) -> tuple[Viewer, Intake, Case]:
    """The case of this address, if the viewer may do this to it."""
    viewer, intake, now = policy.viewer_of(request), case_with_id(case_id), timezone.now()
    case = Case(intake.client, now) if intake is not None else None
    policy.require(viewer, verb, case)
    assert intake is not None
    assert case is not None
    return viewer, intake, case


def account_of(request: HttpRequest) -> Account:
    """The coordinator of this visit."""
    account = account_visits.current(request)
    if account is None:
        raise Http404
    return account
