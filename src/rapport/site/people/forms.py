"""How a client is asked for consent: yes or no, neither chosen beforehand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.site.foundation import consent
from rapport.site.foundation.widgets import Cards

YES, NO = "yes", "no"
QUESTIONS = {
    "learning": _("May we learn from your sessions?"),
    "trial": _("Do you want to take part?"),
    "research": _("May researchers count your answers?"),
    "share_with_provider": _("May those you ask, or book with, see what you sent them?"),
    "share_course": _("May the person you work with see how it goes?"),
    "share_course_desk": _("May a coordinator see it too?"),
    "share_case": _("May the coordinator who looks after you see what you answered?"),
    "trainees": _("Would you also see somebody in training?"),
    "tell_safety": _("May the person you work with be told when you are not safe?"),
}


class ConsentForm(forms.Form):
    """One purpose: a short question, and the words that are kept with the answer."""

    answer = forms.ChoiceField(
        choices=((YES, _("Yes")), (NO, _("No"))),
        widget=Cards,
        error_messages={
            "required": _("Choose yes or no. With no, nothing changes for you."),
            "invalid_choice": _("Choose yes or no."),
        },
    )

    def __init__(
        self, purpose: str, data: Any = None, *, said: bool | None = None, is_needed: bool = True
    ) -> None:
        shown = None if said is None else YES if said else NO
        super().__init__(data, prefix=purpose, initial={"answer": shown})
        self.purpose = purpose
        self.fields["answer"].required = is_needed
        self.fields["answer"].label = QUESTIONS[purpose]
        self.fields["answer"].help_text = consent.PURPOSES[purpose].wording

    @property
    def is_answered(self) -> bool:
        """Whether anything was said."""
        return bool(self.cleaned_data["answer"])

    @property
    def is_yes(self) -> bool:
        """What was said."""
        return bool(self.cleaned_data["answer"] == YES)
