"""The figures of a policy, each within its bounds; and why they are set."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core import signing
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rapport.site.foundation.steering import FIGURES
from rapport.site.foundation.steering_models import LONGEST_REASON

# What was previewed, signed: nothing else can be set.
PREVIEWED: Final = "rapport.desk.policy"


class FiguresForm(forms.Form):
    """All figures at once."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, figures: Mapping[str, float] | None = None) -> None:
        super().__init__(data, initial={code: f"{value:g}" for code, value in (figures or {}).items()})
        for figure in FIGURES.values():
            field = forms.IntegerField if figure.is_whole else forms.FloatField
            told = {"low": f"{figure.lowest:g}", "high": f"{figure.most:g}"}
            words = _now("Enter a number from %(low)s to %(high)s.") % told
            made: forms.Field = field(
                label=figure.label,
                help_text=figure.meaning,
                min_value=figure.lowest,
                max_value=figure.most,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), words),
            )
            self.fields[figure.code] = made


class SetForm(forms.Form):
    """Why, and what was previewed."""

    use_required_attribute = False
    previewed = forms.CharField(widget=forms.HiddenInput)
    because = forms.CharField(
        label=_("Why is it set?"),
        help_text=_("Kept with the version, for your colleagues and for later."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say why."),
            "max_length": _("Please shorten this to 1,000 characters."),
        },
    )

    def clean_previewed(self) -> dict[str, Any]:
        """The figures, the version they were compared with, and the one they bring back, if they do."""
        try:
            found: dict[str, Any] = signing.loads(self.cleaned_data["previewed"], salt=PREVIEWED)
        except signing.BadSignature:
            raise forms.ValidationError(_now("Look at the preview first.")) from None
        return found


def signed(figures: Mapping[str, float], *, seen: int, undoes: int | None) -> str:
    """What a preview hands on."""
    told = {"figures": dict(figures), "seen": seen, "undoes": undoes}
    return signing.dumps(told, salt=PREVIEWED)
