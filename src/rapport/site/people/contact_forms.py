"""How a client is asked where and when they may be written to, and whether that is safe."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rapport.site.foundation.widgets import Cards, hour_words
from rapport.site.people.contact_queries import MIDNIGHT, Contact

ALONE, OTHERS, UNSURE = "alone", "others", "unsure"
# Hours in which a mail is least likely to wake or alarm anybody, until the client says better.
USUAL_FROM, USUAL_UNTIL = 9, 20


def _hours(first: int, last: int) -> list[tuple[int, str]]:
    return [(hour, hour_words(hour % MIDNIGHT)) for hour in range(first, last + 1)]


class MailboxField(forms.EmailField):
    """An address that letters arrive at everywhere, as it is written down."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Your e-mail address"),
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
            error_messages={
                "required": _("Enter an address, or go back: you need none."),
                "invalid": _("Enter an address like name@example.org."),
                "max_length": _("Enter an address of 254 letters at most."),
            },
        )

    def clean(self, value: Any) -> str:
        """Domains have no case; letters outside of ASCII do not arrive everywhere."""
        local, _at, domain = super().clean(value).rpartition("@")
        if not (local + domain).isascii():
            raise forms.ValidationError(_("Enter an address with letters from a to z."))
        return f"{local}@{domain.lower()}"


class ContactForm(forms.Form):
    """An address, who reads it, and the hours."""

    address = MailboxField()
    readers = forms.ChoiceField(
        label=_("Who can read this mailbox, or see its notes on a screen?"),
        choices=(
            (ALONE, _("Only I do")),
            (OTHERS, _("Someone else can, too")),
            (UNSURE, _("I’m not sure")),
        ),
        widget=Cards,
        error_messages={"required": _("Choose who can read it.")},
    )
    from_hour = forms.TypedChoiceField(
        label=_("Write to me from"), coerce=int, choices=lambda: _hours(0, MIDNIGHT - 1), initial=USUAL_FROM
    )
    until_hour = forms.TypedChoiceField(
        label=_("until"), coerce=int, choices=lambda: _hours(1, MIDNIGHT), initial=USUAL_UNTIL
    )

    def __init__(
        self, data: Any = None, *, zones: tuple[tuple[str, Any], ...], given: Contact | None, zone: str
    ) -> None:
        super().__init__(data, initial={"zone": zone} | (vars(given) | {"readers": ALONE} if given else {}))
        self.fields["zone"] = forms.ChoiceField(label=_("The hours are in"), choices=zones)

    def clean_readers(self) -> str:
        """Nothing is written where somebody else might read it."""
        if self.cleaned_data["readers"] != ALONE:
            raise forms.ValidationError(
                _("Then please give none. Nothing is kept now, and your receipt code always works.")
            )
        return ALONE

    def clean(self) -> dict[str, Any]:
        """Hours that go on after midnight are two stretches; nobody has asked for them yet."""
        cleaned: dict[str, Any] = super().clean() or {}
        if {"from_hour", "until_hour"} <= set(cleaned) and cleaned["from_hour"] >= cleaned["until_hour"]:
            self.add_error("until_hour", _("Choose a later hour than the first one."))
        return cleaned

    def contact(self) -> Contact:
        """What was said."""
        said = self.cleaned_data
        hours = said["from_hour"], said["until_hour"]
        return Contact(said["address"], said["zone"], *hours, language=get_language() or "")
