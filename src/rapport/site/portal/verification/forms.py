"""What a coordinator needs to decide, a step at a time."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.site.directory.actions.verification import LicenceGiven, Who
from rapport.site.directory.choices import Kind
from rapport.site.directory.models import VerificationCase
from rapport.site.directory.queries.roster import professions
from rapport.site.directory.queries.verification import is_number
from rapport.site.intake.forms import CHOOSE_ONE, NOT_OFFERED
from rapport.site.intake.places import STATES
from rapport.site.portal.forms import StartForm

FEWEST_LINES, MOST_LINES = 2, 12
LONGEST_NUMBER: Final = 40


NUMBER_TAKEN: Final = _(
    "Somebody in this directory has this provider number. Check the digits; if it is yours, the people who "
    "run this service can find out what happened."
)


class WhoForm(StartForm):
    """Name, kind, number and profession; the last two are a therapist's."""

    use_required_attribute = False
    npi = forms.CharField(
        label=_("National Provider Identifier (NPI)"),
        help_text=_(
            "Ten digits. We look the number up in the federal list of providers. Coaches leave it empty."
        ),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 12}),
    )
    taxonomy = forms.ChoiceField(
        label=_("Profession, as you told the federal list"),
        required=False,
        error_messages={"invalid_choice": NOT_OFFERED},
    )

    def __init__(self, data: Any = None, *, case: VerificationCase) -> None:
        kept = {name: getattr(case, name) for name in ("name", "kind", "npi", "taxonomy")}
        super().__init__(data, initial=kept)
        self.fields["taxonomy"].choices = [("", _("Choose one")), *professions()]

    def clean_npi(self) -> str:
        """The digits alone, and the last of them right."""
        number = "".join(c for c in self.cleaned_data["npi"] if c not in " -")
        if number and not is_number(number):
            raise forms.ValidationError(
                _("This is not a provider number: the ten digits do not fit together. Check each of them.")
            )
        return number

    def clean(self) -> dict[str, Any]:
        """What a therapist must give besides."""
        said = super().clean() or self.cleaned_data
        if said.get("kind") == Kind.THERAPIST:
            if not said.get("npi") and "npi" not in self.errors:
                self.add_error("npi", _("Enter your provider number."))
            if not said.get("taxonomy") and "taxonomy" not in self.errors:
                self.add_error("taxonomy", CHOOSE_ONE)
        return said

    def who(self) -> Who:
        """What was said; a coach has no number here."""
        said = self.cleaned_data
        if said["kind"] == Kind.COACH:
            return Who(said["name"], Kind.COACH)
        return Who(said["name"], said["kind"], said["npi"], said["taxonomy"])


class LicencesForm(forms.Form):
    """A line for each state: the state, the number, and until when."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, licences: Iterable[LicenceGiven], today: date) -> None:
        super().__init__(data)
        self.today = today
        kept = list(licences)
        posted = sum(f"{line}-state" in self.data for line in range(MOST_LINES))
        for line in range(posted or min(max(len(kept) + 1, FEWEST_LINES), MOST_LINES)):
            self._add_line(line)
            if line < len(kept):
                self.initial |= {f"{line}-{name}": value for name, value in kept[line]._asdict().items()}

    def _add_line(self, line: int) -> None:
        number = line + 1
        self.fields[f"{line}-state"] = forms.ChoiceField(
            label=_("Licence %(n)d: state") % {"n": number},
            choices=[("", _("Choose a state")), *STATES],
            required=False,
            error_messages={"invalid_choice": NOT_OFFERED},
        )
        self.fields[f"{line}-number"] = forms.CharField(
            label=_("Licence %(n)d: number") % {"n": number},
            required=False,
            max_length=LONGEST_NUMBER,
            error_messages={"max_length": _("This is longer than a licence number.")},
        )
        self.fields[f"{line}-expires_on"] = forms.DateField(
            label=_("Licence %(n)d: valid until") % {"n": number},
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}),
            error_messages={"invalid": _("Enter a date like 2027-06-30.")},
        )

    def lines(self) -> list[list[forms.BoundField]]:
        """The three fields of each line."""
        count = len(self.fields) // 3
        return [[self[f"{n}-{name}"] for name in LicenceGiven._fields] for n in range(count)]

    def clean(self) -> dict[str, Any]:
        """Whole lines, each state once, none run out."""
        said = super().clean() or self.cleaned_data
        found: list[LicenceGiven] = []
        for line in range(len(self.fields) // 3):
            given = {name: said.get(f"{line}-{name}") for name in LicenceGiven._fields}
            if any(given.values()):
                self._check(line, given, found)
                found.append(LicenceGiven(**given))
        if not found and not self.errors:
            self.add_error("0-state", _("Give at least one licence."))
        said["licences"] = found
        return said

    def _check(self, line: int, given: dict[str, Any], before: list[LicenceGiven]) -> None:
        for name, value in given.items():
            if not value and f"{line}-{name}" not in self.errors:
                self.add_error(f"{line}-{name}", _MISSING[name])
        if given["state"] and any(each.state == given["state"] for each in before):
            self.add_error(f"{line}-state", _("This state stands in another line already."))
        if given["expires_on"] and given["expires_on"] < self.today:
            self.add_error(
                f"{line}-expires_on", _("This date has passed: give the date of the renewed licence.")
            )


_MISSING: Final = {
    "state": _("Choose the state of this licence."),
    "number": _("Enter the number as it stands on the licence."),
    "expires_on": _("Enter until when the licence is valid."),
}
