"""Who works here: invited, helped in again, revoked by a coordinator."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.site.desk.finding import StaffForm
from rapport.site.desk.forms import DeskInvitationForm
from rapport.site.directory.actions.verification import HasProvider, invite_as
from rapport.site.directory.models import Provider
from rapport.site.foundation.methods import read_or_send
from rapport.site.foundation.paging import Mark
from rapport.site.people import account_actions, account_queries, policy
from rapport.site.people.choices import AccountKind, LinkPurpose
from rapport.site.people.models import Account, AccountLink
from rapport.site.people.policy import Viewer


@dataclass(frozen=True)
class Row:
    """One account, as the list tells of it."""

    id: str
    address: str
    kind: str
    state: str
    since: datetime
    is_active: bool
    is_others: bool


def row_of(account: Account, viewer: Viewer) -> Row:
    """What the list says of an account; what may be done with it is asked of the policy where it is done."""
    since, state = account.created_at, _("invited, not here yet")
    if account.revoked_at is not None:
        since, state = account.revoked_at, _("revoked")
    elif account.joined_at is not None:
        since = account.joined_at
        state = _("here") if account.has_second_factor else _("here, no second factor yet")
    kind = str(AccountKind(account.kind).label)
    is_others = account.revoked_at is None and account.pk != viewer.id
    return Row(account.pk, account.unseal("address"), kind, state, since, account.is_active, is_others)


@read_or_send
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who was ever invited, by pages."""
    viewer, form = policy.viewer_of(request), StaffForm(request.POST or request.GET)
    policy.require(viewer, "read", account_queries.Staff())
    said = {name: form.said(name) for name in ("address", "kind")}
    page = account_queries.staff(Mark.of(request.GET), **said)
    rows = [row_of(each, viewer) for each in page.rows]
    return render(request, "desk/people.html", {"rows": rows, "page": page, "find": form})


@read_or_send
def invite(request: HttpRequest) -> HttpResponse:
    """Ask whom, as what; then send the link, and show it, in case the mail does not come."""
    viewer = policy.viewer_of(request)
    policy.require(viewer, "invite", Account(kind=AccountKind.PROVIDER))
    form = DeskInvitationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            link = _invited(**form.cleaned_data, by=viewer.id, at=timezone.now())
        except account_actions.AlreadyJoined:
            form.add_error("address", _("Somebody with this address can sign in already."))
        except HasProvider:
            form.add_error("provider", _("This provider, or this address, has an account."))
        else:
            return _shown(request, link)
    return render(request, "desk/invite.html", {"form": form, "back": reverse("desk-people")})


def _invited(
    *, address: str, kind: AccountKind, provider: Provider | None, by: str, at: datetime
) -> AccountLink:
    if provider is None:
        return account_actions.invite(address=address, kind=kind, by=by, at=at)
    return invite_as(provider, address=address, by=by, at=at)


def _shown(request: HttpRequest, link: AccountLink) -> HttpResponse:
    path = reverse("join", args=[account_queries.token_of(link)])
    shown = {"link": request.build_absolute_uri(path), "until": link.expires_at}
    shown["is_new"] = link.purpose == LinkPurpose.INVITATION
    return render(request, "desk/link.html", shown)


@read_or_send
def link(request: HttpRequest, account_id: str) -> HttpResponse:
    """A new link for somebody who lost theirs, or their password."""
    viewer, account = _account(request, account_id, "reset")
    if account.revoked_at is not None:
        raise Http404
    if request.method != "POST":
        return render(request, "desk/new_link.html", {"row": row_of(account, viewer)})
    purpose = LinkPurpose.RESET if account.is_active else LinkPurpose.INVITATION
    return _shown(request, account_actions.send_link(account, purpose, by=viewer.id, at=timezone.now()))


@read_or_send
def revoke(request: HttpRequest, account_id: str) -> HttpResponse:
    """Ask once, then end the account and every visit of it."""
    viewer, account = _account(request, account_id, "revoke")
    if request.method != "POST":
        return render(request, "desk/revoke.html", {"row": row_of(account, viewer)})
    account_actions.revoke(account, by=viewer.id, at=timezone.now())
    return redirect("desk-people")


def _account(request: HttpRequest, account_id: str, verb: str) -> tuple[Viewer, Account]:
    viewer, found = policy.viewer_of(request), account_queries.invited(account_id)
    policy.require(viewer, verb, found)
    assert found is not None
    return viewer, found
