"""What a provider says to a request."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.site.consultations.actions.requests import LONGEST_LINE
from rapport.site.consultations.choices import Declined
from rapport.site.foundation.widgets import Cards


class OfferForm(forms.Form):
    """A line to somebody who may never have done this before."""

    words = forms.CharField(
        label=_("A line to them"),
        help_text=_("What would you say at the door? They read it beside the times you are free."),
        max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Enter a line: it is the first they hear of you.")},
    )


class DeclineForm(forms.Form):
    """Why not; the client is told in one kind sentence, and of some reasons only that it cannot be."""

    page_heading: ClassVar[str] = "reason"
    reason = forms.ChoiceField(
        label=_("Why can you not take them?"),
        help_text=_("They are told in one kind sentence, and see the next person at once."),
        choices=Declined.choices,
        widget=Cards(
            hints={
                Declined.FULL: _("You are shown to nobody until you confirm your openings."),
                Declined.RELATION: _("They are told only that you cannot take them now."),
                Declined.OTHER: _("They are told only that you cannot take them now."),
            }
        ),
        error_messages={"required": _("Choose the reason that comes nearest.")},
    )
