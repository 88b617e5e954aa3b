"""How a provider begins: a name, and whether they are a therapist or a coach."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.site.directory.choices import Kind
from rapport.site.foundation.widgets import Cards

LONGEST_NAME = 200


class StartForm(forms.Form):
    """Nothing here is shown to anybody before a coordinator has checked it."""

    name = forms.CharField(
        label=_("Your name, as it stands on your licence"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    kind = forms.ChoiceField(
        label=_("What are you?"),
        choices=((Kind.THERAPIST, _("A therapist")), (Kind.COACH, _("A coach"))),
        widget=Cards(
            hints={
                "therapist": _("You hold a licence to treat, in one or more states."),
                "coach": _("You hold none. You are sent to nobody whose concern is clinical."),
            }
        ),
        error_messages={"required": _("Choose one of these.")},
    )
