"""Colleagues who refer: what ties them is said and read, trust is earned, and rings are noticed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from rapport.matching.recommended import MOST_POINTS
from rapport.site.client.mine.holdings import everything
from rapport.site.client.referrals.presentation import asked_words
from rapport.site.consultations.models import Course
from rapport.site.directory import recommendations
from rapport.site.directory.models import Provider
from rapport.site.people.actions import erase_client
from rapport.site.referrals.actions.referring import Onward, Outside, agree, ask, say_whom
from rapport.site.referrals.choices import ReferralState, Relation, Way
from rapport.site.referrals.models import Referral
from rapport.site.referrals.queries import trust
from support.coursed import opened, practice_of
from support.met import NOW
from support.referred import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    practice_of()
    return opened()


def colleague_of(course):
    taken = set(course.client.matches.values_list("provider_id", flat=True))
    return Provider.objects.exclude(pk__in=taken).order_by("provider_id").first()


def suggested(course, relation=Relation.NONE, to=None):
    to = to or colleague_of(course)
    return ask(by=course.provider, at=NOW, course=course, to=to, relation=relation)


# What ties them.


@pytest.mark.parametrize("relation", Relation)
def test_client_reads_what_ties_the_two_and_finds_it_in_their_download(course, relation):
    referral = suggested(course, relation)

    said = asked_words(referral, course.provider.name)
    assert said.startswith(course.provider.name)
    assert "They say that" in said
    assert everything(course.client)["referrals"]["referrals"][0]["tie_said"] == relation


def test_client_reads_that_nothing_was_said_of_it(course):
    assert "They did not say what ties them" in asked_words(suggested(course, None), "Dr. A")


def test_where_nobody_is_suggested_no_tie_is_told(course):
    referral = ask(by=course.provider, at=NOW, course=course, relation=Relation.MONEY)

    assert referral.relation == ""
    assert "ties" not in asked_words(referral, "Dr. A")


def test_colleague_elsewhere_has_a_tie_too(course):
    referral = ask(
        by=course.provider, at=NOW, course=course, outside=Outside("Dr. B"), relation=Relation.PERSONAL
    )

    assert "friends, relatives or partners" in asked_words(referral, "Dr. A")


def test_whom_the_client_names_nobody_has_suggested(course):
    referral = suggested(course, Relation.NONE)
    other = Provider.objects.exclude(pk__in=[referral.to_provider_id, course.provider_id]).last()

    kept = say_whom(
        by=course.client, at=NOW, referral=referral, way=Way.COLLEAGUE, to=referral.to_provider, outside=None
    )
    assert kept.relation == Relation.NONE
    changed = say_whom(by=course.client, at=NOW, referral=referral, way=Way.COLLEAGUE, to=other, outside=None)
    assert changed.relation == ""


@pytest.mark.parametrize("wrong", [{"relation": "unheard"}, {"asked_by": "client"}, {"way": "three"}])
def test_database_refuses_a_tie_that_nobody_could_have_said(course, wrong):
    referral = suggested(course, Relation.PRACTICE)

    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(**wrong)


# Trust.


def test_trust_counts_only_where_the_tie_was_said_and_nobody_earns_by_it(course):
    found = {relation: trust.trust_in(suggested_as(course, relation)) for relation in (*Relation, "")}

    assert found[Relation.MONEY] == found[""] == 0.0
    assert found[Relation.NONE] == found[Relation.PRACTICE] == found[Relation.PERSONAL] > 0


def suggested_as(course, relation):
    Referral.objects.all().delete()
    return suggested(course, relation or None)


def test_trust_is_earned_by_what_went_well(course):
    fresh = trust.trust_in(suggested(course))
    to = colleague_of(course)
    for _ in range(6):
        sent(course.provider, to)
    good = trust.trust_in(Referral.objects.get(state=ReferralState.ASKED))
    for _ in range(12):
        sent(course.provider, to, state=ReferralState.TAKEN_BACK)
    bad = trust.trust_in(Referral.objects.get(state=ReferralState.ASKED))

    assert good > fresh > bad or (good > fresh and good > bad)


def test_clients_own_wish_is_no_recommendation(course):
    referral = ask(by=course.client, at=NOW, course=course)

    assert trust.trust_in(referral) == 0.0


def placed(course, relation):
    to = colleague_of(course)
    for _ in range(8):
        sent(course.provider, to)
    referral = suggested(course, relation, to)
    match = agree(by=course.client, at=NOW, referral=referral, onward=Onward(Way.COLLEAGUE, to=to))
    match.client = course.client
    return match.unseal("detail")


def test_it_moves_the_bond_a_little_and_says_so_first(course):
    told = placed(course, Relation.PRACTICE)

    said = told["reasons"][0]
    (point,) = [each["points"] for each in told["contributions"] if each["feature"] == "recommended"]
    assert (said["feature"], said["part"], said["points"]) == ("recommended", "bond", point)
    assert 0.25 <= point <= MOST_POINTS


@pytest.mark.parametrize("relation", [None, Relation.MONEY])
def test_without_a_word_of_the_tie_or_for_money_it_moves_nothing(course, relation):
    told = placed(course, relation)

    assert "recommended" not in [each["feature"] for each in told["contributions"]]


# Circles.


def test_ring_is_noticed_and_named_and_whoever_sends_to_themselves(course):
    everybody = list(Provider.objects.order_by("provider_id")[:8])
    for one, other in zip(everybody, everybody[2:], strict=False):
        sent(one, other)
    for _ in range(6):
        sent(everybody[0], everybody[1], relation=Relation.PERSONAL)
        sent(everybody[1], everybody[0], relation="")
    Provider.objects.filter(pk__in=[everybody[6].pk, everybody[7].pk]).update(npi="1234567893")
    sent(everybody[6], everybody[7])
    with CaptureQueriesContext(connection) as queries:
        page = trust.circles()

    assert len(queries) == 1
    assert {frozenset(ring.names) for ring in page.rings} == {
        frozenset((everybody[0].name, everybody[1].name))
    }
    assert len(page.to_themselves) == 1
    rows = {each.name: each for each in page.referrers}
    first = rows[everybody[0].name]
    assert (first.made, first.related, first.unsaid) == (7, 6, 0)
    assert first.low < first.mean < first.high
    assert rows[everybody[3].name].mean is None  # too few to be told


def test_nobody_referred_is_said_as_that():
    assert trust.circles().referrers == []


def test_erased_client_is_no_longer_counted(course):
    referral = sent(course.provider, colleague_of(course))

    erase_client(referral.client, by="x", at=NOW)

    assert trust.circles().referrers == []


# A private link.


def test_link_holds_whom_and_until_when_and_nothing_else(course):
    provider = course.provider
    morning, night = NOW.replace(hour=0), NOW.replace(hour=23)
    token = recommendations.token_for(provider, at=morning)

    assert recommendations.token_for(provider, at=night) == token
    assert token.startswith(f"{provider.pk}.{(NOW + recommendations.LASTS).date()}")
    assert recommendations.recommended_by(token, at=NOW) == provider


@pytest.mark.parametrize("change", ["late", "altered", "other", "unlisted", "nonsense"])
def test_link_that_has_ended_opens_nothing(course, change):
    token, at = recommendations.token_for(course.provider, at=NOW), NOW
    if change == "late":
        at = NOW + recommendations.LASTS + timedelta(days=1)
    elif change == "altered":
        token = token.replace("2026", "2036", 1)
    elif change == "other":
        token = token.replace(course.provider.pk, Provider.objects.exclude(pk=course.provider.pk).first().pk)
    elif change == "unlisted":
        Provider.objects.filter(pk=course.provider.pk).update(is_listed=False)
    else:
        token = "x"
    found = recommendations.recommended_by(token, at=at)

    assert found is None or not found.is_listed
