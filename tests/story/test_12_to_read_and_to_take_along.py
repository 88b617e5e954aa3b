"""To read, and to take along

You may want to know more before you meet someone, or between two talks.
There are short texts for that, and a planner on paper.
"""

import io
import re

import pypdf
import pytest
from django.test import Client as Browser

from rapport.site.guides import queries
from support import practice
from support.guides import words_of
from support.reading_age import can_be_read_at_twelve
from support.story import shows, someone
from support.story import words_of as page_words

pytestmark = pytest.mark.django_db


@shows(19)
def test_guides_tell_the_whole_way_in_plain_words(client: Browser) -> None:
    """The guides go along the whole way: what to look for, what to ask, how to mend a bump, when to stop.
    A child of twelve can read them.
    Each is there in English and in Spanish.
    """
    page = page_words(client.get("/guides/"))

    for language in queries.LANGUAGES:
        for guide in queries.all_guides(language):
            assert guide.title in page
            assert can_be_read_at_twelve(words_of(guide.body), language)


@shows(18, 19)
def test_each_guide_says_who_wrote_it_and_where_it_comes_from(client: Browser) -> None:
    """Each guide says who wrote it, and on which papers it stands.
    You can go to the papers and see for yourself.
    """
    for guide in queries.all_guides("en"):
        page = client.get(guide.address).content.decode()
        assert "Who wrote this" in page
        assert page.count('id="reference-') == len(guide.references) >= 1


@shows(19)
def test_a_guide_stands_where_you_need_it(client: Browser) -> None:
    """You do not have to look for them.
    Where a page asks you something hard, a guide that says more is one click away.
    """
    practice.providers(3)
    someone(client)

    page = client.get("/questionnaire/challenge/").content.decode()

    assert 'href="/guides/not-a-friend/"' in page


@shows(19)
def test_you_pass_a_guide_on_and_nobody_counts_it(client: Browser) -> None:
    """You can send a guide to a friend.
    No button of another firm stands there, and nobody counts who opens it.
    """
    page = client.get("/guides/it-grows/").content.decode()

    assert 'href="mailto:?' in page
    assert re.findall(r'<(?:script|img|iframe)[^>]*src="(?!/)', page) == []


@shows(19, 7)
def test_a_planner_for_a_year_is_yours_alone(client: Browser) -> None:
    """The planner gives you a year of pages to print.
    It has room for your goals, for what you try between talks, and for what you want to raise.
    Your name stands on it if you like, and nowhere else.
    """
    page = client.get("/planner/").content.decode()
    month = re.search(r'<option value="(\d{4}-\d\d-01)"', page)
    assert month is not None

    said = {"first": month[1], "language": "en", "paper": "us-letter", "name": "Ana"}
    planner = pypdf.PdfReader(io.BytesIO(client.post("/planner/", said).content))

    assert "Ana" in planner.pages[0].extract_text()
    assert len(planner.pages) > 52
    assert not any("Ana" in repr(value) for value in client.session.values())
