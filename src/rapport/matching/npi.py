"""The National Provider Identifier: ten digits, the last of which checks the other nine."""

from typing import Final

NPI_DIGITS: Final = 10
# The check runs over the card-issuer prefix for United States health and the number itself.
# Source: CMS, "Requirements for NPI and NPI Check Digit": prefix 80840, Luhn formula (ISO/IEC 7812-1).
PREFIX: Final = "80840"
LARGEST_DIGIT: Final = 9


def check_digit(first_nine: str) -> str:
    """Which digit completes these nine to a National Provider Identifier.

    Args:
        first_nine: nine ASCII digits.

    Missing data: there is none; a number with a digit missing is refused.

    Raises:
        ValueError: not nine digits.

    >>> check_digit("123456789")
    '3'

    Source: CMS, NPI check digit: Luhn's formula over "80840" followed by the nine digits.
    Compared with: the worked example of that document, 1234567893.
    """
    if len(first_nine) != NPI_DIGITS - 1 or not _all_digits(first_nine):
        raise ValueError("expected nine digits")
    return str(-_luhn_sum(PREFIX + first_nine) % 10)


def _luhn_sum(digits: str) -> int:
    """Luhn's sum of digits that stand before a check digit."""
    total = 0
    for place, character in enumerate(reversed(digits)):
        value = int(character) * (2 if place % 2 == 0 else 1)
        total += value - LARGEST_DIGIT if value > LARGEST_DIGIT else value
    return total


# A roster or the registry holds many numbers, so that what two digits add to the sum is looked up: the
# first of each pair is doubled, the second stands as it is.
_PREFIX_SUM: Final = _luhn_sum(PREFIX + "0" * (NPI_DIGITS - 1))
_PAIR_SUM: Final = {f"{pair:02d}": _luhn_sum(str(pair // 10)) + pair % 10 for pair in range(100)}


def is_valid(text: str) -> bool:
    """Whether this text is a well-formed National Provider Identifier: ten digits, the last one right.

    Args:
        text: any text; spaces and hyphens are not forgiven, since the registry writes none.

    Missing data: the empty text is not an identifier.

    It says nothing about whether the number was ever given to anyone.

    >>> is_valid("1234567893"), is_valid("1234567898"), is_valid("")
    (True, False, False)

    Source: as `check_digit`.
    """
    if len(text) != NPI_DIGITS or not _all_digits(text):
        return False
    of = _PAIR_SUM
    total = of[text[:2]] + of[text[2:4]] + of[text[4:6]] + of[text[6:8]] + of[text[8:]]
    return (_PREFIX_SUM + total) % 10 == 0


def _all_digits(text: str) -> bool:
    # str.isdigit alone would let through digits of other scripts.
    return text.isascii() and text.isdigit()
