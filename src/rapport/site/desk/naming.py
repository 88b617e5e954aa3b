"""Somebody of the directory, as a coordinator names them in a form."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rapport.site.directory.models import Provider
from rapport.site.directory.queries import look_up

LONGEST_NAME: Final = 120


class NamingForm(forms.Form):
    """A form that names somebody who is listed."""

    use_required_attribute = False

    @staticmethod
    def named(label: Any) -> forms.CharField:
        """Their name, or their id in the roster."""
        return forms.CharField(
            label=label,
            help_text=_("Their name, or their id in the roster."),
            max_length=LONGEST_NAME,
            error_messages={"required": _("Enter a name or an id.")},
        )

    def clean_provider(self) -> Provider:
        """The one meant."""
        return self.meant("provider")

    def meant(self, field: str) -> Provider:
        """The one meant; several of that name are named with their ids."""
        said: str = self.cleaned_data[field].strip()
        found = Provider.objects.listed().filter(provider_id=said).first()
        if found is not None:
            return found
        named = look_up(said)
        if not named:
            raise forms.ValidationError(_now("Nobody who is listed is called so. Look at the spelling."))
        if len(named) > 1:
            listed = ", ".join(f"{each.row.name} ({each.row.provider_id})" for each in named)
            raise forms.ValidationError(_now("Several are: %(who)s. Enter the id.") % {"who": listed})
        return Provider.objects.get(pk=named[0].id)
