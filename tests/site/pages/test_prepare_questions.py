"""A client's own questions stand on the sheet again, sealed, and go with everything else of theirs."""

import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client as Browser
from django.utils import timezone

from rapport.site.client.mine.holdings import CHAPTERS
from rapport.site.consultations.actions.preparing import keep_questions
from rapport.site.consultations.actions.reflections import NotTheirs
from rapport.site.consultations.models import OwnQuestions
from rapport.site.consultations.reflection_choices import LONGEST_WORDS
from rapport.site.foundation.models import AuditEvent
from rapport.site.people import actions as people
from support import accounts, practice
from support.met import three

pytestmark = pytest.mark.django_db
ASKED = "Do you know what it is like to move countries?\nMay I bring my <i>sister</i>?"


@pytest.fixture
def match():
    practice.providers(3)
    return three()[0]


@pytest.fixture
def visitor(match):
    found = Browser()
    practice.sign_in(found, match.client)
    return found


def address(match):
    return f"/choosing/prepare/{match.pk}/"


def keep(match, words=ASKED):
    keep_questions(by=match.client, at=timezone.now(), match=match, words=words)


def test_questions_are_kept_and_stand_there_when_one_comes_back(visitor, match):
    sent = visitor.post(address(match), {"words": ASKED})
    page = visitor.get(sent["Location"]).content.decode()

    assert sent.status_code == 302
    assert page.count("May I bring my &lt;i&gt;sister&lt;/i&gt;?") == 2  # In the box, and on paper.
    assert "They are kept" in page
    assert AuditEvent.objects.filter(verb="kept_questions", subject=match.client_id).count() == 1


def test_written_again_there_is_one_row_and_without_words_none(match):
    keep(match)
    keep(match, "Another one?")
    assert [each.unseal("words") for each in OwnQuestions.objects.all()] == ["Another one?"]

    keep(match, "  \n ")
    keep(match, "")

    assert not OwnQuestions.objects.exists()


def test_too_many_words_are_refused_beside_the_box_and_not_lost(visitor, match):
    long = "Why? " * LONGEST_WORDS

    page = visitor.post(address(match), {"words": long})

    assert page.status_code == 200
    assert "That is too long for this box" in page.content.decode()
    assert page.content.decode().count("Why? Why?") > 100
    assert not OwnQuestions.objects.exists()


def test_nobody_else_reads_or_writes_them(match):
    keep(match)
    stranger, colleague = Browser(), Browser()
    practice.sign_in(stranger, practice.client())
    accounts.sign_in(colleague, accounts.account("provider"))

    answers = [each.post(address(match), {"words": "x"}) for each in (stranger, colleague, Browser())]

    assert [each.status_code for each in answers] == [404, 302, 302]
    with pytest.raises(NotTheirs):
        keep_questions(by=practice.client(), at=timezone.now(), match=match, words="x")
    assert OwnQuestions.objects.get().unseal("words") == ASKED


def test_no_word_of_them_stands_in_the_database(match):
    keep(match)

    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM consultations_ownquestions")
        [(stored,)] = cursor.fetchall()
    assert b"sister" not in bytes(stored)


def test_they_are_in_the_download_and_are_erased(match):
    keep(match)

    held = json.dumps(CHAPTERS["consultations"](match.client))
    assert "move countries" in held

    people.erase_client(match.client, by="client", at=timezone.now())
    assert not OwnQuestions.objects.exists()


def test_database_refuses_a_second_row_of_a_match_and_an_empty_one(match):
    keep(match)
    for row in (
        OwnQuestions(client=match.client, match=match, written_at=timezone.now(), words=b"x"),
        OwnQuestions(client=match.client, match=three()[1], written_at=timezone.now()),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


def test_sheet_takes_as_many_queries_with_questions_as_without(visitor, match, django_assert_max_num_queries):
    visitor.get(address(match))
    keep(match)
    with django_assert_max_num_queries(14):
        visitor.get(address(match))
