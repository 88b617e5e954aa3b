"""Not a friend

It is easy to like someone who takes your side.
A friend may tell you that you are right, even when you are not.
Someone who helps you to change must do more than that.
"""

import pytest
from django.test import Client as Browser

from rapport.site.consultations.actions.reflections import Saying
from rapport.site.consultations.models import Course
from rapport.site.matches.models import Match
from support import practice
from support.met import met, reflected, three
from support.story import shows, words_of

pytestmark = pytest.mark.django_db
NICE = {"goals1": 2, "tasks1": 5, "bond1": 6, "empathy": 6}
COMFORT = frozenset({"felt_at_ease", "like_me", "took_my_side"})
SIGNS = (
    "It felt warm, and little was questioned.",
    "It felt warm, and what to work towards is still open.",
    "What spoke for them was feeling comfortable or being alike.",
)


@pytest.fixture
def matches(client: Browser) -> list[Match]:
    practice.providers(6)
    found = three()
    practice.sign_in(client, found[0].client)
    return found


@shows(9, 13)
def test_a_nice_talk_with_no_challenge_is_noticed(client: Browser, matches: list[Match]) -> None:
    """After a first talk you say how it went, in two minutes.
    If it was warm and nothing was asked of you, we say so.
    We also say so if all that spoke for them was that you felt at ease.
    """
    reflected(met(matches[0]), saying=Saying(NICE, -2, asked="avoided", reasons=COMFORT))

    told = words_of(client.get("/choosing/"))

    assert all(sign in told for sign in SIGNS)


@shows(9, 10)
def test_you_get_two_questions_to_ask_next(client: Browser, matches: list[Match]) -> None:
    """We do not say that you are wrong to like them.
    We give you two questions to take to the next talk, and you see what they do with them.
    """
    reflected(met(matches[0]), saying=Saying(NICE, -2, asked="not_asked", reasons=COMFORT))

    page = client.get("/choosing/").content.decode()
    told = words_of(client.get("/choosing/"))

    assert page.partition("notice-caution")[2].partition("</ol>")[0].count("<li>") == 2
    assert "How might I be wrong about myself, or have a part in this?" in told
    assert "Feeling comfortable is good, and change needs a little more." in told


@shows(13)
def test_nothing_is_ever_locked(client: Browser, matches: list[Match]) -> None:
    """You can choose them all the same.
    It is your life, and we may be wrong.
    """
    booking = met(matches[0])
    reflected(booking, saying=Saying(NICE, -2, asked="avoided", reasons=COMFORT))

    client.post(f"/choosing/choose/{booking.request_id}/")

    assert Course.objects.filter(client=matches[0].client, provider=matches[0].provider).exists()


@shows(10, 12)
def test_kind_challenge_is_no_sign_of_it(client: Browser, matches: list[Match]) -> None:
    """If they took up your hard question and told you something in a kind way, there is nothing to notice.
    Warm and honest go well together.
    """
    warm = {"goals1": 5, "tasks1": 5, "bond1": 6, "empathy": 6}
    challenged = frozenset({"felt_at_ease", "challenged_me"})
    reflected(met(matches[0]), saying=Saying(warm, 0, asked="jumped_at_it_kindly", reasons=challenged))

    told = words_of(client.get("/choosing/"))

    assert not any(sign in told for sign in SIGNS)


@shows(9)
def test_who_you_talked_to_never_sees_what_you_said(client: Browser, matches: list[Match]) -> None:
    """You can be honest here.
    The one you talked to never gets to read it, and you can wipe it out at any time.
    """
    booking = met(matches[0])

    page = words_of(client.get(f"/choosing/reflect/{booking.pk}/"))

    assert "the person you talked to never sees it" in page
    assert "Only you see your answers." in page
