"""Passwords that are refused although they are long: made of a common one and little else.

NIST SP 800-63B-4 asks for a list of common passwords, and no rules about kinds of letters. Nearly every entry
of such a list is shorter than the fifteen characters that are asked for; what people do then is to write it
twice, or to put figures behind it.
"""

import unicodedata

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Fewer different letters in a row than this, over and over, are a pattern and no password.
SHORTEST_UNIT = 6


class NotCommonAtHeart(CommonPasswordValidator):
    """Refuses a common password, one repeated, and one with figures or signs around it."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 - Django's signature
        """Raise when nothing but a common password is left of it."""
        text = unicodedata.normalize("NFKC", password).casefold().strip()
        for heart in (text, _letters(text), _unit(text), _unit(_letters(text))):
            if heart in self.passwords or len(_unit(heart)) < SHORTEST_UNIT:
                raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        """What to do instead."""
        return _("Many people use one like this. Choose four or five words that do not belong together.")


def _letters(text: str) -> str:
    """Without whatever stands before the first and behind the last letter."""
    places = [place for place, sign in enumerate(text) if sign.isalpha()]
    return text[places[0] : places[-1] + 1] if places else text


def _unit(text: str) -> str:
    """The shortest part that gives the text when it is repeated; the last repetition may be cut off."""
    for length in range(1, len(text)):
        if (text[:length] * (len(text) // length + 1))[: len(text)] == text:
            return text[:length]
    return text
