"""The yardsticks themselves: syllables by hand, plain and hard texts told apart."""

import pytest

from support import reading_age

HARD_ENGLISH = "Confidentiality considerations necessitate organisational deliberation."
HARD_SPANISH = "Consideraciones confidenciales necesitan deliberaciones organizativas multidisciplinarias."


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("guía", 2), ("quien", 1), ("cuando", 2), ("también", 2), ("oído", 3), ("alianza", 3),
        ("vergüenza", 3), ("muy", 1), ("día", 2), ("pingüino", 3), ("leer", 2), ("trabajo", 3),
        ("aéreo", 4), ("buey", 1), ("yo", 1),
    ],
)  # fmt: skip
def test_spanish_syllables_are_counted_as_spoken(word, syllables):
    assert reading_age.spanish_syllables(word) == syllables


def test_perspicuity_is_the_published_formula():
    # Two sentences, seven words, twelve syllables: 206.835 - 62.3 * 12 / 7 - 7 / 2.
    text = "El gato come pan. Luego duerme mucho."

    assert reading_age.perspicuity(text) == pytest.approx(206.835 - 62.3 * 12 / 7 - 3.5)


@pytest.mark.parametrize(
    ("text", "language", "is_easy"),
    [
        ("The cat sat on the mat. It was warm.", "en", True),
        (HARD_ENGLISH, "en", False),
        ("El gato duerme al sol. Hace calor.", "es", True),
        (HARD_SPANISH, "es", False),
    ],
)
def test_plain_is_told_from_hard(text, language, is_easy):
    assert reading_age.can_be_read_at_twelve(text, language) is is_easy
