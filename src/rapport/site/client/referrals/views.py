"""Stay, talk about it, or meet someone else: asked, agreed to with what goes along, or taken back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rapport.site.client.choosing.views import of_client
from rapport.site.client.referrals import presentation
from rapport.site.consultations.actions.once import Refused
from rapport.site.consultations.models import Course
from rapport.site.consultations.queries.standing import open_course
from rapport.site.foundation.audit import record_reading
from rapport.site.foundation.methods import read_or_send
from rapport.site.matches.actions import AnswersMissing
from rapport.site.matches.named_actions import CannotTake
from rapport.site.people import policy
from rapport.site.people.models import Client
from rapport.site.referrals.actions import referring, reviewing
from rapport.site.referrals.choices import Along, Decision, Occasion, ReferralState, Way
from rapport.site.referrals.forms import AlongForm, ReviewForm
from rapport.site.referrals.models import Referral, Review
from rapport.site.referrals.queries.history import rated_in
from rapport.site.referrals.queries.proposal import Onwards, onwards_of
from rapport.site.referrals.queries.referrals import live_referral
from rapport.site.referrals.queries.reviews import occasion_of, said_before
from rapport.site.referrals.whom_forms import WhomForm

View = Callable[..., HttpResponse]


def of_course(view: View) -> View:
    """A page about the open course of this visit's client, handed on as `course`."""

    @wraps(view)
    @of_client
    def _asked(request: HttpRequest, client: Client, **named: Any) -> HttpResponse:
        course = open_course(client)
        if course is None:
            return redirect("standing")
        course.client = client
        policy.require(policy.viewer_of(request), "read", course)
        return view(request, course, **named)

    return _asked


@read_or_send
@of_course
def review(request: HttpRequest, course: Course) -> HttpResponse:
    """Asked once after the first sessions, and when it is off track; it can be put off."""
    now, found = timezone.now(), onwards_of(course, at=timezone.now())
    due = occasion_of(course, sessions=found.sessions, off_track=found.off_track, at=now)
    occasion = due or Occasion.EARLY
    policy.require(policy.viewer_of(request), "change", Review(client=course.client, course=course))
    said = {"by": course.client, "at": now, "course": course, "occasion": occasion, "session": found.sessions}
    if "later" in request.POST:
        reviewing.put_off(**said)
        return redirect("chosen")
    form = ReviewForm(request.POST if request.method == "POST" else None, said=said_before(course, occasion))
    if form.is_bound and form.is_valid():
        decision = Decision(form.cleaned_data["decision"])
        reviewing.answer(**said, decision=decision, words=form.cleaned_data["words"])
        return _after_review(request, course, decision)
    shown = {"form": form, "name": course.provider.name, "is_off_track": occasion == Occasion.OFF_TRACK}
    return render(request, "client/referrals/review.html", shown | {"page": _told(found, course)})


def _after_review(request: HttpRequest, course: Course, decision: Decision) -> HttpResponse:
    if decision is Decision.REFER:
        return redirect("refer")
    shown = {"name": course.provider.name, "is_talk": decision is Decision.TALK}
    return render(request, "client/referrals/noted.html", shown)


def _told(found: Onwards, course: Course) -> presentation.Advice:
    return presentation.advice_of(found, course.provider.name)


@read_or_send
@of_course
def refer(request: HttpRequest, course: Course) -> HttpResponse:
    """Whether someone else may suit better, to whom, and how it stands: whatever comes next."""
    record_reading(actor=course.client_id, verb="read_course", subject=course.client_id, at=timezone.now())
    referral = _live(request, course)
    if referral is None:
        shown = {"page": _told(onwards_of(course, at=timezone.now()), course), "name": course.provider.name}
        return render(request, "client/referrals/before.html", shown)
    if referral.state == ReferralState.AGREED:
        return render(request, "client/referrals/under_way.html", presentation.under_way(referral, course))
    return _whom(request, course, referral)


