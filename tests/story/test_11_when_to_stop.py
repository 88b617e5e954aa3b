"""When to stop

You could go on and look for someone better for a long time.
Each talk takes hope and time, and the next one may be no better.
At some point the best thing is to stop and begin.
"""

import pytest
from django.test import Client as Browser

from rapport.site.consultations.actions.reflections import Saying
from rapport.site.matches.models import Match
from support import draw_search, practice
from support.met import met, reflected, three
from support.story import shows, words_of

pytestmark = pytest.mark.django_db
GREAT = {"goals1": 6, "tasks1": 6, "bond1": 6, "empathy": 6}
MIDDLING = {"goals1": 4, "tasks1": 4, "bond1": 5, "empathy": 4}
POOR = {"goals1": 1, "tasks1": 2, "bond1": 2, "empathy": 2}


@pytest.fixture
def matches(client: Browser) -> list[Match]:
    practice.providers(6)
    found = three()
    practice.sign_in(client, found[0].client)
    return found


def told_after(client: Browser, match: Match, saying: Saying) -> str:
    reflected(met(match), saying=saying)
    return words_of(client.get("/choosing/"))


@shows(14)
def test_a_talk_moves_the_guess_a_part_of_the_way(client: Browser, matches: list[Match]) -> None:
    """You see our guess as it was, and as it is now that you have met.
    One talk tells a lot, but not all: trust needs time to grow.
    So the guess moves only a part of the way to what you said.
    """
    told = told_after(client, matches[0], Saying(GREAT))

    assert "Before" in told
    assert "Now" in told
    assert "a forecast moves only part of the way towards what you said" in told
    assert "The rest grows." in told


@shows(15)
def test_a_good_talk_is_enough_to_begin(client: Browser, matches: list[Match]) -> None:
    """If the first talk went well, we say: give it a go.
    To agree on where to go and how, and to feel the start of a bond, is enough.
    """
    told = told_after(client, matches[0], Saying(GREAT))

    assert f"Give it a go with {matches[0].provider.name}" in told
    assert "it is enough to agree on where to go and how" in told


@shows(15, 14)
def test_a_poor_talk_makes_one_more_worth_it(client: Browser, matches: list[Match]) -> None:
    """If it went badly, we say that one more talk is worth it, and with whom.
    You can still come back to the first one.
    """
    told = told_after(client, matches[0], Saying(POOR))

    assert "One more talk is worth it" in told
    assert f"You can still come back to {matches[0].provider.name} afterwards." in told


@shows(16)
def test_who_needs_help_now_should_not_search_on(client: Browser, matches: list[Match]) -> None:
    """A talk that was all right is enough when help must begin now.
    For someone who can wait, one more may be worth it.
    """
    calm = told_after(client, matches[0], Saying(MIDDLING))
    other = three()
    practice.sign_in(client, other[0].client)
    reflected(met(other[0], days_ago=5), saying=Saying(MIDDLING, urgency="now", distress=9))
    hurried = words_of(client.get("/choosing/"))

    assert "One more talk is worth it" in calm
    assert f"Give it a go with {other[0].provider.name}, and begin" in hurried
    assert "beginning is worth more than searching on" in hurried


@shows(15)
def test_it_is_advice_and_never_a_lock(client: Browser, matches: list[Match]) -> None:
    """It is your choice.
    You can go on, or choose anyone you met, or ask for three others.
    """
    told = told_after(client, matches[0], Saying(GREAT))

    assert "This page gives advice, and nothing on it is locked." in told
    assert client.get("/matches/again/").status_code == 200


@shows(15, 18)
def test_nine_talks_cost_more_than_they_bring(monkeypatch: pytest.MonkeyPatch) -> None:
    """We tried it out with made-up people whose true fit we know.
    To meet nine of them each time was worth far less than to stop when our rule says so.
    """
    monkeypatch.setattr(draw_search, "SEEDS", (3, 4))

    net = {rule: figures[0].mean() for rule, figures in draw_search.compared(0.1).items()}

    assert net["always nine"] < net["take the first"] < net["always three"] < net[draw_search.WEITZMAN]
