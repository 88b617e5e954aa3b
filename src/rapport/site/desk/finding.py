"""What a coordinator looks for in a long list: a form that needs no JavaScript."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.site.consultations.queries.waiting import Whose
from rapport.site.people.account_queries import LONGEST_NAME
from rapport.site.people.choices import AccountKind

STAFF = [(kind.value, kind.label) for kind in AccountKind if kind != AccountKind.CLIENT]


class FindForm(forms.Form):
    """Nothing of it is needed; what is not understood is not looked for, and is said beside the field."""

    use_required_attribute = False
    # How it is sent, and what of it stands in no address.
    method, untold = "get", frozenset[str]()

    def said(self, name: str) -> str:
        """What is to be looked for; empty where nothing is."""
        return str(self.cleaned_data.get(name, "")) if self.errors is not None else ""

    @property
    def is_used(self) -> bool:
        """Whether anything is looked for: the pages are then of what was found."""
        return any(self.said(name) for name in self.fields)

    @property
    def kept(self) -> dict[str, str]:
        """What the pages beside this one are asked with too."""
        return {name: self.said(name) for name in self.fields if self.said(name) and name not in self.untold}


class CalledForm(FindForm):
    """Somebody by their name."""

    q = forms.CharField(
        label=_("Find somebody"),
        help_text=_("A first or a last name, or how it begins."),
        max_length=LONGEST_NAME,
        required=False,
    )


class StaffForm(FindForm):
    """Somebody by their address, which no log of addresses may keep, or everybody of a kind."""

    method, untold = "post", frozenset({"address"})

    address = forms.CharField(
        label=_("Find an address"),
        help_text=_("The whole address: it is sealed, so that no part of it can be looked up."),
        max_length=LONGEST_NAME,
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("Who works here as"), choices=[("", _("Anybody")), *STAFF], required=False
    )


class CasesForm(FindForm):
    """Cases by who looks after them."""

    whose = forms.ChoiceField(
        label=_("Looked after by"),
        choices=[(Whose.ANYBODY, _("Anybody")), (Whose.MINE, _("You")), (Whose.NOBODYS, _("Nobody yet"))],
        required=False,
    )
