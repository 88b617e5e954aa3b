"""Receipt codes: five plain words that bring a client back, with no account and no e-mail.

Five of more than 1024 words are over 50 random bits; with limited tries (`foundation.limits`) nobody
guesses one. The database holds only a digest under a secret outside it: a stolen one cannot be searched.
"""

import re
import secrets
import unicodedata
from functools import cache
from pathlib import Path

from rapport.site.foundation import keys

WORDS_IN_CODE = 5
FEWEST_WORDS = 1024
LONGEST_INPUT = 200
WORDS_FILE = Path(__file__).with_name("receipt_words.txt")


@cache
def words() -> tuple[str, ...]:
    """The list that codes are drawn from: kind, plain, distinct, easily spelled."""
    return tuple(WORDS_FILE.read_text(encoding="ascii").split())


def new_code() -> str:
    """Five words, drawn independently, with hyphens."""
    return "-".join(secrets.choice(words()) for _ in range(WORDS_IN_CODE))


def normalised(text: str) -> str:
    """A code as it was given out, whatever the case, spaces, hyphens, dots and accents it was typed with."""
    letters = unicodedata.normalize("NFKD", text[:LONGEST_INPUT]).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return "-".join(re.findall(r"[a-z]+", plain))


def digest(code: str) -> str:
    """What the database holds in place of a code."""
    return keys.digest(keys.ring().receipt_pepper, normalised(code))
