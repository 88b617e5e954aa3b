"""Write the tables of the crisis screen that its phrases and word classes give.

    PYTHONPATH=src:tests .venv/bin/python -m support.generate_language_tables

tests/library/unit/test_language_tables.py fails when the tables on disk are not what this writes.
"""

from rapport.language import crisis, wording
from rapport.language.crisis_classes import CLASSES
from rapport.language.phrases import index_of
from rapport.language.stems import stem
from rapport.language.tables import table_text
from rapport.language.wording_classes import WORD_CLASSES
from support.sources import ROOT

FOLDER = ROOT / "src/rapport/language"


def classes_of_stems() -> dict[str, str]:
    """The classes in which a word of each stem is listed, in their order."""
    found: dict[str, list[str]] = {}
    for name, listed in WORD_CLASSES.items():
        for cut in dict.fromkeys(map(stem, listed.split())):
            found.setdefault(cut, []).append(name)
    return {cut: " ".join(names) for cut, names in found.items()}


def tables() -> dict[str, str]:
    """Each file's name and text."""
    return {
        crisis.PHRASE_INDEX: table_text(index_of([*crisis.phrase_lines()], CLASSES)),
        crisis.IDIOM_INDEX: table_text(index_of([*crisis.idiom_lines()], CLASSES)),
        wording.STEMS_FILE: table_text(classes_of_stems()),
    }


def main() -> None:
    """Write them all."""
    for name, text in tables().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
