"""What the client answers to another step."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.site.foundation.widgets import Cards

YES, NO = "yes", "no"


class AnswerForm(forms.Form):
    """Yes or no, to another step."""

    use_required_attribute = False
    answer = forms.ChoiceField(
        label=_("Would you like that?"),
        choices=((YES, _("Yes, I would like that")), (NO, _("No, I stay where I am"))),
        widget=Cards,
        error_messages={"required": _("Choose one of these.")},
    )
