"""The forms of the practical questions: who, where, how to pay, when, and with whom one would be at ease."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from rapport.site.foundation.widgets import WeekHours, week_choices
from rapport.site.intake import choices
from rapport.site.intake.forms import CHOOSE_ONE, NOT_OFFERED, PageForm, one_of, some_of
from rapport.site.intake.places import STATES, TIME_ZONES, likely_time_zone

FIVE_DIGITS = RegexValidator(r"^[0-9]{5}$", _("Enter a ZIP code of five digits, like 10027."))


def _select(listed: Any, *, label: Any, empty: Any = "", **more: Any) -> forms.ChoiceField:
    first = [("", empty)] if empty else []
    errors = {"required": CHOOSE_ONE, "invalid_choice": NOT_OFFERED}
    return forms.ChoiceField(label=label, choices=[*first, *listed], error_messages=errors, **more)


class WhoForm(PageForm):
    page_heading = ""

    def asked(self) -> dict[str, forms.Field]:
        return {
            "age_group": one_of(choices.AGE_GROUPS, label=_("How old is the person?")),
            "service": one_of(choices.SERVICES, label=_("Who would come to the sessions?")),
        }

    def shown(self, value: Any) -> dict[str, Any]:
        return dict(value or {})

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in ("age_group", "service")}


class StateForm(PageForm):
    def asked(self) -> dict[str, forms.Field]:
        field = _select(STATES, label=self.question.title, empty=_("Choose a state"))
        return {"said": field}


class DistanceForm(PageForm):
    page_heading = ""

    def asked(self) -> dict[str, forms.Field]:
        miles = [(str(n), _("Up to %(miles)d miles") % {"miles": n}) for n in choices.MILES]
        digits = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code", "size": 8})
        errors = {"required": _("Enter the ZIP code you would travel from.")}
        return {
            "zip": forms.CharField(
                label=_("ZIP code"), widget=digits, validators=[FIVE_DIGITS], error_messages=errors
            ),
            "miles": _select(miles, label=_("How far could you travel?")),
        }

    def shown(self, value: Any) -> dict[str, Any]:
        return (
            {"miles": str(choices.USUAL_MILES)} if value is None else value | {"miles": str(value["miles"])}
        )

    def value(self) -> Any:
        return {"zip": self.cleaned_data["zip"], "miles": int(self.cleaned_data["miles"])}


class PayForm(PageForm):
    page_heading = ""

    def asked(self) -> dict[str, forms.Field]:
        ways = [
            (choices.SELF_PAY, _("I pay myself")),
            (_("With my insurance"), choices.pairs(choices.INSURERS)),
        ]
        fee_errors = {
            "invalid": _("Enter whole dollars, like 120."),
            "min_value": _("Enter whole dollars, like 120."),
            "max_value": _("Enter an amount for one session, at most $1,000."),
        }
        return {
            "payer": _select(ways, label=_("Way to pay"), empty=_("I do not know yet"), required=False),
            "self_pay_ok": some_of(choices.INSURED_TOO, label=_("If you use insurance"), required=False),
            "max_fee": forms.IntegerField(
                label=_("The most you could pay yourself for one session, in dollars"),
                help_text=_("Leave it empty if you cannot say. Many people offer lower fees on request."),
                required=False,
                min_value=0,
                max_value=choices.MOST_FEE,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 8}),
                error_messages=fee_errors,
            ),
        }

    def shown(self, value: Any) -> dict[str, Any]:
        said = dict(value or {})
        return said | {"self_pay_ok": ["yes"] if said.get("self_pay_ok") else []}

    def value(self) -> Any:
        data = self.cleaned_data
        said = {"payer": data["payer"], "self_pay_ok": bool(data["self_pay_ok"]), "max_fee": data["max_fee"]}
        return {name: value for name, value in said.items() if value not in (None, "", False)} or None


class HoursForm(PageForm):
    """Stretches of the week to tick at once, and single hours for those who need to be exact."""

    page_heading = ""
    folded = "slots"
    folded_title = _("Choose hour by hour")

    def asked(self) -> dict[str, forms.Field]:
        return {
            "timezone": _select(
                TIME_ZONES, label=_("The hours are in"), help_text=_("Guessed from your state. Please check.")
            ),
            "spells": forms.MultipleChoiceField(
                label=_("Often free"),
                choices=[(spell.code, spell.label) for spell in choices.SPELLS],
                required=False,
                widget=some_of((), label="").widget,
                error_messages={"invalid_choice": NOT_OFFERED},
            ),
            "slots": forms.MultipleChoiceField(
                label=_("Single hours"),
                choices=week_choices,
                required=False,
                widget=WeekHours,
                error_messages={"invalid_choice": NOT_OFFERED},
            ),
        }

    def shown(self, value: Any) -> dict[str, Any]:
        if value is not None:
            whole = [spell for spell in choices.SPELLS if set(spell.slots) <= set(value["slots"])]
            covered = {slot for spell in whole for slot in spell.slots}
            single = [slot for slot in value["slots"] if slot not in covered]
            return dict(value) | {"spells": [spell.code for spell in whole], "slots": single}
        travel = self.draft.value("distance") or {}
        zone = likely_time_zone(state=self.draft.value("state") or "", zip_code=travel.get("zip", ""))
        return {"timezone": zone}

    def value(self) -> Any:
        chosen = set(self.cleaned_data["slots"])
        for spell in choices.SPELLS:
            if spell.code in self.cleaned_data["spells"]:
                chosen.update(spell.slots)
        in_order = [slot for slot, _name in week_choices() if slot in chosen]
        return {"timezone": self.cleaned_data["timezone"], "slots": in_order}


class PreferencesForm(PageForm):
    page_heading = ""

    def asked(self) -> dict[str, forms.Field]:
        anyone = [("", _("No wish"))]
        gender = forms.ChoiceField(
            label=_("Gender"),
            choices=anyone + choices.pairs(choices.GENDERS),
            required=False,
            widget=one_of((), label="").widget,
            error_messages={"invalid_choice": NOT_OFFERED},
        )
        return {
            "gender": gender,
            "identities": some_of(choices.IDENTITIES, label=_("Someone who"), required=False),
            "faith": _select(
                choices.pairs(choices.FAITHS), label=_("Faith"), empty=_("No wish"), required=False
            ),
            "must": some_of(
                choices.MUSTS,
                label=_("Is any of this a must?"),
                required=False,
                help_text=_("Anything not ticked here stays a wish. A must leaves out everyone else."),
            ),
        }

    def shown(self, value: Any) -> dict[str, Any]:
        wishes = dict(value or {})
        kinds = dict.fromkeys(must.partition(":")[0] for must in wishes.get("must", ()))
        return wishes | {"must": list(kinds)}

    def value(self) -> Any:
        said = {name: self.cleaned_data.get(name) for name in ("gender", "identities", "faith")}
        wishes = {name: value for name, value in said.items() if value}
        return wishes | {"must": self._musts(wishes)} if wishes else None

    def _musts(self, wishes: dict[str, Any]) -> list[str]:
        """contract.md's form, `gender:woman`: only for what was wished for."""
        firm = self.cleaned_data.get("must") or ()
        named = {
            "gender": [wishes.get("gender")],
            "identity": wishes.get("identities", []),
            "faith": [wishes.get("faith")],
        }
        return [f"{kind}:{code}" for kind in firm for code in named[kind] if code]
