"""One's own account: what protects it, and changing that."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rapport.site.access import new_secrets
from rapport.site.access.entrance import home_of
from rapport.site.foundation.methods import read_or_send
from rapport.site.people import account_actions, account_visits, entrance_actions, factor_actions, policy
from rapport.site.people import factor_queries as factors
from rapport.site.people.account_forms import (
    NewPasskeyForm,
    NewPasswordForm,
    ProveForm,
    SetUpCodesForm,
    passkey_options,
)
from rapport.site.people.models import Account

# In the visit: which of these pages was asked for; that a passkey could not go.
AFTER, STAYS = "after_proof", "passkey_stays"
View = Callable[..., HttpResponse]


def for_account(*, proved: bool = False) -> Callable[[View], View]:
    """Pass whoever is signed in to a view; they need no second factor yet, since it is set up here.

    With `proved`, the password is asked for again when they came in a while ago.
    """

    def wrapping(view: View) -> View:
        @never_cache
        @wraps(view)
        def _asking(request: HttpRequest, **parts: int) -> HttpResponse:
            account = account_visits.signed_in(request)
            if account is None:
                return redirect("sign-in")
            policy.require(policy.viewer_as(account), "change", account)
            if proved and not account_visits.has_proved_lately(request):
                # A form is not kept: after the proof its page is shown again.
                name = request.resolver_match.view_name if request.method == "GET" else "account"
                request.session[AFTER] = name
                return redirect("account-prove")
            return view(request, account, **parts)

        return _asking

    return wrapping


@require_safe
@for_account()
def home(request: HttpRequest, account: Account) -> HttpResponse:
    """What protects the account."""
    if not account.has_second_factor:
        return redirect("account-codes")
    shown = {
        "address": account.unseal("address"),
        "has_codes": factors.authenticator(account, factor_actions.KIND.TOTP) is not None,
        "passkeys": len(factors.passkeys(account)),
        "spare": len(factors.recovery_codes(account)),
        "home": home_of(account),
    }
    return render(request, "access/home.html", shown)


@read_or_send
@for_account(proved=True)
def codes(request: HttpRequest, account: Account) -> HttpResponse:
    """Set up codes from an app: a picture to take, the same in letters, and a first code for proof."""
    secret = new_secrets.of(request)
    form = SetUpCodesForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        at = timezone.now()
        counter = factor_actions.counter_of(secret, form.cleaned_data["code"], at=at)
        if counter is not None:
            factor_actions.set_up_codes(account, secret=secret, counter=counter, at=at)
            new_secrets.forget(request)
            return redirect("account-recovery")
        form.refuse()
    shown = {"form": form, "qr": new_secrets.picture(account, secret), "secret": new_secrets.in_fours(secret)}
    is_first = not account.has_second_factor
    return render(request, "access/codes.html", shown | {"is_first": is_first, "passkey": NewPasskeyForm()})


@read_or_send
@for_account(proved=True)
def recovery(request: HttpRequest, account: Account) -> HttpResponse:
    """The recovery codes that are left, to print; posting makes ten new ones."""
    if not account.has_second_factor:
        return redirect("account-codes")
    if request.method == "POST":
        factor_actions.renew_recovery_codes(account, at=timezone.now())
        return redirect("account-recovery")
    return render(request, "access/recovery.html", {"codes": factors.recovery_codes(account)})


@read_or_send
@for_account(proved=True)
def passkeys(request: HttpRequest, account: Account) -> HttpResponse:
    """Passkeys: which there are, and one more."""
    form = NewPasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        name = said["label"] or factors.next_passkey_name(account)
        factor_actions.add_passkey(account, name=name, credential=said["credential"], at=timezone.now())
        return redirect("account-passkeys" if account.has_second_factor else "account-recovery")
    shown = {"form": form, "passkeys": factors.passkeys(account), "must_stay": request.session.pop(STAYS, "")}
    return render(request, "access/passkeys.html", shown)


@require_POST
@for_account(proved=True)
def passkey_question(request: HttpRequest, account: Account) -> HttpResponse:  # noqa: ARG001
    """What a script asks the browser to make a passkey."""
    return JsonResponse(passkey_options(account))


@require_POST
@for_account(proved=True)
def remove_passkey(request: HttpRequest, account: Account, passkey_id: int) -> HttpResponse:
    """One passkey less; the last second factor stays."""
    try:
        if not factor_actions.remove_passkey(account, passkey_id, at=timezone.now()):
            raise Http404
    except factor_actions.LastFactor:
        request.session[STAYS] = True
    return redirect("account-passkeys")


@read_or_send
@for_account(proved=True)
def password(request: HttpRequest, account: Account) -> HttpResponse:
    """Another password; other visits end."""
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        at, visit = timezone.now(), request.session.session_key or ""
        account_actions.change_password(account, password=form.cleaned_data["password"], visit=visit, at=at)
        account_visits.stay(request, account)
        return redirect("account")
    return render(request, "access/password.html", {"form": form})


@read_or_send
@for_account()
def prove(request: HttpRequest, account: Account) -> HttpResponse:
    """Ask for the password again before what protects the account is changed."""
    form = ProveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if entrance_actions.prove(account, password=form.cleaned_data["password"], at=timezone.now()):
            account_visits.proved(request)
            return redirect(request.session.pop(AFTER, "account"))
        form.refuse()
    return render(request, "access/prove.html", {"form": form})
