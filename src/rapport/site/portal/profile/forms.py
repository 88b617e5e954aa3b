"""One form a page of the profile; each turns what was posted into cells of the roster."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from rapport.site.directory.approaches import APPROACHES
from rapport.site.foundation.widgets import SCALE_CHOICES, UNSURE, Scale
from rapport.site.intake import choices
from rapport.site.intake.choices import Option
from rapport.site.intake.forms import CHOOSE_ONE, NOT_OFFERED, one_of, some_of, without_control_characters

Cells = Mapping[str, str]
SEPARATOR: Final = ";"
# Whoever ticks everything says nothing: so many of ten are what one does most.
MOST_GOALS, MOST_TASKS = 4, 5
LONGEST_ABOUT, MOST_FEE = 600, 1000
# As clients are asked, without the line that is theirs alone.
FORMATS: Final = tuple(Option(each.code, each.label) for each in choices.FORMATS)
RATHER_NOT: Final = (Option("", _("I would rather not say")),)
# Four words or more in quotation marks are somebody else's words.
_QUOTED = re.compile(r"[“\"«„]([^”\"»“]+)[”\"»“]")
_CONTACT = re.compile(r"(https?://|www\.|\S+@\S+\.\S|\+?\d[\d\s().-]{7,}\d)", re.IGNORECASE)
LONGEST_QUOTED: Final = 3


class PartForm(forms.Form):
    """A page of the profile: `row` is what stands there, `cells()` what should."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, row: Cells) -> None:
        super().__init__(data, initial=self.shown(row))

    def shown(self, row: Cells) -> dict[str, Any]:
        """The fields as the row has them."""
        lists = (forms.MultipleChoiceField,)
        return {
            name: _codes(row, name) if isinstance(field, lists) else row.get(name, "")
            for name, field in self.base_fields.items()
        }

    def cells(self) -> dict[str, str]:
        """The cells that were asked for on this page; lists in the order of the page."""
        return {name: _cell(value) for name, value in self.cleaned_data.items()}


def _codes(row: Cells, name: str) -> list[str]:
    return [code for code in row.get(name, "").split(SEPARATOR) if code]


def _cell(value: Any) -> str:
    return SEPARATOR.join(value) if isinstance(value, list) else str(value or "")


class AtMost:
    """Refuses more than so many."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, value: list[str]) -> None:
        if len(value) > self.most:
            words = _("Choose at most %(most)d: those that you do most.")
            raise forms.ValidationError(words, params={"most": self.most})


class WorkForm(PartForm):
    """What troubles, and with which ways of working."""

    concerns = some_of(
        choices.CONCERN_GROUPS,
        label=_("What do people come to you with?"),
        help_text=_("As clients say it themselves. Tick what you are trained in and see often."),
        columns=True,
    )
    approaches = some_of(
        tuple(Option(code, each.name, each.plain) for code, each in APPROACHES.items()),
        label=_("Which ways of working do you use?"),
        columns=True,
        required=False,
    )


class AimsForm(PartForm):
    """Goals and tasks, on the client's own lists."""

    goals = some_of(
        choices.GOALS,
        label=_("What do people most often reach with you?"),
        help_text=_("At most four."),
        columns=True,
    )
    tasks = some_of(
        choices.TASKS,
        label=_("What do you most often do together?"),
        help_text=_("At most five."),
        columns=True,
    )

    def __init__(self, data: Any = None, *, row: Cells) -> None:
        super().__init__(data, row=row)
        self.fields["goals"].validators.append(AtMost(MOST_GOALS))
        self.fields["tasks"].validators.append(AtMost(MOST_TASKS))


def _axis(label: Any, low: Any, high: Any) -> forms.ChoiceField:
    points = [*SCALE_CHOICES[:-1], (UNSURE, _("I would rather not say"))]
    return forms.ChoiceField(
        label=label,
        choices=points,
        required=False,
        widget=Scale(low=low, high=high, unsure_hint=_("Then it counts neither for nor against you.")),
        error_messages={"invalid_choice": NOT_OFFERED},
    )


class StyleForm(PartForm):
    """The four axes that clients answer about, seen from the other chair."""

    directive = _axis(
        _("Who picks what an hour begins with?"), _("The client, each time"), _("I do, each time")
    )
    emotional = _axis(
        _("How do people usually leave your room?"), _("Calm, even if we held back"), _("Stirred up")
    )
    past = _axis(_("Of ten meetings, how many are about years gone by?"), _("None of the ten"), _("All ten"))
    challenge = _axis(
        _("Someone tells a story in which they are in the right. What do they hear first?"),
        _("That I see why they felt so"),
        _("What they may have got wrong"),
    )

    def cells(self) -> dict[str, str]:
        """Not said is a blank cell."""
        return {name: "" if text == UNSURE else text for name, text in super().cells().items()}


