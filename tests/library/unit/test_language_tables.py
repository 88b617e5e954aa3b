"""The look-up tables that are shipped are what the phrases and word classes give."""

import pytest

from rapport.language.phrases import Phrases, index_of
from rapport.language.tables import table_from, table_text
from rapport.language.words import Sentence
from support.generate_language_tables import FOLDER, tables


@pytest.mark.parametrize("name", tables())
def test_table_is_what_its_sources_give(name):
    on_disk = (FOLDER / name).read_bytes().decode()

    assert on_disk == tables()[name], "run `python -m support.generate_language_tables`"


def test_a_table_is_read_as_it_was_written():
    table = {"b": "2 1", "a": "", "nací": "born"}

    assert table_from(table_text(table).encode()) == table


def test_a_phrase_is_listed_under_every_word_that_may_begin_it():
    lines = [("stop|END it", "one"), ("* end all|it", "two"), ("stop ?now $", "three")]

    index = index_of(lines, {"END": "end|ends|finish_off"})

    begun = {word: numbers for word, numbers in index.items() if numbers}
    assert begun == {"stop": "0 2", "end": "0 1", "ends": "0"}
    assert {"it", "all", "now", "finish", "off"} <= index.keys()


def test_phrases_with_an_index_find_what_phrases_without_one_find():
    lines, classes = [("stop|END it", "one"), ("end all", "two")], {"END": "end|ends"}
    sentence = Sentence(["end", "it", "or", "end", "all"])

    plainly = list(Phrases(lines, classes=classes).find(sentence))

    assert len(plainly) == 2
    assert list(Phrases(lines, classes=classes, index=index_of(lines, classes)).find(sentence)) == plainly
