"""Short notes by e-mail: off until the client gives an address and the mailbox itself says yes."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from rapport.site.client.mine.views import for_client
from rapport.site.foundation.error_pages import TooManyTries
from rapport.site.foundation.methods import read_or_send
from rapport.site.intake import queries as intake
from rapport.site.intake.places import TIME_ZONES
from rapport.site.people import contact_actions, contact_queries
from rapport.site.people.contact_forms import ContactForm
from rapport.site.people.models import Client

SAVED = "contact_saved"  # in the visit: that something was saved or removed, never what
GIVEN, REMOVED = "given", "removed"


@read_or_send
@for_client("change")
def contact(request: HttpRequest, client: Client) -> HttpResponse:
    """See, give, change or remove the address."""
    found = contact_queries.contact_of(client)
    if request.method == "POST" and "remove" in request.POST:
        contact_actions.remove_contact(client, at=timezone.now())
        return _told(request, REMOVED)
    given, row = found or (None, None)
    form = ContactForm(request.POST or None, zones=TIME_ZONES, given=given, zone=_zone(client))
    if request.method == "POST" and form.is_valid() and _is_given(client, form):
        return _told(request, GIVEN)
    shown = {
        "form": form,
        "given": given,
        "is_confirmed": row is not None and row.confirmed_at is not None,
        "saved": request.session.pop(SAVED, ""),
        "is_sending": settings.MAIL_SERVER is not None,
    }
    return render(request, "client/mine/contact.html", shown)


def _is_given(client: Client, form: ContactForm) -> bool:
    try:
        contact_actions.give_contact(client, form.contact(), at=timezone.now())
    except TooManyTries:
        form.add_error("address", _("You asked for many links today. Please try again tomorrow."))
        return False
    return True


def _told(request: HttpRequest, what: str) -> HttpResponse:
    request.session[SAVED] = what
    return redirect("mine-contact")


def _zone(client: Client) -> str:
    """The zone of the client's answers, to fill in first."""
    answers = intake.answers_of(client) or {}
    return answers.get("timezone") or TIME_ZONES[0][0]


@read_or_send
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever reads the mailbox presses a button: programs that look into mails follow links."""
    at = timezone.now()
    if request.method == "POST":
        is_open, is_done = contact_actions.confirm_contact(token, at=at), True
    else:
        is_open, is_done = contact_queries.by_confirm_token(token, at=at) is not None, False
    return render(request, "client/mine/contact_link.html", {"is_open": is_open, "is_done": is_done})


@csrf_exempt
@read_or_send
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The end of all notes, from the mailbox; mail programs may press this themselves (RFC 8058)."""
    if request.method == "POST":
        contact_actions.stop_notes(token, at=timezone.now())
    return render(request, "client/mine/contact_stop.html", {"is_done": request.method == "POST"})