class PeopleForm(PartForm):
    """Whom, how and where."""

    age_groups = some_of(choices.AGE_GROUPS, label=_("Whom do you see?"))
    services = some_of(choices.SERVICES, label=_("Together with whom?"))
    formats = some_of(FORMATS, label=_("How do you meet?"))
    zip = forms.CharField(
        label=_("ZIP code of your practice"),
        help_text=_("Needed to meet in person: clients say how far they can travel."),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code", "size": 8}),
        validators=[RegexValidator(r"^[0-9]{5}$", _("Enter a ZIP code of five digits, like 10027."))],
    )
    languages = some_of(choices.LANGUAGES, label=_("In which languages?"), columns=True)

    def clean(self) -> dict[str, Any]:
        """A place to travel to, where one may travel."""
        said = super().clean() or self.cleaned_data
        if "in_person" in said.get("formats", ()) and not said.get("zip") and "zip" not in self.errors:
            self.add_error("zip", _("Enter the ZIP code where you meet people in person."))
        return said


def _dollars(label: Any, help_text: Any = "") -> forms.IntegerField:
    words = _("Enter whole dollars, like 120.")
    errors = {"invalid": words, "min_value": words, "required": words}
    errors["max_value"] = _("Enter an amount for one session, at most $1,000.")
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=MOST_FEE,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 8}),
        error_messages=errors,
    )


class FeesForm(PartForm):
    """Who pays, and how much."""

    payers = some_of(
        (Option(choices.SELF_PAY, _("Clients who pay themselves")), *choices.INSURERS),
        label=_("Who can pay you?"),
        columns=True,
    )
    fee_max = _dollars(_("Your usual fee for one session, in dollars"))
    sliding_scale = one_of(
        (Option("yes", _("Yes")), Option("no", _("No"))), label=_("Less for those who earn less?")
    )
    fee_min = _dollars(
        _("Your lowest fee, in dollars"), _("The same as the usual one where you take no less.")
    )

    def shown(self, row: Cells) -> dict[str, Any]:
        """Fees without cents, as they are asked for."""
        fees = {name: row.get(name, "").partition(".")[0] for name in ("fee_min", "fee_max")}
        return super().shown(row) | fees

    def cells(self) -> dict[str, str]:
        """A fee of nothing is a fee."""
        return super().cells() | {name: str(self.cleaned_data[name]) for name in ("fee_min", "fee_max")}

    def clean(self) -> dict[str, Any]:
        """The lowest is the lowest."""
        said = super().clean() or self.cleaned_data
        low, high = said.get("fee_min"), said.get("fee_max")
        if low is not None and high is not None and low > high:
            self.add_error("fee_min", _("The lowest fee is above the usual one."))
        return said


def _said_freely(options: Iterable[Option], label: Any) -> forms.ChoiceField:
    return one_of((*options, *RATHER_NOT), label=label, required=False)


class SelfForm(PartForm):
    """What clients may wish for in a person; every word of it is optional."""

    gender = _said_freely(choices.GENDERS, _("Gender"))
    identities = some_of(choices.IDENTITIES, label=_("Are any of these true of you?"), required=False)
    faith = forms.ChoiceField(
        label=_("Faith"),
        choices=[("", _("I would rather not say")), *choices.pairs(choices.FAITHS)],
        required=False,
        error_messages={"required": CHOOSE_ONE, "invalid_choice": NOT_OFFERED},
    )


class AboutForm(PartForm):
    """A few lines of one's own: no praise from clients, which nobody can check, and no way around us."""

    page_heading = "about"
    about = forms.CharField(
        label=_("How do you work, in a few lines?"),
        help_text=_(
            "At most 600 characters, in your own words. No praise from clients: nobody can check it, and "
            "asking for it puts pressure on people in therapy. No addresses or telephone numbers."
        ),
        required=False,
        max_length=LONGEST_ABOUT,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "true"}),
        error_messages={"max_length": _("This is %(show_value)d characters long. Please shorten it to 600.")},
    )

    def clean_about(self) -> str:
        """Own words only."""
        text = without_control_characters(self.cleaned_data["about"]).strip()
        if any(len(words.split()) > LONGEST_QUOTED for words in _QUOTED.findall(text)):
            raise forms.ValidationError(_("Leave out what others said of you: use your own words alone."))
        if _CONTACT.search(text):
            raise forms.ValidationError(
                _("Leave out addresses and telephone numbers: clients ask through here.")
            )
        return text
