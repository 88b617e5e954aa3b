"""What a client was told, told again in Spanish: "y" becomes "e" before a word that sounds like i."""

import pytest
from django.utils import translation

from rapport.site.matches.told import in_words


@pytest.mark.parametrize(
    ("last", "said"),
    [("identidad", "metas e identidad"), ("hijos", "metas e hijos"), ("hierro", "metas y hierro"),
     ("tareas", "metas y tareas")],
)  # fmt: skip
def test_and_before_i(last, said):
    with translation.override("es"):
        assert in_words({"template": "%(what)s", "values": {"what": ["metas", last]}}) == said


def test_english_knows_no_such_thing():
    with translation.override("en"):
        told = in_words({"template": "%(what)s", "values": {"what": ["goals", "identity"]}})
    assert told == "goals and identity"
