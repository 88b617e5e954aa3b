"""Ask for the newsletter, say yes from the mailbox, end it by one click; the last two set no cookie."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from rapport.site.client.pages.views import written_once
from rapport.site.foundation import limits
from rapport.site.foundation.error_pages import TooManyTries
from rapport.site.foundation.methods import read_or_send
from rapport.site.newsletter.actions import joining
from rapport.site.newsletter.forms import JoinForm
from rapport.site.newsletter.queries import readers

ASKED: Final = limits.Limit("newsletter", allowed=6, seconds=3600)


@read_or_send
def newsletter(request: HttpRequest) -> HttpResponse:
    """What it is, and the form; without a mail server, that there is none."""
    can_mail = settings.MAIL_SERVER is not None
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and can_mail and form.is_valid() and _is_asked(request, form):
        return redirect("newsletter-asked")
    return render(request, "client/newsletter/join.html", {"form": form if can_mail else None})


def _is_asked(request: HttpRequest, form: JoinForm) -> bool:
    at = timezone.now()
    try:
        limits.take(ASKED, who=limits.visitor(request, at=at), at=at)
    except TooManyTries:
        form.add_error("address", _("You asked for many links just now. Please try again in an hour."))
        return False
    joining.ask(form.cleaned_data["address"], form.cleaned_data["language"], at=at)
    return True


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The same for every address: one that is here already, one that is new."""
    return written_once(request, "client/newsletter/asked.html")


# Neither asks for the form's cookie: the link itself is the right, and a mail leaves no trace in a browser.
@csrf_exempt
@read_or_send
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever reads the mailbox presses a button: programs that look into mails follow links."""
    at, is_done = timezone.now(), request.method == "POST"
    is_open = joining.confirm(token, at=at) if is_done else readers.is_open(token, at=at)
    return render(request, "client/newsletter/confirm.html", {"is_open": is_open, "is_done": is_done})


@csrf_exempt
@read_or_send
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The end of it, from the mailbox; mail programs press this themselves (RFC 8058)."""
    if request.method == "POST":
        joining.leave(token, at=timezone.now())
    return render(request, "client/newsletter/stop.html", {"is_done": request.method == "POST"})
