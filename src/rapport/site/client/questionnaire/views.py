"""The question pages. Each post saves one page through one action; no answer ever stands in an address."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rapport.site.client.questionnaire import steps
from rapport.site.client.questionnaire.expired import ended, has_ended
from rapport.site.client.questionnaire.returning import CODE, ReturnForm, client_of
from rapport.site.client.questionnaire.summary import sections
from rapport.site.foundation import consent, limits
from rapport.site.intake import actions, path, queries
from rapport.site.intake.asking import form_for
from rapport.site.intake.draft import Draft
from rapport.site.intake.forms import PageForm
from rapport.site.intake.questions import BY_SLUG, Question, part_of
from rapport.site.people import policy, sessions
from rapport.site.people.models import Client

NOTICE = "questionnaire_notice"  # in the visit: the name of a page, never an answer


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """What will happen, before anything is asked."""
    client = sessions.current_client(request)
    draft = _draft_for(request, client)
    context = {
        "purpose": consent.PURPOSES[actions.PURPOSE].wording,
        "has_begun": bool(draft.pages),
        "first": steps.url_of(steps.FIRST),
        "resume": steps.resume_url(draft),
    }
    return render(request, "client/questionnaire/start.html", context)


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One question."""
    client = sessions.current_client(request)
    if client is None and request.method == "POST" and has_ended(request, slug=slug):
        form = ReturnForm(request.POST if CODE in request.POST else None)
        client = client_of(request, form)
        if client is None:
            return ended(request, form)
        sessions.sign_in(request, client)
    if client is None and slug != steps.FIRST.slug:
        return _without_client(request)
    draft = _draft_for(request, client)
    if not path.may_open(slug, draft):
        return redirect(steps.nearest_url(draft))
    if draft.help_due and request.method == "GET":
        return render(request, "client/questionnaire/help.html", {"next": request.get_full_path()})
    question = BY_SLUG[slug]
    if request.method == "POST":
        return _save(request, client, question, draft)
    return _show(request, client, draft, form_for(question, draft=draft))


@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    """After help was shown: on to the question that was being opened."""
    client = sessions.current_client(request)
    if client is None:
        return redirect(steps.start_url())
    _draft_for(request, client)
    draft = actions.go_on_after_help(by=client, at=timezone.now())
    if request.POST.get("next") == steps.check_url():
        return redirect(steps.check_url())
    question = _question_in(request.POST.get("next", ""))
    if question is None or not path.may_open(question.slug, draft):
        return redirect(steps.resume_url(draft))
    return redirect(request.POST["next"])


@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """All answers, each with a way to change it, before the three are looked for."""
    client = sessions.current_client(request)
    if client is None:
        return _without_client(request)
    draft = _draft_for(request, client)
    if path.first_gap(draft) is not None:
        return redirect(steps.nearest_url(draft))
    if draft.help_due:
        return render(request, "client/questionnaire/help.html", {"next": steps.check_url()})
    context = {
        "sections": sections(draft),
        "notice": _notice(request),
        "back": steps.url_of(path.before_check(draft)),
        **_receipt(client),
    }
    return render(request, "client/questionnaire/check.html", context)


def _without_client(request: HttpRequest) -> HttpResponse:
    """A visit that ended is explained; who never began is sent to the beginning."""
    if has_ended(request):
        return ended(request, ReturnForm())
    return redirect(steps.start_url())


def _draft_for(request: HttpRequest, client: Client | None) -> Draft:
    intake = queries.intake_of(client) if client is not None else None
    if intake is None:
        return Draft()
    policy.require(policy.viewer_of(request), "change", intake)
    return intake.draft()


def _save(request: HttpRequest, client: Client | None, question: Question, draft: Draft) -> HttpResponse:
    form = form_for(question, draft=draft, data=request.POST)
    is_skipped = "skip" in request.POST and question.can_be_skipped
    if not form.is_valid() and not is_skipped:
        return _show(request, client, draft, form)
    sent = actions.skipped(question.slug, seen=form.seen_version) if is_skipped else _sent(form)
    at = timezone.now()
    if client is None:
        limits.take(limits.NEW_CLIENTS, who=limits.visitor(request, at=at), at=at)
    saved = actions.save_page(sent, by=client, language=get_language() or "en", at=at)
    if saved.is_new:
        sessions.sign_in(request, saved.client)
    if saved.was_changed:
        request.session[NOTICE] = question.slug
    is_from_check = request.GET.get("from") == steps.FROM_CHECK
    return HttpResponseRedirect(steps.next_url(question, saved.draft, is_from_check=is_from_check))


def _sent(form: PageForm) -> actions.Sent:
    value = None if form.is_unsure else form.value()
    state = "not_sure" if form.is_unsure else "skipped" if value is None else "said"
    return actions.Sent(slug=form.question.slug, state=state, value=value, seen=form.seen_version)


def _show(request: HttpRequest, client: Client | None, draft: Draft, form: PageForm) -> HttpResponse:
    question = form.question
    is_from_check = request.GET.get("from") == steps.FROM_CHECK
    context = {
        "question": question,
        "part": part_of(question),
        "form": form,
        "back": steps.back_url(question, draft, is_from_check=is_from_check),
        "notice": _notice(request),
        "purpose": "" if draft.pages else consent.PURPOSES[actions.PURPOSE].wording,
        **_receipt(client),
    }
    return render(request, "client/questionnaire/question.html", context)


def _receipt(client: Client | None) -> dict[str, object]:
    if client is None:
        return {}
    return {"receipt_code": client.receipt_code(), "kept_until": client.expires_at}


def _notice(request: HttpRequest) -> str:
    """Says once that a page had been changed in another window."""
    if NOTICE not in request.session:
        return ""
    question = BY_SLUG.get(request.session.pop(NOTICE))
    if question is None:
        return ""
    words = _("You changed “%(question)s” in another window in the meantime. We kept what you sent last.")
    return words % {"question": question.short}


def _question_in(address: str) -> Question | None:
    """The question whose own address this is: anything else is not followed."""
    for question in BY_SLUG.values():
        if address in (steps.url_of(question), steps.url_of(question, is_from_check=True)):
            return question
    return None
