"""What a coordinator types about a case: whom to offer and why, why the glass must be broken, a decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.site.desk.naming import NamingForm
from rapport.site.foundation.widgets import Cards
from rapport.site.matches.hand_actions import LONGEST_REASON, SHORTEST_REASON

GRANT, REFUSE = "grant", "refuse"


class _Reasoned(forms.Form):
    """A reason that is a sentence."""

    use_required_attribute = False
    reason = forms.CharField(
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Say why, in a sentence."),
            "min_length": _("Say a little more: a sentence of at least 20 letters."),
            "max_length": _("Please shorten this to 1,000 characters."),
        },
    )


class OfferForm(_Reasoned, NamingForm):
    """Whom, by their id in the roster or by name, and why."""

    provider = NamingForm.named(_("Whom do you offer?"))
    field_order = ("provider", "reason")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["reason"].label = _("Why this one?")
        self.fields["reason"].help_text = _(
            "The client can read it in their record. It is kept beside whom the model would have drawn, and "
            "both are compared later."
        )


class GlassForm(_Reasoned):
    """Why a client's record must be opened now."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["reason"].label = _("Why must their record be opened now?")
        self.fields["reason"].help_text = _("A second coordinator reads it, and so does the client.")


class GlassDecisionForm(forms.Form):
    """A second person's word."""

    use_required_attribute = False
    verdict = forms.ChoiceField(
        label=_("Shall it be opened?"),
        choices=((GRANT, _("Yes, for an hour")), (REFUSE, _("No"))),
        widget=Cards,
        error_messages={"required": _("Choose one of these.")},
    )