def _whom(request: HttpRequest, course: Course, referral: Referral) -> HttpResponse:
    initial = presentation.whom_said(referral)
    form = WhomForm(request.POST if request.method == "POST" else None, initial=initial, but=course.provider)
    if form.is_bound and form.is_valid():
        referring.say_whom(
            by=course.client, at=timezone.now(), referral=referral,
            way=form.way, to=form.to, outside=form.outside,
        )  # fmt: skip
        return redirect("refer-along")
    shown = {
        "form": form,
        "name": course.provider.name,
        "asked": presentation.asked_words(referral, course.provider.name),
    }
    return render(request, "client/referrals/whom.html", shown)


@require_POST
@of_course
def ask(request: HttpRequest, course: Course) -> HttpResponse:
    """Yes, somebody else: asked by the client, or proposed to them and taken up."""
    policy.require(policy.viewer_of(request), "refer", course)
    is_proposed = "proposed" in request.POST
    referring.ask(by=course.client, at=timezone.now(), course=course, is_proposed=is_proposed)
    return redirect("refer")


@read_or_send
@of_course
def along(request: HttpRequest, course: Course) -> HttpResponse:
    """What goes along: read, changed and agreed to before anybody is asked; and changed later."""
    referral = _live(request, course)
    if referral is None or not referral.way:
        return redirect("refer")
    is_change = referral.state == ReferralState.AGREED
    rated = rated_in(course)
    form = AlongForm(
        request.POST if request.method == "POST" else None,
        initial=presentation.along_said(referral, course),
        way=referral.way,
        is_change=is_change,
    )
    if form.is_bound and form.is_valid():
        try:
            return _agreed(course, referral, form, is_change=is_change)
        except CannotTake as refused:
            form.add_error(None, presentation.cannot_take(referral, refused.limits))
        except AnswersMissing:
            return redirect("/questionnaire/")
        except Refused as refused:
            form.add_error(None, str(refused.words))
    shown = {"form": form, "rated": rated, "name": course.provider.name, "is_change": is_change}
    return render(request, "client/referrals/along.html", shown)


def _agreed(course: Course, referral: Referral, form: AlongForm, *, is_change: bool) -> HttpResponse:
    said, now = form.cleaned_data, timezone.now()
    goes, summary = Along(said["along"]), said["summary"]
    if is_change:
        referring.change_along(by=course.client, at=now, referral=referral, along=goes, summary=summary)
        return redirect("refer")
    onward = referring.Onward(
        Way(referral.way),
        along=goes,
        summary=summary,
        to=referral.to_provider if referral.way == Way.COLLEAGUE else None,
        outside=presentation.outside_of(referral),
        letter=said.get("letter", ""),
        again=bool(said.get("again")),
    )
    placed = referring.agree(by=course.client, at=now, referral=referral, onward=onward)
    return redirect("ask", placed.pk) if placed is not None else redirect("refer")


@require_safe
@of_course
def letter(request: HttpRequest, course: Course) -> HttpResponse:
    """The letter to a colleague elsewhere, as it was approved; made to be printed."""
    referral = _live(request, course)
    told = referral.unseal("outside") if referral else None
    if referral is None or told is None or referral.state != ReferralState.AGREED:
        return redirect("refer")
    shown: dict[str, Any] = {"told": told, "history": referral.unseal("history"), "back": reverse("refer")}
    return render(request, "client/referrals/letter.html", shown)


@require_POST
@of_course
def stay(request: HttpRequest, course: Course) -> HttpResponse:
    """Take it back: the client stays."""
    referral = _live(request, course)
    if referral is not None:
        try:
            referring.take_back(by=course.client, at=timezone.now(), referral=referral)
        except Refused as refused:
            shown = presentation.under_way(referral, course) | {"refused": refused.words}
            return render(request, "client/referrals/under_way.html", shown, status=409)
    return redirect("chosen")


def _live(request: HttpRequest, course: Course) -> Referral | None:
    referral = live_referral(course)
    if referral is not None:
        policy.require(policy.viewer_of(request), "change", referral)
    return referral
