"""Who is in training, under whom, for how many clients at the most."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rapport.site.desk.naming import NamingForm
from rapport.site.desk.steps.forms import count
from rapport.site.directory.actions.places import PlacesTaken
from rapport.site.directory.actions.training import NoSupervisor, begin_training, end_training
from rapport.site.directory.models.training import MOST_CLIENTS, Training
from rapport.site.directory.queries.training import training_with_id, trainings
from rapport.site.foundation.methods import read_or_send
from rapport.site.people import policy


class TrainingForm(NamingForm):
    """Who, under whom, and for how many clients."""

    trainee = NamingForm.named(gettext_lazy("Who is in training?"))
    provider = NamingForm.named(gettext_lazy("Who supervises them?"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["most_clients"] = count(_("For how many clients at the most?"), 1, MOST_CLIENTS)

    def clean_trainee(self) -> Any:
        """The one meant."""
        return self.meant("trainee")


@read_or_send
def trainees(request: HttpRequest) -> HttpResponse:
    """Everybody in training, and a form for the next."""
    viewer = policy.viewer_of(request)
    policy.require(viewer, "change" if request.method == "POST" else "read", Training())
    form = TrainingForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _has_begun(form, viewer.actor):
        return redirect("desk-trainees")
    shown: dict[str, Any] = {"form": form, "rows": trainings(), "back": reverse("desk")}
    return render(request, "desk/trainees/list.html", shown)


def _has_begun(form: forms.Form, by: str) -> bool:
    said = form.cleaned_data
    try:
        begin_training(
            said["trainee"], said["provider"], most_clients=said["most_clients"], by=by, at=timezone.now()
        )
    except NoSupervisor:
        words = _(
            "They cannot: a supervisor is a listed therapist, no trainee, with fewer than six trainees."
        )
        form.add_error("provider", words)
    except PlacesTaken as taken:
        form.add_error("most_clients", _("They have %(used)s clients already.") % {"used": taken.used})
    return form.is_valid()


@require_POST
def end(request: HttpRequest, training_id: int) -> HttpResponse:
    """They are a trainee no longer."""
    viewer, training = policy.viewer_of(request), training_with_id(training_id)
    policy.require(viewer, "change", training)
    assert training is not None
    end_training(training, by=viewer.actor, at=timezone.now())
    return redirect("desk-trainees")
