"""What may be learned from a client: seen and changed by them alone, at any time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from rapport.site.client.mine.views import for_client
from rapport.site.directory.queries.training import supervisors
from rapport.site.foundation import consent
from rapport.site.foundation.methods import read_or_send
from rapport.site.matches.supervision import TRAINEES
from rapport.site.people.actions import answer_consent
from rapport.site.people.case_queries import SHARE_CASE, assignment_of
from rapport.site.people.forms import ConsentForm
from rapport.site.people.models import Client

LEARNING, RESEARCH = "learning", "research"
# In the order shown.
PURPOSES = (
    "share_with_provider", "share_course", "share_course_desk", "share_case", "tell_safety", TRAINEES,
    LEARNING, RESEARCH, "trial",
)  # fmt: skip
SAVED = "choices_saved"  # in the visit: that something was saved, never what


def _is_asked(purpose: str, client: Client) -> bool:
    """Learning and research always; a trainee where there are any; a coordinator's looking in a case."""
    if purpose == TRAINEES:
        return bool(supervisors())
    return purpose in (LEARNING, RESEARCH) or (purpose == SHARE_CASE and assignment_of(client) is not None)


@read_or_send
@for_client("change")
def choices(request: HttpRequest, client: Client) -> HttpResponse:
    """One question a purpose; all but learning only once it was asked about where it matters."""
    said = consent.answers(client_id=client.pk)
    asked = [purpose for purpose in PURPOSES if said[purpose] is not None or _is_asked(purpose, client)]
    sent = request.POST if request.method == "POST" else None
    # Nobody has to say anything about research in order to save the rest.
    forms = [
        ConsentForm(purpose, sent, said=said[purpose], is_needed=purpose != RESEARCH) for purpose in asked
    ]
    are_valid = [form.is_valid() for form in forms]  # Every one, so that each says what is wrong with it.
    if request.method == "POST" and all(are_valid):
        for form in (each for each in forms if each.is_answered):
            answer_consent(client, purpose=form.purpose, is_given=form.is_yes, at=timezone.now())
        request.session[SAVED] = True
        return redirect("mine-choices")
    context = {"forms": forms, "back": reverse("mine"), "is_saved": request.session.pop(SAVED, False)}
    return render(request, "client/mine/choices.html", context)
