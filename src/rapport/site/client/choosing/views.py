"""Prepare a first talk, say how it went, see where one stands, compare, choose, and part kindly."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rapport.site.client.choosing import parting, preparing, presentation
from rapport.site.consultations.actions import choosing, reflections
from rapport.site.consultations.actions.preparing import keep_questions
from rapport.site.consultations.models import OwnQuestions, Reflection
from rapport.site.consultations.queries import choosing as queries
from rapport.site.consultations.queries import preparing as prepared_queries
from rapport.site.consultations.queries.reflections import booking_of, is_over, said_of
from rapport.site.consultations.queries.standing import open_course, standing_of
from rapport.site.consultations.reflection_forms import FarewellForm, OwnQuestionsForm, ReflectionForm
from rapport.site.foundation.audit import record_reading
from rapport.site.foundation.methods import read_or_send
from rapport.site.people import policy, sessions
from rapport.site.people.models import Client
from rapport.site.referrals.queries.referrals import left_without_goodbye

RETURN = "/return/"
View = Callable[..., HttpResponse]


def of_client(view: View) -> View:
    """A page of the client of this visit, handed on as `client`; without one the code is asked for."""

    @wraps(view)
    def _asked(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        client = sessions.current_client(request)
        if client is None:
            return redirect(RETURN)
        policy.require(policy.viewer_of(request), "read", client)
        return view(request, client, *args, **named)

    return _asked


@read_or_send
@of_client
def prepare(request: HttpRequest, client: Client, match_id: str) -> HttpResponse:
    """Questions to take along to one of the three, and one's own; made to be printed."""
    match = queries.match_with(match_id)
    if match is None:
        raise Http404
    policy.require(policy.viewer_of(request), "read", match)
    policy.require(policy.viewer_of(request), "change", OwnQuestions(client=client, match=match))
    page = preparing.page_of(prepared_queries.prepared(client, match))
    sent = request.POST if request.method == "POST" else None
    form = OwnQuestionsForm(sent, initial={"words": page.own_questions})
    if form.is_bound and form.is_valid():
        keep_questions(by=client, at=timezone.now(), match=match, words=form.cleaned_data["words"])
        return redirect(f"{reverse('prepare', args=[match.pk])}#own")
    record_reading(actor=client.pk, verb="read_matches", subject=client.pk, at=timezone.now())
    return render(request, "client/choosing/prepare.html", {"page": page, "form": form})


@read_or_send
@of_client
def reflect(request: HttpRequest, client: Client, booking_id: str) -> HttpResponse:
    """Two minutes after a first talk."""
    booking = booking_of(booking_id)
    if booking is None:
        raise Http404
    # By its id: given the booking itself, it would stand in the place of what was said before.
    mine = Reflection(client=booking.client, booking_id=booking.pk)
    policy.require(policy.viewer_of(request), "change", mine)
    if not is_over(booking, timezone.now()):
        return render(request, "client/choosing/not_yet.html", {"name": booking.provider.name})
    form = ReflectionForm(request.POST if request.method == "POST" else None, said=said_of(booking))
    if form.is_bound and form.is_valid():
        reflections.reflect(by=client, at=timezone.now(), booking=booking, saying=form.saying())
        return redirect("standing")
    return render(request, "client/choosing/reflect.html", {"form": form, "name": booking.provider.name})


@require_safe
@of_client
def standing(request: HttpRequest, client: Client) -> HttpResponse:
    """What was forecast, what the talks told, and whether one more is worth it."""
    page = presentation.where_you_stand(standing_of(client, timezone.now()))
    record_reading(actor=client.pk, verb="read_standing", subject=client.pk, at=timezone.now())
    return render(request, "client/choosing/standing.html", {"page": page})


@require_safe
@of_client
def compare(request: HttpRequest, client: Client) -> HttpResponse:
    """Those met, side by side, in the client's own words."""
    page = presentation.side_by_side(standing_of(client, timezone.now()))
    record_reading(actor=client.pk, verb="read_standing", subject=client.pk, at=timezone.now())
    return render(request, "client/choosing/compare.html", {"page": page})


@read_or_send
@of_client
def choose(request: HttpRequest, client: Client, request_id: str) -> HttpResponse:
    """Say once more whom one would begin with, and what that brings about; then it is done."""
    asked = queries.request_with(request_id)
    if asked is None:
        raise Http404
    policy.require(policy.viewer_of(request), "change", asked)
    name = asked.provider.name
    if request.method != "POST":
        others = queries.others_open(client, asked)
        return render(request, "client/choosing/choose.html", {"name": name, "others": others})
    try:
        choice = choosing.choose(by=client, at=timezone.now(), request=asked)
    except choosing.ChoseAnother:
        return redirect("chosen")
    except (choosing.NotMet, choosing.NotOpen):
        return render(request, "client/choosing/not_now.html", {"name": name}, status=409)
    if choice.course is None:
        shown = {"name": name, "next_one": choice.next_one}
        return render(request, "client/choosing/no_place.html", shown, status=409)
    return redirect("chosen")


@require_safe
@of_client
def chosen(request: HttpRequest, client: Client) -> HttpResponse:
    """Whom the client began with, and those to part from kindly."""
    course = open_course(client)
    if course is None:
        return redirect("standing")
    policy.require(policy.viewer_of(request), "read", course)
    shown = {
        "course": course,
        "partings": parting.partings(queries.met_not_chosen(client, timezone.now())),
        "left": left_without_goodbye(client),
    }
    return render(request, "client/choosing/chosen.html", shown)


@read_or_send
@of_client
def farewell(request: HttpRequest, client: Client, request_id: str) -> HttpResponse:
    """A closing note to someone not chosen, drafted; and a line that reaches them without a name."""
    asked = queries.request_with(request_id)
    if asked is None:
        raise Http404
    policy.require(policy.viewer_of(request), "change", asked)
    if not queries.may_part(asked):
        return redirect("standing")
    form = FarewellForm(request.POST if request.method == "POST" else None, draft=parting.draft_for(asked))
    if form.is_bound and form.is_valid():
        reflections.say_farewell(by=client, at=timezone.now(), request=asked, **form.cleaned_data)
        return redirect("chosen")
    shown = {"form": form, "name": asked.provider.name, "back": reverse("chosen")}
    return render(request, "client/choosing/farewell.html", shown)
