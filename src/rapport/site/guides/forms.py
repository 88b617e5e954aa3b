"""What may be asked for a planner; all of it but the month may be left out."""

from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rapport.site.guides.planner.typesetting import LANGUAGES, PAPERS, Order, words_in
from rapport.site.guides.planner.year import month_name, months_from
from rapport.site.guides.queries import spoken

GOALS: Final = 3
LONGEST_NAME, LONGEST_GOAL = 60, 160
DOWNLOAD, MAIL = "download", "mail"
PAPER_WORDS: Final = {"us-letter": _("US Letter"), "a4": _("A4")}


class PlannerForm(forms.Form):
    """A planner as somebody wants it. `how` is the button that was pressed."""

    first = forms.ChoiceField(label=_("In which month should it begin?"))
    language = forms.ChoiceField(label=_("In which language?"), choices=LANGUAGES.items())
    paper = forms.ChoiceField(
        label=_("On which paper?"), choices=[(paper, PAPER_WORDS[paper]) for paper in PAPERS]
    )
    name = forms.CharField(
        label=_("A name for the first page"),
        help_text=_("Leave it empty, and there is a line to write on."),
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("Enter at most %(limit_value)s characters")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address, if we should send it"),
        help_text=_("Used once and forgotten. The mail’s subject is “Your planner”."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Enter an e-mail address like name@example.com")},
    )
    how = forms.ChoiceField(
        choices=[(each, each) for each in (DOWNLOAD, MAIL)], required=False, widget=forms.HiddenInput
    )

    def __init__(self, data: Any = None, *, at: datetime, can_mail: bool) -> None:
        super().__init__(data)
        language = spoken(get_language())
        begin = date(at.year, at.month, 1)
        self.fields["first"].choices = [  # type: ignore[attr-defined]
            (each.isoformat(), month_name(each, words_in(language))) for each in months_from(begin)
        ]
        self.fields["language"].initial = language
        for n in range(1, GOALS + 1):
            self.fields[f"goal_{n}"] = _goal(n)
        if not can_mail:
            del self.fields["email"]

    @property
    def needed(self) -> list[forms.BoundField]:
        """The fields without which no planner can be made; each has a choice already."""
        return [self[name] for name in ("first", "language", "paper")]

    @property
    def personal(self) -> list[forms.BoundField]:
        """The fields that may be left out, which only the planner shows."""
        return [self[name] for name in ("name", *(f"goal_{n}" for n in range(1, GOALS + 1)))]

    @property
    def is_for_mail(self) -> bool:
        """Whether it is to be sent."""
        return bool(self.cleaned_data.get("how") == MAIL)

    @property
    def order(self) -> Order:
        """What to typeset."""
        said = self.cleaned_data
        goals = (said[f"goal_{n}"] for n in range(1, GOALS + 1))
        return Order(
            first=date.fromisoformat(said["first"]),
            language=said["language"],
            paper=said["paper"],
            name=said["name"],
            goals=tuple(goal for goal in goals if goal),
        )

    def clean(self) -> dict[str, Any]:
        """An address is needed where it is to be sent, and only there."""
        said = super().clean() or {}
        if said.get("how") == MAIL and "email" not in self.errors and not said.get("email"):
            self.add_error("email", _("Enter the address to send it to, or download the planner"))
        return said


def _goal(n: int) -> forms.CharField:
    return forms.CharField(
        label=(_("A first goal"), _("A second goal"), _("A third goal"))[n - 1],
        required=False,
        max_length=LONGEST_GOAL,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("Enter at most %(limit_value)s characters")},
    )
