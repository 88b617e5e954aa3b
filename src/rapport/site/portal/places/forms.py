"""Places, and a pause."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.site.directory.choices import PauseReason
from rapport.site.intake.forms import CHOOSE_ONE, NOT_OFFERED

MOST_PLACES: Final = 200
LONGEST_PAUSE: Final = timedelta(days=366)


class PlacesForm(forms.Form):
    """How many clients of this service in all."""

    use_required_attribute = False
    capacity = forms.IntegerField(
        label=_("For how many clients of this service do you have room, in all?"),
        min_value=0,
        max_value=MOST_PLACES,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
        error_messages={
            "required": _("Enter a number, like 8."),
            "invalid": _("Enter a number, like 8."),
            "min_value": _("Enter a number, like 8."),
            "max_value": _("Enter a number up to 200."),
        },
    )


class PauseForm(forms.Form):
    """Until when, and why: clients see neither."""

    use_required_attribute = False
    back_on = forms.DateField(
        label=_("The first day on which you take new clients again"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Enter a date."), "invalid": _("Enter a date like 2026-12-24.")},
    )
    because = forms.ChoiceField(
        label=_("Why?"),
        help_text=_("Only your coordinator sees this."),
        choices=[("", _("Choose a reason")), *PauseReason.choices],
        error_messages={"required": CHOOSE_ONE, "invalid_choice": NOT_OFFERED},
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean_back_on(self) -> date:
        """A day to come, and not years away."""
        back_on: date = self.cleaned_data["back_on"]
        if not self.today < back_on <= self.today + LONGEST_PAUSE:
            raise forms.ValidationError(_("Enter a date from tomorrow to a year ahead."))
        return back_on
