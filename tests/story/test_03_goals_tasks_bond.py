"""Goals, tasks and a bond

What does it mean to click with someone who helps you?
Research gives a plain answer in three parts.
You agree on your goals, you agree on how to work, and there is a bond between you.
Nobody can measure that before you meet, but a careful guess is better than none.
"""

import re
from pathlib import Path

import pytest
from django.test import Client as Browser

from rapport.matching import forecast
from rapport.matching.answers import read_answers
from rapport.matching.match import PairForecast, pair_forecast
from rapport.site.directory.queries import roster_snapshot
from rapport.vocabulary import PARTS
from support import practice
from support.story import card_of, one_provider, page_in_full, page_of_three, shown, shows, someone, words_of

pytestmark = pytest.mark.django_db

MATCHING_PAGE = Path(__file__).parents[2] / "docs/researcher/matching.md"
# A band narrower than this would claim to know more than a questionnaire can: 80% of what real ratings span.
NARROWEST_HONEST_BAND = 30.0
# A forecast may move by so many points of 100 for all the answers in the world.
MOST_POINTS = 15.0


def fit(provider_id: str, **changes: object) -> PairForecast:
    """The forecast for the usual client with these changes, and one provider."""
    answers = read_answers(practice.ANSWERS | {"client_id": "c1"} | changes)
    found = pair_forecast(roster_snapshot(), answers, provider_id, crisis=False, on=practice.AT.date())
    assert found is not None
    return found


@shows(7)
def test_each_card_has_three_parts_as_picture_and_as_words(client: Browser) -> None:
    """Each of the three comes with a guess for each part: goals, tasks and bond.
    You see it as a small picture, you read it in words, and you find the numbers in a table.
    """
    practice.providers(3)
    someone(client)

    page = page_of_three(client)
    html = page.content.decode()

    for part in PARTS:
        assert html.count(f'data-part="{part}"') == 3
    assert len(re.findall(r'<svg[^>]*class="interval', html.partition('data-part="shortlist"')[2])) == 9
    table = words_of(page).partition("The numbers as a table")[2]
    assert all(f"Person {provider[1:]}" in table for provider in shown(page))
    said = ("to aim for the same things", "your way of working", "you asked for", "before you meet")
    assert sum(card_of(page, shown(page)[0]).count(words) for words in said) >= len(PARTS)


@shows(3)
def test_the_guess_says_how_unsure_it_is(client: Browser) -> None:
    """No questionnaire can know how two people will get on.
    So each guess is a wide band and not a single point, and the page says so.
    After your first talk, trust what you felt more than our guess.
    """
    practice.providers(3)
    someone(client)

    for part in PARTS:
        low, high = fit("p0").forecast[part].low, fit("p0").forecast[part].high
        assert high - low >= NARROWEST_HONEST_BAND
        assert abs(fit("p0").forecast[part].mean - forecast.TYPICAL_RATING) <= MOST_POINTS
    words = words_of(page_of_three(client))
    assert "their bands are wide: a first talk will tell you more than we can" in words


@shows(3, 7)
def test_what_made_the_guess_can_be_added_up(client: Browser) -> None:
    """Nothing in the guess is hidden.
    Open it, and you see what each of your answers added or took away.
    The parts add up to the whole.
    """
    one_provider("p0", approaches="cbt;psychodynamic", past="-2", emotional="1")
    found = fit("p0", style={"directive": 1, "challenge": 2, "past": 2, "emotional": -3})

    for part in PARTS:
        added = sum(each.points for each in found.contributions if each.part == part)
        assert forecast.TYPICAL_RATING + added == pytest.approx(found.forecast[part].mean, abs=1e-6)
    practice.providers(3)
    someone(client)
    assert "Points of 100, above or below typical" in words_of(page_in_full(client))


@shows(8)
def test_goals_and_tasks_are_asked_in_plain_words_and_found_in_the_reasons(client: Browser) -> None:
    """You can say in plain words what you want to change and what you would like to do for it.
    We hold that against what each person really does.
    Where the two meet, the card says so.
    """
    practice.providers(3, approaches="cbt")
    someone(client, goals=[{"code": "cope", "importance": 3}], tasks=[{"code": "skills", "wanted": 2}])

    card = card_of(page_of_three(client), "p0")

    assert "You want to cope better day to day." in card
    assert "skills" in card
    assert "cognitive" in card.lower()


@shows(8)
def test_someone_who_works_as_you_like_gets_the_better_guess_on_tasks() -> None:
    """Some people want to practice skills, and some want to talk freely.
    Someone who works in the way you like gets a better guess on tasks than someone who does not.
    """
    one_provider("skills", approaches="cbt")
    one_provider("talk", approaches="psychodynamic")
    practised, talked = [{"code": "skills", "wanted": 2}], [{"code": "talk_freely", "wanted": 2}]

    assert _tasks("skills", tasks=practised) > _tasks("talk", tasks=practised)
    assert _tasks("talk", tasks=talked) > _tasks("skills", tasks=talked)


def _tasks(provider_id: str, *, tasks: list[dict[str, object]]) -> float:
    return fit(provider_id, tasks=tasks).forecast["tasks"].mean


@shows(10)
def test_support_and_challenge_are_weighed_as_you_ask() -> None:
    """Good help is warm, and it also shows you what you may be getting wrong.
    How much of each is best for you, only you can say.
    We look for someone whose balance is close to the one you want.
    """
    one_provider("warm", challenge="-3")
    one_provider("frank", challenge="3")
    wants_challenge, wants_warmth = {"challenge": 3}, {"challenge": -3}

    assert _bond("frank", wants_challenge) > _bond("warm", wants_challenge)
    assert _bond("warm", wants_warmth) > _bond("frank", wants_warmth)


def _bond(provider_id: str, style: dict[str, int]) -> float:
    return fit(provider_id, style=style, style_importance=3).forecast["bond"].mean


@shows(10, 7)
def test_a_gap_is_told_before_you_meet(client: Browser) -> None:
    """When someone works in another way than you asked, you read it on their card before you call.
    It is not a verdict, only something to ask about.
    """
    practice.providers(3, challenge="-3")
    someone(client, style={"challenge": 3}, style_importance=3)

    assert "Someone who is warm and supportive more than you asked for." in words_of(page_of_three(client))


@shows(18)
def test_we_do_not_claim_that_it_works() -> None:
    """Has anyone shown that choosing people in this way makes them click?
    No, and we say that on a page of its own.
    If our own numbers ever show no gain, that page will say so too.
    """
    words = words_of(Browser().get("/does-it-work/"))

    assert "We do not know yet." in words
    assert "If it makes no difference, this page will say so," in words
    assert "(Constantino 2021)" in words


@shows(18)
def test_each_figure_says_where_it_comes_from() -> None:
    """A guess is made of figures, and each of them comes from somewhere.
    All of them stand in one table that anyone may read, and next to each its source.
    Where we had to assume one, the table says that too.
    """
    table = dict(re.findall(r"^\| ([^|]+?) \| ([\d.]+) \| \S.*\|$", MATCHING_PAGE.read_text(), re.MULTILINE))

    figures = {
        forecast.TYPICAL_RATING, forecast.SPREAD_OF_RATINGS, forecast.DOUBT_OF_TYPICAL,
        forecast.QUESTIONNAIRE_R, forecast.DOUBT_OF_R, forecast.THERAPIST_SHARE,
        forecast.CORRELATION_OF_PARTS,
    }  # fmt: skip
    assert {float(value) for value in table.values()} >= figures
