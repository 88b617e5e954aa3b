"""What is asked when a course is looked at, handed over, or closed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.site.consultations.choices import CourseEnded
from rapport.site.foundation.widgets import Cards, CheckCards
from rapport.site.referrals.actions.closing import Goodbye
from rapport.site.referrals.actions.referring import ALONG
from rapport.site.referrals.choices import (
    LONGEST_LINE,
    LONGEST_WORDS,
    Along,
    Decision,
    Helped,
    Lacked,
    Way,
)

Data = Mapping[str, Any] | None
CHOOSE = gettext_lazy("Choose one answer")
TOO_LONG = gettext_lazy("That is too long for this box. Shorten it a little.")


def one_of(
    label: Any, choices: Sequence[tuple[str, Any]], *, hints: Any = None, initial: Any = None
) -> forms.Field:
    """One of a few, each a card."""
    said = {"required": CHOOSE, "invalid_choice": CHOOSE}
    widget = Cards(hints=hints or {})
    return forms.ChoiceField(
        label=label, choices=choices, widget=widget, error_messages=said, initial=initial
    )


def words(label: Any, hint: Any = "", *, longest: int = LONGEST_WORDS, rows: int = 4) -> forms.CharField:
    """Some words, or none."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": TOO_LONG},
    )


def tick(label: Any, hint: Any = "") -> forms.MultipleChoiceField:
    """One thing to tick, or not; as a list that is empty or not."""
    widget = CheckCards(hints={"yes": hint} if hint else {})
    return forms.MultipleChoiceField(label="", choices=[("yes", label)], widget=widget, required=False)


class ReviewForm(forms.Form):
    """Stay, talk about it, or meet someone else."""

    decision = one_of(
        gettext_lazy("What would you like to do?"),
        Decision.choices,
        hints={
            "talk": gettext_lazy("It often helps, and makes the bond stronger. We help you to find words."),
            "refer": gettext_lazy("Your place is kept until you have met someone else and say so."),
        },
    )
    words = words(
        gettext_lazy("What speaks for it? You need not say."),
        gettext_lazy("For you alone: the person you work with never sees it."),
    )

    def __init__(self, data: Data = None, *, said: Data = None) -> None:
        super().__init__(data, initial=dict(said or {}))


class AlongForm(forms.Form):
    """What goes along; the letter where it goes to somebody elsewhere."""

    along = one_of(gettext_lazy("What may go along?"), Along.choices, initial=Along.NOTHING)
    summary = words(
        gettext_lazy("Your summary"),
        gettext_lazy(
            "We wrote a beginning. Change every word of it. It goes along only if you chose the summary."
        ),
        rows=8,
    )
    letter = words(
        gettext_lazy("The letter"),
        gettext_lazy("You bring or send it yourself. Nothing of it leaves this page."),
        rows=10,
    )
    again = tick(gettext_lazy("I may also be shown the person whom I leave"))

    def __init__(
        self, data: Data = None, *, initial: Data = None, way: str = Way.THREE, is_change: bool = False
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["along"].help_text = ALONG.wording
        if is_change or way != Way.OUTSIDE:
            del self.fields["letter"]
        if is_change or way != Way.THREE:
            del self.fields["again"]

    def clean(self) -> dict[str, Any]:
        """A summary has words."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("along") == Along.SUMMARY and not said.get("summary", "").strip():
            self.add_error("summary", _("Write a line at least, or choose that nothing goes along."))
        return said


class EndForm(forms.Form):
    """Why a course ends, in the words of whoever ends it."""

    because = forms.ChoiceField(error_messages={"required": CHOOSE, "invalid_choice": CHOOSE})

    def __init__(
        self, data: Data = None, *, label: Any, choices: Sequence[tuple[str, Any]], hints: Any = None
    ) -> None:
        super().__init__(data)
        self.fields["because"] = one_of(label, choices, hints=hints)

    @property
    def reason(self) -> CourseEnded:
        """The reason that was chosen."""
        return CourseEnded(self.cleaned_data["because"])


class GoodbyeForm(forms.Form):
    """Two minutes at the end, from the client."""

    helped = forms.MultipleChoiceField(
        label=gettext_lazy("What helped?"),
        choices=Helped.choices,
        widget=CheckCards(columns=True),
        required=False,
    )
    lacked = forms.MultipleChoiceField(
        label=gettext_lazy("What was missing?"),
        choices=Lacked.choices,
        widget=CheckCards(columns=True),
        required=False,
    )
    line = words(gettext_lazy("A line on what could go better"), longest=LONGEST_LINE, rows=3)
    is_shown = tick(
        gettext_lazy("They may read what I ticked and this line"),
        gettext_lazy("Without a tick nobody does. Your good-bye below reaches them in any case."),
    )
    note = words(
        gettext_lazy("Your good-bye to them"),
        gettext_lazy("They read it in their portal; no mail carries it. Leave it empty to send none."),
        rows=6,
    )

    def clean(self) -> dict[str, Any]:
        """One thing at least is said."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(said.get(each) for each in ("helped", "lacked", "line", "note")):
            raise forms.ValidationError(_("Tick or write one thing at least, or go back without sending"))
        return said

    def goodbye(self) -> Goodbye:
        """What was sent, as the action takes it."""
        said = self.cleaned_data
        return Goodbye(
            helped=frozenset(said["helped"]),
            lacked=frozenset(said["lacked"]),
            line=said["line"],
            note=said["note"],
            is_shown=bool(said["is_shown"]),
        )


class ProviderGoodbyeForm(forms.Form):
    """The same from the provider: a line and a good-bye, both for the client to read."""

    line = words(
        gettext_lazy("What you saw them do well, and what could come next"),
        gettext_lazy("The client can read it. No diagnosis, please."),
        longest=LONGEST_LINE,
        rows=3,
    )
    note = words(gettext_lazy("Your good-bye"), rows=6)

    def clean(self) -> dict[str, Any]:
        """One thing at least is said."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(said.values()):
            raise forms.ValidationError(_("Write one thing at least, or go back without sending"))
        return said

    def goodbye(self) -> Goodbye:
        """What was sent, as the action takes it."""
        return Goodbye(line=self.cleaned_data["line"], note=self.cleaned_data["note"])
