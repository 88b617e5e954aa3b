"""Spanish is whole: each text that a client can meet has words, and they fill in what the English does."""

import pytest
from django.utils import translation

from support import catalogue, messages
from support.messages import Message


@pytest.fixture(scope="module")
def texts():
    return catalogue.read()


@pytest.fixture(scope="module")
def found():
    return messages.client_messages()


def test_every_text_that_a_client_can_meet_has_spanish_words(texts, found):
    words = {catalogue.key(each): catalogue.said(each) for each in texts}
    missing = {each for each in found if not all(words.get(each, [""]))}
    assert not missing, "run python -m support.catalogue and translate"


def test_the_file_of_translations_holds_nothing_else(texts, found):
    assert [catalogue.key(each) for each in texts if each.fuzzy or each.obsolete] == []
    assert {catalogue.key(each) for each in texts} - set(found) == set()


def test_translations_fill_in_what_the_english_fills_in(texts):
    for entry in texts:
        english = [entry.msgid, entry.msgid_plural or entry.msgid]
        for place, words in enumerate(catalogue.said(entry)):
            assert catalogue.places(words) == catalogue.places(english[place]), entry.msgid


def test_compiled_file_holds_what_the_readable_one_says(texts):
    assert catalogue.COMPILED.read_bytes() == texts.to_binary()


def test_django_finds_the_words_of_every_text(texts):
    with translation.override("es"):
        for context, one, many in map(catalogue.key, texts):
            told = translation.npgettext(context or None, one, many, 1) if many else None
            told = told or (translation.pgettext(context, one) if context else translation.gettext(one))
            entry = texts.find(one, msgctxt=context or False)
            assert told == catalogue.said(entry)[0]


def test_marks_are_found_by_whatever_name_a_file_calls_them():
    source = """
from django.utils.translation import gettext_lazy as _soon, ngettext, pgettext
from rapport.matching.words import gettext_noop
_ = gettext_noop
said = [_soon("a"), ngettext("b", "c", 2), pgettext("noun", "d"), _("e" "f"), _(said), other("g")]
"""
    assert set(messages.in_python(source)) == {
        Message("", "a"),
        Message("", "b", "c"),
        Message("noun", "d"),
        Message("", "ef"),
    }


def test_marks_in_templates_are_found_in_tags_and_in_arguments():
    source = """{% trans "a (b)" %}{% include "x.html" with title=_("c") %}{% trans name %}
{% blocktrans count n=n trimmed %}one
  {{ x }}{% plural %}many {{ x }}{% endblocktrans %}
{% blocktrans %}100% <a href="/">d</a>{% endblocktrans %}"""
    assert set(messages.in_template(source)) == {
        Message("", "a (b)"),
        Message("", "c"),
        Message("", "one %(x)s", "many %(x)s"),
        Message("", '100%% <a href="/">d</a>'),
    }


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("matching/", "Works with %(concerns)s."),
        ("alliance/", "I would like to talk about how we are working together."),
        ("language/", "Call or text 988"),
        ("site/foundation/mail/", "Your appointment is booked."),
        ("site/intake/", "Are you safe right now?"),
        ("site/client/templates/", "Find someone you can really talk to"),
    ],
)
def test_texts_of_every_part_of_the_journey_are_found(found, part, text):
    assert any(file.startswith(part) for file in found[Message("", text)])


def test_what_the_staff_alone_reads_is_left_out(found):
    for files in found.values():
        assert any(not file.startswith(messages.STAFF) for file in files)
    assert len(messages.all_messages()) > len(found) > 2000
