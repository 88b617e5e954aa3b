"""Colleagues' blind ratings reach the forecast once a day, shrunk, and only where enough of them rated."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rapport.site.directory.actions import vignettes
from rapport.site.directory.actions.judging import settle_judgements
from rapport.site.directory.models import Judged, Provider, Rating, Reply, Revision
from rapport.site.directory.models.vignettes import QUALITIES
from rapport.site.directory.queries import roster_snapshot
from rapport.site.directory.queries import vignettes as queries
from rapport.site.matches.actions import issue
from support.practice import AT, client, providers

pytestmark = pytest.mark.django_db
NIGHT = timedelta(days=1)


def rated(marks, *, raters=6):
    """Of each provider the mark that all of so many colleagues give both of their replies."""
    providers(max(len(marks), raters + 1))
    everyone = list(Provider.objects.order_by("provider_id"))
    for writer, mark in zip(everyone, marks, strict=False):
        for place in (1, 2):
            reply = Reply.objects.create(
                provider=writer, place=place, vignette=f"v{place}", text="I hear you.", sent_at=AT
            )
            others = [each for each in everyone if each != writer][:raters]
            for number, rater in enumerate(others):
                given = dict.fromkeys(QUALITIES, mark + number % 2)
                Rating.objects.create(reply=reply, writer=writer, rater=rater, at=AT, **given)
    return everyone


def kept():
    return {each.provider.provider_id: each.score for each in Judged.objects.select_related("provider")}


def test_scores_lie_over_the_rows_that_matching_reads():
    rated([6, 2, 4, 3, 5])

    assert settle_judgements(AT) == 5

    found = kept()
    assert found["p0"] > found["p4"] > 0 > found["p3"] > found["p1"]
    roster = roster_snapshot()
    judged = {each: roster.provider(roster.position(each)).judged for each in found}
    assert judged == {each: score or None for each, score in found.items()}


def test_few_colleagues_say_nothing():
    rated([6, 2, 4, 3, 5], raters=queries.FEWEST_RATERS - 1)

    settle_judgements(AT)

    assert kept() == {}


def test_ratings_between_people_who_are_close_do_not_count():
    everyone = rated([6, 2, 4, 3, 5], raters=queries.FEWEST_RATERS)
    settle_judgements(AT)
    assert "p0" in kept()
    before = Revision.objects.get().token

    vignettes.name_close(everyone[1], others=[everyone[0]], by="a", at=AT)
    settle_judgements(AT + NIGHT)

    assert "p0" not in kept()
    assert "judged" not in Provider.objects.get(provider_id="p0").row
    assert Revision.objects.get().token != before


def test_nothing_changes_twice_a_day_nor_without_new_ratings():
    everyone = rated([6, 2, 4, 3, 5])
    settle_judgements(AT)
    token = Revision.objects.get().token
    Rating.objects.filter(writer=everyone[0]).delete()

    assert settle_judgements(AT + NIGHT / 2) == 0
    assert settle_judgements(AT + NIGHT) > 0
    assert Revision.objects.get().token != token
    token = Revision.objects.get().token
    assert settle_judgements(AT + 2 * NIGHT) == 0
    assert Revision.objects.get().token == token


def test_match_tells_of_it_in_the_words_of_colleagues():
    rated([6, 1, 4, 4, 1])
    settle_judgements(AT)

    matches = issue(by=client(), at=AT).matches.order_by("position")

    points = {
        each["points"]
        for match in matches
        for each in match.unseal("detail")["contributions"]
        if each["feature"] == "warmth"
    }
    assert any(points)


def test_database_refuses_a_score_beyond_three_spreads():
    someone = rated([4])[0]

    with pytest.raises(IntegrityError), transaction.atomic():
        Judged.objects.create(provider=someone, score=3.1)
