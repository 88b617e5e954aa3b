"""Does it work here? Nothing claimed before it is known, a no as plain as a yes, nobody recognisable."""

from datetime import UTC, datetime

import pytest
from django.db import OperationalError
from django.test import Client as Browser

from rapport.site.client.pages import views
from rapport.site.outcomes.models import PublicFigures
from support.story import words_of

pytestmark = pytest.mark.django_db
NIGHT = datetime(2027, 1, 5, 9, tzinfo=UTC)
NOTHING = {"sessions": None, "clients": None, "providers": None, "told": None, "model": None, "trial": None}
TOLD = {
    "n": 90, "clients": 60, "mae": 11.2, "mae_error": 1.0, "coverage80": 81.0, "coverage80_error": 4.0,
    "width80": 44.0,
}  # fmt: skip
COUNTED = {"sessions": 1234, "clients": 60, "providers": 25, "told": TOLD}
TRIAL = {
    "number": 1, "is_running": False, "planned": 300, "randomised": 301, "power": 0.81,
    "assumed_d": 0.3, "comparisons": [],
}  # fmt: skip


def against_random(verdict, effect, low, high):
    return {
        "arm": "model", "control": "random_eligible", "effect": effect, "low": low, "high": high,
        "n": {"model": 70, "random_eligible": 68}, "smallest_d": 0.4, "verdict": verdict,
    }  # fmt: skip


def page(**told):
    PublicFigures.objects.update_or_create(
        night=NIGHT.date(), defaults={"made_at": datetime.now(UTC), "told": NOTHING | told}
    )
    return Browser().get("/does-it-work/")


def test_before_a_first_night_there_is_nothing():
    words = words_of(Browser().get("/does-it-work/"))

    assert "We do not know yet." in words
    assert "None. This service has not measured enough to say anything." in words


def test_few_people_are_not_shown():
    words = words_of(page())

    assert "We do not know yet." in words
    assert "Fewer than eleven people" in words
    assert "stands on published research alone" in words
    assert "5 January 2027" in words


def test_figures_stand_with_their_intervals_as_pictures_and_as_a_table():
    answer = page(**COUNTED)
    words, html = words_of(answer), answer.content.decode()

    assert "1,234 rated sessions of 60 people with 25 therapists and coaches." in words
    assert "81.0 of 100 first ratings fell into the band; it should be 80." in words
    assert "95% interval 73.2 to 88.8. As often as we promise" in words
    assert "11.2 points of 100 on average. 95% interval 9.2 to 13.2." in words
    assert html.count('<svg class="interval part-overall"') >= 2
    assert "<td>73.2</td><td>88.8</td>" in html
    assert "style=" not in html


def test_offers_and_waiting_are_told_with_their_intervals():
    answers = {"clients": 40, "requests": 61, "offered": (62.5, 51.0, 74.0), "days": (1.4, 1.1, 1.7)}
    words = words_of(page(**COUNTED, answers=answers))

    assert "62.5 of 100 requests. 95% interval 51.0 to 74.0. 61 requests of 40 people." in words
    assert "1.4 days on average. 95% interval 1.1 to 1.7." in words
    assert "days on average" not in words_of(page(**COUNTED, answers=None))


@pytest.mark.parametrize(
    ("coverage", "error", "meaning"),
    [
        (60.0, 3.0, "too narrow: we claim more than we know"),
        (97.0, 1.0, "wider than they need be"),
        (84.0, 1.5, "A little off what we promise"),
        (79.0, 3.0, "As often as we promise"),
    ],
)
def test_bands_that_do_not_hold_are_said_not_to(coverage, error, meaning):
    told = TOLD | {"coverage80": coverage, "coverage80_error": error}

    assert meaning in words_of(page(**COUNTED | {"told": told}))


@pytest.mark.parametrize(
    ("verdict", "bounds", "answer"),
    [
        ("gain shown", (4.0, 1.0, 7.0), "Yes: people chosen by the forecast were rated higher"),
        ("loss shown", (-4.0, -7.0, -1.0), "No: people chosen by the forecast were rated lower"),
        ("no difference shown", (0.4, -2.1, 2.9), "No difference is shown between choosing by the forecast"),
    ],
)
def test_answer_is_what_the_comparison_shows(verdict, bounds, answer):
    trial = TRIAL | {"comparisons": [against_random(verdict, *bounds)]}
    words = words_of(page(**COUNTED, trial=trial))

    assert answer in words
    assert "We do not know yet" not in words
    assert "Chosen by the forecast, beside chosen at random" in words
    assert "70 and 68 people." in words
    assert "Beforehand, it had 81 chances in 100 to show a difference of 0.30" in words


def test_result_is_not_told_while_the_comparison_goes_on():
    words = words_of(page(**COUNTED, trial=TRIAL | {"is_running": True}))

    assert "We do not know yet." in words
    assert "301 people took part, of 300 planned." in words
    assert "Its result is told when it has ended, not before" in words


def test_comparison_that_too_few_finished_says_so():
    words = words_of(page(**COUNTED, trial=TRIAL | {"randomised": None}))

    assert "We do not know yet." in words
    assert "Too few people rated their sessions for a result that could be told." in words
    assert "took part" not in words


@pytest.mark.parametrize(
    ("is_published", "said"),
    [(True, "The forecast learns from sessions here."), (False, "is not good enough to be used")],
)
def test_model_is_told_whether_it_was_good_enough_or_not(is_published, said):
    model = {
        **TOLD, "number": 3, "made_on": "2027-01-05", "is_published": is_published, "because": "…"
    }  # fmt: skip
    words = words_of(page(**COUNTED, model=model))

    assert said in words
    assert "off by 11.2 points on average, with 81 of 100 ratings inside its bands." in words


def test_new_night_is_told_on_the_next_visit():
    page()

    assert "1,234 rated sessions" in words_of(page(**COUNTED))


def test_page_stands_when_the_database_is_down(monkeypatch):
    def lost():
        raise OperationalError

    monkeypatch.setattr(views, "newest_figures", lost)
    answer = Browser().get("/does-it-work/")

    assert answer.status_code == 200
    assert "They cannot be read just now." in words_of(answer)
    assert 'href="/crisis/"' in answer.content.decode()
