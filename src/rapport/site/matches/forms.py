"""What a client is asked before three others are offered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.site.foundation.widgets import CheckCards
from rapport.site.matches.choices import Missing

LONGEST_NOTE = 2000


class MissingForm(forms.Form):
    """What was missing in the three: at least one thing, and words of their own if they like."""

    missing = forms.MultipleChoiceField(
        label=_("What was missing?"),
        help_text=_("It helps us choose three others. Nobody you were offered is told."),
        choices=Missing.choices,
        widget=CheckCards,
        error_messages={"required": _("Choose at least one, or “Something else”.")},
    )
    note = forms.CharField(
        label=_("Anything to add? You need not."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    # Which set the client was looking at: a replayed post must not use up another one.
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32_000)

    def said(self) -> dict[str, Any]:
        """What to keep with the next set."""
        return {"codes": self.cleaned_data["missing"], "note": self.cleaned_data["note"]}
