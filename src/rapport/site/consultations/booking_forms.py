"""What a client says when they book: how they are called and reached, and a yes to showing it."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.site.consultations.actions.bookings import LONGEST_CONTACT, LONGEST_NAME, SHARING, Identity
from rapport.site.consultations.transition_models import KEY_LENGTH
from rapport.site.foundation import consent
from rapport.site.foundation.widgets import CheckCards

YES: Final = "yes"


class BookForm(forms.Form):
    """Two short answers and one yes; the key makes sending it twice harmless."""

    called = forms.CharField(
        label=_("What should they call you?"),
        help_text=_("A first name is enough. It need not be the one in your passport."),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Enter what they should call you.")},
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    contact = forms.CharField(
        label=_("How can they reach you?"),
        help_text=_("A telephone number or an e-mail address that you alone read."),
        max_length=LONGEST_CONTACT,
        error_messages={"required": _("Enter a telephone number or an e-mail address.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    shares = forms.MultipleChoiceField(
        label=_("May this one person see it?"),
        help_text=consent.PURPOSES[SHARING].wording,
        choices=((YES, _("Yes, show it to this person")),),
        widget=CheckCards,
        error_messages={"required": _("Say yes, or do not book: they must know whom to talk to.")},
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=KEY_LENGTH)

    def identity(self) -> Identity:
        """What was said."""
        said: dict[str, Any] = self.cleaned_data
        return Identity(said["called"], said["contact"], shares=said["shares"] == [YES])
