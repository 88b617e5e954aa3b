"""What a provider notes after looking at a rupture."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rapport.site.checkins.actions.repair import Noting
from rapport.site.checkins.models import KEY_LENGTH
from rapport.site.checkins.queries.suggested import everything_to_try
from rapport.site.checkins.repair_choices import LONGEST_WORDS, Shown, WasFound
from rapport.site.foundation.widgets import Cards, CheckCards

NOT_OFFERED = _("Choose one of the answers on this page")


class RepairForm(forms.Form):
    """All of it may stay open, but not everything; the key makes sending it twice harmless."""

    found = forms.ChoiceField(
        label=_("Had something shifted?"),
        help_text=_(
            "Such answers tell how often alerts are right; they are counted where the client agrees."
        ),
        choices=WasFound.choices,
        required=False,
        widget=Cards(apart=WasFound.UNSURE),
        error_messages={"invalid_choice": NOT_OFFERED},
    )
    shown = forms.ChoiceField(
        label=_("How did it show?"),
        choices=Shown.choices,
        required=False,
        widget=Cards(apart=Shown.UNCLEAR),
        error_messages={"invalid_choice": NOT_OFFERED},
    )
    tried = forms.MultipleChoiceField(
        label=_("What did you try?"),
        required=False,
        widget=CheckCards(columns=True),
        error_messages={"invalid_choice": NOT_OFFERED},
    )
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("That is too long for this box. Shorten it a little.")},
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=KEY_LENGTH)

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        self.fields["tried"].choices = [(code, _now(title)) for code, title in everything_to_try()]

    def clean(self) -> dict[str, object]:
        """Something was tried, or there is a line about it."""
        said = super().clean() or {}
        if not self.errors and not (said["tried"] or said["words"]):
            self.add_error("tried", _("Choose what you tried, or say it in your own words"))
        return said

    def noting(self) -> Noting:
        """What was sent."""
        said = self.cleaned_data
        return Noting(tuple(said["tried"]), said["shown"], said["found"], said["words"])
