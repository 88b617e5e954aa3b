"""To whom somebody goes on: as the client chooses, or a provider suggests."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.site.directory.models import Provider
from rapport.site.directory.names import searchable
from rapport.site.foundation.widgets import Cards
from rapport.site.referrals.actions.referring import Outside
from rapport.site.referrals.choices import LONGEST_LINE, LONGEST_NAME, Relation, Way
from rapport.site.referrals.forms import CHOOSE, TOO_LONG, Data, one_of


class Whom(forms.Form):
    """A colleague here by name, or one elsewhere by name and how to reach them."""

    name = forms.CharField(
        label=gettext_lazy("Their name"),
        help_text=gettext_lazy(
            "Only if you know whom. First and last name, as it stands on their page here."
        ),
        max_length=LONGEST_NAME,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    contact = forms.CharField(
        label=gettext_lazy("How to reach them"),
        help_text=gettext_lazy("For somebody elsewhere: a telephone number or an address, if you know it."),
        max_length=LONGEST_LINE,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, data: Data = None, *, initial: Data = None, but: Provider | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.but, self.to = but, None
        self.outside: Outside | None = None

    @property
    def way(self) -> Way:
        """To whom, in general."""
        return Way(self.cleaned_data["way"])

    def clean(self) -> dict[str, Any]:
        """A name where the way needs one, and somebody of that name where they are here."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        way, name = said.get("way"), (said.get("name") or "").strip()
        if self.errors or way not in (Way.COLLEAGUE, Way.OUTSIDE):
            return said
        if not name:
            self.add_error("name", _("Enter their name."))
        elif way == Way.OUTSIDE:
            self.outside = Outside(name, said["contact"].strip())
        else:
            self._find(name)
        return said

    def _find(self, name: str) -> None:
        found = list(Provider.objects.listed().filter(searchable=searchable(name))[:2])
        found = [each for each in found if self.but is None or each.pk != self.but.pk]
        if not found:
            self.add_error(
                "name",
                _("Enter the name of somebody who is listed here, or choose “Somebody elsewhere”."),
            )
        elif len(found) > 1:
            self.add_error("name", _("Several people here have this name. Ask a coordinator to help."))
        else:
            self.to = found[0]


class WhomForm(Whom):
    """The client's own choice."""

    field_order = ("way", "name", "contact")
    way = one_of(  # type: ignore[assignment]
        gettext_lazy("Whom would you like to meet?"),
        Way.choices,
        hints={
            "three": gettext_lazy("From your answers, and from how you rated your sessions. Nobody twice."),
            "colleague": gettext_lazy("A friend or the person you work with has named somebody here."),
            "outside": gettext_lazy("We write a letter that you read, change and print."),
        },
    )


class ReferForm(Whom):
    """A provider's suggestion, and what they are to whom they suggest."""

    field_order = ("way", "name", "contact", "relation")
    relation = forms.ChoiceField(
        label=gettext_lazy("What ties you to them?"),
        help_text=gettext_lazy("Whoever it is about reads your answer."),
        choices=Relation.choices,
        widget=Cards,
        required=False,
        error_messages={"invalid_choice": CHOOSE},
    )
    way = one_of(  # type: ignore[assignment]
        gettext_lazy("To whom?"),
        Way.choices,
        hints={
            "three": gettext_lazy("By what they asked for. They choose."),
            "colleague": gettext_lazy("If the limits they set allow it. They choose."),
            "outside": gettext_lazy("They get a letter of their own to bring or to send."),
        },
    )

    def clean(self) -> dict[str, Any]:
        """Who suggests somebody by name says what ties them."""
        said = super().clean()
        if said.get("way") in (Way.COLLEAGUE, Way.OUTSIDE) and not said.get("relation"):
            self.add_error("relation", _("Say what ties you to them; “nothing” is an answer too."))
        return said

    @property
    def tie(self) -> Relation | None:
        """What was said of it."""
        said = self.cleaned_data.get("relation")
        return Relation(said) if said else None
