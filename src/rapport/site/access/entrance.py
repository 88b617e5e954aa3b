"""Coming in: by name and password and a second factor, or by a passkey; joining; a new password."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rapport.site.foundation import limits
from rapport.site.foundation.methods import read_or_send
from rapport.site.people import account_actions, account_queries, account_visits, entrance_actions, sessions
from rapport.site.people.account_forms import (
    AddressForm,
    CodeForm,
    NewPasswordForm,
    PasskeySignInForm,
    SignInForm,
    passkey_options,
)
from rapport.site.people.choices import AccountKind, LinkPurpose
from rapport.site.people.models import Account

HOMES = {AccountKind.PROVIDER: "/portal/", AccountKind.CLIENT: "/matches/"}
DESK = "/desk/"


def home_of(account: Account) -> str:
    """Where somebody goes who came in."""
    return HOMES.get(AccountKind(account.kind), DESK)


@read_or_send
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for a name and a password."""
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        at = timezone.now()
        account = entrance_actions.try_password(
            **form.cleaned_data, visitor=limits.visitor(request, at=at), at=at
        )
        if account is not None:
            return _after_password(request, account)
        form.refuse()
    return _sign_in_page(request, form, PasskeySignInForm())


def _sign_in_page(request: HttpRequest, form: SignInForm, passkey: PasskeySignInForm) -> HttpResponse:
    return render(request, "access/sign_in.html", {"form": form, "passkey": passkey})


def _after_password(request: HttpRequest, account: Account) -> HttpResponse:
    if account.has_second_factor and not account.is_client:
        account_visits.begin(request, account)
        return redirect("sign-in-code")
    return _come_in(request, account)


def _come_in(request: HttpRequest, account: Account) -> HttpResponse:
    if account.holder is not None:
        sessions.sign_in(request, account.holder)
    else:
        account_visits.sign_in(request, account)
    entrance_actions.note_signed_in(account, at=timezone.now())
    return redirect(home_of(account))


@read_or_send
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor of somebody who gave the right password."""
    account = account_visits.half_way(request)
    if account is None:
        return redirect("sign-in")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if entrance_actions.try_code(account, form.cleaned_data["code"], at=timezone.now()):
            return _come_in(request, account)
        form.refuse()
    return render(request, "access/code.html", {"form": form, "passkey": PasskeySignInForm()})


@require_POST
def passkey_question(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """What a script asks the browser before somebody comes in with a passkey."""
    return JsonResponse(passkey_options(None))


@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Come in with a passkey: the device asked for a finger or a number, so it is both factors in one."""
    at = timezone.now()
    limits.take(limits.SIGN_IN_TRIES, who=limits.visitor(request, at=at), at=at)
    form = PasskeySignInForm(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, SignInForm(), form)
    return _come_in(request, form.cleaned_data["credential"])


@read_or_send
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Take up an invitation, or choose a new password: a link that works once."""
    link = account_queries.link_by_token(token, at=timezone.now())
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if link is not None and form.is_valid():
        try:
            account_actions.follow_link(token, password=form.cleaned_data["password"], at=timezone.now())
        except account_actions.LinkSpent:
            link = None  # Two tabs at once: the other one was first.
        else:
            sessions.sign_out(request)
            return redirect("sign-in")
    if link is None:
        return render(request, "access/link_spent.html", status=404)
    is_new = link.purpose == LinkPurpose.INVITATION
    return render(request, "access/join.html", {"form": form, "is_new": is_new})


@read_or_send
def forgotten(request: HttpRequest) -> HttpResponse:
    """Send a link to a new password, and say the same whether or not somebody has this address."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        at = timezone.now()
        entrance_actions.ask_for_reset(**form.cleaned_data, visitor=limits.visitor(request, at=at), at=at)
        return render(request, "access/sent.html")
    context = {"form": form, "back": reverse("sign-in"), "title": _("Choose a new password")}
    return render(request, "access/forgotten.html", context)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the visit."""
    sessions.sign_out(request)
    return redirect("sign-in")
