"""Choosing: one course, one place, the others closed, all in one transaction; and what stands in the way."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rapport.site.consultations.actions import choosing
from rapport.site.consultations.actions.choosing import ChoseAnother, NotMet, NotOpen, choose
from rapport.site.consultations.actions.reflections import NotTheirs
from rapport.site.consultations.choices import BookingState, Declined, RequestState
from rapport.site.consultations.models import Booking, Course, Request
from rapport.site.directory.models import Places
from rapport.site.foundation.models import AuditEvent
from rapport.site.matches.models import Match
from support import practice
from support.met import NOW, met, requested, three

pytestmark = pytest.mark.django_db


@pytest.fixture
def matches() -> list[Match]:
    """The three of one client; each provider has two places."""
    practice.providers(6)
    return three()


def used(match: Match) -> int:
    return sum(Places.objects.filter(provider_id=match.provider_id).values_list("used", flat=True))


def test_choosing_opens_a_course_takes_a_place_and_closes_the_others(matches: list[Match]) -> None:
    chosen, other = met(matches[0]).request, requested(matches[1], RequestState.WAITING)
    coming = met(matches[2], days_ago=-3, state=BookingState.BOOKED)

    course = choose(by=matches[0].client, at=NOW, request=chosen).course

    assert course is not None
    assert (course.client_id, course.provider_id) == (matches[0].client_id, matches[0].provider_id)
    assert (course.opened_at, course.ended_at) == (NOW, None)
    states = dict(Request.objects.values_list("pk", "state"))
    assert states == {chosen.pk: "chosen", other.pk: "closed", coming.request_id: "closed"}
    assert Booking.objects.get(pk=coming.pk).state == BookingState.CANCELLED
    assert [used(each) for each in matches] == [1, 0, 0]
    assert AuditEvent.objects.filter(verb="chose", subject=matches[0].client_id).count() == 1


def test_choosing_twice_is_one_course_on_one_place(matches: list[Match]) -> None:
    request = met(matches[0]).request

    first = choose(by=matches[0].client, at=NOW, request=request)
    again = choose(by=matches[0].client, at=NOW + timedelta(hours=1), request=request)

    assert first.course == again.course
    assert used(matches[0]) == 1


def test_second_person_is_not_chosen_beside_the_first(matches: list[Match]) -> None:
    one, two = met(matches[0]).request, met(matches[1]).request
    choose(by=matches[0].client, at=NOW, request=one)

    with pytest.raises(ChoseAnother):
        choose(by=matches[0].client, at=NOW, request=two)

    assert Course.objects.count() == 1
    assert used(matches[1]) == 0


def test_last_place_gone_meanwhile_ends_the_request_with_its_reason(matches: list[Match]) -> None:
    request = met(matches[0]).request
    Places.objects.create(provider_id=matches[0].provider_id, capacity=2, used=2)

    choice = choose(by=matches[0].client, at=NOW, request=request)

    assert choice.course is None
    found = Request.objects.get(pk=request.pk)
    assert (found.state, found.reason) == (RequestState.DECLINED, Declined.FULL)
    assert not Course.objects.exists()


def test_nobody_is_chosen_unseen(matches: list[Match]) -> None:
    coming = met(matches[0], days_ago=-1, state=BookingState.BOOKED)

    with pytest.raises(NotMet):
        choose(by=matches[0].client, at=NOW, request=coming.request)


def test_booking_past_its_end_counts_as_met_unless_somebody_says_otherwise(matches: list[Match]) -> None:
    past = met(matches[0], state=BookingState.BOOKED)
    missed = met(matches[1], state=BookingState.PROVIDER_MISSED)

    with pytest.raises(NotMet):
        choose(by=matches[0].client, at=NOW, request=missed.request)

    assert choose(by=matches[0].client, at=NOW, request=past.request).course is not None


def test_request_that_has_ended_cannot_be_chosen(matches: list[Match]) -> None:
    request = met(matches[0]).request
    Request.objects.filter(pk=request.pk).update(state=RequestState.WITHDRAWN, ended_at=NOW)

    with pytest.raises(NotOpen):
        choose(by=matches[0].client, at=NOW, request=request)


def test_another_clients_request_cannot_be_chosen(matches: list[Match]) -> None:
    request = met(matches[0]).request

    with pytest.raises(NotTheirs):
        choose(by=practice.client(), at=NOW, request=request)


def test_nothing_stands_when_a_step_fails(matches: list[Match], monkeypatch: pytest.MonkeyPatch) -> None:
    request = met(matches[0]).request

    def fails(*_args: object, **_named: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(choosing, "close_others", fails)
    with pytest.raises(IntegrityError), transaction.atomic():
        choose(by=matches[0].client, at=NOW, request=request)

    assert not Course.objects.exists()
    assert used(matches[0]) == 0
    assert Request.objects.get(pk=request.pk).state == RequestState.OFFERED


def test_database_refuses_a_second_open_course_of_a_client(matches: list[Match]) -> None:
    columns = {"client": matches[0].client, "opened_at": NOW}
    Course.objects.create(provider=matches[0].provider, match=matches[0], **columns)

    with pytest.raises(IntegrityError), transaction.atomic():
        Course.objects.create(provider=matches[1].provider, match=matches[1], **columns)
