"""A provider leaves or dies: in one action everybody who is with them is helped on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.site.client.mine import holdings
from rapport.site.consultations.choices import BookingState, RequestState
from rapport.site.consultations.models import Booking, Course, Request
from rapport.site.directory.actions.verification import link_account
from rapport.site.directory.choices import Vouched
from rapport.site.directory.models import Places, Provider
from rapport.site.foundation.models import AuditEvent
from rapport.site.matches.models import Match
from rapport.site.people.actions import erase_client
from rapport.site.people.models import Account, Assignment
from rapport.site.referrals.actions.departing import depart
from rapport.site.referrals.choices import Departs
from rapport.site.referrals.models import Continuity, Departure, Referral
from rapport.site.referrals.queries.leaving import left_by, unsettled
from support import accounts, booked, practice
from support.coursed import opened, practice_of
from support.met import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    practice_of(6, capacity="4", slots=booked.ALWAYS)
    return opened()


def gone(provider: Provider, why: Departs = Departs.LEAVES, by: Account | None = None):
    return depart(by=by or accounts.account(), at=NOW, provider=provider, why=why)


def waits_for(provider: Provider) -> Request:
    """Somebody who booked a first conversation with this provider, and has two others of the three."""
    while True:
        person = booked.person(at=NOW)
        match = Match.objects.filter(client=person, provider=provider).first()
        if match is not None:
            request = booked.offered(person, place=match.position, at=NOW)
            request.client = person
            booked.booked(request, booked.starts(request, at=NOW)[0], at=NOW)
            return request


def test_everybody_is_helped_on_in_one_action(course: Course) -> None:
    provider, by = course.provider, accounts.account()
    request = waits_for(provider)

    found = gone(provider, by=by)

    assert (found.courses, found.others >= 1) == (1, True)
    assert Referral.objects.get(course=course).asked_by == "coordinator"
    assert Course.objects.get(pk=course.pk).ended_at is None
    assert Booking.objects.get(request=request).state == BookingState.CANCELLED
    assert Request.objects.get(pk=request.pk).state == RequestState.DECLINED
    assert not Match.objects.filter(provider=provider, is_open=True, course=None).exists()
    assert Match.objects.filter(client=request.client, is_open=True).count() == 3
    assert Assignment.objects.get(client=course.client).coordinator == by
    assert [(each.name, each.count) for each in unsettled()] == [(provider.name, 1)]
    assert [(each.is_asked, each.is_open) for each in left_by(provider)] == [(True, True)]


def test_nobody_new_is_sent_and_no_roster_brings_them_back(course: Course) -> None:
    gone(course.provider)
    stored = Provider.objects.get(pk=course.provider_id)
    assert (stored.vouched, stored.is_listed) == (Vouched.LEFT, False)

    practice.providers(6, fee_max="160")

    assert Provider.objects.get(pk=course.provider_id).is_listed is False
    assert not Match.objects.filter(client=booked.person(at=NOW), provider_id=course.provider_id).exists()


def test_where_they_have_died_courses_end_and_nobody_signs_in(course: Course) -> None:
    account = accounts.account("provider")
    link_account(course.provider, account, by="test", at=NOW)
    taken = Places.objects.get(pk=course.provider_id).used

    gone(Provider.objects.get(pk=course.provider_id), Departs.DIED)

    ended = Course.objects.get(pk=course.pk)
    assert (ended.ended_because, ended.ended_by) == ("moved_away", "coordinator")
    assert Places.objects.get(pk=course.provider_id).used == taken - 1
    assert Account.objects.get(pk=account.pk).revoked_at is not None
    assert [(each.is_open, each.goes_on) for each in left_by(course.provider)] == [(False, False)]
    assert unsettled()[0].count == 1


def test_done_again_it_goes_on_and_says_nothing_twice(course: Course) -> None:
    first, again = gone(course.provider), gone(course.provider, Departs.DIED)

    assert first.departure == again.departure
    assert again.departure.why == Departs.LEAVES
    counts = [model.objects.count() for model in (Departure, Continuity, Referral, Assignment)]
    assert counts == [1, 1, 1, 1]
    assert AuditEvent.objects.filter(verb__in=("provider_left", "provider_leaves")).count() == 2


def test_whoever_goes_on_or_stops_is_settled(course: Course) -> None:
    gone(course.provider)
    Course.objects.filter(pk=course.pk).update(
        ended_at=NOW, ended_because="left", ended_by="client", handing_over_since=None
    )
    assert unsettled() == []
    assert left_by(course.provider)[0].has_stopped

    Course.objects.filter(pk=course.pk).update(ended_because="referred")
    assert unsettled()[0].count == 1
    later = Match.objects.filter(client=course.client).exclude(provider=course.provider).first()
    Course.objects.create(
        client=course.client, provider=later.provider, match=later,
        opened_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    assert unsettled() == []
    assert left_by(course.provider)[0].goes_on


def test_continuity_is_in_the_download_and_goes_with_the_client(course: Course) -> None:
    gone(course.provider)
    held = holdings.everything(course.client)

    assert held["referrals"]["continuity"][0]["provider"] == course.provider.name
    assert any("yours has left" in part.what for part in holdings.in_words(held))
    erase_client(course.client, by="test", at=NOW)
    assert not Continuity.objects.exists()
