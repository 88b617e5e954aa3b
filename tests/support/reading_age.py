"""How hard a text is to read, in English and in Spanish, by published formulas.

English: the grade of Kincaid et al. (1975), the school year that reads it with ease. Spanish: the perspicuity
of Szigriszt Pazos (1993), a Flesch made for Spanish, whose own table gives 66 and more to twelve-year-olds;
the scale INFLESZ (Barrio Cantalejo 2008) calls the same "fairly easy" from 65.
"""

import re

# Twelve-year-olds are in the sixth or seventh year.
HARDEST_GRADE = 6.9
LEAST_PERSPICUITY = 66.0
ENGLISH_VOWELS = re.compile(r"[aeiouy]+")
# A silent e, and endings that are not spoken as a syllable.
SILENT = re.compile(r"(?<=[^laeiouy])e$|(?<=[^td])ed$|(?<=[^sxzaeiou])es$")
STRONG, STRESSED_WEAK, WEAK = "aeoáéó", "íú", "iuüy"
SPANISH_VOWELS = re.compile(f"[{STRONG}{STRESSED_WEAK}iuü]+")


def english_syllables(word: str) -> int:
    """How many, by groups of vowels."""
    return max(1, len(ENGLISH_VOWELS.findall(SILENT.sub("", word.lower()))))


def spanish_syllables(word: str) -> int:
    """How many: two strong vowels, or a weak one with an accent beside any, stand apart (hiatus)."""
    spoken = re.sub(r"(?<=q)u(?=[eiéí])|(?<=g)u(?=[eiéí])", "", word.lower())
    spoken = re.sub(r"y$", "i", spoken)
    return max(1, sum(map(_nuclei, SPANISH_VOWELS.findall(spoken))))


def _nuclei(vowels: str) -> int:
    """The syllables in one run of vowels."""
    full = [letter for letter in vowels if letter in STRONG + STRESSED_WEAK]
    return max(1, len(full))


def grade(text: str) -> float:
    """Flesch–Kincaid grade of an English text."""
    words = re.findall(r"[A-Za-z’']+", text)
    syllables = sum(map(english_syllables, words))
    return 0.39 * len(words) / _sentences(text) + 11.8 * syllables / len(words) - 15.59


def perspicuity(text: str) -> float:
    """Szigriszt Pazos's perspicuity of a Spanish text; higher is easier."""
    words = re.findall(r"[^\W\d_]+", text)
    syllables = sum(map(spanish_syllables, words))
    return 206.835 - 62.3 * syllables / len(words) - len(words) / _sentences(text)


def can_be_read_at_twelve(text: str, language: str) -> bool:
    """Whether a twelve-year-old reads it, by the formula of the language."""
    return perspicuity(text) >= LEAST_PERSPICUITY if language == "es" else grade(text) <= HARDEST_GRADE


def _sentences(text: str) -> int:
    return len([each for each in re.split(r"[.!?:]+\s", text + " ") if re.search(r"\w", each)])
