"""Coming back with a receipt code. A code that never was and one that has expired get the same answer."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from rapport.site.client.questionnaire import steps
from rapport.site.foundation import limits
from rapport.site.intake import queries
from rapport.site.people import sessions
from rapport.site.people.models import Client
from rapport.site.people.queries import client_by_receipt

CODE = "code"
LONGEST_CODE = 200
UNKNOWN = _(
    "We know no such code. Check each word. Answers that were not opened for a long time are deleted."
)


class ReturnForm(forms.Form):
    """The code, however it is typed."""

    use_required_attribute = False
    code = forms.CharField(
        label=_("Your receipt code"),
        help_text=_("Five words. Capital letters, spaces and hyphens do not matter."),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Enter the five words of your code."), "max_length": UNKNOWN},
    )


def client_of(request: HttpRequest, form: ReturnForm) -> Client | None:
    """The client whose code was typed; None, with the error on the form, when there is none."""
    if not form.is_valid():
        return None
    at = timezone.now()
    limits.take(limits.RECEIPT_TRIES, who=limits.visitor(request, at=at), at=at)
    client = client_by_receipt(form.cleaned_data[CODE], at=at)
    if client is None:
        form.add_error(CODE, UNKNOWN)
    return client


@require_http_methods(["GET", "POST"])
def returning(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and go on where the client was."""
    form = ReturnForm(request.POST if request.method == "POST" else None)
    client = client_of(request, form) if request.method == "POST" else None
    if client is None:
        return render(request, "client/questionnaire/return.html", {"form": form})
    sessions.sign_in(request, client)
    intake = queries.intake_of(client)
    if intake is not None and intake.submitted_at is not None:
        return redirect("/matches/")
    return redirect(steps.resume_url(queries.draft_of(client)))
