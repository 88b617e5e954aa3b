"""Mails that failed for good: which, why, and once more."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from rapport.site.foundation import outbox
from rapport.site.foundation.mail.words import WORDS
from rapport.site.foundation.methods import read_or_send
from rapport.site.foundation.outbox_models import Template
from rapport.site.people import policy
from rapport.site.people.account_queries import FailedMails


@read_or_send
def mails(request: HttpRequest) -> HttpResponse:
    """How many of each, and why; nobody's address."""
    viewer = policy.viewer_of(request)
    policy.require(viewer, "change" if request.method == "POST" else "read", FailedMails())
    if request.method == "POST":
        outbox.send_again(by=viewer.actor, at=timezone.now())
        return redirect("desk")
    rows = [(WORDS[Template(each.template)].subject, each.error, each.count) for each in outbox.failed()]
    return render(request, "desk/mails.html", {"rows": rows, "back": reverse("desk")})
