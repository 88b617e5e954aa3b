"""A reply, a rating, and names of people one knows well."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.site.directory.models.vignettes import HIGHEST, LONGEST_REPLY, LOWEST, QUALITIES
from rapport.site.directory.vignettes import SHORTEST_REPLY
from rapport.site.foundation.widgets import Importance
from rapport.site.intake.forms import NOT_OFFERED, without_control_characters

SEND: Final = "send"
MARKS: Final = [(str(mark), str(mark)) for mark in range(LOWEST, HIGHEST + 1)]

# Our own wording, CC0: what each end of a quality looks like in a few written sentences.
ASKED: Final = {
    "warmth": (
        _("Warmth"),
        _("1: cool, as to a stranger at a counter. 7: kind, as to someone one cares for."),
    ),
    "empathy": (
        _("Empathy"),
        _("1: misses what this is like for the person. 7: says it so that they would feel understood."),
    ),
    "genuineness": (_("Genuineness"), _("1: could stand in any manual. 7: a real person speaks.")),
    "challenge": (
        _("Kind challenge"),
        _("1: only soothes, or attacks. 7: opens another way to see it, without hurting."),
    ),
    "clarity": (_("Clarity"), _("1: hard to follow. 7: plain words; one knows what was meant.")),
}


class ReplyForm(forms.Form):
    """What one would say next. Saved as it is; measured only when it is sent."""

    use_required_attribute = False
    text = forms.CharField(
        label=_("What would you say next?"),
        help_text=_(
            "In your own words, as you would say it aloud: 120 to 1,200 characters. Not what you would think "
            "or plan. No names of yours: colleagues read it without knowing whose it is."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "true"}),
    )

    def clean_text(self) -> str:
        """Short enough to keep; long enough to be sent."""
        text = without_control_characters(self.cleaned_data["text"]).strip()
        if len(text) > LONGEST_REPLY:
            words = _("This is %(length)d characters long. Please shorten it to 1,200.")
            raise forms.ValidationError(words, params={"length": len(text)})
        if self.is_to_be_sent and len(text) < SHORTEST_REPLY:
            words = _("This is %(length)d characters long. Write at least 120 before you send it.")
            raise forms.ValidationError(words, params={"length": len(text)})
        return text

    @property
    def is_to_be_sent(self) -> bool:
        """Whether the button was the one that sends."""
        return SEND in self.data


def _mark(name: str) -> forms.ChoiceField:
    label, hint = ASKED[name]
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=MARKS,
        widget=Importance,
        error_messages={"required": _("Choose a number from 1 to 7."), "invalid_choice": NOT_OFFERED},
    )


class RatingForm(forms.Form):
    """Five qualities, 1 to 7 each."""

    use_required_attribute = False

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for name in QUALITIES:
            self.fields[name] = _mark(name)

    def marks(self) -> dict[str, int]:
        """The numbers."""
        return {name: int(self.cleaned_data[name]) for name in QUALITIES}
