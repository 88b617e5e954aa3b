"""The design of a comparison as a coordinator plans it, what was previewed of it, and why it ends."""

from typing import Any, Final

from django import forms
from django.core import signing
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rapport.site.foundation.widgets import CheckCards
from rapport.site.matches.choices import Arm
from rapport.site.matches.hand_actions import SHORTEST_REASON
from rapport.site.matches.trial_models import LONGEST_REASON, LONGEST_TEXT

# What was previewed, signed: nothing else can be started.
PREVIEWED: Final = "rapport.desk.trial"
FEWEST_ARMS: Final = 2
PER_CENT: Final = 100


def _number(label: Any, hint: Any, low: float, high: float, initial: float, *, whole: bool = True) -> Any:
    words = _now("Enter a number from %(low)s to %(high)s.") % {"low": f"{low:g}", "high": f"{high:g}"}
    return (forms.IntegerField if whole else forms.FloatField)(
        label=label,
        help_text=hint,
        min_value=low,
        max_value=high,
        initial=initial,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), words),
    )


class PlanForm(forms.Form):
    """What is settled before the first client."""

    use_required_attribute = False
    arms = forms.MultipleChoiceField(
        label=_("Which ways to choose are compared?"),
        choices=Arm.choices,
        initial=Arm.values,
        widget=CheckCards,
        error_messages={"required": _("Tick at least two.")},
    )
    text = forms.CharField(
        label=_("What is registered beforehand?"),
        help_text=_("Why, whom you ask, what you count as success, when you stop. It is frozen, and public."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write down what you want to know.")},
    )
    field_order = ("arms", "planned", "assumed_d", "sessions", "loss", "text")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["planned"] = _number(
            _("How many clients?"), _("Those drawn by chance, in all arms together."), 20, 1_000_000, 300
        )
        self.fields["assumed_d"] = _number(
            _("Which difference would matter to you?"),
            _("In standard deviations of the rating; 0.2 is small, 0.5 is not."),
            0.05, 2, 0.4, whole=False,
        )  # fmt: skip
        self.fields["sessions"] = _number(
            _("How many first sessions are averaged?"), _("With whoever they meet first."), 1, 50, 3
        )
        self.fields["loss"] = _number(
            _("How many of 100 will rate no session?"), _("Your guess; it costs power."), 0, 99, 30
        )
        self.order_fields(self.field_order)

    def clean_arms(self) -> list[str]:
        """At least two, in the order of the list."""
        said: list[str] = self.cleaned_data["arms"]
        if len(said) < FEWEST_ARMS:
            raise forms.ValidationError(_now("Tick at least two."))
        return [each for each in Arm.values if each in said]

    def design(self) -> dict[str, Any]:
        """As `learning.proof.trial_design.read_design` takes it."""
        said = self.cleaned_data
        is_random = Arm.RANDOM_ELIGIBLE.value in said["arms"]
        return {
            "planned": said["planned"],
            "assumed_d": said["assumed_d"],
            "arms": said["arms"],
            "control": Arm.RANDOM_ELIGIBLE.value if is_random else Arm.RULES_ONLY.value,
            "sessions": said["sessions"],
            "expected_loss": said["loss"] / PER_CENT,
        }


class StartForm(forms.Form):
    """What was previewed."""

    previewed = forms.CharField(widget=forms.HiddenInput)

    def clean_previewed(self) -> dict[str, Any]:
        """The design and its text, as they were previewed."""
        try:
            found: dict[str, Any] = signing.loads(self.cleaned_data["previewed"], salt=PREVIEWED)
        except signing.BadSignature:
            raise forms.ValidationError(_now("Look at the preview first.")) from None
        return found


class StopForm(forms.Form):
    """Why it ends."""

    use_required_attribute = False
    because = forms.CharField(
        label=_("Why does it end?"),
        help_text=_("It stands on the page of the comparison."),
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        error_messages={
            "required": _("Say why."),
            "min_length": _("Say a little more: a sentence of at least 20 letters."),
            "max_length": _("Please shorten this to 200 characters."),
        },
    )
