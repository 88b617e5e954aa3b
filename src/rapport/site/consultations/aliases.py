"""What a provider calls a request before they know whom it is from."""

import hashlib
from typing import Final

# Letters and digits that are not mistaken for one another, on paper or on the phone.
LETTERS: Final = "BCDFGHJKLMNPRTVWXZ"
DIGITS: Final = "2345679"


def alias_of(request_id: str) -> str:
    """Three signs such as H2D: the same for a request always, and telling nothing, its order included.

    >>> alias_of("abcdefghijklmnopqrstuvwxyz")
    'H2D'
    """
    first, second, third, *_rest = hashlib.sha256(request_id.encode()).digest()
    return LETTERS[first % len(LETTERS)] + DIGITS[second % len(DIGITS)] + LETTERS[third % len(LETTERS)]
