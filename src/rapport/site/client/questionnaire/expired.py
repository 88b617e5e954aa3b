"""When a visit has ended: nothing is lost, and the page that was being sent is carried along."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.site.client.questionnaire import steps
from rapport.site.client.questionnaire.returning import CODE, ReturnForm

NOT_CARRIED = frozenset({"csrfmiddlewaretoken", CODE})


def has_ended(request: HttpRequest, *, slug: str = "") -> bool:
    """Whether a request without a client comes from a visit that was one: idle too long, or erased."""
    had_visit = settings.SESSION_COOKIE_NAME in request.COOKIES and not request.session.keys()
    if request.method != "POST":
        return had_visit
    return had_visit or slug != steps.FIRST.slug or request.POST.get("seen", "") not in ("", "0")


def ended(request: HttpRequest, form: ReturnForm) -> HttpResponse:
    """What happened, and the code to go on with; what was just sent rides along in the form."""
    carried = [
        (name, value) for name, values in request.POST.lists() for value in values if name not in NOT_CARRIED
    ]
    context = {"form": form, "carried": carried, "minutes": settings.SESSION_COOKIE_AGE // 60}
    return render(request, "client/questionnaire/ended.html", context, status=403)
