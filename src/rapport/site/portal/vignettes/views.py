"""Writing two replies, rating colleagues', and saying whom one knows well."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rapport.site.directory.actions import vignettes as actions
from rapport.site.directory.models import Provider, Reply
from rapport.site.directory.queries import provider_with_id
from rapport.site.directory.queries.roster import LONGEST_QUERY, look_up
from rapport.site.directory.queries.vignettes import (
    FEWEST_RATERS,
    FEWEST_REPLIES,
    agreement,
    close_of,
    judgement_of,
    next_reply,
    rated_by,
    replies_of,
)
from rapport.site.directory.vignettes import VIGNETTES
from rapport.site.foundation.methods import read_or_send
from rapport.site.people import policy
from rapport.site.portal.pages import of_provider, portal_page, posted
from rapport.site.portal.vignettes.forms import RatingForm, ReplyForm
from rapport.site.portal.vignettes.presentation import agreed, judged

SECTION = "replies"
PLACES = (1, 2)
KNOWS = "knows"


@require_safe
@of_provider
def overview(request: HttpRequest, provider: Provider) -> HttpResponse:
    """One's own two replies, what colleagues made of them, and how far colleagues agree at all."""
    replies = {reply.place: reply for reply in replies_of(provider)}
    judgement, found = judgement_of(provider), agreement()
    context = {
        "places": [(place, replies.get(place), _vignette(replies.get(place))) for place in PLACES],
        "judgement": judgement,
        "lines": judged(judgement) if judgement else [],
        "fewest": FEWEST_RATERS,
        "agreement": agreed(found[1]) if found else [],
        "agreement_replies": found[0] if found else 0,
        "fewest_replies": FEWEST_REPLIES,
        "rated": rated_by(provider),
        "can_rate": next_reply(provider) is not None,
    }
    return portal_page(request, "portal/vignettes/overview.html", provider, context, section=SECTION)


def _vignette(reply: Reply | None) -> object:
    return VIGNETTES.get(reply.vignette) if reply else None


@read_or_send
@of_provider
def write(request: HttpRequest, provider: Provider, place: int) -> HttpResponse:
    """One reply: kept as it is written, and sent when it is done."""
    reply = _own_reply(request, provider, place)
    if reply.sent_at is not None:
        return redirect("portal-vignettes")
    form = ReplyForm(posted(request), initial={"text": reply.text})
    if request.method == "POST" and form.is_valid():
        text, by = form.cleaned_data["text"], str(provider.account_id)
        actions.write_reply(reply, text=text, send=form.is_to_be_sent, by=by, at=timezone.now())
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(_saved())
        return redirect("portal-vignettes")
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(" ".join(form.errors["text"]) if form.errors else "")
    context = {"form": form, "vignette": VIGNETTES[reply.vignette], "back": reverse("portal-vignettes")}
    return portal_page(request, "portal/vignettes/write.html", provider, context, section=SECTION)


def _own_reply(request: HttpRequest, provider: Provider, place: int) -> Reply:
    if place not in PLACES:
        raise Http404
    drawn = actions.draw_replies(provider, by=str(provider.account_id), at=timezone.now())
    reply = next(each for each in drawn if each.place == place)
    policy.require(policy.viewer_of(request), "change", reply)
    return reply


def _saved() -> str:
    return _("Saved at %(time)s UTC.") % {"time": date_format(timezone.now(), "H:i")}


@read_or_send
@of_provider
def rate(request: HttpRequest, provider: Provider) -> HttpResponse:
    """The next reply of a colleague, without a name; whoever recognises it passes it over."""
    reply = next_reply(provider)
    form = RatingForm(posted(request))
    if request.method == "POST" and reply is not None and reply.pk == request.POST.get("reply"):
        by, at = str(provider.account_id), timezone.now()
        if KNOWS in request.POST:
            actions.pass_over(reply, rater=provider, by=by, at=at)
            return redirect("portal-rate")
        if form.is_valid():
            actions.rate(reply, rater=provider, marks=form.marks(), by=by, at=at)
            return redirect("portal-rate")
    elif request.method == "POST":
        return redirect("portal-rate")  # Sent twice, or from a page that is no longer the next.
    context = {
        "form": form,
        "reply": reply,
        "vignette": _vignette(reply),
        "rated": rated_by(provider),
        "back": reverse("portal-vignettes"),
    }
    return portal_page(request, "portal/vignettes/rate.html", provider, context, section=SECTION)


@read_or_send
@of_provider
def close(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Colleagues whom one knows well: found by name, added and taken away one at a time."""
    named = close_of(provider)
    if request.method == "POST":
        _name(request, provider, named)
        return redirect("portal-close")
    text = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    known = {each.pk for each in named} | {provider.pk}
    context = {
        "named": named,
        "text": text,
        "found": [each for each in look_up(text) if each.id not in known],
        "back": reverse("portal-vignettes"),
    }
    return portal_page(request, "portal/vignettes/close.html", provider, context, section=SECTION)


def _name(request: HttpRequest, provider: Provider, named: list[Provider]) -> None:
    dropped = request.POST.get("drop", "")
    others = {each.pk: each for each in named if each.pk != dropped}
    added = provider_with_id(request.POST.get("add", ""))
    if added is not None and added.is_listed and added.pk != provider.pk:
        others[added.pk] = added
    actions.name_close(provider, others=list(others.values()), by=str(provider.account_id), at=timezone.now())
