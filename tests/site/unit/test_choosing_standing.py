"""Where a client stands: the forecast moves with what was told, and hurry shortens the search."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.site.consultations.actions.reflections import Saying
from rapport.site.consultations.queries.standing import standing_of
from rapport.site.consultations.reflection_choices import Urgency
from rapport.site.matches.models import Match
from support import practice
from support.met import COOL, NOW, WARM, met, reflected, three

pytestmark = pytest.mark.django_db


@pytest.fixture
def matches() -> list[Match]:
    """The three of one client."""
    practice.providers(6)
    return three()


def test_nobody_met_yet_says_whom_to_meet_first(matches: list[Match]) -> None:
    standing = standing_of(matches[0].client, NOW)

    assert standing.advice.reason == "nobody_met_yet"
    assert standing.held == ()
    assert {each.provider.pk for each in standing.unmet} == {each.provider_id for each in matches}
    assert all(each.chance is None for each in standing.unmet)


def test_warm_conversation_raises_the_forecast_and_says_give_it_a_go(matches: list[Match]) -> None:
    reflected(met(matches[0]), {"goals1": 6, "tasks1": 6, "bond1": 6})

    standing = standing_of(matches[0].client, NOW)

    (held,) = standing.held
    assert held.now.mean > held.before.mean
    assert held.now.high - held.now.low < held.before.high - held.before.low
    assert standing.advice.stop
    assert all(each.worth < held.now.mean for each in standing.unmet)
    assert all(0 < each.chance < 0.5 for each in standing.unmet)


def test_cool_conversation_says_that_one_more_is_worth_it(matches: list[Match]) -> None:
    reflected(met(matches[0]), COOL)

    standing = standing_of(matches[0].client, NOW)

    assert standing.advice.reason == "worth_one_more"
    assert standing.held[0].now.mean < standing.held[0].before.mean
    assert standing.advice.next_id == standing.unmet[0].provider.pk


def test_conversation_without_ratings_leaves_the_forecast_as_it_was(matches: list[Match]) -> None:
    reflected(met(matches[0]), saying=Saying({}, words="hard to say"))

    (held,) = standing_of(matches[0].client, NOW).held

    assert held.now == held.before


def test_hurry_stops_where_calm_would_go_on_and_says_so(matches: list[Match]) -> None:
    # About typical: worth one more to someone who can wait.
    answers = {"goals1": 4, "tasks1": 4, "bond1": 5}
    booking = met(matches[0])
    reflected(booking, answers)
    calm = standing_of(matches[0].client, NOW)
    reflected(booking, saying=Saying(answers, urgency="now", distress=8))

    hurried = standing_of(matches[0].client, NOW)

    assert calm.advice.reason == "worth_one_more"
    assert (hurried.advice.reason, hurried.urgency, hurried.distress) == ("too_costly_to_wait", "now", 8)


def test_someone_who_may_be_in_danger_cannot_wait() -> None:
    practice.providers(6)
    matches = three(practice.client(safe_now=False))

    standing = standing_of(matches[0].client, NOW)

    assert (standing.is_crisis, standing.urgency) == (True, Urgency.NOW)


def test_queries_do_not_grow_with_the_people_met(matches: list[Match]) -> None:
    client = matches[0].client
    reflected(met(matches[0]), WARM)
    with CaptureQueriesContext(connection) as one:
        standing_of(client, NOW)
    reflected(met(matches[1]), COOL)
    reflected(met(matches[2]), WARM)
    with CaptureQueriesContext(connection) as three_met:
        standing_of(client, NOW)

    assert len(three_met) == len(one)
