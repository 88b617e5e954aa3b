"""The planner: what somebody types lives as long as the request; a fault gives the form back filled."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rapport.site.client.pages.views import written_once
from rapport.site.foundation import keys, limits
from rapport.site.foundation.error_pages import TooManyTries
from rapport.site.foundation.methods import read_or_send
from rapport.site.guides import actions
from rapport.site.guides.forms import PlannerForm
from rapport.site.guides.planner.typesetting import Unprintable, typeset

PLANNERS: Final = limits.Limit("planner", allowed=30, seconds=600)
# Few, and few to one address: nobody shall be flooded with planners they did not ask for.
MAILS: Final = limits.Limit("planner-mail", allowed=6, seconds=3600)
MAILS_TO_ONE: Final = limits.Limit("planner-mail-to", allowed=3, seconds=86400)


@read_or_send
def planner(request: HttpRequest) -> HttpResponse:
    """The form; the file, or a mail with it."""
    at = timezone.now()
    form = PlannerForm(request.POST or None, at=at, can_mail=settings.MAIL_SERVER is not None)
    if request.method == "POST" and form.is_valid():
        limits.take(PLANNERS, who=limits.visitor(request, at=at), at=at)
        try:
            return _mailed(request, form, at) if form.is_for_mail else _file(form)
        except Unprintable:
            form.add_error("name", _("Some of the letters you typed cannot be printed; write them by hand"))
        except TooManyTries:
            form.add_error("email", _("Too many were sent just now. Download it, or try again later"))
        except actions.NotSent as error:
            form.add_error("email", _why(error))
    return render(request, "client/guides/planner.html", {"form": form})


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Says that it is on its way, and to nobody to whom."""
    return written_once(request, "client/guides/planner_sent.html")


def _file(form: PlannerForm) -> HttpResponse:
    response = HttpResponse(typeset(form.order), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{actions.FILE_NAME}"'
    # The page itself is public; what somebody typed into it is not.
    response["Cache-Control"] = "no-store, private"
    return response


def _mailed(request: HttpRequest, form: PlannerForm, at: datetime) -> HttpResponse:
    to = form.cleaned_data["email"]
    limits.take(MAILS, who=limits.visitor(request, at=at), at=at)
    limits.take(MAILS_TO_ONE, who=_recipient(to, at), at=at)
    actions.mail_planner(form.order, to=to, at=at)
    return redirect("planner-sent")


def _recipient(address: str, at: datetime) -> str:
    """An address as it is counted: a digest that holds for one day, as with visitors."""
    return keys.digest(keys.ring().limits, f"{at.date().isoformat()}|{address.lower()}")


def _why(error: actions.NotSent) -> str:
    if error.was_refused:
        return _("The mail server does not take this address. Check it, or download the planner")
    return _("We could not send it just now. Nothing you typed is lost: try again, or download it")
