"""Ask for kind challenge

A first talk is a good time to be brave.
Most people look for someone nice, and nice is good.
But someone who only agrees with you can be pleasant for a year while nothing changes.
"""

import pytest
from django.test import Client as Browser

from rapport.matching.asks import CRITICISM
from support import practice
from support.met import three
from support.story import page_in_full, page_of_three, shown, shows, someone, words_of

pytestmark = pytest.mark.django_db

GUIDE = "/guides/asking-for-kind-challenge/"


@shows(12)
def test_one_question_to_take_along_asks_for_criticism(client: Browser) -> None:
    """For each of the three you get a few questions to take along.
    One of them is always the hard one: how might I be wrong, and how might I add to this?
    A good therapist is glad to be asked, and answers in a kind way.
    """
    practice.providers(3)
    someone(client)

    for position in range(3):
        page = words_of(page_in_full(client, position))
        assert CRITICISM in page
        assert "It is a good sign when someone tells you something you did not want to hear" in page


@shows(12, 8)
def test_the_other_questions_come_from_your_own_answers(client: Browser) -> None:
    """The other questions are made from what you told us.
    They ask how this person has helped with your trouble, and how you would both notice that it works.
    """
    practice.providers(3)
    someone(client, goals=[{"code": "cope", "importance": 2}])

    page = words_of(page_in_full(client))

    assert "How have you helped others with anxiety" in page
    assert "I want to cope better day to day. How would we both notice that it is working?" in page


@shows(12)
def test_a_sheet_to_take_along_says_what_a_good_answer_sounds_like(client: Browser) -> None:
    """You can print a sheet to take along.
    It has your own words, your questions, and room to write.
    It asks the hard question in two halves, and says what a good answer sounds like.
    """
    practice.providers(3)
    match = three(someone(client))[0]

    page = words_of(client.get(f"/choosing/prepare/{match.pk}/"))

    assert "How might I be wrong about how I see myself?" in page
    assert "How might I contribute to what happens with the people close to me?" in page
    assert "A good answer: They take it up gladly." in page
    assert "What should make you pause" in page


@shows(13)
def test_one_who_only_soothes_is_a_warning(client: Browser) -> None:
    """Someone who only soothes you in order to win you over is a warning sign.
    A guide says what should make you pause, and what a good answer sounds like.
    """
    page = words_of(client.get(GUIDE))

    assert "What should make you pause" in page
    assert "They only say that you are doing fine, or that the others are all to blame." in page
    assert page.index("What a good answer sounds like") < page.index("What should make you pause")


@shows(13)
def test_no_caution_is_left_off_a_card(client: Browser) -> None:
    """Every card says what to keep in mind, next to what speaks for the person.
    We never leave it off to make a name look better.
    """
    practice.providers(3, concerns="depression")
    someone(client)

    page = page_of_three(client)
    cards = page.content.decode().split('data-part="match"')[1:]

    assert len(cards) == len(shown(page)) == 3
    for card in cards:
        assert "Keep in mind." in card
        assert "anxiety" in card.partition("Keep in mind.")[2].partition("</p>")[0]
