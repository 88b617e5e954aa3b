"""A coordinator's decision, with its reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.site.directory.choices import Verdict
from rapport.site.directory.models.verification import LONGEST_REASON
from rapport.site.foundation.widgets import Cards


class DecisionForm(forms.Form):
    """Accept, ask or refuse; the provider reads the reason, so it is needed wherever it helps them."""

    use_required_attribute = False
    verdict = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=Verdict.choices,
        widget=Cards(
            hints={
                "accept": _("They are shown to clients as soon as their profile is whole."),
                "ask": _("They can change what they gave and hand it in again."),
                "refuse": _("They are shown to nobody, and no roster brings them back."),
            }
        ),
        error_messages={"required": _("Choose one of these.")},
    )
    reason = forms.CharField(
        label=_("Why, in words for the provider"),
        help_text=_("They read this. What you looked up, where and when, belongs here too."),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Please shorten this to 500 characters.")},
    )

    def clean(self) -> dict[str, Any]:
        """Whoever is asked or refused is told why."""
        said = super().clean() or self.cleaned_data
        needs_reason = said.get("verdict") in (Verdict.ASK, Verdict.REFUSE)
        if needs_reason and not said.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why: the provider has to know what to do."))
        return said
