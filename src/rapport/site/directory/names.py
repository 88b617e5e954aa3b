"""Names as people type them: without case, accents or punctuation, a word at a time."""

import re
import unicodedata
from typing import Final

# Letters that Unicode does not take apart into a base letter and an accent.
_PLAIN: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
LONGEST_SEARCHABLE: Final = 600
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile("['’ʼ`]")


def name_words(text: str) -> tuple[str, ...]:
    """The words of a name, folded: `José O’Neill-Łuk` gives `jose`, `oneill`, `luk`."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in apart if not unicodedata.combining(character))
    return tuple(_WORD.findall(_APOSTROPHES.sub("", bare).translate(_PLAIN)))


def searchable(name: str) -> str:
    """The folded words, each after a space, so that ` lop` finds what starts a word and nothing else.

    Cut to `LONGEST_SEARCHABLE`: one ligature may unfold into eighteen letters.
    """
    return "".join(f" {word}" for word in name_words(name))[:LONGEST_SEARCHABLE]
