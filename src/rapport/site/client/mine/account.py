"""A client's own account, if they wish one: a name that we draw and a password, or a passkey.

The receipt code goes on working: whoever makes no account misses nothing.
"""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from rapport.site.client.mine.views import for_client
from rapport.site.foundation.methods import read_or_send
from rapport.site.people import account_queries, client_account_actions, factor_actions
from rapport.site.people import factor_queries as factors
from rapport.site.people.account_forms import NewPasskeyForm, NewPasswordForm, passkey_options
from rapport.site.people.models import Client

STAYS = "passkey_stays"  # in the visit: that a passkey could not go


@read_or_send
@for_client("change")
def account(request: HttpRequest, client: Client) -> HttpResponse:
    """What there is of an account; posting a password draws a name for it, shown once."""
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        password = form.cleaned_data["password"]
        name = client_account_actions.set_password(client, password=password, at=timezone.now())
        return render(request, "client/mine/account_made.html", {"name": name})
    return _page(request, client, form, NewPasskeyForm())


def _page(
    request: HttpRequest, client: Client, form: NewPasswordForm, passkey: NewPasskeyForm
) -> HttpResponse:
    found = account_queries.account_of(client)
    shown = {
        "form": form,
        "passkey": passkey,
        "account": found,
        "passkeys": factors.passkeys(found) if found is not None else [],
        "must_stay": request.session.pop(STAYS, False),
    }
    return render(request, "client/mine/account.html", shown)


@require_POST
@for_client("change")
def add_passkey(request: HttpRequest, client: Client) -> HttpResponse:
    """One passkey more; the first one makes the account."""
    form, at = NewPasskeyForm(request.POST), timezone.now()
    if not form.is_valid():
        return _page(request, client, NewPasswordForm(), form)
    found = client_account_actions.for_passkeys(client, at=at)
    name = form.cleaned_data["label"] or factors.next_passkey_name(found)
    factor_actions.add_passkey(found, name=name, credential=form.cleaned_data["credential"], at=at)
    return redirect("mine-account")


@require_POST
@for_client("change")
def passkey_question(request: HttpRequest, client: Client) -> HttpResponse:  # noqa: ARG001
    """What a script asks the browser to make a passkey."""
    return JsonResponse(passkey_options(client_account_actions.for_passkeys(client, at=timezone.now())))


@require_POST
@for_client("change")
def remove_passkey(request: HttpRequest, client: Client, passkey_id: int) -> HttpResponse:
    """One passkey less; the last way in is removed with the account only."""
    found = account_queries.account_of(client)
    try:
        if found is None or not factor_actions.remove_passkey(found, passkey_id, at=timezone.now()):
            raise Http404
    except factor_actions.LastFactor:
        request.session[STAYS] = True
    return redirect("mine-account")


@require_POST
@for_client("change")
def remove(request: HttpRequest, client: Client) -> HttpResponse:  # noqa: ARG001
    """No account any more; answers and receipt code stay."""
    client_account_actions.remove(client, at=timezone.now())
    return redirect("mine-account")
