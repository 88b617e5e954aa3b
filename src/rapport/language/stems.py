"""Words of a text cut to their stems, for suggesting concerns.

A light suffix stripper for English that also does little harm to Spanish; it only has to send the
forms of one word to one stem, not to find the dictionary's word.
"""

from typing import Final

from rapport.language.letters import plain

# Longest first; a stem keeps at least three letters.
SUFFIXES: Final = (
    "fulness", "ousness", "iveness", "ational", "ations", "ation", "nesses", "ments", "ingly", "edly",
    "ement", "ness", "ment", "ings", "able", "ible", "ing", "ers", "est", "ed", "es", "er",
    "ly", "s",
)  # fmt: skip
SHORTEST_STEM: Final = 3
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")
_NOT_PLURAL: Final = ("ss", "us", "is")


def stem(word: str) -> str:
    """The stem of one plain word.

    >>> [stem(word) for word in ("worries", "worrying", "drinking", "marriage", "boss")]
    ['worri', 'worri', 'drink', 'marriag', 'boss']
    """
    if word.endswith(("ies", "ied")) and len(word) - len("ies") >= SHORTEST_STEM:
        return word[: -len("es")]
    cut = word
    # All at once first: most words end in none, and a screen cuts thousands.
    if word.endswith(SUFFIXES) and not word.endswith(_NOT_PLURAL):
        for suffix in SUFFIXES:
            if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_STEM:
                cut = word[: -len(suffix)]
                break
    if len(cut) > SHORTEST_STEM and cut[-1] == cut[-2] and cut[-1] not in "ls":
        cut = cut[:-1]
    if len(cut) > SHORTEST_STEM and cut[-1] in "ey":
        cut = cut[:-1] + ("i" if cut[-1] == "y" else "")
    return cut


def words_of(text: str) -> list[str]:
    """The plain words of a text in order; an empty text gives an empty list."""
    return "".join([letter if letter in _LETTERS else " " for letter in plain(text)]).split()
