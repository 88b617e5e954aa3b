"""Bring any text down to plain small letters, so that the same words look the same.

Case, accents, full-width and decorated letters, zero-width and control characters, and look-alike
Cyrillic or Greek letters make no difference afterwards. Each character is mapped by itself, which
is what lets the crisis screen promise that adding text never changes what stood before it.
"""

import unicodedata
from typing import Final

# Look-alikes that people (and filters' evaders) put in Latin words.
LOOK_ALIKES: Final = str.maketrans(
    {"а": "a", "с": "c", "е": "e", "һ": "h", "і": "i", "ј": "j", "о": "o", "р": "p", "ԛ": "q", "ѕ": "s",
     "у": "y", "х": "x", "ѵ": "v", "ԝ": "w", "к": "k", "м": "m", "т": "t", "ν": "v", "ο": "o", "τ": "t",
     "κ": "k", "ι": "i", "α": "a", "ε": "e", "ρ": "p", "υ": "u", "χ": "x", "ı": "i", "ø": "o", "ł": "l",
     "đ": "d", "ħ": "h", "ɑ": "a", "ɡ": "g", "ɩ": "i"}
)  # fmt: skip
# Apostrophes vanish (don't → dont); so do the marks that only format or control.
APOSTROPHES: Final = "'’‘ʼ`´＇ʹ′"
SENTENCE_ENDS: Final = ".!?;"
OTHER_SENTENCE_ENDS: Final = {"。": ".", "؟": "?", "।": ".", "¿": " ", "¡": " ", "？": "?", "！": "!"}
# These break a clause but do not end a sentence.
BREAKS: Final = ',:()[]{}<>"|–—…،、“”«»'

_ASCII_GONE: Final = {code: None for code in range(32) if chr(code) not in "\t\n\v\f\r\x1c\x1d\x1e\x1f"}
_ASCII_TABLE: Final = {**_ASCII_GONE, 127: None, ord("'"): None, ord("`"): None}
_GONE_CATEGORIES: Final = frozenset({"Mn", "Me", "Cf", "Cc", "Cs", "Co", "Cn"})


class _Table(dict[int, str | None]):
    """`str.translate` table that works out each character once."""

    def __missing__(self, code: int) -> str | None:
        self[code] = value = _plain_character(chr(code))
        return value


def _plain_character(character: str) -> str | None:
    if character in APOSTROPHES:
        return None
    if character in OTHER_SENTENCE_ENDS:
        return OTHER_SENTENCE_ENDS[character]
    if character in BREAKS or character.isspace():
        return character
    category = unicodedata.category(character)
    if category in _GONE_CATEGORIES:
        return None
    if category[0] in "SZ" and not character.isascii():
        return " "  # emoji and other signs stand between words
    return character


def plain(text: str) -> str:
    """What the text looks like in plain small letters, character by character.

    text: any string, also with lone surrogates. An empty text stays empty.

    >>> plain("I CAN’T gó on")
    'i cant go on'
    """
    if text.isascii():
        return text.lower().translate(_ASCII_TABLE)
    opened = unicodedata.normalize("NFKD", text.replace("…", " , ")).casefold()
    return unicodedata.normalize("NFKD", opened.translate(LOOK_ALIKES)).translate(_Table())
