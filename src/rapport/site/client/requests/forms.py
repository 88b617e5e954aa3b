"""What a client ticks before a request is sent; nothing is ticked beforehand."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.site.foundation.widgets import CheckCards

SHOW, WORDS, NEXT = "show", "words", "next"
MUST_SHOW: Final = gettext_lazy("Tick the first one: without it they could not know what you need.")


class AskForm(forms.Form):
    """What they may see, and whether to ask on."""

    ticks = forms.MultipleChoiceField(
        widget=CheckCards(
            hints={
                SHOW: gettext_lazy("You can take that back at any time. Then they see nothing any more."),
                WORDS: gettext_lazy("Leave it out if it tells who you are."),
                NEXT: gettext_lazy("With the same things to see. It saves you days."),
            }
        ),
        error_messages={"required": MUST_SHOW},
    )

    def __init__(self, data: Any = None, *, name: str, has_words: bool) -> None:
        super().__init__(data)
        choices = [(SHOW, _("Show this to %(name)s") % {"name": name})]
        choices += [(WORDS, _("Show what I wrote in my own words, too"))] if has_words else []
        choices += [(NEXT, _("If %(name)s cannot take me, ask the next person for me") % {"name": name})]
        self.fields["ticks"].label = _("What may be done?")
        self.fields["ticks"].choices = choices

    def clean_ticks(self) -> list[str]:
        """Nothing is sent without a yes to showing it."""
        ticks: list[str] = self.cleaned_data["ticks"]
        if SHOW not in ticks:
            raise forms.ValidationError(MUST_SHOW)
        return ticks
