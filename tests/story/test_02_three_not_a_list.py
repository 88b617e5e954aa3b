"""Three, not a list

Too many choices make it hard to choose at all.
Sites with endless lists turn the search into something like dating.
You do not have to talk to eight or nine people to find one who can help.
So you get three, and a reason for each.
"""

import re

import pytest
from django.test import Client as Browser

from rapport.matching.columns import COLUMNS
from rapport.site.matches.models import Match, Shortlist
from support import practice
from support.story import card_of, one_provider, page_of_three, shown, shows, someone, words_of

pytestmark = pytest.mark.django_db


@shows(5, 15)
def test_out_of_many_exactly_three_are_shown(client: Browser) -> None:
    """However many people there are, you see three.
    There is no second page, and no list to scroll through.
    """
    practice.providers(60)
    someone(client)

    page = page_of_three(client)

    assert len(set(shown(page))) == 3
    assert "60 people could see you." in words_of(page)
    assert client.get("/providers/").status_code == 404
    assert shown(client.get("/recommended/")) == []


@shows(2)
def test_nobody_is_shown_who_cannot_take_you(client: Browser) -> None:
    """A name is no use if the person is full, costs too much, or may not work where you live.
    Each of the three has a place open, is allowed to work in your state, and keeps every limit you set.
    Your limits are never bent behind your back.
    """
    practice.providers(3)
    one_provider("elsewhere", licences="TX")
    one_provider("ran-out", licence_expires="2020-01-31")
    one_provider("full", capacity="0")
    one_provider("closed", accepting="no")
    one_provider("dear", fee_min="300", fee_max="400")
    one_provider("other-hours", slots="tue-09")
    someone(client, payer="self_pay", max_fee=150, slots=["mon-18", "thu-19"])

    assert set(shown(page_of_three(client))) == {"p0", "p1", "p2"}


@shows(2)
def test_training_and_knowing_your_trouble_are_said_on_the_card(client: Browser) -> None:
    """People want someone who is well trained and knows their kind of trouble.
    Each card says what the person is, where they hold a licence, and which of your troubles they work with.
    Their own page says if we have checked the licence, and it says so when we have not.
    """
    practice.providers(3)
    someone(client)

    card = card_of(page_of_three(client), "p0")
    profile = words_of(client.get(f"/providers/{Match.objects.first().provider.pk}/"))  # type: ignore[union-attr]

    assert "licensed in New York to May 2028" in card
    assert "Works with anxiety" in card
    assert "Not checked. They gave no provider number to check." in profile


@shows(4)
def test_a_name_from_a_friend_can_be_looked_up(client: Browser) -> None:
    """It used to be word of mouth: a friend or a doctor named someone.
    That is still a good start.
    Look the name up, and you see that person just as you would see one of the three.
    If something stands in the way, you read what it is.
    """
    practice.providers(3)
    one_provider("friend", name="Ada Lindqvist", capacity="0")
    someone(client)

    found = client.get("/recommended/", {"q": "lindqvist"}).content.decode()
    address = found.partition('class="button button-quiet" href="')[2].partition('"')[0]
    page = words_of(client.get(address))

    assert "They could not take you as things stand." in page
    assert "Has a place open" in page
    assert all(f"What made it: {part}" in page for part in ("Goals", "Tasks", "Bond"))


@shows(5)
def test_looking_up_a_name_is_no_way_to_browse(client: Browser) -> None:
    """You can look up a name you know, but you cannot leaf through everyone.
    One letter is not enough, and no more than ten people of one name are shown.
    Nobody has stars, and nobody can pay to stand higher.
    """
    practice.providers(40)

    assert "at least two letters" in words_of(client.get("/recommended/", {"q": "P"}))
    found = client.get("/recommended/", {"q": "person"})
    assert found.content.decode().count("<h3>Person") == 10
    assert not re.search(r"★|\bstars\b|review|sponsor", words_of(found), re.IGNORECASE)
    assert [name for name in COLUMNS if re.search("star|rating|review|rank|paid|sponsor", name)] == []


@shows(15)
def test_three_others_come_after_saying_what_was_missing(client: Browser) -> None:
    """If none of the three is right, say what was missing.
    Then you get three others, and nobody you have seen before.
    There are never more than three to think about at once.
    """
    practice.providers(20)
    person = someone(client)
    first = shown(page_of_three(client))

    client.post("/matches/again/", {"number": "1"})
    assert Shortlist.objects.count() == 1
    client.post("/matches/again/", {"number": "1", "missing": ["way"]})
    second = shown(client.get("/matches/"))

    assert len(second) == 3
    assert set(first).isdisjoint(second)
    assert Match.objects.filter(client=person, is_open=True).count() == 3


@shows(15)
def test_fewer_than_three_is_said_and_what_would_help(client: Browser) -> None:
    """Sometimes fewer than three people can take you.
    Then we show those, say so plainly, and tell you what would bring more.
    It is your choice to change a limit or to keep it.
    """
    practice.providers(1)
    for number in range(4):
        one_provider(f"dear{number}", fee_min="160", fee_max="170")
    someone(client, payer="self_pay", max_fee=150)

    page = page_of_three(client)

    assert shown(page) == ["p0"]
    assert "Fewer than three, and we say so" in words_of(page)
    assert "Pay up to $170 a session: 4 more people" in words_of(page)


@shows(16)
def test_in_a_crisis_help_comes_before_the_search(client: Browser) -> None:
    """There are days when the perfect match can wait.
    If you say that you are not safe, the next page is not a question: it shows who can help now.
    Then you may go on, and the three are there for later.
    In such a time none of them is a coach.
    """
    practice.providers(3, concerns="stress_burnout")
    coach = {"kind": "coach", "taxonomy": "", "licences": "", "licence_expires": ""}
    for number in range(3):
        one_provider(f"coach{number}", concerns="stress_burnout", **coach)
    client.post("/questionnaire/about/", {"said": "", "skip": "1"})
    client.post("/questionnaire/safe/", {"said": "no"})
    help_first = words_of(client.get("/questionnaire/concerns/"))

    assert "Call 988" in help_first
    assert "What would you like help with?" not in help_first
    concerns = [{"code": "stress_burnout", "importance": 2}]
    someone(client, safe_now=False, concerns=concerns, kind="either")
    page = page_of_three(client)
    words = words_of(page)
    assert words.index("Help is there now.") < words.index("Three people who can see you")
    assert set(shown(page)) == {"p0", "p1", "p2"}
