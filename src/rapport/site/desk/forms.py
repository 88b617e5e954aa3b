"""What a coordinator says when inviting somebody, and when somebody leaves."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.site.directory.models import Provider
from rapport.site.foundation.widgets import Cards
from rapport.site.people.account_forms import InvitationForm
from rapport.site.people.choices import AccountKind
from rapport.site.referrals.choices import Departs

LONGEST_ID = 200


class DeskInvitationForm(InvitationForm):
    """Whom, as what, and who they are in the roster, if they stand there."""

    provider = forms.CharField(
        label=gettext_lazy("Their id in the roster"),
        help_text=gettext_lazy("Only for somebody who is in it already: they sign in as them."),
        max_length=LONGEST_ID,
        required=False,
    )

    def clean_provider(self) -> Provider | None:
        """The provider of that id; None where nothing was said."""
        said: str = self.cleaned_data["provider"].strip()
        if not said:
            return None
        found = Provider.objects.filter(provider_id=said).first()
        if found is None:
            raise forms.ValidationError(_("Enter an id that stands in the roster, or leave this empty."))
        if found.account_id is not None:
            raise forms.ValidationError(_("This provider has an account."))
        return found

    def clean(self) -> dict[str, Any]:
        """Only a therapist or coach can be somebody in the roster."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("provider") and said.get("kind") != AccountKind.PROVIDER:
            self.add_error("provider", _("Only a therapist or coach stands in the roster."))
        return said


class DepartureForm(forms.Form):
    """Why a provider is no longer here: what becomes of their clients depends on it."""

    use_required_attribute = False
    why = forms.ChoiceField(
        label=gettext_lazy("What has happened?"),
        choices=Departs.choices,
        widget=Cards(
            hints={
                "leaves": gettext_lazy("Each client is asked about somebody else, and keeps them till then."),
                "died": gettext_lazy("Each course ends at once, so that no reminder comes. Call them."),
            }
        ),
        error_messages={"required": gettext_lazy("Choose one of these.")},
    )
