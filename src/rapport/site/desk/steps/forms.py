"""What a coordinator says of another step, and of a group."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rapport.site.desk.naming import NamingForm
from rapport.site.foundation.widgets import Cards
from rapport.site.steps.actions import SHORTEST_WORDS, Meeting
from rapport.site.steps.choices import (
    LARGEST_GROUP,
    LONGEST_NAME,
    LONGEST_WORDS,
    MOST_SESSIONS,
    Step,
)

CHOOSE: Final = _("Choose one of these.")


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        min_length=SHORTEST_WORDS,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Say it in a sentence."),
            "min_length": _("Say a little more: a sentence of at least 20 letters."),
            "max_length": _("Please shorten this to 1,000 characters."),
        },
    )


class StepForm(forms.Form):
    """Which step, and why, in words for the client."""

    use_required_attribute = False
    to = forms.ChoiceField(
        label=_("Which step do you propose?"), widget=Cards, error_messages={"required": CHOOSE}
    )
    words = _words(_("Why?"), _("The client reads this. Nothing happens unless they agree."))

    def __init__(self, data: Any = None, *, now: Step, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [each for each in Step.choices if each[0] != now]


class GroupForm(NamingForm):
    """A group: who leads it, what it is about, when it meets, for how many."""

    provider = NamingForm.named(_("Who leads it?"))
    name = forms.CharField(
        label=_("What is it called?"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Give it a name.")},
    )
    about = _words(_("What is it about, and for whom?"), _("Clients read this before they take a place."))
    meets = forms.CharField(
        label=_("When and where does it meet?"),
        help_text=_("Such as: Tuesdays at 6 in the evening, New York time, by video."),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Say when and where.")},
    )
    starts_on = forms.DateField(
        label=_("From which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=dict.fromkeys(("required", "invalid"), _("Enter a day, such as 2026-12-01.")),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["sessions"] = count(_("How many times?"), 1, MOST_SESSIONS)
        self.fields["places"] = count(_("How many places?"), 2, LARGEST_GROUP)

    def meeting(self) -> Meeting:
        """What is said of it, but for who leads it."""
        return Meeting(**{name: self.cleaned_data[name] for name in Meeting.__slots__})


def count(label: Any, least: int, most: int) -> forms.IntegerField:
    """A whole number within bounds."""
    words = _now("Enter a whole number from %(low)s to %(high)s.") % {"low": least, "high": most}
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), words),
    )
